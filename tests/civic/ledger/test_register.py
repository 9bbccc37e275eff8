"""The real register of UK councils: all 382 join, and nothing overlaps."""

import csv
import time
from collections import Counter
from ipaddress import IPv4Network
from itertools import pairwise
from pathlib import Path

import pytest

from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger.joining import join
from civic.ledger.registers import from_register
from civic.records.errors import RecordError
from civic.records.kinds import KINDS
from tests.civic.records.estates import ON, SHARED, content, empty, example

CONTACTS = ("cloud@{slug}.example", "+441632960000")
REGISTER = SHARED / "data" / "uk_local_authorities.csv"
real = pytest.mark.skipif(not REGISTER.is_file(), reason=f"the register of councils is not here: {REGISTER}")


@real
def test_every_principal_council_joins_on_both_clouds(tmp_path: Path) -> None:
    root = empty(tmp_path)
    before = content(root)
    paths = join(load_estate(root), from_register(REGISTER, "both", *CONTACTS), ON)
    assert len(paths) == len(set(paths)) == 2 * 382
    assert {name: text for name, text in content(root).items() if name in before} == before
    started = time.perf_counter()
    estate = load_estate(root)
    assert time.perf_counter() - started < 10, "the aim is 2.5 seconds; ten leaves room for a busy machine"
    assert len(estate.organisations) == 382
    assert problems(estate) == []
    ranges = sorted(IPv4Network(entry.given) for ledger in estate.ledgers.values() for entry in ledger.held() if entry.given)
    assert len(ranges) == 2 * 382
    assert not any(a.overlaps(b) for a, b in pairwise(ranges))


@real
def test_each_gets_the_size_of_its_kind(tmp_path: Path) -> None:
    root = empty(tmp_path)
    join(load_estate(root), from_register(REGISTER, "aws", *CONTACTS), ON)
    estate = load_estate(root)
    assert all(
        held.prefixlen == KINDS[record.kind].prefix
        for slug, record in estate.organisations.items()
        for held in [estate.ledgers[slug].range("aws", "eu-west-2")]
        if held
    )
    assert Counter(record.kind for record in estate.organisations.values())["district-council"] == 164


@real
def test_councils_join_the_example_estate_beside_those_who_are_there(tmp_path: Path) -> None:
    root = example(tmp_path)
    before = content(root)
    join(load_estate(root), from_register(REGISTER, "azure", *CONTACTS), ON)
    estate = load_estate(root)
    assert problems(estate) == []
    assert {name: content(root)[name] for name in before} == before


@real
def test_order_moves_few(tmp_path: Path) -> None:
    bodies = from_register(REGISTER, "aws", *CONTACTS)
    ledgers = []
    for name, order in (("forward", bodies), ("backward", bodies[::-1])):
        root = empty(tmp_path / name)
        join(load_estate(root), order, ON)
        ledgers.append(content(root / "ledger"))
    moved = sum(ledgers[0][name] != ledgers[1][name] for name in ledgers[0])
    assert moved < 382 * 0.25, f"{moved} of 382 ranges depend on who joined first"


