"""Layer 2: a hub in each of the platform's regions, with what bodies may reach outside and what agreements open between them."""

from collections.abc import Iterator
from ipaddress import IPv4Network

import pulumi

from civic.estate.agreements import consumed, provided
from components.contracts import (
    AgreementRule,
    ArchiveT,
    CellT,
    EgressRule,
    HubNeighbour,
    HubT,
    NetworkCard,
    NetworkHubArgs,
    NetworkT,
    OrganisationT,
    TenancyT,
)
from stacks.context import Context
from stacks.premises import hub_premises, premises_rules


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> NetworkCard[HubT]:
    """Make a hub in each of the platform's regions."""
    foundation, owner = context.foundation, context.platform_owner
    tenancy = foundation.tenancies["network"]
    hubs: dict[str, HubT] = {}
    for region, place in context.section.regions.items():
        provider = context.cloud.platform_provider(f"network-{region}", tenancy, region, owner)
        made = context.cloud.NetworkHub(
            f"hub-{region}",
            NetworkHubArgs(
                owner=owner,
                region=region,
                block=IPv4Network(place.hub),
                zones=tuple(place.zones),
                bodies=(*(IPv4Network(block) for block in place.bodies), *_brought(context, region)),
                cells=_cells(context, region),
                egress=(*_egress(context, region), *_hosting_egress(context, region)),
                agreements=(*_doors(context, region), *_shared_hosting(context, region), *premises_rules(context, region)),
                premises=hub_premises(context, region),
                neighbours=tuple(HubNeighbour(region=other, hub=hub, ranges=_supernets(context, other)) for other, hub in hubs.items()),
                hosted=tuple(sorted(cell.domain for cell in context.section.cells.values() if cell.region == region)),
                blocked_domains=tuple(context.platform.blocked_domains),
                organisation=foundation.organisation,
                archive=foundation.archive,
                tenancy=tenancy,
                attachers={"hosting": context.bootstrap.pipelines["hosting"]},
                public_addresses=context.section.public_addresses(region),
                contact=context.platform.contact,
                retention_days=context.platform.retention_days,
            ),
            pulumi.ResourceOptions(provider=provider),
        )
        hubs[region] = made.hub
    return NetworkCard(hubs=hubs)


def _cells(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> tuple[IPv4Network, ...]:
    return tuple(IPv4Network(cell.range) for _, cell in sorted(context.section.cells.items()) if cell.region == region)


def _supernets(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> tuple[IPv4Network, ...]:
    """What lies behind the hub of a region."""
    return (*(IPv4Network(block) for block in context.section.regions[region].bodies), *_brought(context, region), *_cells(context, region))


def _connected(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[tuple[str, IPv4Network]]:
    """Owners whose network on this cloud lies in the region, each with its range."""
    cloud = context.name.cloud
    for owner, record in sorted(context.estate.owners.items()):
        held = context.estate.ledgers[owner].range(cloud, region)
        if record.cloud(cloud) is not None and context.estate.region_of(owner, cloud) == region and held is not None:
            yield owner, held


def _brought(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[IPv4Network]:
    """Ranges that bodies brought, which lie in no supernet."""
    return (held for owner, held in _connected(context, region) if context.estate.owners[owner].brought(context.name.cloud))


def _egress(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[EgressRule]:
    for owner, held in _connected(context, region):
        if domains := context.estate.owners[owner].egress:
            yield EgressRule(owner=owner, ranges=(held,), domains=tuple(domains))


def _hosting_egress(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[EgressRule]:
    """What the machinery of hosting itself asks of the provider, on clouds where it asks through the network."""
    domains = tuple(context.cloud.HOSTING_DOMAINS)
    if not domains:
        return
    for key, cell in sorted(context.section.cells.items()):
        if cell.region == region:
            yield EgressRule(owner=f"cell-{key}", ranges=(IPv4Network(cell.range),), domains=domains)
    for owner, held in _connected(context, region):
        if context.estate.owners[owner].has_dedicated_hosting:
            yield EgressRule(owner=f"{owner}-hosting", ranges=(held,), domains=domains)


def _shared_hosting(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[AgreementRule]:
    """Tenants reach their cell's entry, and a cell the doors in its tenants' networks where it can be told which tenant calls."""
    cloud = context.name.cloud
    for owner, held in _connected(context, region):
        key = context.estate.ledgers[owner].cell(cloud) if context.estate.owners[owner].has_shared_hosting else ""
        cell = context.section.cells.get(key)
        if cell is None or cell.region != region:
            continue
        inside = (IPv4Network(cell.range),)
        yield AgreementRule(name=f"{owner}_cell", sources=(held,), destinations=inside, port=443)
        # Otherwise every tenant of the cell would call the provider as this one.
        agreed = consumed(context.estate.agreements, owner, cloud) if context.cloud.TELLS_RESIDENTS_APART else ()
        for agreement in agreed:
            yield AgreementRule(name=f"{owner}_{agreement.provider}_{agreement.offer}", sources=inside, destinations=(held,), port=agreement.port)


def _doors(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[AgreementRule]:
    """A provider's door leads through the hub to its own premises, while somebody takes what is offered there."""
    for owner, held in _connected(context, region):
        taken = {agreement.offer for agreement in provided(context.estate.agreements, owner, context.name.cloud)}
        for offer in context.estate.owners[owner].offers:
            if offer.address and offer.name in taken:
                yield AgreementRule(name=f"{owner}_door_{offer.name}", sources=(held,), destinations=(IPv4Network(offer.address),), port=offer.port)
