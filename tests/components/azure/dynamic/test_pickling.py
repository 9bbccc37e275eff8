"""Resources written in Python carry their code as an input. It says nothing of where the repository lies."""

import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.planning import ROOT, environment_of_copy

PARTS = ("civic", "components", "policies", "stacks", "Pulumi.yaml", "tests/estate")
STACKS = ("harbours-azure-landing-zone", "kingsmere-azure-applications", "tidewatch-azure-landing-zone", "westholm-aws-landing-zone")
"""Between them they have every resource written in Python."""
KINDS = {
    "JobRunProvider",
    "ProviderRegistrationProvider",
    "SipOriginationProvider",
    "SipRoutingProvider",
    "SubscriptionSettingsProvider",
    "UnknownKeyProvider",
    "UnknownPasswordProvider",
}

SCRIPT = """
import json, sys
from pathlib import Path
from pulumi.dynamic import dynamic

serialize, pickled = dynamic.serialize_provider, []

def recording(provider):
    pickled.append([type(provider).__name__, serialize(provider)])
    return pickled[-1][1]

dynamic.serialize_provider = recording
from tests.planning import plans_of

for name, run in plans_of(None, *sys.argv[1:]).items():
    if run.error:
        raise SystemExit(f"{name}: {run.error}")
import components
print(json.dumps([components.__file__, pickled]))
"""


def copied(to: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, to / part, ignore=ignore)
        else:
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / part, to / part)
    for module in ("__init__.py", "planning.py"):
        shutil.copy(ROOT / "tests" / module, to / "tests" / module)
    return to


def _started(folder: Path) -> subprocess.Popen[str]:
    # First on the path, before whatever checkout is installed beside this Python.
    environment = environment_of_copy(PYTHONPATH=str(folder))
    command = [sys.executable, "-c", SCRIPT, *STACKS]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_same_code_in_two_folders_gives_the_same_bytes(tmp_path: Path):
    folders = copied(tmp_path / "here"), copied(tmp_path / "some" / "other place")
    running = [_started(folder) for folder in folders]
    pickled: list[list[tuple[str, str]]] = []
    for process, folder in zip(running, folders, strict=True):
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
        code, texts = json.loads(out)
        assert Path(code).is_relative_to(folder)
        pickled.append(texts)
    here, there = pickled
    assert {kind for kind, _ in here} == KINDS
    assert here == there
    for kind, text in here:
        assert str(tmp_path).encode() not in base64.b64decode(text), kind


@pytest.mark.parametrize("name", ["create", "diff"])
def test_an_error_still_says_which_file(name: str):
    from components.azure.dynamic.job_run import JobRunProvider

    assert vars(JobRunProvider)[name].__code__.co_filename == "components/azure/dynamic/job_run.py"