def _register(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


ROW = {"slug": "alder", "name": "Alder Council", "type": "district council", "principal": "yes"}


@pytest.mark.parametrize(
    ("last", "message"),
    [
        ({"type": "distrct council"}, r"register\.csv:3: type: found 'distrct council'; allowed: .*; did you mean 'district council'\?"),
        ({"slug": "Birch"}, "slug: found 'Birch'; allowed: 2 to 40"),
        (
            {"slug": "alder", "name": "Another"},
            r"register\.csv:3: slug: found 'alder' a second time, after \S+register\.csv:2; allowed: each body once",
        ),
        ({"name": "alder COUNCIL"}, r"register\.csv:3: name: found 'alder COUNCIL' a second time, after \S+register\.csv:2"),
    ],
)
def test_one_bad_row_and_nothing_is_written(tmp_path: Path, last: dict[str, str], message: str) -> None:
    root = empty(tmp_path)
    before = content(root)
    register = _register(tmp_path / "register.csv", [ROW, {**ROW, "slug": "birch", "name": "Birch Council", **last}])
    with pytest.raises(InputError, match=message):
        join(load_estate(root), from_register(register, "aws", *CONTACTS), ON)
    assert content(root) == before


def test_a_bad_name_in_a_register_writes_nothing(tmp_path: Path) -> None:
    root = empty(tmp_path)
    register = _register(tmp_path / "register.csv", [ROW, {**ROW, "slug": "birch", "name": " "}])
    before = content(root)
    with pytest.raises(RecordError, match="name of 1 to 100"):
        join(load_estate(root), from_register(register, "aws", *CONTACTS), ON)
    assert content(root) == before


def test_a_file_that_is_no_register(tmp_path: Path) -> None:
    register = _register(tmp_path / "register.csv", [{"slug": "alder", "name": "Alder"}])
    with pytest.raises(InputError, match=r"register\.csv:1: no column principal, type; a register has slug, name, type and principal"):
        from_register(register, "aws", *CONTACTS)


def test_a_registers_own_contacts_come_before_those_for_all(tmp_path: Path) -> None:
    own = {**ROW, "owner": "it@alder.example", "phone": "+441632960099"}
    register = _register(tmp_path / "register.csv", [own, {**own, "slug": "birch", "name": "Birch Council", "owner": "", "phone": ""}])
    assert [made["contacts"] for made in from_register(register, "aws", *CONTACTS)] == [
        {"owner": "it@alder.example", "phone": "+441632960099"},
        {"owner": "cloud@birch.example", "phone": "+441632960000"},
    ]


@pytest.mark.parametrize(("given", "missing"), [(("", "+441632960000"), "owner"), (("cloud@{slug}.example", ""), "phone")])
def test_nobodys_contacts_are_made_up(tmp_path: Path, given: tuple[str, str], missing: str) -> None:
    register = _register(tmp_path / "register.csv", [ROW])
    with pytest.raises(InputError, match=rf"register\.csv:2: {missing}: found nothing; allowed: .* in the column '{missing}', or --{missing}"):
        from_register(register, "aws", *given)


EXCEL = {
    "CSV UTF-8": (",", "utf-8-sig"),
    "CSV UTF-8 on a continental machine": (";", "utf-8-sig"),
    "CSV": (",", "cp1252"),
    "CSV on a continental machine": (";", "cp1252"),
    "text with tabs": ("\t", "utf-8"),
}


@pytest.mark.parametrize("form", EXCEL)
def test_what_spreadsheets_write_is_read(tmp_path: Path, form: str) -> None:
    separator, encoding = EXCEL[form]
    register = tmp_path / "register.csv"
    lines = ["slug,name,type,principal", "alder,Cyngor Môn – Alder,district council,yes", "birch,Birch,,no", ""]
    register.write_bytes("\r\n".join(lines).replace(",", separator).encode(encoding))
    assert [(each["slug"], each["name"]) for each in from_register(register, "aws", *CONTACTS)] == [("alder", "Cyngor Môn – Alder")]


HEAD = "slug,name,type,principal\n"
BROKEN = {
    "more fields than columns": (
        f"{HEAD}alder,Alder, of the vale,district council,yes\n",
        r":2: found 5 fields; allowed: 4, as the first line has columns",
    ),
    "fewer": (f"{HEAD}alder,Alder\nbirch,,district council,yes\n", "name: found ''; allowed: a name of 1 to 100"),
    "a quote not closed": (
        f'{HEAD}alder,"Alder,district council,yes\n' + "birch,Birch,district council,yes\n" * 9000,
        r"malformed CSV \(field larger",
    ),
    "a long field": (f"{HEAD}alder,{'A' * 5000},district council,yes\n", ":2: 'name': found a field of more than 1,024 characters"),
    "text after a quote": (f'{HEAD}"alder"x,Alder,district council,yes\n', ":2: malformed CSV"),
    "nothing": ("", ":1: no column name, principal, slug, type"),
    "UTF-16": (HEAD.encode("utf-16").decode("latin-1"), "found zero bytes, as UTF-16 has; allowed: a register as CSV; save it as 'CSV UTF-8'"),
    "too large": ("#" * ((1 << 24) + 1), "found 16,777,217 bytes; allowed: at most 16,777,216 bytes"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_register_is_told_by_its_line(tmp_path: Path, case: str) -> None:
    text, message = BROKEN[case]
    register = tmp_path / "register.csv"
    register.write_bytes(text.encode("latin-1"))
    root = empty(tmp_path)
    with pytest.raises(InputError, match=message):
        join(load_estate(root), from_register(register, "aws", *CONTACTS), ON)
