"""The Pulumi CLI with its surroundings: a copy of the project, a local store, the simulated clouds, and no credential."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from civic.errors import InputError
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.estate.card_store import FolderStore
from civic.rehearsal.program_host import hosted
from civic.simulator import World
from civic.simulator.denials import Denials
from civic.simulator.serve import served

COPIED = ("Pulumi.yaml", "stacks", "components", "civic", "plan", "policies", "estate/config")
SECRETS_KEYS = ("encryptionsalt:", "secretsprovider:", "encryptedkey:")
"""Beginnings of lines in a stack's settings file."""
RUNS_PROGRAM = ("preview", "up", "refresh", "destroy")
"""Commands that start a language host."""
WORLD_FILE = "world.jsonl"
"""What the clouds hold, beside the store."""
TIMEOUT = 600.0
"""Seconds that one command of the CLI may take."""
PATIENCE = 10.0
"""Seconds that a command is given to end once it is told to."""
NO_CLI = "the 'pulumi' command is not on the PATH. A rehearsal runs the real engine; 'civic plan' needs no CLI. To install it: https://www.pulumi.com/docs/install/"

BROKEN = re.compile(r"^ *- \[mandatory\].*\n(?:(?! *- \[).+\n)*", re.MULTILINE)
"""Each mandatory rule that was broken, as the engine lists it under "Policies:"."""

UNHANDLED = "Program failed with an unhandled exception"
"""What Pulumi's Python host says before the frames of an exception that is no ``RunError`` (``pulumi-language-python-exec``)."""


class EngineFailed(Exception):
    """A command of the CLI ended otherwise than it should. The message holds what it said."""


def find_pulumi() -> str | None:
    """The Pulumi CLI on the PATH, if there is one."""
    return shutil.which("pulumi")


@contextmanager
def opened(root: Path, estate: Path, denials: Denials | None = None, *, much_exists: bool = False, folder: Path | None = None) -> Iterator["Engine"]:
    """The CLI on a copy of the project at ``root``, with a store of its own and the simulated clouds. Raises ``InputError`` where there is no CLI.

    ``denials``: what the clouds refuse to whoever deploys a stack. ``much_exists``: they hold what those often have who have worked on them.
    ``folder``: where all of it stays; what the same project left there is gone on with.
    """
    if find_pulumi() is None:
        raise InputError(NO_CLI)
    temporary = tempfile.TemporaryDirectory(prefix="civic-rehearsal-", ignore_cleanup_errors=True)
    with contextlib.nullcontext(folder) if folder else temporary as scratch:
        world = World(Path(scratch) / WORLD_FILE)
        with served(world, denials, much_exists=much_exists) as providers:
            yield Engine(root, Path(scratch), estate=estate, providers=providers, world=world)


