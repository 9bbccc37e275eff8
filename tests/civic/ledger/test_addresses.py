"""Ranges over random histories: never the same address twice, keyed by name, append-only, and plain words when none is left."""

import tempfile
from ipaddress import IPv4Network
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger.addresses import PoolExhausted, UsedAddresses, allocate
from civic.ledger.joining import body, join
from civic.ledger.mending import mend
from civic.records.ledger import Entry, Ledger
from tests.civic.records.estates import ON, content, empty, joined
from tests.looping import each

POOL = [IPv4Network("10.64.0.0/16"), IPv4Network("10.80.0.0/18")]
KEYS = some.lists(
    some.tuples(some.text("abcdefghij", min_size=2, max_size=6), some.integers(20, 24)),
    unique_by=lambda each: each[0],
    max_size=25,
)
PLACES = some.tuples(some.integers(0, 255), some.integers(20, 28))


def given_to(wanted: list[tuple[str, int]], taken: UsedAddresses | None = None) -> dict[str, IPv4Network]:
    taken = taken or UsedAddresses()
    found: dict[str, IPv4Network] = {}
    for key, prefix in wanted:
        found[key] = allocate(POOL, taken, prefix, key)
        taken.add(found[key])
    return found


def alone(key: str, prefix: int) -> IPv4Network:
    return allocate(POOL, UsedAddresses(), prefix, key)


@given(KEYS)
def test_ranges_never_overlap_and_lie_in_the_supernets(wanted: list[tuple[str, int]]) -> None:
    found = given_to(wanted)
    assert not any(a.overlaps(b) for a, b in combinations(found.values(), 2))
    assert all(any(block.subnet_of(supernet) for supernet in POOL) for block in found.values())
    assert all(found[key].prefixlen == prefix for key, prefix in wanted)


@given(KEYS)
def test_the_same_history_gives_the_same_ranges(wanted: list[tuple[str, int]]) -> None:
    assert given_to(wanted) == given_to(wanted)


@given(KEYS, some.randoms(use_true_random=False))
def test_order_matters_only_where_two_want_the_same_place(wanted: list[tuple[str, int]], random: object) -> None:
    shuffled = list(wanted)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = given_to(wanted), given_to(shuffled)
    wishes = {key: alone(key, prefix) for key, prefix in wanted}
    if not any(a.overlaps(b) for a, b in combinations(wishes.values(), 2)):
        assert first == second == wishes


@given(KEYS, some.lists(some.integers(0, 319), max_size=40))
def test_what_is_taken_is_never_given(wanted: list[tuple[str, int]], blocked: list[int]) -> None:
    slots = [IPv4Network((int(POOL[0].network_address) + 256 * slot, 24)) for slot in blocked]
    found = given_to(wanted, UsedAddresses(slots))
    assert not any(block.overlaps(slot) for block in found.values() for slot in slots)


