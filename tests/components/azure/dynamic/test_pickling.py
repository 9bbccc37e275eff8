"""Resources written in Python carry their code as an input. It says nothing of where the repository lies."""

import base64
import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import dill
import pytest
from pulumi.dynamic import ResourceProvider, dynamic

import components
from components.aws.dynamic.release_gate import ReleaseGateProvider
from components.aws.dynamic.task_run import TaskRunProvider
from components.aws.voice.origination import SipOriginationProvider
from components.azure.dynamic.activation import RoleActivationProvider
from components.azure.dynamic.approval import EndpointApprovalProvider
from components.azure.dynamic.job_run import JobRunProvider
from components.azure.dynamic.ownership import OwnershipGivenUpProvider
from components.azure.dynamic.registration import ProviderRegistrationProvider
from components.azure.dynamic.settings import SubscriptionSettingsProvider
from components.azure.dynamic.unknown_key import UnknownKeyProvider
from components.azure.dynamic.unknown_password import UnknownPasswordProvider
from components.azure.voice.routing import SipRoutingProvider
from tests.looping import each
from tests.planning import ROOT, environment_of_copy, plans_of

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
    EndpointApprovalProvider,
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


def pickled(stacks: Sequence[str]) -> list[list[str]]:
    """Kind and text of every provider that planning the stacks serialises."""
    serialize, texts = dynamic.serialize_provider, []

    def recording(provider: ResourceProvider) -> str:
        texts.append([type(provider).__name__, serialize(provider)])
        return texts[-1][1]

    with mock.patch.object(dynamic, "serialize_provider", recording):
        errors = [f"{name}: {run.error}" for name, run in plans_of(None, *stacks).items() if run.error]
    assert errors == []
    return texts


def as_a_program(stacks: Sequence[str]) -> None:
    """Prints where the code lies and what was serialised, for the test that runs this file in another folder."""
    print(json.dumps([components.__file__, pickled(stacks)]))


def copied(to: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, to / part, ignore=ignore)
        else:
            to.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / part, to / part)
    for module in ("__init__.py", "looping.py", "planning.py"):
        shutil.copy(ROOT / "tests" / module, to / "tests" / module)
    shutil.copy(__file__, to / "pickling.py")
    return to


def test_the_same_code_in_two_folders_gives_the_same_bytes(tmp_path: Path):
    folder = copied(tmp_path / "some" / "other place")
    # First on the path, before whatever checkout is installed beside this Python.
    environment = environment_of_copy(PYTHONPATH=str(folder))
    command = [sys.executable, "-c", "import sys, pickling; pickling.as_a_program(sys.argv[1:])", *STACKS]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as elsewhere:
        here = pickled(STACKS)
        out, err = elsewhere.communicate(timeout=300)
    assert elsewhere.returncode == 0, err
    code, there = json.loads(out)
    assert Path(code).is_relative_to(folder)
    assert {kind for kind, _ in here} == {provider.__name__ for provider in PROVIDERS}
    assert here == there
    for kind, text in each(here):
        assert not any(str(place).encode() in base64.b64decode(text) for place in (ROOT, folder)), kind


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
