"""The longest prefix wins: a route table as a map from every address to one route.

Sources: Amazon VPC User Guide, "Route priority"; RFC 1812, 5.2.4.3.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network
from typing import Generic, TypeVar

from civic.reach.sets import Intervals

Target = TypeVar("Target")


@dataclass(frozen=True)
class Table(Generic[Target]):
    """Routes by prefix. Of two routes to one prefix the first stands."""

    routes: tuple[tuple[IPv4Network, Target], ...] = field(default_factory=tuple)

    @cached_property
    def pieces(self) -> tuple[tuple[int, int, Target], ...]:
        """Spans of addresses in order, each with the route that a packet to it takes; left out is what none leads to."""
        first: dict[IPv4Network, Target] = {}
        for prefix, target in self.routes:
            first.setdefault(prefix, target)
        found: list[tuple[int, int, Target]] = []
        open_: list[tuple[int, Target]] = []
        """Prefixes that are entered and not left, by their last address: each lies in the one before it."""
        at = 0

        def upto(end: int) -> None:
            """Everything before ``end`` that the prefixes entered so far have."""
            nonlocal at
            while open_ and open_[-1][0] < end:
                last, target = open_.pop()
                if at <= last:
                    found.append((at, last, target))
                    at = last + 1
            if open_ and at < end:
                found.append((at, end - 1, open_[-1][1]))
            at = max(at, end)

        for prefix in sorted(first, key=lambda one: (int(one.network_address), one.prefixlen)):
            upto(int(prefix.network_address))
            open_.append((int(prefix.broadcast_address), first[prefix]))
        upto(2**32)
        return tuple(found)

    @cached_property
    def _lows(self) -> tuple[int, ...]:
        return tuple(low for low, _, _ in self.pieces)

    def parts(self, destinations: Intervals) -> Iterator[tuple[Intervals, Target]]:
        """The destinations, parted by the route that they take. What has no route is left out."""
        by_route: dict[int, tuple[Target, list[tuple[int, int]]]] = {}
        for low, high in destinations:
            place = max(bisect_right(self._lows, low) - 1, 0)
            while place < len(self.pieces) and self.pieces[place][0] <= high:
                start, end, target = self.pieces[place]
                if max(start, low) <= min(end, high):
                    by_route.setdefault(id(target), (target, []))[1].append((max(start, low), min(end, high)))
                place += 1
        for target, spans in by_route.values():
            yield Intervals.of(spans), target

    @classmethod
    def of(cls, routes: Iterable[tuple[IPv4Network, Target]]) -> "Table[Target]":
        return cls(tuple(routes))
