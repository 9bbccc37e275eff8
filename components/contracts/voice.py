"""Voice: a body's SIP trunk to the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Generic, Protocol

from pulumi import Input, Output

from components.contracts.errors import ContractError
from components.contracts.handles import ArchiveT, TenancyT
from components.contracts.owner import Owner


@dataclass(frozen=True, kw_only=True)
class Controller:
    """A body's session border controller."""

    controller: str
    """Its host name."""
    port: int
    """Where it answers SIP over TLS."""
    addresses: tuple[IPv4Network, ...]
    """Where it calls from."""


@dataclass(frozen=True, kw_only=True)
class VoiceConnectionArgs(Generic[ArchiveT, TenancyT]):
    """One body's trunk. **Emergency calls do not pass through it**: 999 and 112 leave by ``emergency_through``."""

    owner: Owner
    region: str
    controller: str
    """Host name of the body's session border controller."""
    port: int
    """Where it answers SIP over TLS."""
    addresses: tuple[IPv4Network, ...]
    """Where it calls from. Nobody else may use the trunk."""
    standby: Controller | None = None
    """A second one, which is tried where the first does not answer, and which may use the trunk as well."""
    calls: int
    """Calls at once, at most."""
    calling_regions: tuple[str, ...]
    """Countries (ISO 3166-1 alpha-2) that may be called."""
    emergency_through: str
    """The carrier trunk or gateway that carries 999 and 112, in words."""
    emergency_tested: str
    """Date of its last test call, ``YYYY-MM-DD``."""
    numbers: tuple[str, ...] = ()
    """The body's number ranges, ``+44...-+44...``, from its ledger."""
    key: Input[str] = ""
    """The body's own key (``SecurityBaselineOutputs.key``)."""
    archive: ArchiveT
    alarms: Input[str] = ""
    """Where the body hears of trouble (``SecurityBaselineOutputs.alarms``)."""
    tenancy: TenancyT
    retention_days: int = 365
    """Days for which call logs are kept."""

    @property
    def controllers(self) -> tuple[Controller, ...]:
        """In the order in which calls to the body try them."""
        first = Controller(controller=self.controller, port=self.port, addresses=self.addresses)
        return (first, self.standby) if self.standby else (first,)

    def __post_init__(self) -> None:
        if not self.emergency_through.strip() or not self.emergency_tested.strip():
            raise ContractError(
                "emergency_through, emergency_tested: these trunks carry no emergency calls; name the carrier trunk or gateway "
                "that carries 999 and 112 and the date it was last tested, or there is no voice connection"
            )
        if not self.addresses:
            raise ContractError("addresses: say where the session border controller calls from; a trunk open to everybody is toll fraud waiting")
        if self.standby and (self.standby.controller == self.controller or not self.standby.addresses):
            raise ContractError("standby: another controller than the first, with addresses of its own")
        if self.calls < 1:
            raise ContractError(f"calls: at least 1 call at once, got {self.calls}")


class VoiceConnectionOutputs(Protocol):
    @property
    def trunk(self) -> Output[str]:
        """Id of the trunk."""
        ...

    @property
    def host(self) -> Output[str]:
        """Where the body's controller sends calls."""
        ...

    @property
    def emergency(self) -> Mapping[str, str]:
        """``through`` and ``tested``, as given: what rules and reports look at."""
        ...
