"""Somebody in front of two terminals, as the page says: ``civic simulate`` in the one, its lines and the page's commands in the other."""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from civic.estate.card_store import FolderStore
from civic.records.edits import with_existing_organisation
from civic.rehearsal import find_pulumi
from civic.rehearsal.program_host import hosted
from tests.planning import ROOT, environment_of_copy, own_estate

PATIENCE = 900
"""Seconds that one command of the page may take."""
COPIED = ("civic", "components", "policies", "stacks")
PULUMI = """\
#!/bin/sh
# The program stays loaded between commands, and rules are asked elsewhere: both would take most of the time.
case $1 in preview|up|refresh|destroy) ;; *) exec {pulumi} "$@" ;; esac
for word do
  shift
  case $word in --policy-pack) left_out=yes ;; *) if test -z "$left_out"; then set -- "$@" "$word"; fi; left_out= ;; esac
done
exec {pulumi} "$@" --client {address}
"""


class Walk:
    """A project of its own, and a shell with the variables that ``civic simulate`` printed."""

    def __init__(self, folder: Path, project: Path, environment: Mapping[str, str]) -> None:
        self.folder, self.project, self.environment = folder, project, environment

    def attempt(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-e", "-c", line],
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def run(self, line: str) -> str:
        ran = self.attempt(line)
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"
        return ran.stdout

    def state(self, stack: str) -> dict[str, Any]:
        return json.loads(self.run(f"pulumi stack export --stack {stack}"))["deployment"]

    @property
    def cards(self) -> FolderStore:
        return FolderStore(self.project / "out" / "simulated" / "cards")

    def stacks(self) -> set[str]:
        """Those that have been brought up."""
        return {path.stem for path in (self.project / "out" / "simulated" / ".pulumi" / "stacks" / "civic-cloud").glob("*.json")}

    def planned(self, *stacks: str) -> dict[str, set[str]]:
        """URNs of the plans, as the records are now."""
        plans = self.project / "out" / "plans"
        _ = self.attempt(f"civic plan {' '.join(stacks)} --out {shlex.quote(str(plans))}")
        read = {stack: json.loads((plans / f"{stack}.json").read_text(encoding="utf-8")) for stack in stacks}
        return {stack: {entry["urn"] for entry in plan["deployment"]["resources"]} for stack, plan in read.items()}


@contextmanager
def begun(folder: Path, *, much_exists: bool = False, quick: bool = True) -> Iterator[Walk]:
    """The example in a folder of its own, on simulated clouds that are empty, or of which its platform record says what exists.

    ``quick``: with the program kept loaded and without the rules' packs.
    """
    project = folder / "project"
    for name in COPIED:
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Pulumi.yaml", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, project)
    estate = own_estate(project)
    (project / ".venv").symlink_to(sys.prefix)
    if much_exists:
        record = estate / "platform.yaml"
        record.write_text(with_existing_organisation(record.read_text(encoding="utf-8"), "estate/platform.yaml"), encoding="utf-8")
    environment = _environment(folder)
    with _simulated(project, environment, much_exists=much_exists) as (here, printed):
        walk = Walk(here, project, {**environment, **printed})
        if not quick:
            yield walk
            return
        with hosted(here, lambda: walk.environment) as address:
            pulumi = shlex.quote(find_pulumi() or "pulumi")
            _command(folder / "bin" / "pulumi", PULUMI.format(pulumi=pulumi, address=address))
            yield walk


def _environment(folder: Path) -> dict[str, str]:
    (folder / "bin").mkdir()
    _command(folder / "bin" / "civic", f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m civic.cli "$@"\n')
    kept = {name: value for name, value in environment_of_copy().items() if not name.startswith(("AWS_", "AZURE_", "ARM_", "PULUMI_", "CIVIC_CARDS"))}
    path = os.pathsep.join([str(folder / "bin"), kept["PATH"]])
    return {**kept, "PATH": path, "PYTHONPATH": str(folder / "project"), "PULUMI_HOME": str(folder / "home"), "PULUMI_SKIP_UPDATE_CHECK": "true"}


def _command(path: Path, text: str) -> None:
    _ = path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@contextmanager
def _simulated(project: Path, environment: Mapping[str, str], *, much_exists: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """The first terminal: the folder that it says to go to, and the variables that it says to set."""
    words = ["civic", "simulate", *(["--much-exists"] if much_exists else [])]
    with subprocess.Popen(words, cwd=project, env=dict(environment), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("# What the clouds hold"):
                break
        said = "".join(lines)
        (folder,) = re.findall(r"^cd (.+?)  #", said, re.MULTILINE)
        exports = [shlex.split(line) for line in re.findall(r"^export (.*)$", said, re.MULTILINE)]
        try:
            yield Path(shlex.split(folder)[0]), {name: value for words in exports for name, _, value in (word.partition("=") for word in words)}
        finally:
            # Not an interrupt: whoever is started in the background may have been told to ignore those.
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                _ = process.wait(30)
            process.kill()
