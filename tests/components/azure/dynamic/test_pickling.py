"""Resources written in Python carry their code as an input. It says nothing of where the repository lies."""

import base64
import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import dill
import pytest
from pulumi.dynamic import ResourceProvider

from components.aws.dynamic.release_gate import ReleaseGateProvider
from components.aws.dynamic.task_run import TaskRunProvider
from components.aws.voice.origination import SipOriginationProvider
from components.azure.dynamic.activation import RoleActivationProvider
from components.azure.dynamic.job_run import JobRunProvider
from components.azure.dynamic.ownership import OwnershipGivenUpProvider
from components.azure.dynamic.registration import ProviderRegistrationProvider
from components.azure.dynamic.settings import SubscriptionSettingsProvider
from components.azure.dynamic.unknown_key import UnknownKeyProvider
from components.azure.dynamic.unknown_password import UnknownPasswordProvider
from components.azure.voice.routing import SipRoutingProvider
from tests.planning import ROOT, environment_of_copy

PARTS = ("civic", "components", "policies", "stacks", "Pulumi.yaml", "tests/estate")
STACKS = (
    "harbours-azure-landing-zone",
    "kingsmere-azure-applications",
    "kingsmere-azure-tenancy",
    "northshire-aws-applications",
    "tidewatch-azure-landing-zone",
    "westholm-aws-landing-zone",
)
"""Between them they have every resource written in Python."""
PROVIDERS = (
    JobRunProvider,
    OwnershipGivenUpProvider,
    ProviderRegistrationProvider,
    RoleActivationProvider,
    ReleaseGateProvider,
    SipOriginationProvider,
    SipRoutingProvider,
    SubscriptionSettingsProvider,
    TaskRunProvider,
    UnknownKeyProvider,
    UnknownPasswordProvider,
)

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
    assert {kind for kind, _ in here} == {provider.__name__ for provider in PROVIDERS}
    assert here == there
    for kind, text in here:
        assert str(tmp_path).encode() not in base64.b64decode(text), kind


@pytest.mark.parametrize("kind", PROVIDERS)
def test_it_is_whole_where_the_repository_is_not(kind: type[ResourceProvider]):
    """With all that it names and has from a class above, as the plugin's process loads it."""
    load = "import sys; sys.modules['components'] = None; import dill; print(type(dill.loads(sys.stdin.buffer.read())).__name__)"
    text = dill.dumps(kind(), protocol=pickle.DEFAULT_PROTOCOL, recurse=True)
    ran = subprocess.run([sys.executable, "-c", load], input=text, capture_output=True, check=False)
    assert ran.stdout.decode() == f"{kind.__name__}\n", ran.stderr.decode()


@pytest.mark.parametrize("name", ["create", "diff"])
def test_an_error_still_says_which_file(name: str):
    assert vars(JobRunProvider)[name].__code__.co_filename == "components/azure/dynamic/job_run.py"
