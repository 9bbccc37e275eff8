"""The platform's network and a body's connection to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Generic, Protocol, TypeVar

from pulumi import Input, Output

from components.contracts.errors import ContractError
from components.contracts.handles import ArchiveT, Handle, HubT, NetworkT, OrganisationT, TenancyT
from components.contracts.owner import Owner
from components.contracts.premises import Premises
from components.contracts.tiers import SubnetKey


@dataclass(frozen=True, kw_only=True)
class EgressRule:
    """What one body may reach outside."""

    owner: str
    """Key of whoever may; part of the rule's name."""
    ranges: tuple[IPv4Network, ...]
    """The body's own ranges from the ledger: the rule binds to them."""
    domains: tuple[str, ...]
    """Allowed names, such as ``api.notifications.service.gov.uk`` or ``*.gov.uk``; already validated."""


@dataclass(frozen=True, kw_only=True)
class AgreementRule:
    """One way between two networks behind the hub, which an agreement opens: a cell's applications to a consumer's door, say."""

    name: str
    """Stable key, such as ``eastvale_northshire_payroll``; the name of its rule. No key has an underscore, so two never meet."""
    sources: tuple[IPv4Network, ...]
    destinations: tuple[IPv4Network, ...]
    port: int


@dataclass(frozen=True, kw_only=True)
class HubNeighbour(Generic[HubT]):
    """The platform's network in another region of the same cloud."""

    region: str
    hub: HubT
    ranges: tuple[IPv4Network, ...]
    """Supernets of bodies and ranges of cells there: what is reached through its hub."""


@dataclass(frozen=True, kw_only=True)
class NetworkHubArgs(Generic[OrganisationT, ArchiveT, HubT, TenancyT]):
    """The platform's network in one region."""

    owner: Owner
    region: str
    block: IPv4Network
    """Address range of the hub itself, /20 or larger."""
    zones: tuple[str, ...]
    """AWS: availability zone names. Azure: zone numbers. Two or three."""
    bodies: tuple[IPv4Network, ...]
    """Supernets from which bodies on this cloud and in this region are given ranges."""
    cells: tuple[IPv4Network, ...] = ()
    """Ranges of the region's shared cells, which are neighbours of the bodies."""
    egress: tuple[EgressRule, ...] = ()
    agreements: tuple[AgreementRule, ...] = ()
    """Everything else between bodies is dropped."""
    blocked_domains: tuple[str, ...] = ()
    """Names that the DNS firewall refuses for everybody."""
    hosted: tuple[str, ...] = ()
    """Domains of the region's shared cells, which networks ask of the hub."""
    organisation: OrganisationT
    archive: ArchiveT
    tenancy: TenancyT
    """The platform's network tenancy."""
    attachers: Mapping[str, Input[str]] = field(default_factory=dict[str, Input[str]])
    """Identities of the platform's pipelines that may attach networks, by layer. Bodies' runs get their rights with their identities."""
    public_addresses: int = 1
    """Azure: addresses under which everybody's calls leave. Each has so many ports for calls to one place outside."""
    contact: str
    """Mailbox of the platform team, told when ports for calls outside run out or the firewall is unwell."""
    retention_days: int = 365
    """Azure: days for which the firewall's logs are kept at hand; the archive keeps them for longer."""
    premises: tuple[Premises, ...] = ()
    """Places of bodies' that this hub leads to."""
    neighbours: tuple[HubNeighbour[HubT], ...] = ()
    """Hubs that were there before this one. It joins each of them, through inspection on both sides."""

    def __post_init__(self) -> None:
        if self.block.prefixlen > 20:
            raise ContractError(f"block: the hub needs a /20 or larger, got {self.block}")
        if not 2 <= len(set(self.zones)) <= 3:
            raise ContractError(f"zones: need two or three different zones, got {', '.join(self.zones) or 'none'}")
        for neighbour in self.neighbours:
            for block in neighbour.ranges:
                if clash := [own for own in (*self.bodies, *self.cells, self.block) if own.overlaps(block)]:
                    raise ContractError(f"neighbours: {block} of {neighbour.region} overlaps {clash[0]}; nothing could tell which is meant")
        if self.public_addresses < 1:
            raise ContractError(f"public_addresses: at least 1, got {self.public_addresses}; nobody could call outside")
        for rule in self.egress:
            for blocked in self.blocked_domains:
                if clash := [domain for domain in rule.domains if blocks(blocked, domain)]:
                    raise ContractError(f"blocked_domains: {blocked} refuses {clash[0]}, which {rule.owner} reaches by a rule; take out one of them")


