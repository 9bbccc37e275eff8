"""The address ledger as a whole: each supernet with what lies in it, what is left, and when nothing will be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import IPv4Network
from typing import Literal

from civic.estate.estate import Estate
from civic.records.ledger import Entry

QUARANTINE_DAYS = 365
"""For which a range that was withdrawn is given to nobody: routes, rules and logs outside of the platform may still name it as its last holder's."""
LOOKED_BACK = 365
"""Days over which it is counted how fast addresses are given out."""
SMALLEST = 23
"""Prefix of the smallest range that a body is given."""
Kind = Literal["given", "quarantine", "premises", "hub", "cell", "reserved"]


def is_quarantined(entry: Entry, today: date) -> bool:
    """Whether a range that was withdrawn may not be given again yet."""
    return bool(entry.withdrawn) and today < date.fromisoformat(entry.on) + timedelta(days=QUARANTINE_DAYS)


@dataclass(frozen=True)
class Held:
    """One range, and who has it."""

    block: IPv4Network
    kind: Kind
    whose: str
    on: str = ""
    """Day since when, or, in quarantine, since when nobody has it."""


@dataclass(frozen=True)
class Supernet:
    """One supernet of a region."""

    cloud: str
    region: str
    block: IPv4Network
    held: tuple[Held, ...]
    """What lies in it, by address."""
    full_on: str = ""
    """Day on which nothing is left, at the speed of the last year; empty where nothing was given in it."""

    @property
    def taken(self) -> int:
        """Addresses that somebody has, or that nobody may have yet."""
        return sum(each.block.num_addresses for each in self.held)

    @property
    def free(self) -> int:
        return self.block.num_addresses - self.taken

    @property
    def largest(self) -> int | None:
        """Length of the shortest prefix that is still free; nothing where not even the smallest range is."""
        return next((prefix for prefix in range(self.block.prefixlen, SMALLEST + 1) if self._has(prefix)), None)

    def _has(self, prefix: int) -> bool:
        taken = sorted((int(each.block.network_address), int(each.block.broadcast_address)) for each in self.held)
        size, at = 1 << (32 - prefix), int(self.block.network_address)
        for low, high in [*taken, (int(self.block.broadcast_address) + 1, 0)]:
            if (at + size - 1) // size * size + size <= low:
                return True
            at = max(at, high + 1)
        return False


@dataclass(frozen=True)
class Overview:
    """All supernets, and what lies in none."""

    supernets: tuple[Supernet, ...]
    outside: tuple[Held, ...]


def overview(estate: Estate, today: date) -> Overview:
    """The ledger as of a day."""
    held = list(_nested(sorted(held_ranges(estate, today), key=lambda each: (int(each.block.network_address), each.block.prefixlen))))
    supernets: list[Supernet] = []
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        for region, place in section.regions.items() if section else ():
            for text in place.bodies:
                block = IPv4Network(text)
                inside = tuple(each for each in held if each.block.subnet_of(block))
                supernets.append(Supernet(cloud, region, block, inside, _full_on(block, inside, today)))
    outside = tuple(each for each in held if not any(each.block.subnet_of(supernet.block) for supernet in supernets))
    return Overview(tuple(supernets), outside)


def held_ranges(estate: Estate, today: date) -> Iterator[Held]:
    """Every range that nobody else may be given: reserved ranges, hubs, hosting cells, whatever any ledger holds, what was withdrawn from one so lately
    that somebody's routes or rules may still name it (``QUARANTINE_DAYS``), and premises."""
    for reserved in estate.platform.reserved:
        yield Held(IPv4Network(reserved.range), "reserved", reserved.why)
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        for region, place in section.regions.items() if section else ():
            yield Held(IPv4Network(place.hub), "hub", f"hub of {cloud} in {region}")
        for key, cell in section.cells.items() if section else ():
            yield Held(IPv4Network(cell.range), "cell", f"cell {key} on {cloud}")
    for owner, ledger in sorted(estate.ledgers.items()):
        held = ledger.held()
        yield from (Held(IPv4Network(entry.given), "given", owner, entry.on) for entry in held if entry.given)
        for entry in ledger.entries:
            if entry.withdrawn and is_quarantined(entry, today):
                yield Held(IPv4Network(entry.withdrawn), "quarantine", owner, entry.on)
    for slug, record in sorted(estate.organisations.items()):
        for place in record.connection.premises:
            yield from (Held(block, "premises", f"{slug}'s {place.name}") for block in place.networks)


def _nested(held: list[Held]) -> Iterator[Held]:
    """Without those that lie in another: what was withdrawn and given again, a bridge within what is reserved."""
    last = -1
    for each in held:
        if int(each.block.broadcast_address) > last:
            last = int(each.block.broadcast_address)
            yield each


def _full_on(block: IPv4Network, inside: tuple[Held, ...], today: date) -> str:
    """At the speed of the last year, or of the time since the first range was given where that is shorter and no less than a month."""
    given = [(date.fromisoformat(each.on), each.block.num_addresses) for each in inside if each.kind == "given" and each.on <= today.isoformat()]
    lately = [(day, count) for day, count in given if (today - day).days < LOOKED_BACK]
    if not lately:
        return ""
    days = max(30, min(LOOKED_BACK, (today - min(day for day, _ in given)).days))
    a_day = sum(count for _, count in lately) / days
    left = block.num_addresses - sum(each.block.num_addresses for each in inside)
    ahead = int(left / a_day)
    return (today + timedelta(days=ahead)).isoformat() if ahead < 36_500 else ""
