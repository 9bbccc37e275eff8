"""Networks, and the shared cells and dedicated hosting that lie in them: both are made of the same components."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi

from civic.estate.store import load_manifest
from civic.records.platform import Cell
from components.contracts import (
    ZONES,
    ArchiveT,
    CellT,
    HostingCellArgs,
    HubAttachmentArgs,
    HubT,
    NetworkConnectionArgs,
    NetworkT,
    OrganisationT,
    Owner,
    PrivateEndpoint,
    SecurityBaselineOutputs,
    SubnetKey,
    TenancyT,
    of_tier,
    subnet_ranges,
    tiers_on,
)
from stacks.context import Context
from stacks.premises import premises_ranges

CELL_TIERS = ("application", "data", "endpoint")
DEDICATED = "dedicated"
"""Key of a body's own hosting."""


@dataclass(frozen=True)
class Site:
    """Where a network lies and whose it is."""

    name: str
    """First part of its components' logical names: the owner's key, or ``cell-<key>``."""
    owner: Owner
    role: str
    """Key of the shared cell; empty for a body's own network."""
    region: str
    block: IPv4Network
    zones: tuple[str, ...]
    tiers: tuple[str, ...]
    callers: tuple[IPv4Network, ...]
    """Who may call what is hosted in it."""

    @property
    def ranges(self) -> dict[SubnetKey, IPv4Network]:
        return subnet_ranges(self.block, ZONES[: len(self.zones)], self.tiers)


def body_site(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> Site:
    """The body's own network."""
    record = context.record
    return Site(
        name=context.name.owner,
        owner=context.owner,
        role="",
        region=context.region,
        block=context.block,
        zones=context.zones,
        tiers=tiers_on(context.cloud.CLOUD, record.tiers, hosting=record.has_dedicated_hosting),
        callers=(context.block, *premises_ranges(context.estate, context.name.owner, context.name.cloud)),
    )


def cell_site(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], key: str) -> Site:
    """The network of a shared cell: a neighbour of the bodies', with as few rights. Raises ``InputError`` for an unknown cell."""
    cell = context.cell(key)
    place = context.section.regions[cell.region]
    return Site(
        name=f"cell-{key}",
        owner=context.platform_owner,
        role=key,
        region=cell.region,
        block=IPv4Network(cell.range),
        zones=tuple(place.zones),
        tiers=tiers_on(context.cloud.CLOUD, CELL_TIERS, hosting=True),
        # Bodies of the cell's region: any of them may be a tenant. Of premises those of its tenants alone.
        callers=(*(IPv4Network(block) for block in place.bodies), *_residents_own(context, key, cell.region)),
    )


def _residents_own(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], key: str, region: str) -> Iterator[IPv4Network]:
    """Of those who live in a shared cell: addresses on premises, and ranges that they brought, which lie in no supernet."""
    cloud, estate = context.name.cloud, context.estate
    for owner, record in sorted(estate.owners.items()):
        if record.has_shared_hosting and estate.ledgers[owner].cell(cloud) == key and estate.region_of(owner, cloud) == region:
            yield from premises_ranges(estate, owner, cloud)
            if brought := record.brought(cloud):
                yield brought


def connection(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT],
    site: Site,
    provider: pulumi.ProviderResource,
    endpoints: tuple[PrivateEndpoint, ...],
) -> NetworkT:
    """Make a network and join it to the hub of its region."""
    foundation = context.foundation
    made = context.cloud.NetworkConnection(
        f"{site.name}-connection",
        NetworkConnectionArgs(
            owner=site.owner,
            role=site.role,
            region=site.region,
            block=site.block,
            zones=site.zones,
            subnets=site.ranges,
            organisation=foundation.organisation,
            archive=foundation.archive,
            endpoints=endpoints,
            callers=site.callers,
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    context.cloud.HubAttachment(
        f"{site.name}-attachment",
        HubAttachmentArgs(owner=site.owner, role=site.role, region=site.region, hub=context.network.hubs[site.region], network=made.network),
        pulumi.ResourceOptions(provider=context.cloud.attachment_provider(foundation.tenancies["network"], site.region, provider)),
    )
    return made.network


def body_connection(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], provider: pulumi.ProviderResource, baseline: SecurityBaselineOutputs
) -> NetworkT:
    """The body's network, joined to the hub."""
    record = context.record
    wanted = context.cloud.private_endpoints(record.endpoints, hosting=record.has_dedicated_hosting, services=baseline.private_services)
    return connection(context, body_site(context), provider, wanted)


def cell_connection(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], key: str, provider: pulumi.ProviderResource
) -> NetworkT:
    """The network of a shared cell, joined to the hub."""
    return connection(context, cell_site(context, key), provider, context.cloud.private_endpoints((), hosting=True))


def dedicated_cell(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT],
    options: pulumi.ResourceOptions,
    network: NetworkT,
    baseline: SecurityBaselineOutputs,
) -> dict[str, CellT]:
    """The body's own hosting under the key ``dedicated``; nothing where it has none."""
    record, foundation = context.record, context.foundation
    if record.hosting is None or not record.has_dedicated_hosting:
        return {}
    site = body_site(context)
    args = HostingCellArgs(
        owner=context.owner,
        cell=DEDICATED,
        region=site.region,
        domain=record.hosting.domain or "",
        certificate=record.hosting.certificate,
        delegated=record.hosting.delegated,
        network=network,
        ranges=site.ranges,
        zones=site.zones,
        block=site.block,
        sources=site.callers,
        published=bool(record.published_on(context.name.cloud)),
        tenancy=context.tenancy,
        organisation=foundation.organisation,
        archive=foundation.archive,
        hub=context.network.hubs[site.region],
        upstreams=upstreams(context, [context.name.owner]),
        alarms=baseline.alarms,
        postgres_image=context.platform.postgres_image,
        backup_days=record.backup_days,
        retention_days=context.platform.retention_days,
    )
    return {DEDICATED: context.cloud.HostingCell(f"{site.name}-hosting", args, options).cell}


def upstreams(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], owners: Iterable[str]) -> tuple[str, ...]:
    """Hosts that the images of the owners' applications come from, and the platform's own. What nobody runs asks nothing of anybody."""
    choices = {(choice.name, choice.version) for owner in owners for choice in context.estate.owners[owner].applications_on(context.name.cloud)}
    images = [load_manifest(context.estate.root, name, version).image for name, version in sorted(choices)] + [context.platform.postgres_image]
    return tuple(sorted({image.split("/", 1)[0] for image in images if image}))


def application_site(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> Site:
    """The network that the body's applications run in: its own, or its shared cell's."""
    return cell_site(context, context.own_cell) if context.record.has_shared_hosting else body_site(context)


def shared_cell(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> Cell | None:
    """The shared cell that the body's applications run in; ``None`` in dedicated hosting."""
    return context.cell(context.own_cell) if context.record.has_shared_hosting else None


def tier_ranges(site: Site, tier: str) -> tuple[IPv4Network, ...]:
    """Ranges of one tier of a network; none where it has no such tier."""
    return tuple(of_tier(site.ranges, tier))
