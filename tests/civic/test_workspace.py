"""A fork's own packages are the ones used, wherever the command stands and whatever is installed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from civic.workspace import PACKAGES, find_project
from tests.planning import ROOT

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import policies
assert policies.WHOSE == "installed"
from civic.workspace import enter_project
from pathlib import Path
enter_project(Path(sys.argv[2]))
import policies
print(policies.WHOSE)
"""

ALONE = """
import sys
from pathlib import Path
sys.path[:] = [sys.argv.pop(1), *(entry for entry in sys.path if not (Path(entry) / "policies").is_dir())]
from civic.cli import main
main()
"""
"""The command without any clone on the path."""


def _package(folder: Path, whose: str) -> Path:
    for name in PACKAGES:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(f"WHOSE = '{whose}'\n")
    (folder / "Pulumi.yaml").write_text("name: civic-cloud\n")
    return folder


def test_an_installed_copy_never_shadows_the_forks_own(tmp_path: Path) -> None:
    installed, fork = _package(tmp_path / "site", "installed"), _package(tmp_path / "fork", "fork")
    ran = subprocess.run([sys.executable, "-c", PROGRAM, str(installed), str(fork)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "fork"


def test_the_project_is_the_nearest_folder_above(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: civic-cloud\n")
    inner = tmp_path / "estate" / "organisations"
    inner.mkdir(parents=True)
    assert find_project(inner) == tmp_path.resolve()
    assert find_project(tmp_path) == tmp_path.resolve()


def test_where_there_is_no_project_the_folder_itself_is_named(tmp_path: Path) -> None:
    assert find_project(tmp_path) == tmp_path.resolve()


@pytest.mark.parametrize("name", ["policies", "stacks"])
def test_the_rules_are_the_clones_own_where_the_command_stands_in_somebody_elses_project(tmp_path: Path, name: str) -> None:
    """An auditor exports a stack and checks it where it lies; other Pulumi projects have folders of these names too."""
    theirs = _package(tmp_path / "theirs", "theirs")
    shutil.rmtree(theirs / "components")
    (theirs / "state.json").write_text(json.dumps({"version": 3, "deployment": {"resources": []}}))
    for folder, words in [
        (tmp_path, ["rules"]),
        (tmp_path / "theirs", ["check", "--state", "state.json"]),
        (tmp_path / "theirs" / name, ["controls"]),
    ]:
        ran = subprocess.run([sys.executable, "-m", "civic.cli", *words], cwd=folder, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, ""), folder


def test_where_there_are_no_rules_at_all_it_is_one_message(tmp_path: Path) -> None:
    """``civic`` from a wheel, used in a folder of no clone."""
    shutil.copytree(ROOT / "civic", tmp_path / "site" / "civic", ignore=shutil.ignore_patterns("__pycache__"))
    ran = subprocess.run([sys.executable, "-c", ALONE, str(tmp_path / "site"), "rules"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"civic: {tmp_path}: found no clone of Civic Cloud here or above; allowed: a folder of a clone or fork\n"
