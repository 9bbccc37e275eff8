"""The platform's network and a body's connection to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Protocol

from pulumi import Input, Output

from components.contracts.words import Classification


@dataclass(frozen=True, kw_only=True)
class EgressRule:
    """What one body may reach outside."""

    organisation: str
    ranges: tuple[IPv4Network, ...]
    """The body's own ranges from the ledger: the rule binds to them."""
    domains: tuple[str, ...]
    """Allowed names, such as ``api.notifications.service.gov.uk`` or ``*.gov.uk``; already validated."""


@dataclass(frozen=True, kw_only=True)
class AgreementRule:
    """One way between two networks behind the hub, which an agreement opens: a cell's applications to a consumer's door, say."""

    name: str
    """Stable key, such as ``eastvale.northshire.payroll``; the name of its rule. Slugs have no points, so two never meet."""
    sources: tuple[IPv4Network, ...]
    destinations: tuple[IPv4Network, ...]
    port: int


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
    agreements: tuple[AgreementRule, ...] = ()
    """Everything else between bodies is dropped."""
    blocked_domains: tuple[str, ...] = ()
    """Names that the DNS firewall refuses for everybody."""
    hosted: tuple[str, ...] = ()
    """Azure: domains of the region's shared cells, which networks ask of the hub. Unused on AWS."""
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
    """Range by subnet name ``<tier>-<zone key>``, from ``components.contracts.tiers.ranges``."""
    transit: Input[str]
    dns: Input[str]
    query_logs: Input[str]
    archive: Input[str]
    organisation_id: Input[str]
    """The cloud organisation, for endpoint policies."""
    endpoints: tuple[PrivateEndpoint, ...] = ()
    callers: tuple[IPv4Network, ...] = ()
    """Who may call the tier ``entry``, where there is one; empty: the network itself alone."""
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