@given(some.lists(PLACES, max_size=40), PLACES)
def test_taken_answers_as_a_plain_search_would(ranges: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    def block(place: tuple[int, int]) -> IPv4Network:
        return IPv4Network((int(POOL[0].network_address) + 16 * place[0], place[1]), strict=False)

    blocks = [block(place) for place in ranges]
    assert UsedAddresses(blocks).overlaps(block(asked)) == any(block(asked).overlaps(each) for each in blocks)


@given(some.data())
def test_a_ledger_holds_what_was_given_and_not_withdrawn(data: some.DataObject) -> None:
    entries: list[Entry] = []
    held: dict[tuple[str, str], list[str]] = {("aws", "eu-west-2"): [], ("azure", "uksouth"): []}
    for number in each(range(data.draw(some.integers(1, 12)))):
        cloud, region = data.draw(some.sampled_from(sorted(held)))
        mine = held[cloud, region]
        if mine and data.draw(some.booleans()):
            gone = mine.pop(data.draw(some.integers(0, len(mine) - 1)))
            entries.append(Entry(withdrawn=gone, cloud=cloud, region=region, on=ON, because="given to two"))  # type: ignore[arg-type]
        else:
            mine.append(f"10.64.{number * 4}.0/22")
            entries.append(Entry(given=mine[-1], cloud=cloud, region=region, on=ON))  # type: ignore[arg-type]
        for place, ranges in each(held.items()):
            ledger = Ledger(entries=tuple(entries))
            assert [str(block) for block in ledger.ranges(*place)] == ranges
            assert ledger.range(*place) == (IPv4Network(ranges[0]) if ranges else None), "one that was given later replaces nothing"


@given(some.lists(some.tuples(some.sampled_from(["join", "mend", "clash"]), some.integers(0, 9)), max_size=8))
def test_ledger_files_only_grow(history: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = empty(Path(folder), bodies="10.64.0.0/17")
        for step, (what, number) in enumerate(history):
            before, estate = content(root / "ledger") if (root / "ledger").exists() else {}, load_estate(root)
            slugs = sorted(estate.organisations)
            if what == "join":
                joined(root, f"body-{step}")
            elif what == "mend" and slugs:
                mend(estate, slugs[number % len(slugs)], ON)
            elif what == "clash" and slugs:
                twin = content(root)[f"ledger/{slugs[number % len(slugs)]}.yaml"]
                join(estate, [body(f"body-{step}", f"Body {step}", "district-council", "aws", f"cloud@body-{step}.example", "+441632960000")], ON)
                (root / "ledger" / f"body-{step}.yaml").write_bytes(twin)
            after = content(root / "ledger") if (root / "ledger").exists() else {}
            assert all(after[name].startswith(text) for name, text in before.items())
        for slug in load_estate(root).organisations:
            mend(load_estate(root), slug, ON)
        assert problems(load_estate(root)) == []


def test_full_is_said_plainly(tmp_path: Path) -> None:
    root = empty(tmp_path, bodies="10.64.0.0/21")
    joined(root, "first", "second")
    before = content(root)
    message = r"no /22 is free: all 2 in 10\.64\.0\.0/21 are given out or reserved; add a supernet to estate/platform\.yaml"
    with pytest.raises(PoolExhausted, match=message):
        joined(root, "third")
    assert content(root) == before
    with pytest.raises(PoolExhausted, match=r"no supernet is large enough for a /20: the platform has 10\.64\.0\.0/21"):
        joined(root, "fourth", kind="department")


def test_a_withdrawn_range_is_never_given_again(tmp_path: Path) -> None:
    root = empty(tmp_path, bodies="10.64.0.0/20")
    estate = joined(root, "first")
    held = estate.ledgers["first"].range("aws", "eu-west-2")
    (root / "ledger" / "second.yaml").write_bytes((root / "ledger" / "first.yaml").read_bytes())
    (root / "organisations" / "second.yaml").write_text(
        (root / "organisations" / "first.yaml").read_text(encoding="utf-8").replace("first", "second"), encoding="utf-8"
    )
    mend(load_estate(root), "second", ON)
    mended = joined(root, "third", "fourth")
    assert held not in [mended.ledgers[slug].range("aws", "eu-west-2") for slug in ("second", "third", "fourth")]
    assert problems(mended) == []


def test_a_body_that_has_left_keeps_its_ledger(tmp_path: Path) -> None:
    root = empty(tmp_path, bodies="10.64.0.0/21")
    joined(root, "first")
    (root / "organisations" / "first.yaml").unlink()
    assert load_estate(root).ledgers["first"].range("aws", "eu-west-2")
    joined(root, "second")
    with pytest.raises(PoolExhausted):
        joined(root, "third")


def test_mending_keeps_comments_and_hand_made_indents(tmp_path: Path) -> None:
    root = empty(tmp_path)
    joined(root, "first")
    path = root / "ledger" / "first.yaml"
    path.write_text(
        "# ours\nentries:\n  # agreed with the county\n"
        '  - given: "10.9.0.0/22"   # outside\n    cloud: aws\n    region: eu-west-2\n    on: "2026-11-24"\n',
        encoding="utf-8",
    )
    before = path.read_text(encoding="utf-8")
    told = mend(load_estate(root), "first", "2026-12-01")
    assert len(told) == 1
    assert path.read_text(encoding="utf-8").startswith(before)
    assert problems(load_estate(root)) == []
    assert mend(load_estate(root), "first", "2026-12-01") == []


def test_a_missing_ledger_is_written_anew(tmp_path: Path) -> None:
    root = empty(tmp_path)
    first = joined(root, "first").ledgers["first"]
    (root / "ledger" / "first.yaml").unlink()
    assert [problem.hint for problem in problems(load_estate(root))] == ["'civic addresses mend first' gives it"]
    mend(load_estate(root), "first", ON)
    assert load_estate(root).ledgers["first"] == first


@pytest.mark.parametrize("on", ["2026-13-01", "tomorrow", ""])
def test_dates_are_real(tmp_path: Path, on: str) -> None:
    root = empty(tmp_path)
    joined(root, "first")
    (root / "ledger" / "first.yaml").unlink()
    before = content(root)
    with pytest.raises(Exception, match="a real date"):
        mend(load_estate(root), "first", on)
    with pytest.raises(Exception, match="a real date"):
        join(load_estate(root), [body("other", "Other", "unitary", "aws", "cloud@a.example", "+441632960000")], on)
    assert content(root) == before


def test_a_deployed_body_is_never_moved(tmp_path: Path) -> None:
    root = empty(tmp_path)
    joined(root, "alder", "birch")
    (root / "ledger" / "birch.yaml").write_bytes((root / "ledger" / "alder.yaml").read_bytes())
    (root / "published").mkdir()
    (root / "published" / "birch-aws-landing-zone.json").write_text("{}\n", encoding="utf-8")
    estate = load_estate(root)
    assert [(problem.file, problem.hint) for problem in problems(estate)] == [
        ("estate/ledger/alder.yaml", "'civic addresses mend alder' gives another range")
    ]
    with pytest.raises(InputError, match=r"birch is deployed on aws .* mend the other body instead"):
        mend(estate, "birch", ON)
    mend(estate, "alder", ON)
    assert problems(load_estate(root)) == []


def moved(root: Path, region: str) -> None:
    """Give the platform a second AWS region, and put the body ``alder`` into ``region``."""
    platform = (root / "platform.yaml").read_text(encoding="utf-8")
    place = '    eu-west-1:\n      zones: [eu-west-1a, eu-west-1b, eu-west-1c]\n      hub: "10.34.0.0/20"\n      bodies: ["10.192.0.0/12"]\n'
    if "eu-west-1:" not in platform:
        platform = platform.replace("  regions:\n    eu-west-2:", f"  regions:\n{place}    eu-west-2:", 1)
        (root / "platform.yaml").write_text(platform, encoding="utf-8")
    record = root / "organisations" / "alder.yaml"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("clouds:\n- aws\n", f"clouds:\n  aws:\n    region: {region}\n"), encoding="utf-8")


def test_a_range_of_another_size_is_told_and_mended(tmp_path: Path) -> None:
    root = empty(tmp_path)
    held = joined(root, "alder").ledgers["alder"].range("aws", "eu-west-2")
    record = root / "organisations" / "alder.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("district-council", "county-council"), encoding="utf-8")
    (problem,) = problems(load_estate(root))
    assert (problem.found, problem.allowed) == (f"{held} on aws in eu-west-2", "a /21, which the record asks for")
    assert "'civic addresses mend alder' gives a /21, or 'connection: {prefix: 22}'" in problem.hint
    mend(load_estate(root), "alder", ON)
    mended = load_estate(root)
    assert problems(mended) == []
    assert mended.ledgers["alder"].range("aws", "eu-west-2").prefixlen == 21  # type: ignore[union-attr]
    assert mended.ledgers["alder"].entries[1].because == "its size is not the /21 that the record asks for"


def test_a_deployed_range_keeps_its_size(tmp_path: Path) -> None:
    root = empty(tmp_path)
    joined(root, "alder")
    record = root / "organisations" / "alder.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("district-council", "county-council"), encoding="utf-8")
    (root / "published").mkdir()
    (root / "published" / "alder-aws-landing-zone.json").write_text("{}\n", encoding="utf-8")
    (problem,) = problems(load_estate(root))
    assert problem.hint == "'connection: {prefix: 22}' in estate/organisations/alder.yaml keeps it"
    with pytest.raises(InputError, match=r"never withdrawn; write 'connection: \{prefix: 22\}' in its record"):
        mend(load_estate(root), "alder", ON)
    record.write_text(record.read_text(encoding="utf-8") + "connection:\n  prefix: 22\n", encoding="utf-8")
    assert problems(load_estate(root)) == []


def test_a_move_withdraws_the_range_it_leaves_behind(tmp_path: Path) -> None:
    root = empty(tmp_path)
    held = joined(root, "alder").ledgers["alder"].range("aws", "eu-west-2")
    moved(root, "eu-west-1")
    missing, left = problems(load_estate(root))
    assert missing.found == "no range on aws in eu-west-1"
    assert (left.found, left.hint) == (f"{held} on aws in eu-west-2", "'civic addresses mend alder' withdraws it")
    told = mend(load_estate(root), "alder", ON)
    assert told[0] == f"alder: aws eu-west-2: {held} withdrawn"
    mended = load_estate(root)
    assert problems(mended) == []
    assert [entry.region for entry in mended.ledgers["alder"].held()] == ["eu-west-1"]


def test_a_deployed_body_does_not_move(tmp_path: Path) -> None:
    root = empty(tmp_path)
    joined(root, "alder")
    (root / "published").mkdir()
    (root / "published" / "alder-aws-landing-zone.json").write_text("{}\n", encoding="utf-8")
    moved(root, "eu-west-1")
    before = content(root)
    assert any("put eu-west-2 back" in problem.hint for problem in problems(load_estate(root)))
    with pytest.raises(InputError, match="put eu-west-2 back into the record"):
        mend(load_estate(root), "alder", ON)
    assert content(root) == before


def test_a_cloud_given_up_before_anything_was_deployed_gives_its_range_back(tmp_path: Path) -> None:
    root = empty(tmp_path)
    joined(root, "alder", cloud="both")
    record = root / "organisations" / "alder.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("- azure\n", ""), encoding="utf-8")
    assert [problem.hint for problem in problems(load_estate(root))] == ["'civic addresses mend alder' withdraws it"]
    mend(load_estate(root), "alder", ON)
    assert problems(load_estate(root)) == []
    # Deployed, it is in use until the landing zone is retired, whatever the record says.
    joined(root, "birch", cloud="both")
    (root / "published").mkdir()
    (root / "published" / "birch-azure-landing-zone.json").write_text("{}\n", encoding="utf-8")
    other = root / "organisations" / "birch.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("- azure\n", ""), encoding="utf-8")
    assert problems(load_estate(root)) == []
    assert mend(load_estate(root), "birch", ON) == []
