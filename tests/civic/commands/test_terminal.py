"""On a terminal ``civic`` asks for what is missing, asks again after a bad answer, and shows how far it has come."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from policies import all_rules
from policies.frameworks import framework
from tests.civic.records.estates import content, example
from tests.looping import each
from tests.planning import ROOT

PATIENCE = 60.0
"""Seconds in which a question, or the end, must come."""
CONTROL_D = "\x04"


def on_terminal(*words: object, answers: Sequence[tuple[str, str]] = ()) -> tuple[int, str]:
    """Run ``civic`` on a terminal of its own, typing each answer once its question is there; exit code and everything shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "civic.cli", *map(str, words)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": os.environ.get("CIVIC_TEST_COLUMNS", "120")}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment, start_new_session=True) as process:
        os.close(theirs)
        try:
            shown, told = "", 0
            for question, answer in answers:
                while question not in shown[told:]:
                    more = _read(ours)
                    assert more, f"'{question}' was never asked; shown: {shown}"
                    shown += more
                told = shown.index(question, told) + len(question)
                os.write(ours, f"{answer}\n".encode())
            while more := _read(ours):
                shown += more
            return process.wait(PATIENCE), shown
        finally:
            process.kill()
            os.close(ours)


def _read(terminal: int) -> str:
    """What comes next; empty at the end."""
    ready, _, _ = select.select([terminal], [], [], PATIENCE)
    assert ready, f"nothing came for {PATIENCE:.0f} seconds"
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:  # Linux says so when the other side has closed
        return ""


def test_join_asks_for_what_is_missing_and_again_after_a_bad_answer(tmp_path: Path) -> None:
    estate = example(tmp_path)
    code, shown = on_terminal(
        "join", "--estate", estate, "--cloud", "both",
        answers=[
            ("Short name", "Alder"),
            ("Error: found 'Alder'; allowed: 2 to 40", "alder"),
            ("Full name", "Alder Council"),
            ("Kind", "county"),
            ("Error: 'county' is not one of 'district-council'", "unitary"),
            ("Role mailbox", "nobody"),
            ("Error: found 'nobody'; allowed: an address such as", "it@alder.example"),
            ("Telephone number", "0123"),
            ("Error: found '0123'; allowed: a number in E.164", "+441632960077"),
        ],
    )  # fmt: skip
    assert code == 0, shown
    assert "Cloud" not in shown
    loaded = load_estate(estate)
    record = loaded.organisations["alder"]
    assert (record.name, record.kind, record.clouds_taken) == ("Alder Council", "unitary", ("aws", "azure"))
    assert (record.contacts.owner, record.contacts.phone) == ("it@alder.example", "+441632960077")
    assert problems(loaded) == []


def test_who_stops_answering_has_joined_nobody(tmp_path: Path) -> None:
    estate = example(tmp_path)
    before = content(estate)
    code, shown = on_terminal("join", "alder", "--estate", estate, answers=[("Full name", CONTROL_D)])
    assert code == 130
    assert "stopped" in shown
    assert "Traceback" not in shown
    assert content(estate) == before


def test_a_plan_shows_how_far_it_has_come() -> None:
    code, shown = on_terminal("plan", "platform-aws-bootstrap")
    assert code == 0, shown
    assert "planning" in shown
    assert "1/1" in shown
    assert "planned and checked" in shown[shown.index("1/1") :]


def test_a_narrow_terminal_shows_every_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIC_TEST_COLUMNS", "40")
    for words, headings in {
        ("stacks",): ("layer", "stack", "reads"),
        ("numbers",): ("body", "numbers", "how many", "held from the regulator by", "since"),
        ("store",): ("name", "versions", "hosting", "clouds", "run by", "what it is"),
    }.items():
        code, shown = on_terminal(*words)
        assert code == 0, shown
        assert [heading for heading in headings if f"{heading}: " not in _plain(shown)] == []


def _plain(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_a_slug_that_is_taken_is_told_before_other_questions(tmp_path: Path) -> None:
    estate = example(tmp_path)
    code, shown = on_terminal(
        "join", "--estate", estate, "--cloud", "aws",
        answers=[("Short name", "eastvale"), ("'eastvale' has joined already", "alder"), ("Full name", CONTROL_D)],
    )  # fmt: skip
    assert code == 130, shown
    code, shown = on_terminal("join", "eastvale", "--estate", estate)
    assert code == 2
    assert "Full name" not in shown
    assert f"{estate}/organisations/eastvale.yaml: 'eastvale' has joined already" in shown


def test_the_slug_of_a_body_that_has_left_is_cited_with_a_file_that_is_there(tmp_path: Path) -> None:
    estate = example(tmp_path)
    (estate / "organisations" / "eastvale.yaml").unlink()
    code, shown = on_terminal("join", "eastvale", "--estate", estate)
    assert code == 2
    assert f"{estate}/ledger/eastvale.yaml: 'eastvale' was a body's that has left" in shown


def test_a_narrow_terminal_shows_rules_and_controls_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIC_TEST_COLUMNS", "40")
    rules = shown_plain("rules")
    for rule in each([rule for _, rule in all_rules()]):
        assert f"rule: {rule.id}\n" in rules
        assert f"severity: {rule.severity}\n" in rules
    controls = shown_plain("controls", "--framework", "cis-aws-v7.0")
    for control, said in each(framework("cis-aws-v7.0").controls.items()):
        assert f"control: {control}\n" in controls
        assert " ".join(f"title: {said.title}".split()) in " ".join(controls.split())


def shown_plain(*words: str) -> str:
    """What a command that ends well shows, without colours."""
    code, shown = on_terminal(*words)
    assert code == 0, shown
    return re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r", "")
