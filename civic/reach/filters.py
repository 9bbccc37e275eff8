"""An ordered list of rules that lets packets pass or drops them: the first that matches decides, and a default decides the rest."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from civic.reach.sets import ANY_SERVICE, NOTHING, TCP, Box, Intervals, service

Default = Literal["drop", "pass", "pass what is not established"]
"""What becomes of what no rule matches. The last: a handshake, a first datagram and a ping get through, and no more of the connection."""

NOT_ESTABLISHED = ANY_SERVICE - service(TCP)


MOST_NEAREST = 3
"""Names of what has rules near some packets that are told."""
BESIDE = 4096
"""Addresses between two ranges that may have been one: the largest range that a body is given."""


@dataclass(frozen=True)
class NamePattern:
    """Names that a rule lets pass: one, or all below one."""

    name: str
    """In lower case, without a dot at its ends."""
    below: bool = False
    """Every name below it."""
    itself: bool = True

    def matches(self, called: str) -> bool:
        called = called.lower().rstrip(".")
        return (self.itself and called == self.name) or (self.below and called.endswith(f".{self.name}"))

    def covers(self, other: "NamePattern") -> bool:
        """Whether it matches whatever the other matches."""
        wide = not other.below or (self.below and (other.name == self.name or other.name.endswith(f".{self.name}")))
        return wide and (not other.itself or self.matches(other.name))

    def __str__(self) -> str:
        return f"*.{self.name}" if self.below else self.name


@dataclass(frozen=True)
class FilterRule:
    """One rule."""

    passes: bool
    box: Box
    text: str
    """As the plan has it, in one line, for people."""
    urn: str
    names: tuple[NamePattern, ...] = ()
    """What it lets pass is called by one of these; empty: by whatever name."""
    exact: bool = True
    """Whether box and names are all that it asks. A rule that asks more may let pass less than it seems to."""
    answers: bool = False
    """Whether it also meets packets of a connection's answer, and not those of the caller alone."""


@dataclass(frozen=True)
class Opening:
    """What one rule lets pass, after those before it; or the default."""

    boxes: tuple[Box, ...]
    rule: FilterRule


@dataclass(frozen=True)
class Decision:
    """Whether all of some packets pass."""

    passes: bool
    rule: FilterRule | None = None
    """The rule that decides; None for the default."""


class _Index:
    """Openings by addresses: each span between two boundaries with those that have it, so that asking costs what is found."""

    def __init__(self, openings: Sequence[Opening], axis: Callable[[Box], Intervals]) -> None:
        starts: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for number, opening in enumerate(openings):
            for low, high in Intervals.of(span for box in opening.boxes for span in axis(box)):
                starts.setdefault(low, []).append(number)
                ends.setdefault(high + 1, []).append(number)
        self._bounds = sorted({0, *starts, *ends})
        active: dict[int, Opening] = {}
        self._held: list[tuple[Opening, ...]] = []
        for bound in self._bounds:
            for number in ends.get(bound, ()):
                active.pop(number, None)
            active.update({number: openings[number] for number in starts.get(bound, ())})
            self._held.append(tuple(active.values()))

    def meeting(self, addresses: Intervals) -> Iterator[Opening]:
        seen: set[int] = set()
        for low, high in addresses:
            place = bisect_right(self._bounds, low) - 1
            while place < len(self._bounds) and self._bounds[place] <= high:
                for opening in self._held[place]:
                    if id(opening) not in seen:
                        seen.add(id(opening))
                        yield opening
                place += 1


