"""Gives out address ranges: by name, never by turn, and none that somebody has, or had until lately."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network

from civic.clock import today
from civic.errors import InputError
from civic.estate.address_overview import held_ranges
from civic.estate.estate import Estate
from civic.records.hashing import number_of


class PoolExhausted(InputError):
    """No range of the wanted size is left. The message says how many there are and what to do."""


class UsedAddresses:
    """Addresses in use, kept as disjoint spans so that one look tells whether a range touches them."""

    def __init__(self, ranges: Iterable[IPv4Network] = ()) -> None:
        self._spans: list[tuple[int, int]] = []
        for block in ranges:
            self.add(block)

    def add(self, block: IPv4Network) -> None:
        first, last = int(block.network_address), int(block.broadcast_address)
        start = bisect_left(self._spans, (first, 0))
        if start and self._spans[start - 1][1] >= first:
            start -= 1
        end = bisect_right(self._spans, (last, 1 << 33))
        touched = self._spans[start:end]
        span = (min([first, *(s for s, _ in touched)]), max([last, *(e for _, e in touched)]))
        self._spans[start:end] = [span]

    def overlaps(self, block: IPv4Network) -> bool:
        first, last = int(block.network_address), int(block.broadcast_address)
        place = bisect_right(self._spans, (last, 1 << 33))
        return place > 0 and self._spans[place - 1][1] >= first


def allocate(pool: Sequence[IPv4Network], used: UsedAddresses, prefix: int, key: str) -> IPv4Network:
    """The range of length ``prefix`` for ``key``: the first free one from the place that the key's hash points at.

    Two branches that each join somebody therefore seldom want the same range, and who joined
    before or after matters only where hashes point at the same place. Raises ``PoolExhausted``.
    """
    starts = [(block, 1 << (prefix - block.prefixlen)) for block in pool if block.prefixlen <= prefix]
    total = sum(count for _, count in starts)
    if not total:
        raise PoolExhausted(f"no supernet is large enough for a /{prefix}: the platform has {', '.join(map(str, pool))}")
    first = number_of(key, below=total)
    for step in range(total):
        candidate = _slot(starts, (first + step) % total, prefix)
        if not used.overlaps(candidate):
            return candidate
    supernets = ", ".join(map(str, pool))
    raise PoolExhausted(f"no /{prefix} is free: all {total} in {supernets} are given out or reserved; add a supernet to estate/platform.yaml")


def _slot(starts: Sequence[tuple[IPv4Network, int]], index: int, prefix: int) -> IPv4Network:
    for block, count in starts:
        if index < count:
            return IPv4Network((int(block.network_address) + (index << (32 - prefix)), prefix))
        index -= count
    raise IndexError(index)


def used_addresses(estate: Estate) -> UsedAddresses:
    """Everything that must not be given out."""
    return UsedAddresses([held.block for held in held_ranges(estate, today())])
