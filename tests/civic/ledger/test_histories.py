"""Random histories of joining, growing, bringing and giving back: nothing overlaps, nothing moves, and only what is past its quarantine comes back."""

import tempfile
from datetime import date, timedelta
from ipaddress import IPv4Network
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from civic.clock import VARIABLE
from civic.errors import InputError
from civic.estate.address_overview import QUARANTINE_DAYS, overview
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger.addresses import PoolExhausted
from civic.ledger.growing import grow, release
from civic.ledger.joining import body, join
from tests.civic.records.estates import content, empty, joined
from tests.looping import each

FIRST = date(2026, 1, 5)
NAMES = ("alder", "birch", "cedar", "dogwood", "elm", "fir")
STEPS = some.lists(
    some.tuples(some.sampled_from(("join", "grow", "bring", "release")), some.integers(0, 5), some.integers(20, 23)), min_size=1, max_size=14
)


class History:
    """An estate, and what was done to it, a month a step."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root, self._patch, self.day = root, patch, FIRST
        self.here: set[str] = set()
        self.gone: set[str] = set()

    def do(self, step: str, number: int, prefix: int) -> None:
        self.day += timedelta(days=30)
        self._patch.setenv(VARIABLE, self.day.isoformat())
        slug, on, estate = NAMES[number], self.day.isoformat(), load_estate(self.root)
        if step in ("join", "bring") and slug not in self.here | self.gone:
            data = body(slug, f"{slug} Council", "district-council", "aws", f"cloud@{slug}.example", "+441632960001")
            brought = {"connection": {"range": {"aws": f"10.12{number}.0.0/{prefix}"}}} if step == "bring" else {"connection": {"prefix": prefix}}
            join(estate, [data | brought], on)
            self.here.add(slug)
        elif step == "grow" and slug in self.here:
            grow(estate, slug, "aws", prefix, on)
        elif step == "release" and slug in self.here:
            (self.root / "organisations" / f"{slug}.yaml").unlink()
            release(load_estate(self.root), slug, "it has left", on)
            self.here.discard(slug)
            self.gone.add(slug)

    def held(self) -> dict[str, tuple[IPv4Network, ...]]:
        return {slug: ledger.ranges("aws", "eu-west-2") for slug, ledger in load_estate(self.root).ledgers.items()}


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_happens_nothing_overlaps_and_nothing_moves(steps: list[tuple[str, int, int]]):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        history = History(empty(Path(folder), bodies="10.64.0.0/18"), patch)
        for step in each(steps):
            before = history.held()
            try:
                history.do(*step)
            except PoolExhausted:
                assert history.held() == before, "what is refused changes nothing"
            after = history.held()
            kept = history.here & before.keys()
            assert all(after[slug][: len(before[slug])] == before[slug] for slug in kept), "what a body has stays in its place"
            every = [block for slug in history.here for block in after[slug]]
            assert not any(one.overlaps(other) for one, other in combinations(every, 2))
            assert problems(load_estate(history.root)) == []


def test_bodies_that_want_other_places_get_the_same_in_any_order():
    found = []
    for order in (NAMES, tuple(reversed(NAMES))):
        with tempfile.TemporaryDirectory() as folder:
            root = empty(Path(folder))
            for slug in order:
                joined(root, slug)
            found.append({slug: ledger.ranges("aws", "eu-west-2") for slug, ledger in load_estate(root).ledgers.items()})
    assert found[0] == found[1]


def test_a_range_given_back_is_nobodys_for_a_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = empty(tmp_path, bodies="10.64.0.0/22")
    monkeypatch.setenv(VARIABLE, "2026-11-24")
    joined(root, "alder")
    (root / "organisations" / "alder.yaml").unlink()
    release(load_estate(root), "alder", "it has left", "2026-11-24")
    lately, past = (date(2026, 11, 24) + timedelta(days=days) for days in (QUARANTINE_DAYS - 1, QUARANTINE_DAYS))
    monkeypatch.setenv(VARIABLE, lately.isoformat())
    (supernet,) = [one for one in overview(load_estate(root), lately).supernets if one.cloud == "aws"]
    assert [(one.kind, one.whose) for one in supernet.held] == [("quarantine", "alder")]
    with pytest.raises(PoolExhausted):
        joined(root, "birch")
    monkeypatch.setenv(VARIABLE, past.isoformat())
    joined(root, "birch")
    assert load_estate(root).ledgers["birch"].range("aws", "eu-west-2") == IPv4Network("10.64.0.0/22")


def test_a_second_range_stands_beside_the_first_and_replaces_nothing(tmp_path: Path):
    root = empty(tmp_path)
    joined(root, "alder")
    first = load_estate(root).ledgers["alder"].range("aws", "eu-west-2")
    line = grow(load_estate(root), "alder", "aws", 22, "2026-11-25")
    ledger = load_estate(root).ledgers["alder"]
    assert ledger.range("aws", "eu-west-2") == first
    assert len(ledger.ranges("aws", "eu-west-2")) == 2
    assert f"given beside {first}" in line


def brings(root: Path, slug: str, block: str) -> None:
    data = body(slug, f"{slug} Council", "district-council", "aws", f"cloud@{slug}.example", "+441632960001")
    join(load_estate(root), [data | {"connection": {"range": {"aws": block}}}], "2026-11-24")


def test_a_body_brings_a_range_of_its_own(tmp_path: Path):
    root = empty(tmp_path)
    brings(root, "alder", "172.20.0.0/20")
    estate = load_estate(root)
    assert estate.ledgers["alder"].range("aws", "eu-west-2") == IPv4Network("172.20.0.0/20")
    assert problems(estate) == []


BAD = {
    "10.33.0.0/23": "of which somebody has a part",
    "10.0.0.0/20": "of which somebody has a part",
    "172.20.0.0/15": "allowed: a range from /16 to /23",
    "172.20.0.0/24": "allowed: a range from /16 to /23: in a smaller one its tiers have no room",
    "100.64.0.0/20": "allowed: a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
    "172.20.0.1/20": "did you mean '172.20.0.0/20'?",
}


@pytest.mark.parametrize("block", BAD)
def test_a_range_that_cannot_be_brought_is_refused_and_nothing_is_written(tmp_path: Path, block: str):
    root = empty(tmp_path)
    before = content(root)
    with pytest.raises(InputError) as refusal:
        brings(root, "alder", block)
    assert BAD[block] in str(refusal.value)
    assert content(root) == before


def test_who_is_here_gives_nothing_back(tmp_path: Path):
    root = empty(tmp_path)
    joined(root, "alder")
    before = content(root)
    for owner, message in each({"alder": "it must leave first", "nobody": "has no ledger"}.items(), at_least=2):
        with pytest.raises(InputError, match=message):
            release(load_estate(root), owner, "why not", "2026-11-24")
    with pytest.raises(InputError, match="clouds that alder has: aws"):
        grow(load_estate(root), "alder", "azure", 22, "2026-11-24")
    assert content(root) == before
