"""``civic doctor`` names what is missing and what to do, and changes nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.civic.records.estates import content, example
from tests.planning import ROOT

CIVIC = [sys.executable, "-m", "civic.cli", "doctor"]


def doctor(*words: object, **environment: str) -> tuple[int, dict[str, dict[str, str]]]:
    command = [*CIVIC, *map(str, words), "--format", "json"]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    return ran.returncode, {each["subject"]: each for each in json.loads(ran.stdout)}


def test_here_all_is_well() -> None:
    code, found = doctor()
    assert code == 0, found
    assert {"Python", "packages", "project", "estate", "CIVIC_TODAY", "records' folder", "working folder", "pulumi"} <= found.keys()
    assert found["estate"]["found"].startswith("7 bodies in ")


def test_a_person_reads_a_table() -> None:
    ran = subprocess.run(CIVIC, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[0].split() == ["what", "state", "found", "what", "to", "do"]


def test_a_long_path_does_not_turn_the_table_into_something_else(tmp_path: Path) -> None:
    far = tmp_path / ("a" * 120)
    far.mkdir()
    estate = example(far)
    ran = subprocess.run([*CIVIC, "--estate", str(estate)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines()[0].split() == ["what", "state", "found", "what", "to", "do"]
    assert str(estate) in ran.stdout


def test_without_the_pulumi_command_a_plan_is_still_possible() -> None:
    code, found = doctor(PATH="")
    assert (code, found["pulumi"]["state"]) == (0, "missing")
    assert "https://www.pulumi.com/docs/install/" in found["pulumi"]["cure"]


def test_what_would_stop_a_plan_is_wrong(tmp_path: Path) -> None:
    estate = example(tmp_path)
    (estate / "organisations" / "eastvale.yaml").write_text("[", encoding="utf-8")
    before = content(estate)
    code, found = doctor("--estate", estate, "--project", tmp_path, CIVIC_TODAY="garbage")
    assert code == 1
    assert {subject for subject, each in found.items() if each["state"] == "wrong"} == {"project", "estate", "CIVIC_TODAY"}
    assert "estate/organisations/eastvale.yaml" in found["estate"]["found"]
    assert content(estate) == before


def test_a_package_that_is_not_as_pinned_is_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("click==0.0.1\nno-such-package==1.0\n", encoding="utf-8")
    code, found = doctor("--project", tmp_path)
    assert code == 1
    assert "pinned 0.0.1" in found["packages"]["found"]
    assert "no-such-package not installed" in found["packages"]["found"]
