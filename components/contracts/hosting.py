"""Hosting: where applications run, and an application of the store in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal, Protocol

from pulumi import Input, Output

from components.contracts.words import Classification, Placement


@dataclass(frozen=True, kw_only=True)
class HostingCellArgs:
    """One environment for applications: a shared cell of the platform's, or one body's dedicated hosting."""

    platform: str
    cell: str
    """Key of a shared cell; ``dedicated`` for a body's own."""
    organisation: str = ""
    """The body's slug; empty for a shared cell."""
    region: str
    domain: str
    """Applications answer as ``<application>.<domain>`` (dedicated) or ``<application>-<body>.<domain>`` (shared)."""
    certificate: str = ""
    """Azure: Key Vault secret with the certificate of ``*.domain``. Unused on AWS, where one is issued."""
    network: Input[str]
    subnets: Mapping[str, Input[str]]
    """Subnet ids by ``<tier>-<zone key>``."""
    ranges: Mapping[str, IPv4Network]
    """Subnet ranges by the same keys."""
    zones: tuple[str, ...]
    block: IPv4Network
    """Range of the network that it lies in."""
    sources: tuple[IPv4Network, ...]
    """Who may call the entry. It is internal: nothing here can be reached from the internet."""
    tenancy: Input[str]
    organisation_id: Input[str]
    archive: Input[str]
    archive_workspace: Input[str]
    transit: Input[str] = ""
    """Azure: the hub's id, beside which the network lies whose resolver must know ``domain``. Unused on AWS."""
    upstreams: tuple[str, ...] = ()
    """Azure: hosts that images come from, of which the cell's registry keeps copies. Unused on AWS."""
    alarms: Input[str] = ""
    """Who is told that it is unwell: AWS: ARN of a topic. Azure: resource id of an action group."""
    contact: str = ""
    """Mailbox that is told where ``alarms`` is empty. With neither nobody is."""
    residents: tuple[str, ...] = ()
    """Slugs of the bodies that the ledger puts in a shared cell: each gets a place confined to it."""
    deployer: Input[str] = ""
    """Identity of the applications layer's pipeline, which alone may act in a resident's place."""
    backup_days: int = 35
    retention_days: int = 365
    """Days for which logs are kept at hand; the archive keeps them longer."""
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if len(set(self.zones)) < 2:
            raise ValueError(f"zones: need two or more different zones, got {', '.join(self.zones) or 'none'}")
        if self.residents and self.organisation:
            raise ValueError(f"residents: the dedicated hosting of {self.organisation} has no others in it")
        if any(block.prefixlen == 0 for block in self.sources) or not self.sources:
            raise ValueError("sources: name the ranges that may call the entry; it is never open to everybody")
        if self.backup_days < 7:
            raise ValueError(f"backup_days: keep at least 7 days of backups, got {self.backup_days}")


class HostingCellOutputs(Protocol):
    """What an application needs of its cell. The card of the same shape is ``civic.estate.cards.HostingCard``."""

    network: Output[str]
    subnets: Mapping[str, Output[str]]
    entry: Output[str]
    """AWS: ARN of the HTTPS listener. Azure: resource id of the Application Gateway."""
    balancer: Output[str]
    """AWS: ARN of the Application Load Balancer. Azure: the entry's private IP address."""
    guard: Output[str]
    """AWS: id of the entry's security group. Azure: resource id of the entry's WAF policy."""
    environment: Output[str]
    """AWS: ECS cluster ARN. Azure: Container Apps environment resource id."""
    registry: Output[str]
    """AWS: prefix of the registry's image names. Azure: login server of the registry."""
    database: Output[str]
    """AWS: ARN of the PostgreSQL instance. Azure: resource id of the flexible server."""
    database_host: Output[str]
    database_guard: Output[str]
    """AWS: id of the database's security group. Azure: empty."""
    database_admin: Output[str]
    """AWS: ARN of the secret that holds the administrator's password. Azure: resource id of the administrator's managed identity."""
    logs: Output[str]
    """AWS: prefix of log group names. Azure: Log Analytics workspace resource id."""
    key: Output[str]
    vault: Output[str]
    """AWS: prefix of secret names. Azure: Key Vault resource id."""
    places: Mapping[str, Output[str]]
    """By resident's slug. AWS: ARN of the role confined to it. Azure: name of its resource group."""


class HostingHandle(Protocol):
    """A cell's outputs or its card."""

    @property
    def network(self) -> Input[str]: ...
    @property
    def subnets(self) -> Mapping[str, Input[str]]: ...
    @property
    def entry(self) -> Input[str]: ...
    @property
    def balancer(self) -> Input[str]: ...
    @property
    def guard(self) -> Input[str]: ...
    @property
    def environment(self) -> Input[str]: ...
    @property
    def registry(self) -> Input[str]: ...
    @property
    def database(self) -> Input[str]: ...
    @property
    def database_host(self) -> Input[str]: ...
    @property
    def database_guard(self) -> Input[str]: ...
    @property
    def database_admin(self) -> Input[str]: ...
    @property
    def logs(self) -> Input[str]: ...
    @property
    def key(self) -> Input[str]: ...
    @property
    def vault(self) -> Input[str]: ...
    @property
    def places(self) -> Mapping[str, Input[str]]: ...


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

    def __post_init__(self) -> None:
        if "@sha256:" not in self.image:
            raise ValueError(f"image: by digest, got {self.image}; a tag can be moved to another image")
        if self.user < 1:
            raise ValueError("user: never root")


@dataclass(frozen=True, kw_only=True)
class ApplicationArgs:
    """One application of one body."""

    platform: str
    organisation: str
    application: str
    """Name in the store."""
    version: str
    region: str
    placement: Placement
    workload: Workload
    host: str
    """Where it answers, such as ``forms.apps.northshire.example``."""
    priority: int
    """AWS: priority of its listener rule, from the ledger where the cell is shared."""
    cell: HostingHandle
    tenancy: Input[str]
    """Tenancy that it runs in: the body's, or the platform's hosting tenancy."""
    door: Input[str] = ""
    """AWS: target group of the offer that it stands behind. Unused on Azure."""
    calls: tuple[tuple[IPv4Network, int], ...] = ()
    """Where it may call besides its cell's own services: ranges and ports of agreed services."""
    live: bool = True
    """Live applications run in two zones or more."""
    endpoints: tuple[IPv4Network, ...] = ()
    """AWS: where the private endpoints of its network lie. Unused on Azure."""
    outside: bool = False
    """Whether it may call out over HTTPS. Which names it may call there is the hub's to say, from the body's record."""
    alarms: Input[str] = ""
    """Where the body is told that it is unwell; empty in a shared cell."""
    entries: tuple[IPv4Network, ...] = ()
    """Azure: ranges of the cell's entry, which alone may call it: a neighbour in the same environment may not. Unused on AWS."""
    postgres_image: str = ""
    """By digest: the client that makes its database and login."""
    retention_days: int = 365
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if self.live and self.workload.instances < 2:
            raise ValueError(f"{self.application}: live with {self.workload.instances} instance; two or more, so that one zone can be lost")
        if self.workload.database and not self.postgres_image:
            raise ValueError(f"{self.application}: 'postgres_image' is needed to make its database and login")


class ApplicationOutputs(Protocol):
    address: Output[str]
    """``https://<host>``."""
    identity: Output[str]
    """AWS: ARN of its task role. Azure: principal id of its managed identity."""
    logs: Output[str]
