"""Commands of the applications store. Each is one of ``civic.commands``, loaded only then."""

from pathlib import Path

import click

from civic.cli.root import cli
from civic.commands.options import ESTATE, FORM, ON, WANTED, hand_on


@cli.command()
@WANTED
@ESTATE
@click.option("--run", is_flag=True, help="Copy them, with the tool on the PATH.")
@click.option(
    "--tool", type=click.Choice(["crane", "skopeo", "oras"]), default=None, help="What copies.  [default: the first on the PATH; crane to print]"
)
@click.option(
    "--registry", "registries", multiple=True, metavar="STACK=HOST", help="The registry of a stack.  [default: its outputs, as pulumi has them]"
)
@click.option("--registry-of", default="", metavar="STACK", help="Print the registry that this stack made, and nothing else.")
@FORM
def images(wanted: tuple[str, ...], estate: Path, run: bool, tool: str | None, registries: tuple[str, ...], registry_of: str, form: str) -> int:
    """Copy images into the registries that they run from.

    By digest, with the publisher's signature verified where its manifest names one, and read back afterwards. Without --run it prints the commands.
    """
    from civic.commands.images import images_command, registry_of_command

    if registry_of:
        return registry_of_command(registry_of)
    return images_command(estate, wanted, form, run=run, tool=tool or "", registries=registries)


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
