"""What every command shares: one clock, JSON for programs, near spellings, any terminal, and readers that leave early."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.civic.records.estates import content, example
from tests.front_door import civic_in
from tests.planning import ROOT

CIVIC = [sys.executable, "-m", "civic.cli"]
TABLES = (
    ("stacks",),
    ("rollout",),
    ("agreements",),
    ("numbers",),
    ("lines",),
    ("store",),
    ("store", "list"),
    ("plan", "platform-aws-bootstrap"),
    ("check", "platform-aws-bootstrap"),
)


def civic(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return civic_in(ROOT, *words, **environment)


def test_the_version_is_that_of_the_distribution() -> None:
    ran = civic("--version")
    assert (ran.returncode, ran.stdout.split()[0]) == (0, "civic")
    assert f'version = "{ran.stdout.split()[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_completion_is_told_and_works() -> None:
    assert "_CIVIC_COMPLETE=bash_source civic" in civic("--help").stdout
    assert "_CIVIC_COMPLETE=bash_source civic" in (ROOT / "README.md").read_text(encoding="utf-8")
    completed = subprocess.run(
        [Path(sys.executable).parent / "civic"],
        env={**os.environ, "_CIVIC_COMPLETE": "bash_complete", "COMP_WORDS": "civic rol", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.stdout.split() == ["plain,rollout"]


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_whatever_is_a_table_is_json_for_programs(words: tuple[str, ...]) -> None:
    ran = civic(*words, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)


@pytest.mark.parametrize(
    "command", [("stacks",), ("plan", "platform-aws-bootstrap"), ("lines",), ("join", "alder"), ("check", "--plans", "x"), ("rollout",)]
)
def test_a_day_that_is_none_is_refused_by_every_command(command: tuple[str, ...]) -> None:
    for wrong in ("garbage", "2026-02-30", "20261201"):
        ran = civic(*command, CIVIC_TODAY=wrong)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == f"civic: CIVIC_TODAY: found '{wrong}'; allowed: a real day as YYYY-MM-DD\n"


def test_one_clock_moves_lines_and_joining(tmp_path: Path) -> None:
    assert civic("lines", CIVIC_TODAY="2026-11-24").returncode == 0
    late = civic("lines", CIVIC_TODAY="2027-06-01")
    assert (late.returncode, "late" in late.stdout) == (1, True)
    estate = example(tmp_path)
    contacts = ("--owner", "it@alder.example", "--phone", "+441632960077")
    ran = civic("join", "alder", "--name", "Alder", "--kind", "unitary", "--cloud", "aws", *contacts, "--estate", estate, CIVIC_TODAY="2027-03-04")
    assert ran.returncode == 0, ran.stderr
    assert 'on: "2027-03-04"' in (estate / "ledger" / "alder.yaml").read_text(encoding="utf-8")


def test_one_clock_moves_what_waits_for_somebody() -> None:
    ran = civic("plan", "eastvale-aws-tenancy", CIVIC_TODAY="2027-06-01")
    assert "it went silent at the switch-off" in " ".join(ran.stdout.split())


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("stakcs",), "stacks"),
        (("plan", "Northshire"), "northshire"),
        (("plan", "northshire-aws-landing"), "northshire-aws-landing-zone"),
        (("addresses", "mend", "norhshire"), "northshire"),
        (("store", "add", "eastvale", "vikunya"), "vikunja"),
        (("store", "add", "eastvale", "vikunja@2.5"), "2.5.0"),
        (("join", "x", "--cloud", "azur"), "azure"),
        (
            ("join", "xy", "--name", "X", "--kind", "district", "--cloud", "aws", "--owner", "a@b.example", "--phone", "+441632960000"),
            "district-council",
        ),
        (("store", "add", "eastvale", "vikunja", "--cloud", "awz"), "aws"),
        (("publish", "northshire-aws-tenanci"), "northshire-aws-tenancy"),
        (("check", "--format", "jsn"), "json"),
    ],
)
def test_the_nearest_spelling_is_named(words: tuple[str, ...], hint: str) -> None:
    ran = civic(*words)
    assert ran.returncode == 2
    assert f"id you mean '{hint}'?" in ran.stderr, ran.stderr


def test_quiet_says_nothing_where_all_is_well() -> None:
    ran = civic("plan", "platform-aws-bootstrap", "--quiet")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert civic("check", "platform-aws-bootstrap", "-q").stdout == ""


def test_a_rollout_of_records_elsewhere_deploys_those(tmp_path: Path) -> None:
    estate = example(tmp_path)
    script = civic("rollout", "northshire", "--estate", estate).stdout
    assert f"export CIVIC_ESTATE={estate}" in script.splitlines()
    assert civic("rollout", "northshire", CIVIC_ESTATE=str(estate)).stdout == script
    here = civic("rollout", "--estate", ROOT / "estate")
    assert here.stdout.startswith("again='civic rollout'\n"), here.stderr
    assert "CIVIC_ESTATE" not in here.stdout
    published = subprocess.run(
        ["bash", "-c", f"export CIVIC_ESTATE={estate}; {sys.executable} -m civic.cli stacks --help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CIVIC_ESTATE" in published.stdout


def test_a_folder_on_the_command_line_outweighs_the_variable(tmp_path: Path) -> None:
    mine, other = example(tmp_path / "mine"), example(tmp_path / "other")
    before = content(other)
    for words in (("numbers", "--estate", mine, "give"), ("numbers", "give", "--estate", mine)):
        number = "+441632960901" if words[1] == "give" else "+441632960900"
        ran = civic(*words, "northshire", number, "--holder", "Northline Telecom", CIVIC_ESTATE=str(other))
        assert ran.returncode == 0, ran.stderr
        assert number in (mine / "ledger" / "northshire.yaml").read_text(encoding="utf-8")
    assert content(other) == before


def test_a_version_after_an_at_sign_is_taken(tmp_path: Path) -> None:
    estate = example(tmp_path)
    ran = civic("store", "add", "kingsmere", "gotenberg@8.37.0", "--estate", estate)
    assert ran.returncode in (0, 2)
    assert "no application 'gotenberg@8.37.0'" not in ran.stderr
    before = content(estate)
    twice = civic("store", "add", "kingsmere", "vikunja@2.5.0", "--version", "2.3.0", "--estate", estate)
    assert twice.returncode == 2
    assert "--version: found '2.3.0', where vikunja@2.5.0 says another" in twice.stderr
    assert content(estate) == before


@pytest.mark.parametrize("words", [("store", "show", "vikunja"), ("stacks",), ("agreements",), ("plan", "platform-aws-bootstrap")])
def test_an_ascii_terminal_loses_nothing_but_accents(words: tuple[str, ...]) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = subprocess.run([*CIVIC, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=200)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.isascii()
    assert ran.stdout.strip()


@pytest.mark.parametrize(("words", "code"), [(("rollout",), 0), (("stacks",), 0), (("store",), 0), (("lines", "--today", "2027-06-01"), 1)])
def test_a_reader_that_leaves_early_changes_no_exit_code(words: tuple[str, ...], code: int) -> None:
    script = f"{' '.join(CIVIC)} {' '.join(words)} | true; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (code, "")
