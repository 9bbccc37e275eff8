"""The owners of a cell's applications: a resource group for each with two identities, and what may be done there.

Azure's access control narrows by scope. So what is an owner's own lies in its own resource group, and the identity of its applications'
runs is given a role on that group that makes things and hands out rights (``components.azure.identity``, ``components.azure.tenancy``). Every
identity that it can put on what it runs lies there too. What Azure cannot narrow, said plainly: the environment, the endpoint subnet and the
workspace are shared, and to join them cannot be limited to "for this tenant"; containers of one environment share a network, in which each
application lets in its cell's entry and nobody else (``ip_security_restrictions``).
"""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import containerregistry, managedidentity, resources

from components.azure import identifiers as ids
from components.azure import roles
from components.azure.hosting.context import CellContext
from components.contracts import Owner


@dataclass(frozen=True)
class Tenant:
    """An owner's place in the cell."""

    group: pulumi.Input[str]
    """Name of its resource group."""
    puller: managedidentity.UserAssignedIdentity
    """Fetches its images."""
    administrator: managedidentity.UserAssignedIdentity
    """Makes its logins and databases: see ``hosting.administrators``."""


def create_tenant(context: CellContext, owner: Owner, registry: containerregistry.Registry) -> Tenant:
    """One owner's place. In a body's own cell the group is there already: its tenancy made it."""
    key = owner.key
    group = _group(context, owner) if context.args.owner.is_platform else ids.applications_group(owner)
    puller = _identity(context, owner, group, "pull")
    context.grant(f"pull-{key}", puller.principal_id, roles.built_in(roles.ACR_PULL), registry.id)
    return Tenant(group, puller, _identity(context, owner, group, "database"))


def _group(context: CellContext, owner: Owner) -> pulumi.Output[str]:
    return resources.ResourceGroup(
        f"{context.name}-tenant-{owner.key}",
        resource_group_name=owner.name("azure:resource-group", f"hosting-{context.args.cell}"),
        location=context.args.region,
        tags=owner.tags,
        opts=context.retained,
    ).name


def _identity(context: CellContext, owner: Owner, group: pulumi.Input[str], role: str) -> managedidentity.UserAssignedIdentity:
    return managedidentity.UserAssignedIdentity(
        f"{context.name}-tenant-{owner.key}-{role}",
        # Plain names, unique in the owner's own group.
        resource_name_=role,
        resource_group_name=group,
        location=context.args.region,
        tags=owner.tags,
        opts=context.inside,
    )
