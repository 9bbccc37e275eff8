"""Commands of the applications store. Each is one of ``civic.commands``, loaded only then."""

from pathlib import Path

import click

from civic.cli.root import cli
from civic.commands.options import ESTATE, FORM, ON, hand_on


@cli.group(invoke_without_command=True)
@ESTATE
@FORM
@click.pass_context
def store(context: click.Context, estate: Path, form: str) -> int | None:
    """List the applications store, or change who has what.

    Alone it lists the store.
    """
    from civic.commands.store import list_command

    return hand_on(context, estate) if context.invoked_subcommand else list_command(estate, form)


@store.command(name="list")
@ESTATE
@FORM
def list_store(estate: Path, form: str) -> int:
    """List the store."""
    from civic.commands.store import list_command

    return list_command(estate, form)


@store.command()
@click.argument("application", metavar="NAME[@VERSION]")
@ESTATE
def show(application: str, estate: Path) -> int:
    """Explain one application.

    What it holds and needs, who helps, who runs it, what was checked and what was not.
    """
    from civic.commands.store import show_command

    return show_command(estate, application)


@store.command()
@click.argument("body")
@click.argument("application", metavar="NAME[@VERSION]")
@click.option("--version", default="", help="Which version, as NAME@VERSION says too.  [default: the newest]")
@click.option("--cloud", default="", help="Which cloud, where the body has both.")
@ON
@ESTATE
def add(body: str, application: str, version: str, cloud: str, on: str, estate: Path) -> int:
    """Give a body an application, or another version of one that it has."""
    from civic.commands.store import add_command

    return add_command(estate, body, application, version, cloud, on)


@store.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the pages. It is written whole.")
@ESTATE
def site(out: Path, estate: Path) -> int:
    """Write the store as web pages that need nothing from elsewhere."""
    from civic.commands.store import site_command

    return site_command(estate, out)
