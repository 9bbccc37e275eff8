"""Bodies' premises: what a hub leads to, what may pass between the two, and whose applications let them in."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from civic.estate.agreements import consumed
from civic.estate.estate import Estate
from civic.records.premises import Premises as PremisesRecord
from components.contracts import AgreementRule, ArchiveT, CellT, HubT, NetworkT, OrganisationT, Premises, TenancyT, VpnEnd
from stacks.context import Context

HTTPS = 443


def premises_ranges(estate: Estate, owner: str, cloud: str) -> tuple[IPv4Network, ...]:
    """Private addresses on an owner's premises."""
    return tuple(block for place in estate.owners[owner].premises_on(cloud) for block in place.networks)


def places(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str
) -> Iterator[tuple[str, PremisesRecord, IPv4Network, tuple[IPv4Network, ...]]]:
    """Premises whose way ends in a region: each with its owner, the owner's own range, and that of the shared cell that it lives in."""
    cloud, estate = context.name.cloud, context.estate
    for owner, record in sorted(estate.owners.items()):
        held = estate.ledgers[owner].range(cloud, region)
        if estate.region_of(owner, cloud) != region or held is None:
            continue
        cell = context.section.cells.get(estate.ledgers[owner].cell(cloud)) if record.has_shared_hosting else None
        lives = (IPv4Network(cell.range),) if cell and cell.region == region else ()
        for place in record.premises_on(cloud):
            yield owner, place, held, lives


def hub_premises(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> tuple[Premises, ...]:
    """What the hub of a region leads to."""
    return tuple(_argument(owner, place, (held, *lives)) for owner, place, held, lives in places(context, region))


def _argument(owner: str, place: PremisesRecord, told: tuple[IPv4Network, ...]) -> Premises:
    vpn = place.vpn
    return Premises(
        owner=owner,
        name=place.name,
        ranges=place.networks,
        told=told,
        vpn=VpnEnd(peer=vpn.peer, number=vpn.number, speaks_from=vpn.speaks_from or "") if vpn else None,
        circuit=place.circuit.line if place.circuit else "",
        first=place.ways[0],
        bridge=place.bridge.to if place.bridge else "",
        until=place.bridge.until if place.bridge else "",
    )


def premises_rules(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], region: str) -> Iterator[AgreementRule]:
    """Premises call the applications of their own body, and the doors of what it takes, in its own network and its cell, and nothing else."""
    for owner, place, held, lives in places(context, region):
        taken = consumed(context.estate.agreements, owner, context.name.cloud)
        ports = {agreement.port for agreement in taken} | ({HTTPS} if context.estate.owners[owner].has_dedicated_hosting else set())
        name = f"{owner}_premises_{place.name}"
        for port in sorted(ports):
            yield AgreementRule(name=f"{name}_{port}", sources=place.networks, destinations=(held,), port=port)
        if lives:
            yield AgreementRule(name=f"{name}_cell", sources=place.networks, destinations=lives, port=HTTPS)
