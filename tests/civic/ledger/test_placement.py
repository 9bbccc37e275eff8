"""Places in shared hosting: nobody has another's, none is given twice, and a name alone says where one is looked for."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from civic.estate import capacity as quotas
from civic.estate.capacity import KEPT_FREE, QUOTAS, capacity
from civic.estate.estate import Estate
from civic.estate.hosting_checks import hosting_problems, places_given
from civic.estate.loading import load_estate
from civic.ledger.placement import PRIORITIES, CellsFull, Place, place
from civic.records.hosts import LONGEST, host, label
from civic.records.ledger import CellEntry, Ledger, ListenerEntry
from tests.civic.estate.store_estates import bodies, platform
from tests.civic.records.estates import ON

SLUGS = ("alder", "birch", "cedar")
NAMES = some.sampled_from(["forms", "tasks", "maps", "bins", "payments", "parking", "trees", "archive"])
ALLOWED = some.from_regex(r"[a-z][a-z0-9-]{0,38}[a-z0-9]", fullmatch=True)


@pytest.fixture(scope="module")
def start() -> Estate:
    """Three bodies without applications and two cells on AWS. Loaded once: what follows is plain data."""
    with tempfile.TemporaryDirectory() as folder:
        return bodies(platform(Path(folder), "a", "b"), *SLUGS)


def given_to(estate: Estate, slug: str, name: str, found: Place) -> Estate:
    """The estate with a place in the body's ledger."""
    ledger = estate.ledgers[slug]
    cell = (CellEntry(cell=found.cell, cloud="aws", on=ON),) if found.new_cell else ()
    listener = ListenerEntry(application=name, cloud="aws", cell=found.cell, priority=found.priority, on=ON)
    grown = Ledger(entries=ledger.entries, cells=(*ledger.cells, *cell), listeners=(*ledger.listeners, listener))
    return replace(estate, ledgers={**estate.ledgers, slug: grown})


def taken(estate: Estate) -> list[tuple[str, int]]:
    return [(entry.cell, entry.priority) for ledger in estate.ledgers.values() for entry in ledger.listeners]


