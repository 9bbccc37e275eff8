"""The arguments and outputs that each capability promises, on every cloud.

Both ``components.aws`` and ``components.azure`` export a class for each capability, take these
arguments, and set the attributes that the matching ``...Outputs`` protocol names. A layer
therefore never asks which cloud it is on. Plain values decide what exists; an ``Input`` is only
passed on.

Words that differ by cloud are given once here:

============  ===============================  ==========================================
word          AWS                              Azure
============  ===============================  ==========================================
tenancy       account id                       Azure subscription id
unit          organisational unit id           management group resource id
identity      IAM role ARN of a pipeline       principal (object) id of a managed identity
transit       Transit Gateway id               virtual hub resource id
dns           Route 53 Profile id              IP address of the resolver's inbound endpoint
network       VPC id                           virtual network resource id
archive       bucket ARN                       storage account resource id
key           KMS key ARN                      Key Vault key URI
============  ===============================  ==========================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Literal, Protocol

from pulumi import Input, Output

Classification = Literal["official", "official-sensitive"]
Owner = Literal["foundation", "tenancy"]

PLATFORM_TENANCIES = ("log-archive", "security", "network", "hosting")
"""The platform's own tenancies, by purpose. Names are for ever: they are in URNs."""

PIPELINES = ("foundation", "network", "hosting", "tenancy", "landing-zone", "applications")
"""Layers that have a pipeline identity of their own, in order of their rights."""


@dataclass(frozen=True, kw_only=True)
class FoundationArgs:
    """What the platform decides once for every tenancy on this cloud."""

    platform: str
    """Short code of the platform, 2 to 8 lower-case letters; part of every global name."""
    home: str
    """Region where the archive and the organisation-wide services live."""
    regions: tuple[str, ...]
    """Every region that any tenancy may use. Anything else is denied."""
    mailboxes: Mapping[str, str]
    """Address of each platform tenancy's root mailbox, by purpose (keys of ``PLATFORM_TENANCIES``)."""
    pipelines: Mapping[str, Input[str]]
    """Identity of each layer's pipeline, by layer."""
    retention_days: int
    """Days for which nobody can delete what the archive holds. At least 365."""
    management: Input[str]
    """AWS: the management account id. Azure: the tenant root management group's resource id."""
    billing: str = ""
    """Azure: the billing scope under which Azure subscriptions are made. Unused on AWS."""

    def __post_init__(self) -> None:
        if self.home not in self.regions:
            raise ValueError(f"home: {self.home} is not among the allowed regions {', '.join(self.regions)}")
        if missing := set(PLATFORM_TENANCIES) - set(self.mailboxes):
            raise ValueError(f"mailboxes: no address for {', '.join(sorted(missing))}; each platform tenancy needs its own")
        if self.retention_days < 365:
            raise ValueError(f"retention_days: need at least 365 days of logs, got {self.retention_days}")


class FoundationOutputs(Protocol):
    """What lower layers may know of the foundation."""

    organisation: Output[str]
    """AWS: organisation id (o-...). Azure: directory tenant id."""
    organisation_arn: Output[str]
    """AWS: organisation ARN, for sharing. Azure: resource id of the platform's root management group."""
    bodies: Output[str]
    """Unit under which bodies' tenancies are placed."""
    tenancies: Mapping[str, Output[str]]
    """Tenancy id by purpose."""
    archive: Output[str]
    archive_workspace: Output[str]
    """Azure: Log Analytics workspace resource id. AWS: the archive's KMS key ARN."""
    vending: Output[str]
    """Identity that makes tenancies (AWS: role ARN; Azure: principal id of the tenancy pipeline)."""
    network: Output[str]
    """Identity that acts in the network tenancy (AWS: role ARN; Azure: principal id of the network pipeline)."""


@dataclass(frozen=True, kw_only=True)
class EgressRule:
    """What one body may reach outside."""

    organisation: str
    ranges: tuple[IPv4Network, ...]
    """The body's own ranges from the ledger: the rule binds to them."""
    domains: tuple[str, ...]
    """Allowed names, such as ``api.notifications.service.gov.uk`` or ``*.gov.uk``; already validated."""


@dataclass(frozen=True, kw_only=True)
class NetworkHubArgs:
    """The platform's network in one region."""

    platform: str
    region: str
    block: IPv4Network
    """Address range of the hub itself, /20 or larger."""
    zones: tuple[str, ...]
    """AWS: availability zone names. Azure: zone numbers. Two or three."""
    bodies: tuple[IPv4Network, ...]
    """Supernets from which bodies on this cloud and in this region are given ranges."""
    egress: tuple[EgressRule, ...] = ()
    blocked_domains: tuple[str, ...] = ()
    """Names that the DNS firewall refuses for everybody."""
    organisation: Input[str] = ""
    organisation_arn: Input[str] = ""
    archive: Input[str] = ""
    archive_workspace: Input[str] = ""
    tenancy: Input[str] = ""
    """The network tenancy's id."""
    attachers: Mapping[str, Input[str]] = field(default_factory=dict)
    """Identities of layers that may attach (Azure: the landing-zone pipeline's principal id)."""

    def __post_init__(self) -> None:
        if self.block.prefixlen > 20:
            raise ValueError(f"block: the hub needs a /20 or larger, got {self.block}")
        if not 2 <= len(set(self.zones)) <= 3:
            raise ValueError(f"zones: need two or three different zones, got {', '.join(self.zones) or 'none'}")


