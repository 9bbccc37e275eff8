"""Hosting: where applications run, and an application of the store in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from pulumi import Input, Output

from components.contracts.errors import ContractError
from components.contracts.handles import ArchiveT, CellT, Handle, HubT, NetworkT, OrganisationT, TenancyT
from components.contracts.owner import Owner
from components.contracts.tiers import SubnetKey
from components.contracts.words import Placement


@dataclass(frozen=True, kw_only=True)
class HostingCellArgs(Generic[OrganisationT, ArchiveT, HubT, NetworkT, TenancyT]):
    """One environment for applications: a shared cell of the platform's, or one body's dedicated hosting."""

    owner: Owner
    """The platform for a shared cell, a body for its own."""
    cell: str
    """Key of a shared cell; ``dedicated`` for a body's own."""
    region: str
    domain: str
    """Applications answer as ``<application>.<domain>`` (dedicated) or ``<application>-<body>.<domain>`` (shared)."""
    certificate: str = ""
    """Azure: Key Vault secret with the certificate of ``*.domain``. On AWS one is issued."""
    delegated: bool = True
    """AWS: whether the domain above leads to the zone of ``domain`` yet. Until it does, nothing waits for the certificate and nothing answers."""
    network: NetworkT
    ranges: Mapping[SubnetKey, IPv4Network]
    """Ranges of the network's subnets."""
    zones: tuple[str, ...]
    block: IPv4Network
    """Range of the network that it lies in."""
    sources: tuple[IPv4Network, ...]
    """Who may call the entry. It is internal: nothing but the edge can lead the internet to it."""
    published: bool = False
    """Whether the edge leads to it, for what ``EdgeArgs.published`` names."""
    tenancy: TenancyT
    """Tenancy that it lies in."""
    organisation: OrganisationT
    archive: ArchiveT
    hub: HubT
    """Hub of its region, whose resolver must know ``domain``."""
    upstreams: tuple[str, ...] = ()
    """Hosts that images come from, of which the cell's registry keeps copies."""
    alarms: Input[str] = ""
    """Where people hear that it is unwell (``SecurityBaselineOutputs.alarms``)."""
    contact: str = ""
    """Mailbox that is told where ``alarms`` is empty. With neither nobody is."""
    tenants: tuple[Owner, ...] = ()
    """Whom the ledger puts in a shared cell: each gets a place confined to it."""
    management: Input[str] = ""
    """AWS: id of the management account, where the runs have their identities that alone may act in a tenant's place."""
    postgres_image: str
    """Image by digest, in which administrators of databases are made; see ``ApplicationArgs.postgres_image``."""
    backup_days: int = 35
    retention_days: int = 365
    """Days for which logs are kept at hand; the archive keeps them longer."""

    def __post_init__(self) -> None:
        if len(set(self.zones)) < 2:
            raise ContractError(f"zones: need two or more different zones, got {', '.join(self.zones) or 'none'}")
        if self.tenants and not self.owner.is_platform:
            raise ContractError(f"tenants: the dedicated hosting of {self.owner.key} has no others in it")
        if self.tenants and self.management == "":
            raise ContractError("management: tenants are acted for by identities of the management account or Azure subscription; give its id")
        if any(block.prefixlen == 0 for block in self.sources) or not self.sources:
            raise ContractError("sources: name the ranges that may call the entry; it is never open to everybody")
        if self.backup_days < 7:
            raise ContractError(f"backup_days: keep at least 7 days of backups, got {self.backup_days}")


CellOut = TypeVar("CellOut", bound=Handle, covariant=True)


class HostingCellOutputs(Protocol[CellOut]):
    @property
    def cell(self) -> CellOut: ...


