"""Who acts where in the simulated clouds while a stack runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from civic.plan.wire import UNKNOWN, opened
from civic.simulator.world import World

NO_ACCOUNT = "000000000000"


@dataclass(frozen=True)
class Failure:
    """One input that the provider does not accept."""

    property: str
    """Empty where the resource as a whole is refused."""
    reason: str

    def __str__(self) -> str:
        return f"{self.property}: {self.reason}" if self.property else self.reason


class NotThere(LookupError):
    """A data source finds nothing. The text is what the cloud says."""


@dataclass
class CloudState:
    """Providers of one run, and the world they act in. Made anew for each stack offline; over gRPC for each connection, with one world."""

    providers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    world: World = field(default_factory=World)
    today: date | None = None
    """The day on which things are made. A plan has none: it says what is to be there, and not when it was made."""
    much_exists: bool = False
    """Whether the clouds hold what those who have worked on them before often have already, and not only what everybody has."""

    _roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By provider, as they are asked for with every resource."""

    def add_provider(self, ref: str, inputs: Mapping[str, Any]) -> None:
        self.providers[ref] = inputs
        self._roles.pop(ref, None)

    def provider(self, ref: str) -> Mapping[str, Any]:
        return self.providers.get(ref, {})

    def account(self, ref: str) -> str:
        """The AWS account that a provider acts in: its last role's, else the one it allows."""
        for role in reversed(self.roles(ref)):
            parts = role.split(":")
            if len(parts) > 4 and parts[4].isdigit():
                return parts[4]
        return next(iter(self.allowed_accounts(ref)), NO_ACCOUNT)

    def roles(self, ref: str) -> tuple[str, ...]:
        """ARNs of the roles that a provider passes through, first to last."""
        if ref not in self._roles:
            listed = _decoded(opened(self.provider(ref).get("assumeRoles"))) or []
            self._roles[ref] = tuple(str(opened(opened(role).get("roleArn", ""))) for role in listed)
        return self._roles[ref]

    def session(self, ref: str) -> str:
        """What the provider's last session is called where AWS records it."""
        listed = _decoded(opened(self.provider(ref).get("assumeRoles"))) or []
        return str(opened(opened(listed[-1]).get("sessionName")) or "pulumi") if listed else ""

    def allowed_accounts(self, ref: str) -> tuple[str, ...]:
        """The only accounts in which a provider will act; none where it acts in any."""
        return tuple(str(opened(account)) for account in _decoded(opened(self.provider(ref).get("allowedAccountIds"))) or [])

    def region(self, ref: str) -> str:
        return str(self.provider(ref).get("region") or "")

    def tenancy(self, ref: str, *, regional: bool, region: Any = None) -> str:
        """Where a provider acts, so that two providers of one account share its names; the provider itself while that is not known.

        ``region`` is the one that a resource names for itself.
        """
        inputs = self.provider(ref)
        account = str(inputs.get("subscriptionId") or "") or self.account(ref)
        if account in ("", NO_ACCOUNT, UNKNOWN):
            return ref
        return f"{account}/{region or self.region(ref)}" if regional else account

    def subscription(self, ref: str) -> str:
        return str(self.provider(ref).get("subscriptionId") or "00000000-0000-0000-0000-000000000000")


def _decoded(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return value
