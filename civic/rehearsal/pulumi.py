"""The Pulumi CLI on a store and a home of its own, so that nobody's login, stacks or files are touched."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_HIDDEN = ("AWS_", "AZURE_", "ARM_", "PULUMI_")
"""Nothing that could name a real cloud or a real store reaches the rehearsal."""
PATIENCE = 600.0
"""Seconds that one command may take."""


class NoCli(RuntimeError):
    """There is no Pulumi CLI on the PATH."""

    def __init__(self) -> None:
        super().__init__("a rehearsal runs the real Pulumi engine, and there is no 'pulumi' on the PATH: see https://www.pulumi.com/docs/install/")


class CommandFailed(RuntimeError):
    """A Pulumi command failed. ``output`` is what it said."""

    def __init__(self, arguments: tuple[str, ...], output: str) -> None:
        super().__init__(f"pulumi {' '.join(arguments)} failed:\n{output.strip()}")
        self.arguments, self.output = arguments, output


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    ok: bool
    output: str


@dataclass(frozen=True)
class Pulumi:
    """Runs commands in a copy of the project."""

    program: str
    project: Path
    environment: Mapping[str, str]

    def ask(self, *arguments: str) -> Answer:
        """Run a command that may fail."""
        command = [self.program, *arguments, "--non-interactive", "--color", "never"]
        try:
            done = subprocess.run(
                command, cwd=self.project, env=dict(self.environment), capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as error:
            raise CommandFailed(arguments, f"no end after {PATIENCE:g} seconds") from error
        return Answer(done.returncode == 0, done.stdout + done.stderr)

    def run(self, *arguments: str) -> str:
        """Run a command that must succeed. Raises ``CommandFailed``."""
        answer = self.ask(*arguments)
        if not answer.ok:
            raise CommandFailed(arguments, answer.output)
        return answer.output

    def state(self, stack: str) -> dict[str, Any]:
        """The stack's deployment document."""
        path = self.project.parent / f"{stack}.state.json"
        self.run("stack", "export", "-s", stack, "--file", str(path))
        return json.loads(path.read_text(encoding="utf-8"))


def prepared(root: Path, folder: Path, providers: str, extra: Mapping[str, str]) -> Pulumi:
    """A CLI in ``folder`` for a copy of the project at ``root``, attached to ``providers``. Raises ``NoCli``."""
    program = shutil.which("pulumi")
    if program is None:
        raise NoCli
    store, home = folder / "store", folder / "home"
    store.mkdir()
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(_HIDDEN)}
    own = {
        "PULUMI_BACKEND_URL": store.as_uri(),
        "PULUMI_HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": "civic-rehearsal",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DEBUG_PROVIDERS": providers,
        "PULUMI_PYTHON_CMD": sys.executable,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return Pulumi(program, copied(root, folder / "project"), {**kept, **own, **extra})


def copied(root: Path, target: Path) -> Path:
    """The project at ``target``: its files are links, but what Pulumi writes to is a copy."""
    target.mkdir()
    document = yaml.safe_load((root / "Pulumi.yaml").read_text(encoding="utf-8"))
    config = Path(document.get("stackConfigDir") or ".")
    # Pulumi runs the interpreter that runs the rehearsal, so the copy needs no virtual environment of its own.
    document["runtime"] = "python"
    (target / "Pulumi.yaml").write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    _mirror(root, target, config)
    return target


def _mirror(source: Path, target: Path, config: Path) -> None:
    """Link what is in ``source``, but make the way to ``config`` of real folders and copy what Pulumi keeps in there."""
    own = config.parts[0] if config.parts else ""
    for entry in source.iterdir():
        place = target / entry.name
        if entry.name in {own, "Pulumi.yaml", ".git", ".venv"}:
            continue
        if not own and entry.name.startswith("Pulumi."):
            shutil.copyfile(entry, place)
        else:
            place.symlink_to(entry)
    if own:
        (target / own).mkdir()
        if (source / own).is_dir():
            _mirror(source / own, target / own, Path(*config.parts[1:]))