@settings(deadline=None)
@given(history=some.lists(some.tuples(some.sampled_from(SLUGS), NAMES, some.booleans()), max_size=30), room=some.integers(1, 6))
def test_any_history(start: Estate, history: list[tuple[str, str, bool]], room: int) -> None:
    """Whoever asks and leaves in whatever order: no place twice, no cell over its capacity, no body in two cells."""
    estate, gone = start, {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("civic.ledger.placement.capacity", lambda cloud: room)
        for slug, name, leaves in history:
            asked = replace(estate, organisations={**estate.organisations, **gone})
            try:
                found = place(asked, slug, "aws", name)
            except CellsFull:
                home = estate.ledgers[slug].cell("aws")
                full = [home] if home else ["a", "b"]
                assert all(places_given(estate, "aws", cell) == room for cell in full)
                continue
            assert found == place(asked, slug, "aws", name)
            if found is not None:
                estate = given_to(estate, slug, name, found)
                assert place(replace(estate, organisations={**estate.organisations, **gone}), slug, "aws", name) is None
            if leaves:
                # The record goes; the ledger stays, and so do its places.
                gone[slug] = start.organisations[slug]
                estate = replace(estate, organisations={key: value for key, value in estate.organisations.items() if key != slug})
    places = taken(estate)
    assert len(places) == len(set(places))
    assert all(1 <= priority <= PRIORITIES for _, priority in places)
    assert all(places_given(estate, "aws", cell) <= room for cell in ("a", "b"))
    assert not [problem for problem in hosting_problems(estate) if problem.path in ("cells", "listeners")]


@settings(deadline=None)
@given(pairs=some.lists(some.tuples(some.sampled_from(SLUGS), NAMES), unique=True, min_size=2, max_size=12), data=some.data())
def test_the_order_matters_to_nobody_whose_wish_is_free(start: Estate, pairs: list[tuple[str, str]], data: some.DataObject) -> None:
    """Two branches, or two orders, give each application the place that its name points at."""
    orders = []
    for order in (pairs, data.draw(some.permutations(pairs))):
        estate = start
        for slug, name in order:
            found = place(estate, slug, "aws", name)
            assert found is not None
            estate = given_to(estate, slug, name, found)
        orders.append({(slug, name): estate.ledgers[slug].priority("aws", name) for slug, name in pairs})
    assert orders[0] == orders[1]


def test_where_a_wish_is_taken_the_next_is_given(start: Estate) -> None:
    wish = place(start, "alder", "aws", "forms")
    assert wish is not None
    crowded = given_to(start, "birch", "tasks", replace(wish, new_cell=True))
    assert place(crowded, "alder", "aws", "forms") == replace(wish, priority=wish.priority % PRIORITIES + 1)


def test_two_branches_that_took_one_place_are_found(start: Estate) -> None:
    one = Place("a", True, 7)
    clash = given_to(given_to(start, "alder", "forms", one), "birch", "tasks", one)
    found = [problem for problem in hosting_problems(clash) if problem.path == "listeners"]
    assert [(problem.file, problem.found) for problem in found] == [
        ("estate/ledger/birch.yaml", "priority 7 for tasks in the cell a on aws, which forms of alder has")
    ]


def test_cells_fill_one_after_the_other(start: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civic.ledger.placement.capacity", lambda cloud: 1)
    estate = start
    for slug, cell in (("alder", "a"), ("birch", "b")):
        found = place(estate, slug, "aws", "forms")
        assert found is not None
        assert found.cell == cell
        estate = given_to(estate, slug, "forms", found)
    with pytest.raises(
        CellsFull, match=r"no shared cell on aws in eu-west-2 has room: a, b are full \(1 places each\); add a cell under 'aws.cells'"
    ):
        place(estate, "cedar", "aws", "forms")
    with pytest.raises(CellsFull, match=r"the cell 'a' on aws is full: 1 places are given. alder never moves"):
        place(estate, "alder", "aws", "tasks")


def test_a_cell_in_another_region_is_nobody_s(tmp_path: Path) -> None:
    root = platform(tmp_path)
    estate = bodies(root, "alder")
    with pytest.raises(CellsFull, match="no shared cell on aws in eu-west-2 has room: there is none; add a cell"):
        place(estate, "alder", "aws", "forms")


def test_too_many_in_a_cell_is_a_problem(start: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civic.estate.hosting_checks.capacity", lambda cloud: 1)
    estate = given_to(start, "alder", "forms", Place("a", True, 1))
    estate = given_to(estate, "birch", "forms", Place("a", True, 2))
    assert "estate/platform.yaml: aws.cells.a: found 2 applications; allowed: 1 in one cell; add a cell; nobody moves" in [
        str(problem) for problem in hosting_problems(estate)
    ]


def test_capacity_is_the_narrowest_quota_less_what_is_kept_free() -> None:
    assert (capacity("aws"), capacity("azure")) == (60 - KEPT_FREE, 100 // quotas.AZURE_CORES - KEPT_FREE)
    for each in (quota for quotas_of_cloud in QUOTAS.values() for quota in quotas_of_cloud):
        assert each.source.startswith("https://")
        assert each.read_on <= ON


@given(ALLOWED, ALLOWED, ALLOWED, ALLOWED)
def test_two_applications_never_answer_under_one_name(application: str, body: str, other: str, neighbour: str) -> None:
    labels = {label(application, body), label(other, neighbour)}
    assert len(labels) == len({(application, body), (other, neighbour)})
    for each in labels:
        assert len(each) <= LONGEST
        assert "--" not in each
        assert each[0].isalpha()
        assert each[-1].isalnum()


def test_a_join_that_can_be_read_in_two_ways_is_told_apart() -> None:
    assert label("forms", "north-shire") == "forms-north-shire"
    assert label("forms-north", "shire") != label("forms", "north-shire")
    assert host("forms-north", "apps.alder.example") == "forms-north.apps.alder.example"


def test_a_ledger_on_disk_reads_as_it_was_written(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder")
    with (root / "ledger" / "alder.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f'cells:\n- cell: a\n  cloud: aws\n  on: "{ON}"\n')
        stream.write(f'listeners:\n- application: vikunja\n  cloud: aws\n  cell: a\n  priority: 50000\n  on: "{ON}"\n')
    ledger = load_estate(root).ledgers["alder"]
    assert (ledger.cell("aws"), ledger.priority("aws", "vikunja"), ledger.cell("azure")) == ("a", 50_000, "")
