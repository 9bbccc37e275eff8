"""Telephone numbers: one body's and one holder's in all time, and the ledger keeps what it said."""

import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from civic.commands.numbers import give_command, lines_command, numbers_command, withdraw_command
from civic.errors import InputError
from civic.estate.analogue_lines import LineCounts, analogue_lines
from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.ledger import writing
from civic.ledger.locking import locked_estate
from civic.ledger.numbers import give_numbers, withdraw_numbers
from civic.records.phone_numbers import how_many
from civic.records.phone_numbers import span as span_of
from tests.civic.records.estates import ON, ROOT, empty, joined

HOLDER = "Northline Telecom"
FIRST = 441632960300
BODIES = ("northshire", "eastvale")
HOLDERS = (HOLDER, "Eastline")
STEPS = some.tuples(some.booleans(), some.sampled_from(BODIES), some.sampled_from(HOLDERS), some.integers(0, 20), some.integers(1, 8))


def written(first: int, count: int) -> str:
    return f"+{FIRST + first}" if count == 1 else f"+{FIRST + first}-+{FIRST + first + count - 1}"


@given(some.lists(STEPS, max_size=14))
def test_a_number_goes_back_to_its_body_and_holder_or_to_nobody(history: list[tuple[bool, str, str, int, int]]) -> None:
    """Over any history of giving and withdrawing ranges and parts of them; and what was written stays as it was."""
    owners: dict[int, tuple[str, str]] = {}
    held: set[int] = set()
    with TemporaryDirectory() as folder:
        root = joined(empty(Path(folder)), *BODIES).root
        for gives, slug, holder, first, count in history:
            path, span = root / "ledger" / f"{slug}.yaml", set(range(first, first + count))
            before, numbers = path.read_text(), written(first, count)
            if gives:
                allowed = not span & held and all(owners.get(number, (slug, holder)) == (slug, holder) for number in span)
                change = partial(give_numbers, load_estate(root), slug, numbers, holder, ON)
            else:
                allowed = span <= held and len({owners[number] for number in span}) == 1 and owners[first][0] == slug
                change = partial(withdraw_numbers, load_estate(root), slug, numbers, "the desk closed", ON)
            if not allowed:
                with pytest.raises(InputError):
                    change()
                assert path.read_text() == before
                continue
            change()
            owners |= dict.fromkeys(span, (slug, holder)) if gives else {}
            held = held | span if gives else held - span
            assert path.read_text().startswith(before)
        estate = load_estate(root)
        assert problems(estate) == []
    for slug in BODIES:
        ranges = [span_of(numbers) for numbers in estate.ledgers[slug].numbers_held()]
        assert {number - FIRST for each in ranges for number in range(each.first, each.last + 1)} == {n for n in held if owners[n][0] == slug}


def test_a_part_of_a_range_is_withdrawn_and_given_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = joined(empty(tmp_path), *BODIES).root
    give_command(root, "northshire", "+441632960100-+441632960199", HOLDER, ON)
    withdraw_command(root, "northshire", "+441632960140-+441632960149", "moved to mobiles", ON)
    held = ("+441632960100-+441632960139", "+441632960150-+441632960199")
    assert load_estate(root).ledgers["northshire"].numbers_held() == held
    for slug, holder, message in (
        ("eastvale", HOLDER, "northshire had +441632960100-+441632960199, and a number is never given to two"),
        ("northshire", "Eastline", f"found 'Eastline'; allowed: '{HOLDER}', who held +441632960145 for northshire before"),
    ):
        with pytest.raises(InputError, match=re.escape(message)):
            give_command(root, slug, "+441632960145", holder, ON)
    give_command(root, "northshire", "+441632960145", HOLDER, "2026-12-01")
    assert load_estate(root).ledgers["northshire"].numbers_held() == (*held, "+441632960145")
    capsys.readouterr()
    numbers_command(root, "table")
    shown = [line.split()[:3] for line in capsys.readouterr().out.splitlines()[1:]]
    assert shown == [["northshire", held[0], "40"], ["northshire", held[1], "50"], ["northshire", "+441632960145", "1"]]


def test_ten_at_once_keep_ten(tmp_path: Path) -> None:
    root = joined(empty(tmp_path), "northshire").root
    numbers = [f"+4416329601{number:02}" for number in range(10)]
    command = (sys.executable, "-m", "civic.cli", "numbers", "give", "northshire")
    given = [
        subprocess.Popen([*command, number, "--holder", HOLDER, "--estate", str(root)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for number in numbers
    ]
    said = [process.communicate(timeout=120)[0] for process in given]
    assert sorted(said) == [f"northshire: {number} given (1 number)\n" for number in numbers]
    assert sorted(load_estate(root).ledgers["northshire"].numbers_held()) == numbers
    assert [path.name for path in root.rglob(".*")] == []


def test_a_writer_that_waits_in_vain_says_so(tmp_path: Path) -> None:
    root = joined(empty(tmp_path), "northshire").root
    with locked_estate(root), pytest.raises(InputError, match="another civic command has been writing"), locked_estate(root, patience=0.1):
        pytest.fail("two writers at once")


def test_a_change_in_an_editor_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in an editor takes a lock: what is there is compared with what was read."""
    root = joined(empty(tmp_path), "northshire").root
    path = root / "ledger" / "northshire.yaml"
    validate = writing.validate

    def meanwhile(*given: Any) -> Any:
        path.write_text(path.read_text() + "# by hand\n")
        return validate(*given)

    monkeypatch.setattr(writing, "validate", meanwhile)
    with pytest.raises(InputError, match="somebody changed it meanwhile, and nothing was written; run this again"):
        give_numbers(load_estate(root), "northshire", "+441632960100", HOLDER, ON)
    assert path.read_text().endswith("# by hand\n")
    assert "numbers" not in path.read_text()


def test_a_test_tenancy_has_no_telephones(tmp_path: Path) -> None:
    root = joined(empty(tmp_path), "northshire").root
    record = root / "organisations" / "northshire.yaml"
    record.write_text(record.read_text() + "environments: [live, test]\n")
    with pytest.raises(InputError, match=r"'northshire\.test': a test tenancy has no telephones; give the numbers to 'northshire'"):
        give_numbers(load_estate(root), "northshire.test", "+441632960100", HOLDER, ON)


def test_two_branches_that_gave_the_same_numbers_are_found(tmp_path: Path) -> None:
    estate = joined(empty(tmp_path), "northshire", "eastvale")
    entry = 'numbers:\n- given: "{}"\n  holder: Northline Telecom\n  on: "2026-11-24"\n'
    for slug, numbers in (("northshire", "+441632960100-+441632960199"), ("eastvale", "+441632960150")):
        with (estate.root / "ledger" / f"{slug}.yaml").open("a", encoding="utf-8") as stream:
            stream.write(entry.format(numbers))
    found = [str(problem) for problem in problems(load_estate(estate.root)) if problem.found != "no seal"]
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
        withdraw_command(estate.root, "northshire", "+441632960100-+441632960200", "moved", ON)


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
    assert lines_command(estate.root, "2026-11-24", "table") == 1
    told = capsys.readouterr().out
    assert "6 lines still to move before 2027-01-31; 2 not decided, 2 late." in told


def test_no_line_is_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines_command(joined(empty(tmp_path), "northshire").root, "2026-11-24", "table") == 0
    assert "No body has analogue lines" in capsys.readouterr().out
