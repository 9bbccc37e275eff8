"""Layer 3: one shared hosting cell, with a place for each owner that the ledgers put in it."""

import pulumi

from civic.records.owners import body_of, environment_of
from components.contracts import ArchiveT, CellT, HostingCard, HostingCellArgs, HubT, NetworkT, OrganisationT, Owner, TenancyT
from stacks.cells import cell_connection, cell_site, upstreams
from stacks.context import Context


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> HostingCard[CellT]:
    """Make the cell."""
    key = context.name.cell
    cell, site, foundation = context.cell(key), cell_site(context, key), context.foundation
    tenancy = foundation.tenancies["hosting"]
    provider = context.cloud.platform_provider("hosting", tenancy, cell.region, context.platform_owner)
    network = cell_connection(context, key, provider)
    made = context.cloud.HostingCell(
        f"cell-{key}",
        HostingCellArgs(
            # What it holds is no more sensitive than its tenants' data: official-sensitive has dedicated hosting.
            owner=context.platform_owner.handling("official"),
            cell=key,
            region=cell.region,
            domain=cell.domain,
            certificate=cell.certificate,
            delegated=cell.delegated,
            network=network,
            ranges=site.ranges,
            zones=site.zones,
            block=site.block,
            sources=site.callers,
            tenancy=tenancy,
            organisation=foundation.organisation,
            archive=foundation.archive,
            hub=context.network.hubs[cell.region],
            upstreams=upstreams(context, _owners(context, key)),
            contact=context.platform.contact,
            retention_days=context.platform.retention_days,
            tenants=tuple(_tenants(context, key)),
            management=context.section.management,
            postgres_image=context.platform.postgres_image,
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    return HostingCard(cell=made.cell)


def _tenants(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], key: str) -> list[Owner]:
    """Whom the ledgers put in the cell, whether or not they use it today: a place is kept."""
    owners = _owners(context, key)
    return [Owner(platform=context.platform.code, organisation=body_of(owner), environment=environment_of(owner)) for owner in owners]


def _owners(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], key: str) -> list[str]:
    return sorted(owner for owner in context.estate.owners if context.estate.ledgers[owner].cell(context.name.cloud) == key)
