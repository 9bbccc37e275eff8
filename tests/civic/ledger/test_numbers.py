"""Telephone numbers: given once in all time, and the ledger keeps what it said."""

from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as some

from civic.commands.numbers import lines_command, withdraw_command
from civic.errors import InputError
from civic.estate.analogue_lines import LineCounts, analogue_lines
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger.numbers import give_numbers
from civic.records.phone_numbers import how_many
from tests.civic.records.estates import ON, empty, joined

HOLDER = "Northline Telecom"
FIRST = 441632960000
SPANS = some.tuples(some.sampled_from(["northshire", "eastvale"]), some.integers(0, 40), some.integers(1, 12), some.booleans())


def written(first: int, count: int) -> str:
    return f"+{FIRST + first}" if count == 1 else f"+{FIRST + first}-+{FIRST + first + count - 1}"


@given(some.lists(SPANS, max_size=12))
def test_no_number_is_ever_given_twice(history: list[tuple[str, int, int, bool]]) -> None:
    """Over any history of giving and withdrawing, ranges that were ever given never meet, and what was written stays as it was."""
    ever: list[range] = []
    with TemporaryDirectory() as folder:
        estate = joined(empty(Path(folder)), "northshire", "eastvale")
        for slug, first, count, leaves in history:
            path = estate.root / "ledger" / f"{slug}.yaml"
            before, span = path.read_text(), range(first, first + count)
            clashes = any(set(span) & set(other) for other in ever)
            if clashes:
                with pytest.raises(InputError, match="never given twice"):
                    give_numbers(load_estate(estate.root), slug, written(first, count), HOLDER, ON)
                assert path.read_text() == before
                continue
            give_numbers(load_estate(estate.root), slug, written(first, count), HOLDER, ON)
            ever.append(span)
            if leaves:
                withdraw_command(estate.root, slug, written(first, count), "the desk closed", ON)
            assert path.read_text().startswith(before)
        assert problems(load_estate(estate.root)) == []
    assert not any(set(a) & set(b) for a, b in combinations(ever, 2))


def test_two_branches_that_gave_the_same_numbers_are_found(tmp_path: Path) -> None:
    estate = joined(empty(tmp_path), "northshire", "eastvale")
    entry = 'numbers:\n- given: "{}"\n  holder: Northline Telecom\n  on: "2026-11-24"\n'
    for slug, numbers in (("northshire", "+441632960100-+441632960199"), ("eastvale", "+441632960150")):
        with (estate.root / "ledger" / f"{slug}.yaml").open("a", encoding="utf-8") as stream:
            stream.write(entry.format(numbers))
    found = [str(problem) for problem in problems(load_estate(estate.root))]
    assert found == ["estate/ledger/eastvale.yaml: numbers: found +441632960150, which northshire holds; allowed: numbers of its own"]


def test_comments_in_a_ledger_stay(tmp_path: Path) -> None:
    estate = joined(empty(tmp_path), "northshire")
    path = estate.root / "ledger" / "northshire.yaml"
    path.write_text(path.read_text() + "# asked for by the contact centre\nnumbers: []\n")
    give_numbers(load_estate(estate.root), "northshire", "+441632960100", HOLDER, ON)
    assert "# asked for by the contact centre" in path.read_text()
    assert load_estate(estate.root).ledgers["northshire"].numbers_held() == ("+441632960100",)


@pytest.mark.parametrize(("numbers", "message"), [("01632960100", "E.164"), ("+441632960199-+441632960100", "the smaller first")])
def test_what_is_no_number_is_refused_and_nothing_written(tmp_path: Path, numbers: str, message: str) -> None:
    estate = joined(empty(tmp_path), "northshire")
    before = (estate.root / "ledger" / "northshire.yaml").read_bytes()
    with pytest.raises(InputError, match=message):
        give_numbers(estate, "northshire", numbers, HOLDER, ON)
    assert (estate.root / "ledger" / "northshire.yaml").read_bytes() == before


def test_a_misspelt_body_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'northshire'"):
        give_numbers(joined(empty(tmp_path), "northshire"), "norhshire", "+441632960100", HOLDER, ON)


def test_only_what_is_held_can_be_withdrawn(tmp_path: Path) -> None:
    estate = joined(empty(tmp_path), "northshire")
    give_numbers(estate, "northshire", "+441632960100-+441632960199", HOLDER, ON)
    with pytest.raises(InputError, match=r"did you mean '\+441632960100-\+441632960199'"):
        withdraw_command(estate.root, "northshire", "+441632960100-+441632960198", "moved", ON)


def test_how_many_numbers_a_range_has() -> None:
    assert [how_many(numbers) for numbers in ("+441632960100", "+441632960100-+441632960199")] == [1, 100]


LINES = """\
analogue_lines:
  - line: "+441632960010"
    serves: lift alarm, County Hall
    move_by: "2026-11-01"
  - line: "+441632960011-+441632960014"
    serves: door entry of the depot
    move_by: "2026-12-15"
    to: mobile gateway
  - line: "+441632960015"
    serves: weir telemetry
    move_by: "2027-02-28"
"""


def test_analogue_lines_are_counted_and_late_ones_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    estate = joined(empty(tmp_path), "northshire", "eastvale")
    with (estate.root / "organisations" / "northshire.yaml").open("a", encoding="utf-8") as stream:
        stream.write(LINES)
    # One has missed its day, and one is to move after the network is off.
    assert analogue_lines(load_estate(estate.root), "2026-11-24") == {"northshire": LineCounts(6, 2, 2)}
    assert lines_command(estate.root, "2026-11-24") == 1
    told = capsys.readouterr().out
    assert "6 lines still to move before 2027-01-31; 2 not decided, 2 late." in told


def test_no_line_is_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines_command(joined(empty(tmp_path), "northshire").root, "2026-11-24") == 0
    assert "No body has analogue lines" in capsys.readouterr().out
