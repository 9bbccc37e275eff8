"""Preview and up under the rules, up again and destroy, layer after layer, on a local backend; the repository is left as it is."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civic.records.layers import StackName
from civic.simulator.serve import served

COPIED = ("Pulumi.yaml", "stacks", "components", "civic", "plan", "policies")
TIMEOUT = 600


class RehearsalFailed(ValueError):
    """The real engine did something else than what was rehearsed. The message holds what it printed."""


@dataclass
class Rehearsal:
    """What the real engine did."""

    states: dict[str, Any] = field(default_factory=dict)
    """State of each stack after ``up``, as ``pulumi stack export`` gives it."""
    remaining: dict[str, list[str]] = field(default_factory=dict)
    """What each stack still holds after ``destroy --exclude-protected``."""
    refused: dict[str, bool] = field(default_factory=dict)
    """Whether plain ``destroy`` was refused because something is protected."""

    @property
    def passed(self) -> bool:
        return all(self.refused[stack] == bool(left) for stack, left in self.remaining.items())


def find_pulumi() -> str | None:
    """The Pulumi CLI on the PATH, if there is one."""
    return shutil.which("pulumi")


def rehearse(root: Path, stacks: Sequence[str], *, estate: Path, say: Callable[[str], None] = print, destroy: bool = True) -> Rehearsal:
    """Rehearse ``stacks`` in order. Raises ``RehearsalFailed``, and ``ValueError`` where there is no CLI."""
    result = Rehearsal()
    with opened(root, estate) as engine:
        for stack in stacks:
            say(f"{stack}: preview, up, up again")
            engine.run("stack", "init", stack)
            # As the pipelines do: what breaks a rule is not deployed.
            pack = ("--policy-pack", f"policies/{StackName.parse(stack).cloud}")
            engine.run("preview", "--stack", stack, *pack)
            engine.run("up", "--stack", stack, "--yes", "--skip-preview", *pack)
            engine.run("up", "--stack", stack, "--yes", "--skip-preview", "--expect-no-changes")
            result.states[stack] = json.loads(engine.run("stack", "export", "--stack", stack))
        for stack in reversed(stacks) if destroy else ():
            _destroy(engine, stack, result, say)
    return result


@contextmanager
def opened(root: Path, estate: Path) -> Iterator["Engine"]:
    """The CLI on a copy of the project at ``root``, with a backend of its own and the simulated clouds. Raises ``ValueError`` where there is no CLI."""
    if find_pulumi() is None:
        raise ValueError("the pulumi CLI is not on the PATH; a rehearsal runs the real engine")
    with tempfile.TemporaryDirectory(prefix="civic-rehearsal-") as scratch, served() as providers:
        yield Engine(_project(root, Path(scratch)), Path(scratch), estate, providers)


def _destroy(engine: "Engine", stack: str, result: Rehearsal, say: Callable[[str], None]) -> None:
    protected = [entry["urn"].rsplit("::", 1)[1] for entry in result.states[stack]["deployment"]["resources"] if entry.get("protect")]
    refusal = engine.attempt("destroy", "--stack", stack, "--yes", "--skip-preview")
    result.refused[stack] = refusal.returncode != 0
    if protected:
        say(f"{stack}: plain destroy is refused; protected: {', '.join(sorted(protected))}")
        engine.run("destroy", "--stack", stack, "--yes", "--skip-preview", "--exclude-protected")
    left = json.loads(engine.run("stack", "export", "--stack", stack))["deployment"].get("resources") or []
    result.remaining[stack] = [entry["urn"] for entry in left]
    say(f"{stack}: {len(left)} resources remain, protected or needed by what is protected")


def _project(root: Path, scratch: Path) -> Path:
    copy = scratch / "project"
    copy.mkdir()
    for name in COPIED:
        source = root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    # The project names .venv; the environment that runs this is the one that holds the SDKs.
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


class Engine:
    """The CLI with its surroundings."""

    def __init__(self, project: Path, scratch: Path, estate: Path, providers: str) -> None:
        self.project = project
        backend = scratch / "state"
        backend.mkdir()
        self.environment = {
            # No credential of the user's may reach a rehearsal.
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ARM_", "AZURE_", "PULUMI_"))},
            "PULUMI_BACKEND_URL": f"file://{backend}",
            "PULUMI_CONFIG_PASSPHRASE": "rehearsal",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DEBUG_PROVIDERS": providers,
            "PULUMI_HOME": str(scratch / "home"),
            "CIVIC_ESTATE": str(estate),
        }

    def attempt(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``pulumi`` with these words, whatever comes of it."""
        command = ["pulumi", *words, "--non-interactive"]
        return subprocess.run(command, cwd=self.project, env=self.environment, capture_output=True, text=True, timeout=TIMEOUT, check=False)

    def run(self, *words: str) -> str:
        """What ``pulumi`` printed. Raises ``RehearsalFailed`` unless it succeeds."""
        ran = self.attempt(*words)
        if ran.returncode:
            raise RehearsalFailed(f"pulumi {' '.join(words)} failed:\n{ran.stdout}\n{ran.stderr}")
        return ran.stdout