class Engine:
    """Runs commands of the CLI, from several threads if need be. ``stop`` ends them all. ``cards`` is where the program looks for cards."""

    def __init__(self, root: Path, scratch: Path, *, estate: Path, providers: str, world: World) -> None:
        """``scratch`` is the folder that holds everything that is written, empty or as it was left; ``providers`` is what ``served`` gives for ``world``."""
        self.world, self.estate = world, estate
        self.project = _copy(root, scratch)
        self.store = store = scratch / "state"
        store.mkdir(exist_ok=True)
        self.cards = FolderStore(scratch / "cards")
        self._environment = environment(store, scratch / "home", providers) | {
            "CIVIC_ESTATE": str(estate),
            CARDS_VARIABLE: (scratch / "cards").as_uri(),
            # A preview then prints with --json what an up does: its events, a line each.
            "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true",
        }
        self._client: tuple[str, ...] = ()
        self._running: set[subprocess.Popen[str]] = set()
        self._guard = threading.Lock()
        self._stopped = False

    @contextlib.contextmanager
    def warm(self) -> Iterator[None]:
        """For a while, keep the program loaded between commands. One command at a time. Raises ``InputError`` where Pulumi has no Python host."""
        with hosted(self.project, lambda: self._environment) as address:
            self._client = ("--client", address)
            try:
                yield
            finally:
                self._client = ()

    def attempt(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, whatever it is."""
        # In a session of its own, so that an interrupted terminal reaches it through ``stop`` alone.
        with self._guard:
            if self._stopped:
                raise EngineFailed("stopped")
            process = subprocess.Popen(
                ["pulumi", *words, *(self._client if words[0] in RUNS_PROGRAM else ()), "--non-interactive"],
                cwd=self.project,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            self._running.add(process)
        try:
            out, errors = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            _end(process)
            raise EngineFailed(f"'pulumi {' '.join(words)}' was not done after {TIMEOUT:g} seconds and was stopped") from None
        finally:
            self._running.discard(process)
            # A killed engine leaves its language host behind.
            _end_group(process)
        return subprocess.CompletedProcess(words, process.returncode, out, errors)

    def run(self, *words: str) -> str:
        """Run one command; gives what it printed. Raises ``EngineFailed``."""
        ran = self.attempt(*words)
        if ran.returncode:
            raise EngineFailed(f"'pulumi {' '.join(words)}' failed:\n{complaint(ran)}")
        return ran.stdout

    def state(self, stack: str) -> dict[str, Any]:
        """The stack's state, as ``pulumi stack export`` gives it."""
        return json.loads(self.run("stack", "export", "--stack", stack))

    def reach(self, providers: str) -> None:
        """From now on, find the clouds where ``served`` says."""
        self._environment["PULUMI_DEBUG_PROVIDERS"] = providers

    @contextlib.contextmanager
    def records(self, estate: Path) -> Iterator[None]:
        """For a while, run the program over other records."""
        self._environment["CIVIC_ESTATE"] = str(estate)
        try:
            yield
        finally:
            self._environment["CIVIC_ESTATE"] = str(self.estate)

    def kill(self) -> None:
        """End what is running as ``kill -9`` does: it can save nothing more."""
        for process in list(self._running):
            process.kill()

    def stop(self) -> None:
        """End what is running and start nothing more."""
        with self._guard:
            self._stopped = True
            running = list(self._running)
        for process in running:
            process.terminate()
        for process in running:
            _end(process)


def environment(store: Path, home: Path, providers: str) -> dict[str, str]:
    """What the CLI is told by its surroundings. No credential of the user's may reach a rehearsal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ARM_", "AZURE_", "PULUMI_"))}
    return kept | {
        "PULUMI_BACKEND_URL": f"file://{store}",
        "PULUMI_CONFIG_PASSPHRASE": "rehearsal",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DEBUG_PROVIDERS": providers,
        "PULUMI_HOME": str(home),
    }


def complaint(ran: subprocess.CompletedProcess[str]) -> str:
    """The part of what a command printed that says what is wrong."""
    diagnostics = ran.stdout.partition("Diagnostics:\n")[2].partition("\nResources:\n")[0]
    broken = BROKEN.findall(ran.stdout)
    if broken:
        # The program is ended in the middle then, and its frames tell nobody anything.
        return "\n".join(part.rstrip() for part in broken)
    return "\n".join(part.rstrip() for part in (diagnostics or ran.stdout, ran.stderr) if part.strip())


def _copy(root: Path, scratch: Path) -> Path:
    copy = scratch / "project"
    if (copy / ".venv").is_symlink():
        # What Pulumi wrote there of the stacks is needed to read their states.
        return copy
    copy.mkdir(exist_ok=True)
    for name in COPIED:
        source, target = root / name, copy / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, target)
    _forget_secrets(copy)
    # The project names .venv; the environment that runs this is the one that holds the SDKs.
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


def _forget_secrets(copy: Path) -> None:
    """Pulumi's files say what the secrets of stacks are encrypted with in another store, which is not to be asked."""
    for path in (copy / "estate" / "config").glob("Pulumi.*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        _ = path.write_text("".join(line for line in lines if not line.startswith(SECRETS_KEYS)), encoding="utf-8")


def _end_group(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[str]) -> None:
    """Tell a process to end, and end it if it does not. The engine's own children end with it."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
