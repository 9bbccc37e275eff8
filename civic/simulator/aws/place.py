"""Where a provider acts on AWS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from civic.simulator.digests import digest
from civic.simulator.state import CloudState

PARTITION = "aws"


@dataclass(frozen=True)
class Place:
    """An account and region."""

    account: str
    region: str

    @classmethod
    def of(cls, state: CloudState, provider: str) -> "Place":
        return cls(state.account(provider), state.region(provider))

    @property
    def organisation(self) -> str:
        """Id of the organisation that the account manages, if any: it has one for life."""
        return f"o-{digest('organisation', self.account, length=10)}"

    def arn(self, service: str, resource: str) -> str:
        """ARN of a regional resource."""
        return f"arn:{PARTITION}:{service}:{self.region}:{self.account}:{resource}"

    def global_arn(self, service: str, resource: str) -> str:
        """ARN of a resource that belongs to no region."""
        return f"arn:{PARTITION}:{service}::{self.account}:{resource}"


Compute = Callable[[str, Mapping[str, Any], Place], Mapping[str, Any]]
"""From URN, outputs so far and place to further outputs; ``id`` among them is the resource's id."""
