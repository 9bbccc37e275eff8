"""The project's own ``estate/``, while it is the example; and that tests need no example there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.records.schemas import MODELS, schema
from tests.civic.records.estates import content, empty, joined
from tests.own_estate import OWN_ESTATE, is_example, needs_the_example
from tests.planning import ESTATE, ROOT, environment_of_copy

RECORDS = ("platform.yaml", "applications", "ledger", "organisations")
KEPT = (*RECORDS, "directories")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".hypothesis", ".ruff_cache", "__pycache__", "build", "out")
SUBSET = (
    "tests/stacks/test_estate.py",
    "tests/test_docs.py",
    "tests/test_own_estate.py",
    "tests/civic/test_clock.py",
    "tests/civic/commands/test_doctor.py",
    "tests/civic/commands/test_evidence.py",
    "tests/civic/commands/test_front_door.py::test_a_rollout_of_records_elsewhere_deploys_those",
    "tests/civic/commands/test_store.py",
    "tests/civic/estate/test_estate.py",
)
TWICE = "tests/stacks/test_estate.py::test_the_order_of_planning_changes_no_byte"
"""Plans everything a second time, which shows nothing of this."""
INSIDE = "CIVIC_TEST_IN_COPY"


@needs_the_example
def test_it_is_sound() -> None:
    assert problems(load_estate(OWN_ESTATE)) == []


@needs_the_example
def test_the_tests_copy_is_the_same() -> None:
    """Edited together: whoever wants an estate of their own gives its platform a name and a code of its own, and nothing is compared."""
    own = {name: text for name, text in content(OWN_ESTATE).items() if name.startswith(KEPT)}
    copy = content(ESTATE)
    differing = sorted(name for name in own.keys() | copy.keys() if own.get(name) != copy.get(name))
    assert differing == [], "estate/ and tests/estate/ differ: copy what was meant, or give estate/platform.yaml a name and code of its own"


@needs_the_example
@pytest.mark.parametrize("name", MODELS)
def test_schemas_are_current(name: str) -> None:
    assert (OWN_ESTATE / "schemas" / f"{name}.json").read_text(encoding="utf-8") == schema(name), "run 'civic schema'"


@needs_the_example
def test_every_file_names_its_schema() -> None:
    paths = [OWN_ESTATE / "platform.yaml", *(path for folder in RECORDS[1:] for path in (OWN_ESTATE / folder).rglob("*.yaml"))]
    assert {path.relative_to(OWN_ESTATE).parts[0] for path in paths} == set(RECORDS)
    for path in paths:
        marker, _, reference = path.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")
        assert marker == "# yaml-language-server: "
        assert (path.parent / reference).resolve().is_relative_to(OWN_ESTATE / "schemas")
        assert (path.parent / reference).is_file()


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """The project with an estate of its own: another platform, and one body that is none of the example's."""
    project = tmp_path / "fork"
    shutil.copytree(ROOT, project, ignore=LEFT_OUT)
    shutil.rmtree(project / "estate")
    root = empty(project)
    text = (root / "platform.yaml").read_text(encoding="utf-8")
    for key, value in {"name": "Another Platform", "code": "abc", "as_of": '"2030-01-02"'}.items():
        text, changed = re.subn(rf"^{key}: .*$", f"{key}: {value}", text, flags=re.MULTILINE)
        assert changed == 1, key
    (root / "platform.yaml").write_text(text, encoding="utf-8")
    assert set(joined(root, "gullwick").organisations) == {"gullwick"}
    assert not is_example(root)
    return project


@pytest.mark.skipif(INSIDE in os.environ, reason="SKIPPED: this is the copy in which the others are run")
def test_a_fork_with_another_estate_passes(fork: Path) -> None:
    """What would fail where a test read the project's own estate; whatever is of the example alone is skipped aloud."""
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "--deselect", TWICE, *SUBSET]
    environment = environment_of_copy(**{INSIDE: "yes", "PYTHONPATH": str(fork)})
    ran = subprocess.run(command, cwd=fork, env=environment, capture_output=True, text=True, check=False, timeout=540)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr
    assert "estate/platform.yaml is not the example's" in ran.stdout
    assert re.search(r"\b\d{2,} passed", ran.stdout)
