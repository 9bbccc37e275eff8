"""Shared services: the provider's half and the consumer's half of an agreement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv4Network
from typing import Generic, Protocol

from pulumi import Input, Output

from components.contracts.errors import ContractError
from components.contracts.handles import CellT, NetworkT, TenancyT
from components.contracts.owner import Owner
from components.contracts.tiers import SubnetKey


@dataclass(frozen=True, kw_only=True)
class ServiceOfferArgs(Generic[NetworkT, CellT, TenancyT]):
    """The door of one offer, in the provider's landing zone. Made only while somebody agreed takes it."""

    owner: Owner
    """The provider."""
    offer: str
    region: str
    port: int
    network: NetworkT
    """The provider's network."""
    block: IPv4Network
    """The provider's own range."""
    consumers: Mapping[str, TenancyT]
    """Tenancy by the consumer's key: nobody else may connect."""
    ranges: Mapping[SubnetKey, IPv4Network] = field(default_factory=dict[SubnetKey, IPv4Network])
    """Ranges of the network's subnets."""
    zones: tuple[str, ...] = ()
    """Zones of the provider's network, as the cloud names them."""
    direct: bool = False
    """Whether the door leads to its address without forwarders between."""
    regions: tuple[str, ...] = ()
    """Regions of the consumers."""
    address: str = ""
    """Fixed address on the provider's premises; empty where an application of its dedicated hosting stands behind."""
    proxy_protocol: bool = False
    """Whether a PROXY protocol header (version 2) before each connection to ``address`` says through whose endpoint it came."""
    cell: CellT | None = None
    """The dedicated hosting cell; ``None`` where ``address`` is given."""
    alarms: Input[str] = ""
    """Where the body hears of trouble; empty for nobody."""

    def __post_init__(self) -> None:
        if not self.consumers:
            raise ContractError("consumers: a door without a consumer is not made; it comes with the first agreement")
        if bool(self.address) == (self.cell is not None):
            raise ContractError("address, cell: one of the two stands behind a door, neither none nor both")
        if self.proxy_protocol and self.cell is not None:
            raise ContractError("proxy_protocol: the entry of a cell reads no such header; allowed for an address alone")


class ServiceOfferOutputs(Protocol):
    @property
    def service(self) -> Output[str]:
        """What a consumer's endpoint names to come to the door."""
        ...

    @property
    def target(self) -> Output[str]:
        """What the provider's application is put behind the door by (``ApplicationArgs.door``)."""
        ...


@dataclass(frozen=True, kw_only=True)
class ServiceSubscriptionArgs(Generic[NetworkT]):
    """A consumer's way to one offer, in its own network."""

    owner: Owner
    """The consumer."""
    provider: str
    offer: str
    region: str
    port: int
    host: str
    """Name under which the consumer calls the service; private to its network."""
    network: NetworkT
    """The consumer's network."""
    sources: tuple[IPv4Network, ...]
    """Who may call: the consumer's own range and, where its applications live in a shared cell, the cell's."""
    service: Input[str]
    service_region: str = ""
    """The provider's region; empty where it is the consumer's own."""

    @property
    def key(self) -> str:
        """Stable word for this subscription. Slugs have hyphens themselves, so two joined by one are told apart by a hash."""
        digest = sha256(f"{self.provider}/{self.offer}".encode()).hexdigest()[:6]
        return f"{self.provider}-{self.offer}-{digest}"


class ServiceSubscriptionOutputs(Protocol):
    @property
    def endpoint(self) -> Output[str]:
        """Id of the consumer's endpoint."""
        ...

    @property
    def host(self) -> Output[str]:
        """``host`` as given, once the name is there."""
        ...
