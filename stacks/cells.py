"""Networks and hosting: a body's own, and a shared cell's. Both are made of the same components."""

from dataclasses import MISSING, dataclass, fields
from ipaddress import IPv4Network
from typing import Any

import pulumi

from civic.estate.cards import HostingCard
from civic.estate.store import load_store
from components.contracts import Classification, HostingCellArgs, NetworkConnectionArgs
from components.contracts.tiers import ZONE_KEYS, ranges
from stacks.context import Context

CELL_TIERS = ("application", "data", "endpoint", "attachment")
CELL_ENDPOINTS = ("kms", "logs", "secretsmanager", "ssm", "sts", "ecr.api", "ecr.dkr", "monitoring")
"""Provider services that a cell reaches without leaving the network."""
DEDICATED = "dedicated"


def body_tiers(context: Context) -> tuple[str, ...]:
    """Tiers of the body's network on this cloud."""
    return (*context.record.tiers, *(context.components.HOSTING_TIERS if _is_dedicated(context) else ()))


@dataclass(frozen=True)
class _Site:
    """Where a network lies and whose it is."""

    name: str
    organisation: str
    region: str
    block: IPv4Network
    zones: int
    tiers: tuple[str, ...]
    endpoints: tuple[str, ...]
    callers: tuple[IPv4Network, ...]
    """Who may call what is hosted in it."""
    classification: Classification


def body_connection(context: Context, options: pulumi.ResourceOptions, baseline: Any) -> Any:
    """The body's network, joined to the hub of its region."""
    record = context.record
    endpoints = tuple(dict.fromkeys((*record.endpoints, *(CELL_ENDPOINTS if _is_dedicated(context) else ()))))
    site = _Site(
        name=f"{record.slug}-connection",
        organisation=record.slug,
        region=context.region,
        block=context.block,
        zones=record.zone_count,
        tiers=body_tiers(context),
        endpoints=endpoints,
        callers=(context.block,),
        classification=record.classification,
    )
    return _connection(context, options, site, baseline)


def cell_connection(context: Context, options: pulumi.ResourceOptions) -> Any:
    """The network of a shared cell: a neighbour of the bodies', with as few rights."""
    key = context.name.cell
    cell = context.section.cells[key]
    site = _Site(
        name=f"cell-{key}-connection",
        organisation=f"platform-{key}",
        region=cell.region,
        block=IPv4Network(cell.range),
        zones=_zones(context),
        tiers=_cell_tiers(context),
        endpoints=CELL_ENDPOINTS,
        callers=cell_callers(context),
        classification="official-sensitive",
    )
    return _connection(context, options, site, None)


def _is_dedicated(context: Context) -> bool:
    return context.record.hosting is not None and context.record.hosting.placement == DEDICATED


def _cell_tiers(context: Context) -> tuple[str, ...]:
    return (*CELL_TIERS, *context.components.HOSTING_TIERS)


def cell_subnets(context: Context) -> dict[str, IPv4Network]:
    block = IPv4Network(context.section.cells[context.name.cell].range)
    return ranges(block, ZONE_KEYS[: _zones(context)], _cell_tiers(context))


def cell_callers(context: Context) -> tuple[IPv4Network, ...]:
    """Bodies of the cell's region: any of them may be a resident."""
    region = context.section.cells[context.name.cell].region
    return tuple(IPv4Network(block) for block in context.section.regions[region].bodies)


def upstreams(context: Context) -> tuple[str, ...]:
    """Hosts that the store's images come from, and the platform's own."""
    store = load_store(context.estate.root)
    images = [manifest.image for versions in store.values() for manifest in versions.values()] + [context.platform.postgres_image]
    return tuple(sorted({image.split("/", 1)[0] for image in images if image}))


def entries(context: Context, cell: str) -> tuple[IPv4Network, ...]:
    """Ranges of the entry of a shared cell, or (``cell`` empty) of the body's dedicated hosting, on clouds where it has a tier of its own."""
    tiers = [tier for tier in context.components.HOSTING_TIERS if tier == "entry"]
    if cell:
        place = context.section.cells[cell]
        zones = len(context.section.regions[place.region].zones)
        return tuple(ranges(IPv4Network(place.range), ZONE_KEYS[:zones], tiers).values())
    return tuple(ranges(context.block, ZONE_KEYS[: context.record.zone_count], tiers).values())


def _zones(context: Context) -> int:
    return len(context.section.regions[context.section.cells[context.name.cell].region].zones)


def _connection(context: Context, options: pulumi.ResourceOptions, site: _Site, baseline: Any) -> Any:
    hub, foundation = context.network.hubs[site.region], context.foundation
    args = NetworkConnectionArgs(
        platform=context.platform.code,
        organisation=site.organisation,
        region=site.region,
        block=site.block,
        zones=tuple(context.section.regions[site.region].zones[: site.zones]),
        subnets=ranges(site.block, ZONE_KEYS[: site.zones], site.tiers),
        transit=hub.transit,
        dns=hub.dns,
        query_logs=hub.query_logs,
        archive=foundation.archive,
        organisation_id=foundation.organisation,
        endpoints=context.components.private_endpoints(site.endpoints, baseline),
        callers=site.callers,
        classification=site.classification,
    )
    return context.components.NetworkConnection(site.name, args, options, **context.components.hub_side(foundation.tenancies["network"], site.region))


def dedicated_cell(context: Context, options: pulumi.ResourceOptions, connection: Any, baseline: Any) -> dict[str, Any]:
    """The body's own hosting under the key ``dedicated``; nothing where it has none."""
    record, foundation = context.record, context.foundation
    if record.hosting is None or not _is_dedicated(context):
        return {}
    args = HostingCellArgs(
        platform=context.platform.code,
        cell=DEDICATED,
        organisation=record.slug,
        region=context.region,
        domain=record.hosting.domain or "",
        certificate=record.hosting.certificate,
        network=connection.network,
        subnets=connection.subnets,
        ranges=ranges(context.block, ZONE_KEYS[: record.zone_count], body_tiers(context)),
        zones=tuple(context.section.regions[context.region].zones[: record.zone_count]),
        block=context.block,
        sources=(context.block,),
        tenancy=context.tenancy.tenancy,
        organisation_id=foundation.organisation,
        archive=foundation.archive,
        archive_workspace=foundation.archive_workspace,
        transit=context.network.hubs[context.region].transit,
        upstreams=upstreams(context),
        alarms=baseline.alarms,
        backup_days=record.backup_days,
        classification=record.classification,
    )
    return {DEDICATED: card(context.components.HostingCell(f"{record.slug}-hosting", args, options))}


def card(cell: Any) -> dict[str, Any]:
    """A cell's outputs as its card has them. What a card has by default a cloud may do without."""
    found = {
        field.name: getattr(cell, field.name) if field.default is MISSING else getattr(cell, field.name, field.default)
        for field in fields(HostingCard)
    }
    return {name: dict(value) if isinstance(value, dict) else value for name, value in found.items()}


def endpoint_ranges(context: Context) -> tuple[IPv4Network, ...]:
    """Where the private endpoints lie of the network that the body's applications run in."""
    if _is_dedicated(context):
        return _of_tier(ranges(context.block, ZONE_KEYS[: context.record.zone_count], ("endpoint",)))
    cell = context.section.cells[context.ledger.cell(context.cloud)]
    return _of_tier(ranges(IPv4Network(cell.range), ZONE_KEYS[: len(context.section.regions[cell.region].zones)], ("endpoint",)))


def _of_tier(found: dict[str, IPv4Network]) -> tuple[IPv4Network, ...]:
    return tuple(found[key] for key in sorted(found))