class NetworkHubOutputs(Protocol):
    transit: Output[str]
    dns: Output[str]
    query_logs: Output[str]
    """AWS: Resolver query log configuration id. Azure: DNS security policy resource id."""
    private_zones: Mapping[str, Output[str]]
    """Azure: private DNS zone resource id by zone name. Empty on AWS, where the Profile carries them."""


@dataclass(frozen=True, kw_only=True)
class PrivateEndpoint:
    """One provider service reached without leaving the network."""

    name: str
    """Stable key, such as ``kms`` or ``vault``; part of the logical name."""
    service: Input[str]
    """AWS: short service name, such as ``kms``. Azure: resource id of the service."""
    group: str = ""
    """Azure: sub-resource, such as ``vault`` or ``blob``. Unused on AWS."""


@dataclass(frozen=True, kw_only=True)
class NetworkConnectionArgs:
    """One body's network, joined to the hub."""

    platform: str
    organisation: str
    """The body's slug."""
    region: str
    block: IPv4Network
    """The body's range from the ledger. It never changes."""
    zones: tuple[str, ...]
    subnets: Mapping[str, IPv4Network]
    """Range by subnet name ``<tier>-<zone key>``, from ``components.subnets.ranges``."""
    transit: Input[str]
    dns: Input[str]
    query_logs: Input[str]
    archive: Input[str]
    organisation_id: Input[str]
    """The cloud organisation, for endpoint policies."""
    endpoints: tuple[PrivateEndpoint, ...] = ()
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if not 2 <= len(set(self.zones)) <= 3:
            raise ValueError(
                f"zones: need two or three different zones, got {', '.join(self.zones) or 'none'}; one zone is one flood away from silence"
            )
        if self.block.prefixlen > 24:
            raise ValueError(f"block: need a /24 or larger, got {self.block}; ask the ledger for a new range")
        for name, block in self.subnets.items():
            if not block.subnet_of(self.block):
                raise ValueError(f"subnets: {name} ({block}) lies outside the body's range {self.block}")


class NetworkConnectionOutputs(Protocol):
    network: Output[str]
    attachment: Output[str]
    subnets: Mapping[str, Output[str]]


@dataclass(frozen=True, kw_only=True)
class SecurityBaselineArgs:
    """What every tenancy gets whether or not anybody asks."""

    platform: str
    organisation: str
    region: str
    regions: tuple[str, ...]
    security_contact: str
    operations_contact: str
    billing_contact: str
    phone: str
    """The body's telephone number in E.164, such as ``+441632960000``."""
    archive: Input[str]
    archive_workspace: Input[str]
    tenancy: Input[str]
    organisation_id: Input[str]
    backup_days: int = 35
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if self.backup_days < 7:
            raise ValueError(f"backup_days: keep at least 7 days of backups, got {self.backup_days}")


class SecurityBaselineOutputs(Protocol):
    key: Output[str]
    vault: Output[str]
    """AWS: backup vault ARN. Azure: Key Vault resource id, to which the network gives a private endpoint."""
    alarms: Output[str]
    """AWS: SNS topic ARN. Azure: action group resource id."""


@dataclass(frozen=True, kw_only=True)
class TenancyArgs:
    """One body's holding on one cloud."""

    platform: str
    organisation: str
    organisation_name: str
    mailbox: str
    """AWS: root mailbox of the account. Azure: unused."""
    unit: Input[str]
    """Where in the tree the tenancy belongs."""
    home: str
    pipelines: Mapping[str, Input[str]]
    """Pipeline identities by layer: ``landing-zone`` may assume the deploy role, ``applications`` the application role."""
    existing: str = ""
    """Id of a tenancy moved in beforehand (``transferred``). Empty: a new one is vended."""
    billing: str = ""
    organisation_arn: Input[str] = ""
    vending: Input[str] = ""
    """AWS: role that makes accounts and enters a new one. Unused on Azure."""
    pipeline_issuer: str = ""
    """OIDC issuer of the body's own pipeline; empty where only the platform deploys."""
    pipeline_subject: str = ""
    """Exact OIDC subject of the body's own pipeline. Wildcards are refused."""
    classification: Classification = "official"

    def __post_init__(self) -> None:
        if "*" in self.pipeline_subject:
            raise ValueError(f"pipeline_subject: {self.pipeline_subject} has a wildcard; name one repository and one environment")
        if bool(self.pipeline_issuer) != bool(self.pipeline_subject):
            raise ValueError("pipeline_issuer and pipeline_subject go together: give both or neither")


class TenancyOutputs(Protocol):
    tenancy: Output[str]
    deploy: Output[str]
    """AWS: ARN of the deploy role. Azure: client id is the landing-zone pipeline's; this is its role definition id."""
    application: Output[str]


class TenancyHandle(Protocol):
    """What ``provider_for`` needs to act in a tenancy: the tenancy stack's card has this shape."""

    @property
    def tenancy(self) -> Input[str]: ...
    @property
    def deploy(self) -> Input[str]: ...


@dataclass(frozen=True)
class Control:
    """One control of the security baseline and who makes it."""

    id: str
    title: str
    owner: Owner