@dataclass(frozen=True, kw_only=True)
class Workload:
    """What a manifest of the store says about running it, as plain data."""

    image: str
    """By digest."""
    port: int
    user: int
    """Numeric user, never 0."""
    cpu: Literal["0.25", "0.5", "1", "2"]
    memory: int
    """MiB."""
    instances: int
    most: int
    health_path: str
    health_grace: int
    """Seconds."""
    command: tuple[str, ...] = ()
    """What the image's entry point is given (its CMD). The entry point itself stays."""
    writable: tuple[str, ...] = ()
    """Folders for passing things; the rest of the container is read-only."""
    environment: Mapping[str, str]
    secrets: tuple[str, ...] = ()
    """Names of variables. Each is a secret made empty, which the body fills."""
    database: Mapping[str, str]
    """Variable by what it is told: ``host``, ``port``, ``name``, ``user``, ``password``. Empty without a database."""
    storage_variable: str = ""
    address_variable: str = ""
    migration: tuple[str, ...] = ()
    """CMD of the application's own migration, run once for each version before it serves."""
    sticky: bool = False
    """Whether the entry leads a caller back to the instance that first answered, by a cookie."""
    arm64: bool = False
    """Whether the digest is of an index with linux/arm64 beside linux/amd64. Azure Container Apps runs amd64 alone."""

    def __post_init__(self) -> None:
        if "@sha256:" not in self.image:
            raise ContractError(f"image: by digest, got {self.image}; a tag can be moved to another image")
        if self.user < 1:
            raise ContractError("user: never root")


class Destination(NamedTuple):
    """Where an application may call."""

    range: IPv4Network
    port: int


@dataclass(frozen=True, kw_only=True)
class ApplicationArgs(Generic[CellT, TenancyT]):
    """One application of one body."""

    owner: Owner
    application: str
    """Name in the store."""
    version: str
    region: str
    placement: Placement
    workload: Workload
    host: str
    """Where it answers, such as ``forms.apps.northshire.example``."""
    priority: int
    """Its place at the entry, 1 to 50,000: from the ledger where the cell is shared."""
    cell: CellT
    tenancy: TenancyT
    """Tenancy that it runs in: the body's, or the platform's hosting tenancy."""
    home: TenancyT
    """The body's own tenancy, which its people enter: the same where hosting is dedicated."""
    door: Input[str] = ""
    """``ServiceOfferOutputs.target`` of the offer that it stands behind; empty where it is behind none."""
    calls: tuple[Destination, ...] = ()
    """Where it may call besides its cell's own services: agreed services."""
    endpoints: tuple[IPv4Network, ...] = ()
    """Where the private endpoints of its network lie."""
    outside: bool = False
    """Whether it may call out over HTTPS. Which names it may call there is the hub's to say, from the body's record."""
    alarms: Input[str] = ""
    """Where the body is told that it is unwell, in a shared cell too."""
    published: str = ""
    """Name under which the edge leads the internet to it (``EdgeArgs.published``); empty where it does not."""
    entries: tuple[IPv4Network, ...] = ()
    """Ranges of the cell's entry, which alone may call it: a neighbour in the same environment may not."""
    postgres_image: str = ""
    """By digest: the client that makes its database and login."""
    retention_days: int = 365
    """Days for which its logs are kept at hand."""

    def __post_init__(self) -> None:
        if self.owner.environment == "live" and self.workload.instances < 2:
            raise ContractError(f"{self.application}: live with {self.workload.instances} instance; two or more, so that one zone can be lost")
        if self.workload.database and not self.postgres_image:
            raise ContractError(f"{self.application}: 'postgres_image' is needed to make its database and login")


class ApplicationOutputs(Protocol):
    @property
    def address(self) -> Output[str]:
        """``https://<host>``."""
        ...

    @property
    def identity(self) -> Output[str]:
        """Whom it acts as: AWS: ARN of its task role. Azure: principal id of its managed identity."""
        ...

    @property
    def logs(self) -> Output[str]:
        """Where its logs are: AWS: name of a log group. Azure: resource id of a workspace."""
        ...
