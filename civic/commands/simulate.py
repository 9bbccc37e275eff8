"""``civic simulate``: the simulated clouds, for trying the pulumi command by hand."""

import os
import shlex
import signal
import threading
from pathlib import Path

import click
from rich.console import Console

from civic.commands.forks import estate_of
from civic.commands.options import ESTATE_VARIABLE
from civic.commands.planning import plan_and_ask
from civic.commands.rights_proof import judged
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.estate.targets import targets
from civic.simulator import World
from civic.simulator.denials import Denials
from civic.simulator.serve import served
from civic.workspace import FILE, find_project

WORLD = "world.jsonl"
"""File of the store in which the simulated clouds keep what they hold."""
PROJECT = "project"
"""Folder of the store that stands for the project's."""
LINKED = ("stacks", "components", "policies", "civic", "pyproject.toml", "requirements.txt", ".venv", FILE)
"""What that folder shows of the project's own. Not ``estate/config``: what Pulumi writes there belongs to the store."""


def simulate_command(store: Path, *, much_exists: bool = False, callers: bool = False) -> int:
    """Serve until interrupted; print the lines that point a shell's ``pulumi`` here and at a store of its own.

    ``callers``: the clouds know who calls, and refuse what the run of a stack may not; that is proven over plans of the whole estate first.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    store.mkdir(parents=True, exist_ok=True)
    root = find_project(Path.cwd())
    folder = stand_in(root, store) if (root / FILE).is_file() else None
    denials = denials_of(root, estate_folder(root)) if callers else Denials()
    with served(World(store / WORLD), denials, much_exists=much_exists) as providers:
        click.echo("# The simulated clouds are served until you press Ctrl-C. Paste this into another shell:")
        if folder:
            click.echo(f"cd {shlex.quote(str(folder))}  # stands for the project's folder; what Pulumi writes about stacks stays in it")
        for name, value in settings(store, providers, root).items():
            click.echo(f"export {name}={shlex.quote(value)}")
        click.echo("# then, for example: pulumi stack init platform-aws-bootstrap && pulumi up")
        click.echo(f"# What the clouds hold stands in {store / WORLD}, for the next time too; without it they are empty.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("# stopped; the state is still in the store", err=True)
    return 0


WORLD_VARIABLE = "CIVIC_WORLD"
"""Tells ``civic orphans`` to look there, where it would ask the clouds' inventories."""


def settings(store: Path, providers: str, root: Path) -> dict[str, str]:
    """Environment of a CLI that reaches the simulated clouds and a local store of states and cards, and nothing else."""
    return {
        "PULUMI_DEBUG_PROVIDERS": providers,
        "PULUMI_BACKEND_URL": store.resolve().as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "simulated",
        CARDS_VARIABLE: (store.resolve() / "cards").as_uri(),
        ESTATE_VARIABLE: str(estate_folder(root).resolve()),
        WORLD_VARIABLE: str(store.resolve() / WORLD),
    }


def estate_folder(root: Path) -> Path:
    """Where the records lie."""
    return Path(os.environ.get(ESTATE_VARIABLE) or root / "estate")


def denials_of(root: Path, estate_root: Path) -> Denials:
    """What the runs of the estate's stacks may not, by the proof of rights over their plans. Raises ``InputError`` where one has no plan."""
    project = Project.read(root)
    estate = estate_of(project, estate_root)
    results, asks, _ = plan_and_ask(Console(stderr=True), project, estate, targets(estate, ()))
    if failed := [f"{result.stack}: {result.error}" for result in results if result.error]:
        raise InputError(f"who may what is proven over plans, and one cannot be made: {failed[0]}")
    return Denials.of(judged(asks, {result.stack for result in results}, estate, project.name).refusals)


def stand_in(root: Path, store: Path) -> Path:
    """A folder in which Pulumi finds the project at ``root`` as it is, and writes its own files beside it.

    In ``estate/config`` of the project itself they would be taken for those of stacks that are deployed.
    """
    folder = store.resolve() / PROJECT
    (folder / "estate" / "config").mkdir(parents=True, exist_ok=True)
    for name in LINKED:
        link = folder / name
        if link.is_symlink():
            link.unlink()
        if (root / name).exists() and not link.exists():
            link.symlink_to(root / name)
    return folder