def bare(domain: str) -> str:
    """A blocked domain without what means the same on every cloud: it is refused with all that lies under it."""
    return domain.removeprefix("*.").rstrip(".").lower()


def blocks(blocked: str, domain: str) -> bool:
    """Whether the DNS firewall refuses every name that ``domain`` (which may begin with ``*.``) stands for."""
    return f".{bare(domain)}".endswith(f".{bare(blocked)}")


HubOut = TypeVar("HubOut", bound=Handle, covariant=True)
NetworkOut = TypeVar("NetworkOut", bound=Handle, covariant=True)


class NetworkHubOutputs(Protocol[HubOut]):
    @property
    def hub(self) -> HubOut: ...


@dataclass(frozen=True, kw_only=True)
class PrivateEndpoint:
    """One provider service reached without leaving the network."""

    name: str
    """Stable key, such as ``kms`` or ``vault``; part of the logical name."""
    service: Input[str]
    """AWS: short service name, such as ``kms``. Azure: resource id of the service."""
    group: str = ""
    """Azure: sub-resource, such as ``vault`` or ``blob``."""


@dataclass(frozen=True, kw_only=True)
class NetworkConnectionArgs(Generic[OrganisationT, ArchiveT]):
    """One body's network. ``HubAttachment`` joins it to the hub; until then it leads nowhere."""

    owner: Owner
    role: str = ""
    """What sets it apart from the owner's other networks: the key of a shared cell. Empty for a body's own."""
    region: str
    block: IPv4Network
    """The body's range from the ledger. It never changes."""
    zones: tuple[str, ...]
    """As the cloud names them; the first is the zone of key ``a``."""
    subnets: Mapping[SubnetKey, IPv4Network]
    """From ``components.contracts.subnet_ranges``."""
    organisation: OrganisationT
    archive: ArchiveT
    endpoints: tuple[PrivateEndpoint, ...] = ()
    callers: tuple[IPv4Network, ...] = ()
    """Who may call the tier ``entry``, where there is one; empty: the network itself alone."""

    def __post_init__(self) -> None:
        if not 2 <= len(set(self.zones)) <= 3:
            raise ContractError(
                f"zones: need two or three different zones, got {', '.join(self.zones) or 'none'}; one zone is one flood away from silence"
            )
        if self.block.prefixlen > 24:
            raise ContractError(f"block: need a /24 or larger, got {self.block}; ask the ledger for a new range")
        for key, block in self.subnets.items():
            if not block.subnet_of(self.block):
                raise ContractError(f"subnets: {key.name} ({block}) lies outside the body's range {self.block}")


class NetworkConnectionOutputs(Protocol[NetworkOut]):
    @property
    def network(self) -> NetworkOut: ...


@dataclass(frozen=True, kw_only=True)
class HubAttachmentArgs(Generic[HubT, NetworkT]):
    """What joins one network to the hub of its region: transit, names, and the log of questions asked."""

    owner: Owner
    role: str = ""
    """As the network's: see ``NetworkConnectionArgs.role``."""
    region: str
    hub: HubT
    network: NetworkT


class HubAttachmentOutputs(Protocol):
    @property
    def attachment(self) -> Output[str]:
        """Id of what joins the two."""
        ...
