"""What is wrong between records, ledgers and the platform's supernets where addresses are concerned."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from civic.estate.estate import Estate
from civic.records.errors import Problem
from civic.records.ledger import Entry


def address_problems(estate: Estate) -> Iterator[Problem]:
    """Ranges that are missing, outside, of another size or region than the record says, or given to two."""
    yield from _unfit_ranges(estate)
    yield from _obsolete_ranges(estate)
    yield from _clashes(estate)


def obsolete_ranges(estate: Estate, owner: str) -> tuple[Entry, ...]:
    """What the ledger holds where the record no longer is: another region of a cloud, or a cloud given up before anything was deployed."""
    regions = {cloud: estate.region_of(owner, cloud) for cloud in estate.owners[owner].clouds}
    held = estate.ledgers[owner].held()
    return tuple(e for e in held if regions.get(e.cloud) != e.region and (e.cloud in regions or not estate.deployed(owner, e.cloud)))


def _obsolete_ranges(estate: Estate) -> Iterator[Problem]:
    for owner, record in estate.owners.items():
        for entry in obsolete_ranges(estate, owner):
            allowed = "ranges where the body is alone"
            hint = f"'civic addresses mend {owner}' withdraws it"
            if entry.cloud in record.clouds and estate.deployed(owner, entry.cloud):
                allowed, hint = f"the region in which it is deployed, {entry.region}", f"put {entry.region} back into the record: no network moves"
            yield Problem(estate.ledger_file(owner), 0, "", f"{entry.given} on {entry.cloud} in {entry.region}", allowed, hint)


def _unfit_ranges(estate: Estate) -> Iterator[Problem]:
    """A range on every cloud taken, inside the supernets and of the size asked for, and no more zones than the region has."""
    for owner, record in estate.owners.items():
        for cloud in record.clouds_taken:
            section = estate.platform.cloud(cloud)
            if section is None:
                continue
            region = estate.region_of(owner, cloud)
            place, held = section.regions[region], estate.ledgers[owner].range(cloud, region)
            file, here = estate.ledger_file(owner), f"on {cloud} in {region}"
            if held is None:
                yield Problem(file, 0, "", f"no range {here}", "one", f"'civic addresses mend {owner}' gives it")
            elif (brought := record.brought(cloud)) is not None:
                if held != brought:
                    hint = "a network never moves" if estate.deployed(owner, cloud) else f"'civic addresses mend {owner}' gives it"
                    yield Problem(file, 0, "", f"{held} {here}", f"{brought}, which the record brings", hint)
            elif not any(held.subnet_of(IPv4Network(block)) for block in place.bodies):
                hint = f"'civic addresses mend {owner}' gives another range"
                yield Problem(file, 0, "", f"{held} {here}", f"a range inside {', '.join(place.bodies)}", hint)
            elif held.prefixlen != record.prefix:
                keep = f"'connection: {{prefix: {held.prefixlen}}}' in {estate.record_file(owner)} keeps it"
                hint = keep if estate.deployed(owner, cloud) else f"'civic addresses mend {owner}' gives a /{record.prefix}, or {keep}"
                yield Problem(file, 0, "", f"{held} {here}", f"a /{record.prefix}, which the record asks for", hint)
            if record.zone_count > len(place.zones):
                file = estate.record_file(owner)
                yield Problem(file, 0, "connection.zones", f"{record.zone_count} zones {here}", f"at most {len(place.zones)}")


@dataclass(frozen=True)
class _Span:
    block: IPv4Network
    owner: str
    file: str
    kept: tuple[int, str, str]
    """Who keeps the range when two hold it: the smaller. The platform's own, then what is deployed, then what was given first."""


def _clashes(estate: Estate) -> Iterator[Problem]:
    """Sorted by first address, an overlap is always with the widest range before it, because ranges nest or are apart."""
    widest: _Span | None = None
    for span in sorted(_spans(estate), key=lambda span: (int(span.block.network_address), span.block.prefixlen, span.kept)):
        if widest is None or not widest.block.overlaps(span.block):
            widest = span
            continue
        keeper, loser = sorted((widest, span), key=lambda each: each.kept)
        if loser.kept[0] == 0 and "reserved" in keeper.owner and "reserved" in loser.owner:
            continue
        hint = f"'civic addresses mend {loser.owner}' gives another range" if loser.kept[0] == 2 else ""
        found = f"{loser.block}, which overlaps {keeper.block} of {keeper.owner}"
        yield Problem(loser.file, 0, "", found, "a range of its own", hint)


def _spans(estate: Estate) -> Iterator[_Span]:
    platform = f"{estate.root.name}/platform.yaml"
    for reserved in estate.platform.reserved:
        yield _Span(IPv4Network(reserved.range), f"the reserved network '{reserved.why}'", platform, (0, "", reserved.why))
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        for region, place in section.regions.items() if section else ():
            yield _Span(IPv4Network(place.hub), f"the hub of {cloud} in {region}", platform, (0, cloud, region))
        for key, cell in section.cells.items() if section else ():
            yield _Span(IPv4Network(cell.range), f"the hosting cell {key} on {cloud}", platform, (0, cloud, f"cell {key}"))
    for owner, ledger in estate.ledgers.items():
        for entry in ledger.held():
            if entry.given:
                kept = (1 if estate.deployed(owner, entry.cloud) else 2, entry.on, owner)
                yield _Span(IPv4Network(entry.given), owner, estate.ledger_file(owner), kept)
