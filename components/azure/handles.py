"""What Azure components hand to one another. Layers pass these on whole; see ``components.contracts.handles``."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input

from components.contracts import Handle, SubnetKey


@dataclass(frozen=True, kw_only=True)
class OrganisationHandle(Handle):
    """The tree of management groups, and the roles that were made for all of it."""

    directory: Input[str]
    """Directory tenant id."""
    root: Input[str]
    """Resource id of the platform's root management group."""
    units: Mapping[str, Input[str]]
    """Resource id of the management group under which bodies' Azure subscriptions belong, by environment."""
    roles: Mapping[str, Input[str]]
    """GUID of a role's definition by role (``components.contracts.ROLES``), assignable in every body's Azure subscription."""
    run_roles: Mapping[str, Input[str]]
    """Role definition ids for the runs of bodies: ``place`` on the management group of bodies, ``tenancy`` in a body's Azure subscription, ``send``
    on the archive, ``attach`` on a hub and its names."""
    tenant_roles: Mapping[str, Input[str]]
    """Role definition ids in the hosting Azure subscription: ``tenant`` on a tenant's resource group, ``neighbour`` on what tenants share."""
    activity_log: Input[str]
    """Resource id of the assignment of the policy that leads activity logs to the archive's workspace."""


@dataclass(frozen=True, kw_only=True)
class ArchiveHandle(Handle):
    """The log archive."""

    store: Input[str]
    """Resource id of the storage account of the home region that nobody can empty: what is told of no region, such as activity logs, goes there."""
    stores: Mapping[str, Input[str]]
    """The like by region, the home region's among them: Azure Monitor writes what a region's resources tell to that region alone."""
    workspace: Input[str]
    """Resource id of the Log Analytics workspace."""
    flow_stores: Mapping[str, Input[str]]
    """Resource id of the storage account for flow logs, by region."""
    flow_writer: Input[str]
    """Resource id of the managed identity that flow logs write as."""


@dataclass(frozen=True, kw_only=True)
class HubHandle(Handle):
    """One region's virtual hub and the names beside it."""

    wan: Input[str]
    """Resource id of the virtual WAN, which all regions' hubs have in common."""
    hub: Input[str]
    """Name of the virtual hub."""
    hub_group: Input[str]
    """Name of its resource group."""
    ruleset: Input[str]
    """Name of the DNS forwarding ruleset."""
    dns_policy: Input[str]
    """Name of the DNS security policy."""
    dns_group: Input[str]
    """Name of the resource group of both."""
    dns_network: Input[str]
    """Resource id of the network of the hub's resolver."""


@dataclass(frozen=True, kw_only=True)
class NetworkHandle(Handle):
    """A virtual network."""

    network: Input[str]
    """Resource id."""
    subnets: Mapping[SubnetKey, Input[str]]
    """Resource ids."""


@dataclass(frozen=True, kw_only=True)
class CellHandle(Handle):
    """A hosting cell."""

    network: NetworkHandle
    entry_address: Input[str]
    """Private address of the entry."""
    environment: Input[str]
    """Resource id of the Container Apps environment."""
    registry: Input[str]
    """Login server of the registry."""
    database_host: Input[str]
    directory: Input[str]
    """Id of the Entra tenant."""
    logs: Input[str]
    """Resource id of the Log Analytics workspace."""
    tenants: Mapping[str, Input[str]]
    """Name of the resource group of an owner's applications, by the owner's key; a dedicated cell has one owner."""
    database_administrators: Mapping[str, Input[str]]
    """Resource id of the managed identity, in that group, that makes the owner's logins and databases."""
    pullers: Mapping[str, Input[str]]
    """Resource id of the managed identity, in that group, that fetches images."""


@dataclass(frozen=True, kw_only=True)
class TenancyHandle(Handle):
    """An Azure subscription, and the roles in it."""

    subscription: Input[str]
    deploy: Input[str]
    """Resource id of the deploy role's definition; empty in the platform's own."""
    application: Input[str]
    """Resource id of the application role's definition; empty in the platform's own."""
