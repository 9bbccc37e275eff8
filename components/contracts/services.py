"""Shared services: the provider's half and the consumer's half of an agreement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv4Network
from typing import Protocol

from pulumi import Input, Output

from components.contracts.words import Classification


@dataclass(frozen=True, kw_only=True)
class ServiceOfferArgs:
    """The door of one offer, in the provider's landing zone. Made only while somebody agreed takes it."""

    platform: str
    organisation: str
    """The provider's slug."""
    offer: str
    region: str
    port: int
    network: Input[str]
    subnets: Mapping[str, Input[str]]
    """Subnet ids of the provider's network, by ``<tier>-<zone key>``."""
    block: IPv4Network
    """The provider's own range."""
    consumers: Mapping[str, Input[str]]
    """Tenancy id by slug: nobody else may connect."""
    ranges: Mapping[str, IPv4Network] = field(default_factory=dict[str, IPv4Network])
    """Ranges of the network's subnets, by the names that the tiers have. Azure alone, as are ``zones`` and ``direct``."""
    zones: tuple[str, ...] = ()
    """Zones of the provider's network, as the cloud names them."""
    direct: bool = False
    """Whether the door leads to its address without forwarders between."""
    regions: tuple[str, ...] = ()
    """Regions of the consumers. AWS alone: on Azure an endpoint in any region may come."""
    address: str = ""
    """Fixed address on the provider's premises; empty where an application of its dedicated hosting stands behind."""
    entry: Input[str] = ""
    """``balancer`` of the dedicated hosting cell; empty where ``address`` is given."""
    alarms: Input[str] = ""
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if not self.consumers:
            raise ValueError("consumers: a door without a consumer is not made; it comes with the first agreement")
        if self.address and self.entry != "":
            raise ValueError("address, entry: one of the two stands behind a door, never both")


class ServiceOfferOutputs(Protocol):
    service: Output[str]
    """AWS: name of the endpoint service. Azure: resource id of the Private Link Service."""
    target: Output[str]
    """AWS: target group ARN, to which layer 6 adds the application's entry. Azure: the address that it leads to."""


@dataclass(frozen=True, kw_only=True)
class ServiceSubscriptionArgs:
    """A consumer's way to one offer, in its own network."""

    platform: str
    organisation: str
    """The consumer's slug."""
    provider: str
    offer: str
    region: str
    port: int
    host: str
    """Name under which the consumer calls the service; private to its network."""
    network: Input[str]
    subnets: Mapping[str, Input[str]]
    sources: tuple[IPv4Network, ...]
    """Who may call: the consumer's own range and, where its applications live in a shared cell, the cell's."""
    service: Input[str]
    service_region: str = ""
    """The provider's region; empty where it is the consumer's own."""
    classification: Classification = "official"

    @property
    def key(self) -> str:
        """Stable word for this subscription. Slugs have hyphens themselves, so two joined by one are told apart by a hash."""
        digest = sha256(f"{self.provider}/{self.offer}".encode()).hexdigest()[:6]
        return f"{self.provider}-{self.offer}-{digest}"


class ServiceSubscriptionOutputs(Protocol):
    endpoint: Output[str]
    host: Output[str]
