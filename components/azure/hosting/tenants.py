"""The tenants of a shared cell: a resource group and a vault for each, and what may be done there.

Azure's access control narrows by scope. So what is a tenant's own lies in its own resource group, and the identity of its applications'
runs is given the role ``tenant`` on that group and nowhere above it (``components.azure.identity``). What it cannot narrow, said plainly:

* The environment, the puller's identity, the database administrator's identity, the endpoint subnet and the workspace are shared. Joining
  the environment, or running a job as the administrator, cannot be limited to "for this tenant". Whoever may start a container as the
  administrator reaches every database of the cell. So a shared cell's applications are deployed by the platform's runs alone.
* Containers of one environment share a network. Each application lets in its cell's entry and nobody else (``ip_security_restrictions``).
"""

from dataclasses import dataclass

from pulumi_azure_native import keyvault, resources

from components.azure.hosting.context import CellContext
from components.azure.keys import secure_vault
from components.contracts import Owner


@dataclass(frozen=True)
class Tenant:
    """A tenant's place in the cell."""

    group: resources.ResourceGroup
    vault: keyvault.Vault


def create_tenant(context: CellContext, owner: Owner) -> Tenant:
    """One tenant's resource group, with its vault."""
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
    return Tenant(group, vault)