@dataclass(frozen=True)
class Filter:
    """Rules in the order in which they are asked."""

    rules: tuple[FilterRule, ...]
    default: Default = "drop"
    default_urn: str = ""
    name: str = ""
    urn: str = ""
    empty: tuple[str, ...] = ()
    """Logical names of what belongs to it and has no rule that decides anything."""

    @cached_property
    def openings(self) -> tuple[Opening, ...]:
        """Whatever gets through, rule by rule. Earlier rules that pass take nothing away: they open it themselves."""
        return tuple(self._openings())

    def _openings(self) -> Iterator[Opening]:
        dropped: list[Box] = []
        for rule in self.rules:
            if not rule.passes:
                # A rule that may drop less than it says has not surely dropped anything.
                if rule.exact and not rule.names:
                    dropped.append(rule.box)
            elif boxes := rule.box.without_all(dropped):
                yield Opening(tuple(boxes), rule)
        if self.default != "drop":
            everything = Box(services=ANY_SERVICE if self.default == "pass" else NOT_ESTABLISHED)
            matched = [rule.box for rule in self.rules if rule.exact and not rule.names]
            if boxes := everything.without_all(matched):
                text = "what no rule matches passes" if self.default == "pass" else "the first packets of what no rule matches pass"
                yield Opening(tuple(boxes), FilterRule(True, everything, text, self.default_urn or self.urn))

    @cached_property
    def _by_source(self) -> "_Index":
        return _Index(self.openings, lambda box: box.sources)

    @cached_property
    def _by_destination(self) -> "_Index":
        return _Index(self.openings, lambda box: box.destinations)

    def openings_from(self, sources: Intervals) -> Iterator[Opening]:
        """Openings that some of these addresses have."""
        return self._by_source.meeting(sources)

    def openings_to(self, destinations: Intervals) -> Iterator[Opening]:
        """Openings that lead to some of these addresses."""
        return self._by_destination.meeting(destinations)

    def passed(self, packets: Box, name: str = "") -> list[Box]:
        """What of the packets gets through for sure, as boxes that may overlap; of a connection to ``name`` where one is given."""
        found = []
        for opening in self.openings_from(packets.sources):
            rule = opening.rule
            if rule.exact and (not rule.names or (name and any(pattern.matches(name) for pattern in rule.names))):
                kept = [common for box in opening.boxes if (common := box & packets)]
                if kept and (doubtful := self._perhaps_dropped(rule, name)):
                    kept = [left for box in kept for left in box.without_all(doubtful)]
                found += kept
        return found

    def _perhaps_dropped(self, rule: FilterRule, name: str) -> list[Box]:
        """What rules before one may drop of a call, by its name or by what is not read of them."""
        place = self._places.get(id(rule), len(self.rules))
        return [each.box for at, each in self._doubtful if at < place and (not each.names or any(_meets(one, name) for one in each.names))]

    @cached_property
    def _doubtful(self) -> tuple[tuple[int, FilterRule], ...]:
        """Rules that drop less than all of their packets, with their places."""
        return tuple((place, rule) for place, rule in enumerate(self.rules) if not rule.passes and (rule.names or not rule.exact))

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(rule): place for place, rule in enumerate(self.rules)}

    def decides(self, packets: Box, name: str = "") -> Decision:
        """Whether all of the packets get through, and by which rule they do or do not."""
        left = packets.without_all(self.passed(packets, name))
        if not left:
            passing = next((each.rule for each in self.openings_from(packets.sources) if any(box & packets for box in each.boxes)), None)
            return Decision(True, passing)
        stopping = next((rule for rule in self.rules if not rule.passes and any(rule.box & each for each in left)), None)
        return Decision(False, stopping)

    def answers(self, packets: Box) -> Decision:
        """Whether the answers to packets that got through get back: whatever drops them must look at answers, and come before what lets pass."""
        back = Box(packets.destinations, packets.sources, _protocols(packets.services))
        for rule in self._answer_rules:
            if rule.box & back:
                return Decision(rule.passes, rule)
        return Decision(True)

    def nearest(self, packets: Box, *, passes: bool = True) -> tuple[str, ...]:
        """Logical names of what has rules that pass, or that drop, some such packets but for one thing: their port or name, their destinations,
        their sources where those are addresses beside these. Those that share sources and destinations come first.
        """
        ranked: dict[str, int] = {}
        for rule in self.rules:
            if rule.passes is passes and (rank := _rank(rule.box, packets)) is not None:
                name = rule.urn.rpartition("::")[2]
                ranked[name] = min(ranked.get(name, rank), rank)
        return tuple(sorted(ranked, key=lambda name: ranked[name]))[:MOST_NEAREST]

    @cached_property
    def _answer_rules(self) -> tuple[FilterRule, ...]:
        return tuple(rule for rule in self.rules if rule.answers and not rule.passes)


def _protocols(services: Intervals) -> Intervals:
    """All ports of the protocols of some services: an answer goes to whichever port the caller chose."""
    return Intervals.of((low >> 16 << 16, high | 0xFFFF) for low, high in services) if services else NOTHING


def _meets(pattern: NamePattern, called: str) -> bool:
    """Whether a pattern has a name, or one of those that a name with a wildcard stands for."""
    if called.startswith("*."):
        below = called[2:].lower()
        return pattern.matches(f"any.{below}") or pattern.name == below or pattern.name.endswith(f".{below}")
    return bool(called) and pattern.matches(called)


def _rank(box: Box, packets: Box) -> int | None:
    """How near some packets are to others; ``None`` where they are not."""
    sources, destinations = bool(box.sources & packets.sources), bool(box.destinations & packets.destinations)
    services = bool(box.services & packets.services)
    if sources and destinations:
        return 0
    if sources and services:
        return 1
    beside = (
        destinations and services and any(max(low, first) - min(high, last) <= BESIDE for low, high in box.sources for first, last in packets.sources)
    )
    return 2 if beside else None


def always(text: str, urn: str, name: str = "") -> Filter:
    """A filter that lets everything pass."""
    return Filter((FilterRule(True, Box(), text, urn),), "pass", urn, name, urn)
