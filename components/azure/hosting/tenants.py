"""The residents of a shared cell: a resource group and a vault for each body, and what may be done there.

Azure's access control narrows by scope. So what is a body's own lies in its own resource group, and the applications pipeline has the
role ``resident`` on each such group and nowhere above it. What it cannot narrow, said plainly:

* The pipeline is one identity for all residents. That a run touches one body's group alone is the work of the stack and its review,
  not of Azure: there is no session that is confined to one of them.
* The environment, the puller's identity, the database administrator's identity, the endpoint subnet and the workspace are shared. Joining
  the environment, or running a job as the administrator, cannot be limited to "for this body". Whoever may start a container as the
  administrator reaches every database of the cell. So a shared cell's applications are deployed by the platform's pipeline alone.
* Containers of one environment share a network. Each application lets in its cell's entry and nobody else (``ip_security_restrictions``).
"""

import pulumi
from pulumi_azure_native import resources

from components.azure import identifiers as ids
from components.azure.hosting import rights as hosting_roles
from components.azure.hosting.site import Site
from components.azure.tags import standard_tags
from components.azure.vaults import closed_vault, resident_vault
from components.naming import physical


def place(site: Site, slug: str) -> resources.ResourceGroup:
    """One resident's resource group, with its vault and the pipeline's role in it."""
    args = site.args
    tags = standard_tags(platform=args.platform, organisation=slug, classification=args.classification)
    group = resources.ResourceGroup(
        f"{site.name}-place-{slug}",
        resource_group_name=physical("azure:resource-group", platform=args.platform, organisation=slug, role=f"hosting-{args.cell}"),
        location=args.region,
        tags=tags,
        opts=site.kept,
    )
    vault = closed_vault(
        f"{site.name}-vault-{slug}",
        name=resident_vault(args.platform, slug),
        group=group.name,
        region=args.region,
        directory=args.organisation_id,
        tags=tags,
        opts=site.kept,
    )
    site.endpoint(f"vault-{slug}", vault.id, "vault")
    site.logs(f"vault-{slug}", vault.id, "audit")
    if args.deployer != "":
        ids.assign(
            f"{site.name}-right-place-{slug}",
            key=(args.platform, "hosting", args.cell, "place", slug),
            principal=args.deployer,
            role=role(site, "resident"),
            scope=group.id,
            condition=ids.may_assign_only(*hosting_roles.RESIDENT_HANDS_OUT),
            opts=site.inside,
        )
    return group


def neighbours(site: Site, shared: dict[str, pulumi.Input[str]]) -> None:
    """Let the applications pipeline use the single things that residents share, by key: nothing beside them."""
    if site.args.deployer == "":
        return
    for key, scope in shared.items():
        site.grant(f"neighbour-{key}", site.args.deployer, role(site, "neighbour"), scope)


def role(site: Site, key: str) -> pulumi.Output[str]:
    """One of the roles that the foundation made in the hosting Azure subscription."""
    guid = hosting_roles.role_id(site.args.platform, key)
    return pulumi.Output.concat(ids.subscription_scope(site.args.tenancy), f"/providers/Microsoft.Authorization/roleDefinitions/{guid}")
