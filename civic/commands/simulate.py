"""``civic simulate``: the simulated clouds, for trying the pulumi command by hand."""

import shlex
import signal
import threading
from pathlib import Path

import click

from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.simulator import World
from civic.simulator.serve import served

WORLD = "world.jsonl"
"""File of the store in which the simulated clouds keep what they hold."""


def simulate_command(store: Path, *, much_exists: bool = False) -> int:
    """Serve until interrupted; print the lines that point a shell's ``pulumi`` here and at a store of its own."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    store.mkdir(parents=True, exist_ok=True)
    with served(World(store / WORLD), much_exists=much_exists) as providers:
        click.echo("# The simulated clouds are served until you press Ctrl-C. Paste this into another shell, in the project's folder:")
        for name, value in settings(store, providers).items():
            click.echo(f"export {name}={shlex.quote(value)}")
        click.echo("# then, for example: pulumi stack init platform-aws-bootstrap && pulumi up")
        click.echo(f"# What the clouds hold stands in {store / WORLD}, for the next time too; without it they are empty.")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("# stopped; the state is still in the store", err=True)
    return 0


def settings(store: Path, providers: str) -> dict[str, str]:
    """Environment of a CLI that reaches the simulated clouds and a local store of states and cards, and nothing else."""
    return {
        "PULUMI_DEBUG_PROVIDERS": providers,
        "PULUMI_BACKEND_URL": store.resolve().as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "simulated",
        CARDS_VARIABLE: (store.resolve() / "cards").as_uri(),
    }
