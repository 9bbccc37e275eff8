"""The tenants of a shared cell: a resource group and a vault for each, and what may be done there.

Azure's access control narrows by scope. So what is a tenant's own lies in its own resource group, and the applications pipeline has the
role ``tenant`` on each such group and nowhere above it. What it cannot narrow, said plainly:

* The pipeline is one identity for all tenants. That a run touches one tenant's group alone is the work of the stack and its review,
  not of Azure: there is no session that is confined to one of them.
* The environment, the puller's identity, the database administrator's identity, the endpoint subnet and the workspace are shared. Joining
  the environment, or running a job as the administrator, cannot be limited to "for this tenant". Whoever may start a container as the
  administrator reaches every database of the cell. So a shared cell's applications are deployed by the platform's pipeline alone.
* Containers of one environment share a network. Each application lets in its cell's entry and nobody else (``ip_security_restrictions``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import keyvault, resources

from components.azure import roles
from components.azure.hosting import rights
from components.azure.hosting.context import CellContext
from components.azure.keys import secure_vault
from components.contracts import Owner


@dataclass(frozen=True)
class Tenant:
    """A tenant's place in the cell."""

    group: resources.ResourceGroup
    vault: keyvault.Vault


def create_tenant(context: CellContext, owner: Owner) -> Tenant:
    """One tenant's resource group, with its vault and the pipeline's role in it."""
    args, key = context.args, owner.key
    group = resources.ResourceGroup(
        f"{context.name}-tenant-{key}",
        resource_group_name=owner.name("azure:resource-group", f"hosting-{args.cell}"),
        location=args.region,
        tags=owner.tags,
        opts=context.retained,
    )
    vault = secure_vault(
        f"{context.name}-vault-{key}",
        name=owner.name("azure:key-vault", "apps"),
        group=group.name,
        region=args.region,
        directory=args.organisation.directory,
        tags=owner.tags,
        opts=context.retained,
    )
    context.endpoint(f"vault-{key}", vault.id, "vault")
    context.log(f"vault-{key}", vault.id, "audit")
    if args.deployer != "":
        roles.assign(
            f"{context.name}-right-tenant-{key}",
            key=(args.owner.platform, "hosting", args.cell, "tenant", key),
            principal=args.deployer,
            role=args.organisation.tenant_roles[roles.TENANT],
            scope=group.id,
            condition=roles.may_assign_only(*rights.TENANT_HANDS_OUT),
            opts=context.inside,
        )
    return Tenant(group, vault)


def allow_shared(context: CellContext, resource_ids: Mapping[str, pulumi.Input[str]]) -> None:
    """Let the applications pipeline use the single things that tenants share, by key: nothing beside them."""
    if context.args.deployer == "":
        return
    for key, scope in resource_ids.items():
        context.grant(f"neighbour-{key}", context.args.deployer, context.args.organisation.tenant_roles[roles.NEIGHBOUR], scope)
