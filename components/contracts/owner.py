"""Whose a thing is: one value that gives names and tags on every cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from components.contracts.errors import ContractError
from components.contracts.words import Classification, Environment
from components.naming import physical

PLATFORM = "platform"
"""Stands for the platform itself where a body's key would stand."""
MANAGED_BY = "civic-cloud"


@dataclass(frozen=True, kw_only=True)
class Owner:
    """The platform itself, or one environment of one body.

    Raises ``ContractError`` for a test environment of the platform.
    """

    platform: str
    """Short code of the platform, 2 to 8 lower-case letters; part of every name."""
    organisation: str = PLATFORM
    """The body's key for life, given at joining; ``platform`` for the platform's own."""
    classification: Classification = "official"
    environment: Environment = "live"

    def __post_init__(self) -> None:
        if self.is_platform and self.environment != "live":
            raise ContractError(f"environment: the platform has no '{self.environment}' environment; allowed: live")

    @property
    def is_platform(self) -> bool:
        return self.organisation == PLATFORM

    @property
    def key(self) -> str:
        """The key of the live environment is the body's; of any other it ends in it: ``northshire.test``."""
        return self.organisation if self.environment == "live" else f"{self.organisation}.{self.environment}"

    def name(self, kind: str, role: str) -> str:
        """The physical name that ``kind`` (a key of ``components.naming.RULES``) has in this role."""
        return physical(kind, platform=self.platform, organisation="" if self.is_platform else self.key, role=role)

    @property
    def tags(self) -> Mapping[str, str]:
        """Tags of everything that is made for this owner: the same keys on every cloud, so that one report can group by body."""
        return {
            "data-classification": self.classification,
            "environment": self.environment,
            "managed-by": MANAGED_BY,
            "organisation": self.organisation,
            "owner": self.key,
            "platform": self.platform,
        }

    def handling(self, classification: Classification) -> "Owner":
        """The same owner of data of another classification."""
        return replace(self, classification=classification)


def platform_owner(platform: str) -> Owner:
    """The platform itself. What it holds concerns every body, so it is handled as the most sensitive body's."""
    return Owner(platform=platform, classification="official-sensitive")
