"""What is wrong between premises, ledgers and the platform record: addresses that two have, devices and lines that two name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from civic.clock import today
from civic.estate.address_overview import Held, held_ranges
from civic.estate.estate import Estate
from civic.estate.name_claims import problem_at, record_of
from civic.records.errors import Problem
from civic.records.premises import Premises

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class PlaceOfBody:
    """One entry of ``connection.premises``."""

    body: str
    cloud: str
    premises: Premises
    path: Path
    """In the body's record."""

    def __str__(self) -> str:
        return f"the premises '{self.premises.name}' of {self.body}"


def every_premises(estate: Estate) -> list[PlaceOfBody]:
    """All premises of all bodies."""
    return [
        PlaceOfBody(slug, place.cloud or record.clouds_taken[0], place, ("connection", "premises", number))
        for slug, record in sorted(estate.organisations.items())
        for number, place in enumerate(record.connection.premises)
    ]


def premises_problems(estate: Estate) -> Iterator[Problem]:
    """Ranges on premises that somebody else has; a device or a line that two name; reserved ranges within supernets."""
    places = every_premises(estate)
    yield from _doubled_ends(estate, places)
    taken = [held for held in held_ranges(estate, today()) if held.kind in _WORDS]
    for number, place in enumerate(places):
        for at, block in enumerate(place.premises.networks):
            held = [*_of_others(taken, place.premises), *((each, str(other)) for other in places[:number] for each in other.premises.networks)]
            if clash := next(((each, whose) for each, whose in held if each.overlaps(block)), None):
                found = f"'{block}', which overlaps {clash[0]} of {clash[1]}"
                yield problem_at(estate, record_of(place.body), (*place.path, "ranges", at), found, "a range that nobody else has")
    yield from _reserved_in_supernets(estate)


_WORDS = {"reserved": "the reserved network '{}'", "hub": "the {}", "cell": "the hosting {}", "given": "{} in the ledger"}
"""Kind of what holds a range -> how people call it."""


def _of_others(taken: Sequence[Held], place: Premises) -> Iterator[tuple[IPv4Network, str]]:
    """A bridge leads to what is reserved because it is there already."""
    return ((each.block, _WORDS[each.kind].format(each.whose)) for each in taken if not (place.bridge and each.kind == "reserved"))


def _doubled_ends(estate: Estate, places: list[PlaceOfBody]) -> Iterator[Problem]:
    """A cloud knows a device by its address, and a line by its name."""
    seen: dict[tuple[str, str], PlaceOfBody] = {}
    for place in places:
        ends = [(("vpn", "peer"), place.premises.vpn.peer)] if place.premises.vpn else []
        ends += [(("circuit", "line"), place.premises.circuit.line)] if place.premises.circuit else []
        for path, end in ends:
            other = seen.setdefault((place.cloud, end), place)
            if other is not place:
                found = f"'{end}', which {other} has"
                yield problem_at(
                    estate, record_of(place.body), (*place.path, *path), found, "a device and a line of its own for each of the premises"
                )


def _reserved_in_supernets(estate: Estate) -> Iterator[Problem]:
    """A supernet is given out whole; what exists already lies beside it."""
    for cloud in estate.platform.clouds:
        section = estate.platform.cloud(cloud)
        for region, place in section.regions.items() if section else ():
            for at, block in enumerate(place.bodies):
                for number, reserved in enumerate(estate.platform.reserved):
                    if IPv4Network(reserved.range).overlaps(IPv4Network(block)):
                        found = f"'{reserved.range}' ({reserved.why}), which lies in {cloud}.regions.{region}.bodies.{at}, {block}"
                        allowed = "a reserved range outside every supernet: divide the supernet around it"
                        yield problem_at(estate, "platform.yaml", ("reserved", number, "range"), found, allowed)
