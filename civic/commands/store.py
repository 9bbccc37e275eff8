"""``civic store``: what the applications store has, and giving a body an application of it."""

import textwrap
from pathlib import Path

import click
from rich.markup import escape

from civic.estate.loading import load_estate
from civic.estate.store import chosen_version, load_manifest, load_store, versions
from civic.ledger.applications import add_application
from civic.ledger.locking import locked_estate
from civic.records.clouds import CLOUDS
from civic.reports.console import plain_table, wide_console
from civic.reports.site import render, replace_folder
from civic.reports.store import described, runners


def list_command(root: Path) -> int:
    """List the store: one line for each application."""
    estate, store = load_estate(root), load_store(root)
    table = plain_table("name", "versions", "hosting", "clouds", "run by", "what it is", whole=("name", "versions"))
    for name, given in store.items():
        newest = list(given.values())[-1]
        bodies = str(len(runners(estate, name)))
        clouds = ", ".join(CLOUDS[cloud].title for cloud in newest.clouds)
        table.add_row(name, "\n".join(given), "\n".join(newest.placements), clouds, bodies, escape(newest.description))
    wide_console().print(table if store else f"The store is empty: no manifest in {root.name}/applications.")
    return 0


def show_command(root: Path, wanted: str) -> int:
    """Explain one application, in its newest version unless ``wanted`` is ``NAME@VERSION``."""
    name, version = chosen_version(root, *wanted.partition("@")[::2])
    for heading, lines in described(load_estate(root), load_manifest(root, name, version), versions(root)[name]):
        click.echo(click.style(heading, bold=True))
        for line in lines:
            # Addresses and digests stay whole, so that they can be copied.
            click.echo(textwrap.fill(line, 96, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
        click.echo()
    return 0


def add_command(root: Path, slug: str, name: str, version: str, cloud: str, on: str) -> int:
    """Give a body an application, or another version of one that it has, and say what was written."""
    with locked_estate(root) as estate:
        lines = add_application(estate, slug, name, version, cloud, on)
    for line in lines:
        click.echo(line)
    return 0


def site_command(root: Path, out: Path) -> int:
    """Write the store's pages to ``out``, whole or not at all."""
    pages = render(load_estate(root), load_store(root))
    replace_folder(out, pages)
    click.echo(f"{out / 'index.html'} and {len(pages) - 1} more pages")
    return 0
