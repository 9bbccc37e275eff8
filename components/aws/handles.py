"""What AWS components hand to one another. Layers pass these on whole; see ``components.contracts.handles``."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input

from components.contracts import Handle, SubnetKey


@dataclass(frozen=True, kw_only=True)
class OrganisationHandle(Handle):
    """The organisation's tree."""

    id: Input[str]
    """``o-...``."""
    arn: Input[str]
    units: Mapping[str, Input[str]]
    """Id of the organisational unit under which bodies' accounts belong, by environment."""


@dataclass(frozen=True, kw_only=True)
class ArchiveHandle(Handle):
    """The log archive."""

    bucket: Input[str]
    """ARN of the locked bucket."""
    key: Input[str]
    """ARN of the KMS key that encrypts it."""
    configuration_bucket: Input[str]
    """Name of the bucket to which recorders of AWS Config deliver."""
    edge_logs: Input[str] = ""
    """ARN of the delivery destination for calls to what is published."""


@dataclass(frozen=True, kw_only=True)
class HubHandle(Handle):
    """One region's hub."""

    gateway: Input[str]
    """Transit Gateway id."""
    spokes: Input[str]
    """Id of its route table for whatever is attached: everything leads to inspection."""
    inspected: Input[str]
    """Id of its route table for what was inspected."""
    profile: Input[str]
    """Route 53 Profile id."""
    query_log: Input[str]
    """Resolver query log configuration id."""


@dataclass(frozen=True, kw_only=True)
class NetworkHandle(Handle):
    """A VPC."""

    vpc: Input[str]
    subnets: Mapping[SubnetKey, Input[str]]
    """Subnet ids."""
    hub_route_tables: Mapping[str, Input[str]]
    """Id of the route table of each tier that leads to the hub, by tier."""


@dataclass(frozen=True, kw_only=True)
class CellHandle(Handle):
    """A hosting cell."""

    network: NetworkHandle
    listener: Input[str]
    """ARN of the entry's HTTPS listener; empty while the cell's domain waits for its delegation."""
    balancer: Input[str]
    """ARN of the entry's Application Load Balancer."""
    balancer_suffix: Input[str]
    """What metrics call it: ``app/<name>/<hash>``."""
    entry_group: Input[str]
    """Id of the entry's security group."""
    origin: Input[str] = ""
    """Id of what Amazon CloudFront reaches the entry by; empty where nothing in the cell is published."""
    cluster: Input[str]
    """ARN of the ECS cluster."""
    cluster_name: Input[str]
    registry: Input[str]
    """Prefix of the registry's image names."""
    repositories: Input[str]
    """What its repositories' names begin with: ``registry`` without the host."""
    database_host: Input[str]
    database_group: Input[str]
    """Id of the database's security group."""
    database_administrators: Mapping[str, Input[str]]
    """ARN of the secret of whoever makes an owner's databases, by the owner's key. The instance's own administrator is the cell's alone."""
    log_prefix: Input[str]
    """Prefix of log group names."""
    key: Input[str]
    """ARN of the cell's KMS key."""
    secret_prefix: Input[str]
    """Prefix of secret names."""
    tenants: Mapping[str, Input[str]]
    """ARN of the role confined to a tenant, by the tenant's key."""
    tenant_boundaries: Mapping[str, Input[str]]
    """ARN of the boundary around every role that is made in a tenant's place, by the tenant's key."""


@dataclass(frozen=True, kw_only=True)
class TenancyHandle(Handle):
    """An account, and the roles in it."""

    account: Input[str]
    deploy: Input[str]
    """ARN of the role that its layer acts as; empty where nobody does."""
    application: Input[str]
    """ARN of the role that deploys applications; empty in the platform's own accounts."""
