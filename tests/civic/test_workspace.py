"""A fork's own packages are the ones used, wherever the command stands and whatever is installed."""

import subprocess
import sys
from pathlib import Path

from civic.workspace import find_project

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


def _package(folder: Path, whose: str) -> Path:
    (folder / "policies").mkdir(parents=True)
    (folder / "policies" / "__init__.py").write_text(f"WHOSE = '{whose}'\n")
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
