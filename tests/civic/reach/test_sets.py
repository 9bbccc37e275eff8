"""Sets of packets behave as sets of numbers do, and the longest prefix wins."""

from ipaddress import IPv4Address, IPv4Network
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.reach.sets import ANY_SERVICE, ANYWHERE, Box, Intervals, address, addresses_text, block, service, services_text
from civic.reach.tables import Table

NUMBERS = range(32)
spans = st.lists(st.tuples(st.integers(0, 31), st.integers(0, 31)).map(lambda pair: (min(pair), max(pair))), max_size=6)
intervals = spans.map(Intervals.of)
boxes = st.builds(Box, intervals, intervals, intervals)


def members(found: Intervals) -> set[int]:
    return {number for low, high in found for number in range(low, high + 1)}


def packets(found: Box) -> set[tuple[int, int, int]]:
    return {(a, b, c) for a in members(found.sources) for b in members(found.destinations) for c in members(found.services)}


@given(intervals, intervals)
def test_intervals_are_sets_of_numbers(first: Intervals, second: Intervals):
    assert members(first | second) == members(first) | members(second)
    assert members(first & second) == members(first) & members(second)
    assert members(first - second) == members(first) - members(second)
    assert (first <= second) == (members(first) <= members(second))
    assert {number for number in NUMBERS if number in first} == members(first)


@given(intervals, intervals)
def test_one_set_is_written_in_one_way(first: Intervals, second: Intervals):
    for found in (first | second, first & second, first - second):
        assert found == Intervals.of(found.spans)
        assert all(one[1] + 1 < other[0] for one, other in pairwise(found.spans))


@settings(max_examples=40, deadline=None)
@given(st.builds(Box, intervals, intervals, st.just(service(0, 1, 3))), st.builds(Box, intervals, intervals, st.just(service(0, 2, 5))))
def test_what_is_left_of_a_box_is_what_the_other_has_not(first: Box, second: Box):
    left = first.without(second)
    assert set().union(*map(packets, left)) == packets(first) - packets(second)
    assert sum(len(packets(each)) for each in left) == len(packets(first) - packets(second)), "pieces overlap"


prefixes = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 32)).map(
    lambda pair: IPv4Network((pair[0] >> (32 - pair[1]) << (32 - pair[1]), pair[1]))
)


@given(st.lists(prefixes, max_size=12), st.lists(st.integers(0, 2**32 - 1), max_size=8))
def test_the_longest_prefix_wins(routes: list[IPv4Network], called: list[int]):
    table = Table.of((prefix, number) for number, prefix in enumerate(routes))
    edges = [number for prefix in routes for number in (int(prefix.network_address), int(prefix.broadcast_address))]
    for number in (*called, *edges):
        matching = [prefix for prefix in routes if IPv4Address(number) in prefix]
        expected = routes.index(max(matching, key=lambda prefix: prefix.prefixlen)) if matching else None
        found = [target for part, target in table.parts(Intervals(((number, number),)))]
        assert found == ([] if expected is None else [expected])


@given(st.lists(prefixes, max_size=12))
def test_a_table_parts_addresses_without_overlap(routes: list[IPv4Network]):
    pieces = Table.of((prefix, prefix) for prefix in routes).pieces
    assert all(one[1] < other[0] for one, other in pairwise(pieces))
    assert Intervals.of((low, high) for low, high, _ in pieces) == Intervals.of(span for prefix in routes for span in block(str(prefix)))


@pytest.mark.parametrize("text", ["10.0.0.1/8", "fd00::/8", "10.0.0.0/33", "the office"])
def test_what_is_no_range_is_refused(text: str):
    with pytest.raises(ValueError, match=r".+"):
        block(text)


def test_a_range_of_ports_that_is_backwards_is_refused():
    with pytest.raises(ValueError, match="ports 443 to 80; allowed: two numbers from 0 to 65535, the smaller first"):
        service(6, 443, 80)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tcp 443", services_text(service(6, 443, 443))),
        ("udp", services_text(service(17))),
        ("tcp 80-90", services_text(service(6, 80, 90))),
        ("any protocol", services_text(ANY_SERVICE)),
        ("anywhere", addresses_text(ANYWHERE)),
        ("10.0.0.0/8", addresses_text(block("10.0.0.0/8"))),
        ("10.0.0.7", addresses_text(address("10.0.0.7"))),
    ],
)
def test_sets_are_told_in_words(text: str, found: str):
    assert found == text
