"""0 well, 1 findings, 2 bad input, 70 a programming error, which is told with the file and line that made it: in both engines."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from civic import cli
from civic.commands import exit_codes
from civic.rehearsal import rehearse
from tests.front_door import civic_in as civic
from tests.looping import each
from tests.planning import ESTATE, ROOT, own_estate, plans_of
from tests.rehearsing import needs_pulumi

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", "published", "docs", "tests", "benchmarks")
STACK = "platform-aws-foundation"
FAULTS = {
    "KeyError": 'print({"present": 1}["limit"])',
    "ValueError": 'raise ValueError("seven is no even number")',
    "LookupError": 'raise LookupError("nothing of that name")',
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project, to be spoilt."""
    made = tmp_path / "copy"
    shutil.copytree(ROOT, made, ignore=LEFT_OUT)
    own_estate(made)
    return made


def planted(project: Path, statement: str) -> str:
    """Put a statement before the first thing that the component ``Foundation`` does; gives its place as the frames name it."""
    (path,) = [path for path in (project / "components" / "aws").rglob("*.py") if "\nclass Foundation(" in path.read_text(encoding="utf-8")]
    before, heading, after = path.read_text(encoding="utf-8").partition("\nclass Foundation(")
    within, call, rest = after.partition("        super().__init__(")
    assert call
    path.write_text(f"{before}{heading}{within}        {statement}\n{call}{rest}", encoding="utf-8")
    line = f"{before}{heading}{within}".count("\n") + 1
    return f'{path.relative_to(project)}", line {line}'


@pytest.mark.parametrize("kind", FAULTS)
def test_a_programming_error_in_a_component_is_told_with_its_line_and_exits_70(copy: Path, kind: str) -> None:
    place = planted(copy, FAULTS[kind])
    ran = civic(copy, "plan", STACK)
    assert ran.returncode == exit_codes.PROGRAMMING_ERROR
    assert place in ran.stderr
    assert FAULTS[kind] in ran.stderr
    assert re.search(rf"^{kind}: ", ran.stderr, re.MULTILINE)
    assert "No findings" not in ran.stdout


def test_check_tells_it_too(copy: Path) -> None:
    place = planted(copy, FAULTS["KeyError"])
    ran = civic(copy, "check", STACK, "--format", "json")
    assert ran.returncode == exit_codes.PROGRAMMING_ERROR
    assert place.replace('"', '\\"') in ran.stdout


@needs_pulumi
def test_pulumis_own_engine_tells_it_with_its_line(copy: Path) -> None:
    place = planted(copy, FAULTS["KeyError"])
    plans = {name: json.loads(run.plan) for name, run in plans_of(None, STACK).items()}
    above, stack = rehearse(copy, {"platform-aws-bootstrap": (), STACK: ("platform-aws-bootstrap",)}, plans, estate=ESTATE)
    assert above.passed
    assert (stack.passed, stack.crashed) == (False, True)
    assert place in stack.faults[0]
    assert FAULTS["KeyError"] in stack.faults[0]
    assert "KeyError: 'limit'" in stack.faults[0]


@needs_pulumi
def test_a_rehearsal_of_a_broken_program_exits_70(copy: Path) -> None:
    path = copy / "stacks" / "foundation.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n\nFOUND = {}['limit']\n", encoding="utf-8")
    ran = civic(copy, "rehearse", STACK)
    assert ran.returncode == exit_codes.PROGRAMMING_ERROR
    assert 'stacks/foundation.py", line' in ran.stderr
    assert "KeyError: 'limit'" in ran.stderr


def test_what_a_record_asks_for_in_vain_is_one_line_and_no_traceback(copy: Path) -> None:
    ledger = copy / "estate" / "ledger" / "northshire.yaml"
    ledger.write_text("entries: []\n", encoding="utf-8")
    ran = civic(copy, "plan", "northshire-aws-landing-zone")
    assert ran.returncode == exit_codes.FINDINGS
    assert "estate/ledger/northshire.yaml gives nothing on aws: run 'civic addresses mend northshire'" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert ".py" not in ran.stderr


def test_a_programming_error_in_a_command_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_path: Path, *, tolerant: bool = False) -> int:
        return {"present": 1}["limit"]

    monkeypatch.setattr("civic.commands.stacks.estate_here", broken)
    monkeypatch.setattr(sys, "argv", ["civic", "stacks"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == exit_codes.PROGRAMMING_ERROR
    said = capsys.readouterr().err
    assert "KeyError: 'limit'" in said
    assert "test_exit_codes.py" in said


@pytest.mark.parametrize("text", [cli.__doc__ or "", (ROOT / "README.md").read_text(encoding="utf-8")], ids=["docstring", "README"])
def test_every_exit_code_is_documented(text: str) -> None:
    for code, meaning in each(exit_codes.MEANING.items()):
        assert re.search(rf"\b{code}\W+{re.escape(meaning.partition(':')[0])}", " ".join(text.split())), f"{code} {meaning}"
