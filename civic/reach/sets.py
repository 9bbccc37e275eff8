"""Sets of packets: intervals on two axes, addresses and services, and boxes of them.

A service is a protocol and a destination port as one number, ``protocol << 16 | port``: sets of both are intervals on one axis, and a
protocol without ports is one whose ports all mean the same.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, summarize_address_range

Span = tuple[int, int]
"""First and last number, both included."""

TCP, UDP, ICMP = 6, 17, 1
"""Protocol numbers (IANA, "Assigned Internet Protocol Numbers")."""
PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP}
LAST_ADDRESS = 2**32 - 1
LAST_PORT = 2**16 - 1
LAST_SERVICE = 2**24 - 1


@dataclass(frozen=True)
class Intervals:
    """A set of whole numbers as spans in order, none of which touches another. Make it with ``of``."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Intervals":
        """Spans in any order, which may overlap. Raises ``ValueError`` for one that ends before it begins."""
        joined: list[Span] = []
        for low, high in sorted(spans):
            if high < low:
                raise ValueError(f"{low}-{high} ends before it begins")
            if joined and low <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(joined[-1][1], high))
            else:
                joined.append((low, high))
        return cls(tuple(joined))

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __or__(self, other: "Intervals") -> "Intervals":
        return Intervals.of((*self.spans, *other.spans)) if self.spans and other.spans else (self if self.spans else other)

    def __and__(self, other: "Intervals") -> "Intervals":
        if len(self.spans) == 1 == len(other.spans):
            # Most sets are one span.
            (low, high), (first, last) = self.spans[0], other.spans[0]
            low, high = (low if low > first else first), (high if high < last else last)
            return Intervals(((low, high),)) if low <= high else NOTHING
        # The smaller walks through what the larger has in its reach.
        small, large = sorted((self, other), key=lambda one: len(one.spans))
        found: list[Span] = []
        for low, high in small.spans:
            place = max(bisect_right(large._lows, low) - 1, 0)
            while place < len(large.spans) and large.spans[place][0] <= high:
                first, last = max(low, large.spans[place][0]), min(high, large.spans[place][1])
                if first <= last:
                    found.append((first, last))
                place += 1
        return Intervals(tuple(found))

    def __sub__(self, other: "Intervals") -> "Intervals":
        left: list[Span] = []
        for low, high in self.spans:
            place = max(bisect_right(other._lows, low) - 1, 0)
            while place < len(other.spans) and other.spans[place][0] <= high:
                first, last = other.spans[place]
                if last >= low:
                    if first > low:
                        left.append((low, first - 1))
                    low = last + 1
                place += 1
            if low <= high:
                left.append((low, high))
        return Intervals(tuple(left))

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self._lows, number) - 1
        return place >= 0 and number <= self.spans[place][1]

    def __le__(self, other: "Intervals") -> bool:
        """Whether every number of it is in the other."""
        return not self - other

    @cached_property
    def _lows(self) -> tuple[int, ...]:
        return tuple(low for low, _ in self.spans)


NOTHING = Intervals()
ANYWHERE = Intervals(((0, LAST_ADDRESS),))
ANY_SERVICE = Intervals(((0, LAST_SERVICE),))


def block(text: str) -> Intervals:
    """Addresses of one range or one address. Raises ``ValueError`` for what is none, another family or has host bits."""
    network = IPv4Network(text)
    return Intervals(((int(network.network_address), int(network.broadcast_address)),))


def blocks(texts: Iterable[str]) -> Intervals:
    """Addresses of several ranges. Raises ``ValueError``."""
    return Intervals.of(span for text in texts for span in block(text))


def address(text: str) -> Intervals:
    """One address. Raises ``ValueError``."""
    number = int(IPv4Address(text))
    return Intervals(((number, number),))


def service(protocol: int, first: int = 0, last: int = LAST_PORT) -> Intervals:
    """Ports of one protocol, all of them where nothing is said. Raises ``ValueError`` for a range that is backwards or has no such port."""
    if not 0 <= first <= last <= LAST_PORT:
        raise ValueError(f"ports {first} to {last}; allowed: two numbers from 0 to {LAST_PORT}, the smaller first")
    return Intervals(((protocol << 16 | first, protocol << 16 | last),))


def addresses_text(addresses: Intervals, most: int = 3) -> str:
    """For people: ranges, or single addresses without a length; the first few of many."""
    if addresses == ANYWHERE:
        return "anywhere"
    networks = [each for low, high in addresses for each in summarize_address_range(IPv4Address(low), IPv4Address(high))]
    shown = [str(each).removesuffix("/32") for each in networks[:most]]
    return ", ".join(shown) + (f" and {len(networks) - most} more" if len(networks) > most else "")


def services_text(services: Intervals, most: int = 3) -> str:
    """For people: ``tcp 443``, ``udp``, ``any protocol``."""
    if services == ANY_SERVICE:
        return "any protocol"
    shown = [_span_text(low, high) for low, high in services]
    return ", ".join(shown[:most]) + (f" and {len(shown) - most} more" if len(shown) > most else "")


def _span_text(low: int, high: int) -> str:
    names = {number: name for name, number in PROTOCOLS.items()}
    first, last = low >> 16, high >> 16
    if first != last:
        return f"protocols {first} to {last}"
    ports = low & LAST_PORT, high & LAST_PORT
    name = names.get(first, f"protocol {first}")
    if ports == (0, LAST_PORT):
        return name
    return f"{name} {ports[0]}" if ports[0] == ports[1] else f"{name} {ports[0]}-{ports[1]}"


@dataclass(frozen=True)
class Box:
    """Packets from some addresses to some addresses, of some services: every combination."""

    sources: Intervals = ANYWHERE
    destinations: Intervals = ANYWHERE
    services: Intervals = ANY_SERVICE

    def __bool__(self) -> bool:
        return bool(self.sources) and bool(self.destinations) and bool(self.services)

    def __and__(self, other: "Box") -> "Box":
        # Boxes that have nothing in common are most of all: one side without a common part is enough.
        if not (sources := self.sources & other.sources) or not (destinations := self.destinations & other.destinations):
            return EMPTY
        return Box(sources, destinations, self.services & other.services)

    def without(self, other: "Box") -> list["Box"]:
        """What is left, as boxes that do not overlap; at most three."""
        common = self & other
        if not common:
            return [self] if self else []
        left = (
            Box(self.sources - common.sources, self.destinations, self.services),
            Box(common.sources, self.destinations - common.destinations, self.services),
            Box(common.sources, common.destinations, self.services - common.services),
        )
        return [each for each in left if each]

    def without_all(self, others: Iterable["Box"]) -> list["Box"]:
        """What none of the others has."""
        left: list[Box] = [self] if self else []
        for other in others:
            left = [piece for each in left for piece in each.without(other)]
            if not left:
                break
        return left

    def __str__(self) -> str:
        return f"{services_text(self.services)} from {addresses_text(self.sources)} to {addresses_text(self.destinations)}"


EMPTY = Box(NOTHING, NOTHING, NOTHING)
