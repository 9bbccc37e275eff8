"""A clone that never saw ``make``, used with the pulumi command alone, as its README and docs/engines.md tell."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from civic.rehearsal import environment
from civic.rehearsal.engine import complaint
from civic.simulator.serve import served
from tests.planning import ESTATE, ROOT
from tests.rehearsing import needs_pulumi, needs_time

Pulumi = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = [needs_pulumi, needs_time, pytest.mark.skipif(not (ROOT / ".git").exists(), reason="SKIPPED ALOUD: not a git checkout")]


@pytest.fixture(scope="module")
def pulumi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulumi]:
    """The CLI in a fresh clone of what is committed, installed by the CLI itself, against the simulated clouds."""
    scratch = tmp_path_factory.mktemp("bare")
    clone, store = scratch / "clone", scratch / "store"
    store.mkdir()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    with served() as providers:
        surroundings = environment(store, scratch / "home", providers)
        for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"):
            surroundings.pop(name, None)
        surroundings["CIVIC_ESTATE"] = str(clone / ESTATE.relative_to(ROOT))
        surroundings["PATH"] = _path_without_our_environment()

        def run(*words: str) -> subprocess.CompletedProcess[str]:
            command = ["pulumi", *words, "--non-interactive"] if words[0] != "install" else ["pulumi", *words]
            return subprocess.run(command, cwd=clone, env=surroundings, capture_output=True, text=True, timeout=900, check=False)

        # The providers are simulated, so their plugins are not fetched.
        installed = run("install", "--no-plugins")
        assert installed.returncode == 0, installed.stdout + installed.stderr
        assert (clone / ".venv").is_dir()
        yield run
    shutil.rmtree(scratch, ignore_errors=True)


def _path_without_our_environment() -> str:
    return os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if not Path(part).is_relative_to(ROOT))


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_a_first_stack_previews(pulumi: Pulumi, cloud: str):
    stack = f"platform-{cloud}-bootstrap"
    pulumi("stack", "init", stack)
    previewed = pulumi("preview", "--stack", stack)
    assert previewed.returncode == 0, previewed.stdout + previewed.stderr
    assert " to create" in previewed.stdout


@pytest.mark.parametrize(
    ("stack", "first"),
    [
        ("northshire-aws-landing-zone", "northshire-aws-tenancy"),
        ("tidewatch-azure-tenancy", "platform-azure-foundation"),
    ],
)
def test_a_lower_layer_says_which_stack_to_run_first(pulumi: Pulumi, stack: str, first: str):
    pulumi("stack", "init", stack)
    previewed = pulumi("preview", "--stack", stack)
    told = complaint(previewed)
    assert previewed.returncode != 0
    assert told.count(f"run 'pulumi up -s {first}' first") == 1
    assert "Traceback" not in told
