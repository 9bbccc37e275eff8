"""Every row of the benchmark runs on a tiny estate, and says so where it cannot. Nothing here looks at how long it took."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import __main__ as program
from benchmarks import access, checking, preview, report, synthesis
from benchmarks.estates import fictional_register
from benchmarks.measuring import CommandFailed
from benchmarks.result import Result, Row
from civic.estate.loading import load_estate
from tests.planning import ESTATE, example_estate


def ran(tmp_path: Path, *rows: str, register: Path | None = None) -> dict[str, dict]:
    """Results by row, as JSON."""
    out = tmp_path / "out.json"
    words = [*rows, "--bodies", "2", "--repeats", "1", "--out", str(out), "--register", str(register or fictional_register(tmp_path, 3))]
    result = CliRunner().invoke(program.benchmarks, words)
    assert result.exit_code in (0, 1), result.output
    return json.loads(out.read_text())["rows"]


def test_one_organisation(tmp_path: Path):
    row = ran(tmp_path, "organisation")["organisation"]
    assert row["numbers"]["seconds"] > 0
    assert row["numbers"]["peak_bytes"] > 2**20


def test_councils_are_joined_and_planned(tmp_path: Path):
    rows = ran(tmp_path, "councils", "growth")
    # The platform's four stacks on each cloud, and four for each body on each cloud that its name gives it: one, or both.
    assert rows["councils"]["numbers"]["stacks"] in (8 + 2 * 4, 8 + 3 * 4, 8 + 4 * 4)
    assert rows["growth"]["numbers"]["bodies_large"] == 2
    assert rows["growth"]["numbers"]["bodies_small"] == 1


def test_the_mocks_run_the_same_program(tmp_path: Path):
    numbers = ran(tmp_path, "mocks")["mocks"]["numbers"]
    assert numbers["aws_stacks"] == 11
    assert numbers["aws_resources"] > 500


def test_rows_that_cannot_be_measured_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for module in (preview, checking):
        monkeypatch.setattr(module, "find_pulumi", lambda: None)
    monkeypatch.setattr(synthesis.shutil, "which", lambda _name: None)
    rows = ran(tmp_path, "councils", "preview", "checking", "cdk", register=tmp_path / "nowhere.csv")
    assert rows["councils"]["skipped"] == f"there is no register at {tmp_path / 'nowhere.csv'}; --register names one"
    assert rows["preview"]["skipped"] == rows["checking"]["skipped"] == "the pulumi CLI is not on the PATH"
    assert rows["cdk"]["skipped"] == "the CDK needs node, which is not on the PATH"


@pytest.mark.skipif(checking.find_pulumi() is None, reason="SKIPPED ALOUD: the pulumi CLI is not on the PATH")
def test_rows_with_the_real_engine(tmp_path: Path):
    rows = ran(tmp_path, "preview", "checking")
    assert rows["preview"]["numbers"]["stacks"] == 1
    assert rows["checking"]["numbers"]["resources"] > 1000


ROW = Row("one", "a thing", "at most 1", lambda settings: RESULT)
RESULT = Result("a thing", "2 s", "at most 1", met=False, ratio=2.0, included="All of it.")


def test_the_page_is_renewed_between_its_markers_alone(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.START}\nold\n{report.END}\nafter\n")
    report.write(page, [(ROW, RESULT), (Row("two", "another", "none", ROW.measure), "no tool")])
    text = page.read_text()
    assert text.startswith(f"before\n{report.START}\n")
    assert text.endswith(f"{report.END}\nafter\n")
    assert "old" not in text
    assert "| one | a thing | 2 s | at most 1 | **missed** | 2.00 |" in text
    assert "| two | another | not measured: no tool | none | skipped | |" in text
    assert "- **one**: All of it." in text


def test_a_page_without_markers_is_left_alone(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("nothing to renew\n")
    with pytest.raises(ValueError, match="the page needs a line"):
        report.write(page, [(ROW, RESULT)])
    assert page.read_text() == "nothing to renew\n"


def test_a_missed_aim_is_an_exit_code(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(program.ROWS, "organisation", ROW)
    missed = CliRunner().invoke(program.benchmarks, ["organisation"])
    assert (missed.exit_code, "missed" in missed.output) == (1, True)


def test_the_page_says_what_was_missed_and_why(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"{report.START}\n{report.END}\n")
    report.write(page, [(ROW, replace(RESULT, why="The machine was busy."))])
    assert "Aims missed in this run:\n\n- **one**: 2 s; the aim is at most 1. The machine was busy.\n" in page.read_text()
    report.write(page, [(ROW, replace(RESULT, met=True, why="The machine was busy."))])
    assert "missed" not in page.read_text()


def test_a_row_that_fails_does_not_take_the_others_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def fails(_settings: object) -> Result:
        raise CommandFailed("civic plan ended with 1:\nfindings")

    monkeypatch.setattr(program, "ROWS", {"bad": Row("bad", "a thing", "none", fails), "one": ROW})
    result = CliRunner().invoke(program.benchmarks, ["--out", str(tmp_path / "out.json")])
    assert result.exit_code == 2
    rows = json.loads((tmp_path / "out.json").read_text())["rows"]
    assert rows["bad"] == {"failed": "civic plan ended with 1:"}
    assert rows["one"]["measured"] == "2 s"


def test_asking_is_timed_by_the_clock_and_by_processors(tmp_path: Path):
    """Of the example's plans, since a register's take minutes."""
    plans = tmp_path / "plans"
    plans.mkdir()
    for stack, run in example_estate().items():
        (plans / f"{stack}.json").write_text(run.plan)
    numbers = access.timed(plans, load_estate(ESTATE))
    assert numbers["stacks"] == len(example_estate())
    assert numbers["calls"] > numbers["resources"] > 1000
    assert (numbers["refused"], numbers["wrong"]) == (0, 0)
    assert all(numbers[name] > 0 for name in ("seconds", "cpu", "judging_cpu", "paths_cpu"))
