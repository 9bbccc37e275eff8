"""``civic store``: what the applications store has, and giving a body an application of it."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

import click
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.forks import refuse_giving_in_fork
from civic.commands.unreadable import exit_code_of_list
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.store import chosen_version, load_manifest, load_store, versions
from civic.ledger.applications import add_application
from civic.ledger.locking import locked_estate
from civic.records.clouds import CLOUDS
from civic.records.manifest import Manifest
from civic.records.owners import body_of
from civic.reports.console import plain_table, print_json, print_table, wide_console
from civic.reports.site import render, replace_folder
from civic.reports.store import described, runners


def list_command(root: Path, form: str) -> int:
    """List the store: one line for each application."""
    estate, store = load_estate(root, tolerant=True), load_store(root)
    code = exit_code_of_list(estate)
    rows = [_row(estate, name, versions) for name, versions in store.items()]
    if form == "json":
        print_json(rows)
        return code
    table = plain_table("name", "versions", "hosting", "clouds", "run by", "what it is", whole=("name", "versions"))
    for row in rows:
        versions, placements, clouds = ("\n".join(row[key]) for key in ("versions", "placements", "clouds"))
        titles = ", ".join(CLOUDS[cloud].title for cloud in clouds.split("\n"))
        table.add_row(row["name"], versions, placements, titles, str(len(row["bodies"])), escape(row["description"]))
    if rows:
        print_table(wide_console(), table)
    else:
        click.echo(f"The store is empty: no manifest in {root.name}/applications.")
    return code


class Row(TypedDict):
    """One application of the store, as programs read it."""

    name: str
    description: str
    versions: list[str]
    placements: list[str]
    clouds: list[str]
    bodies: list[str]
    """Slugs of those that run it."""


def _row(estate: Estate, name: str, manifests: Mapping[str, Manifest]) -> Row:
    newest = list(manifests.values())[-1]
    return {
        "name": name,
        "description": newest.description,
        "versions": list(manifests),
        "placements": list(newest.placements),
        "clouds": list(newest.clouds),
        "bodies": [runner.slug for runner in runners(estate, name)],
    }


def show_command(root: Path, wanted: str) -> int:
    """Explain one application, in its newest version unless ``wanted`` is ``NAME@VERSION``."""
    name, version = chosen_version(root, *wanted.partition("@")[::2])
    estate = load_estate(root, tolerant=True)
    for heading, lines in described(estate, load_manifest(root, name, version), versions(root)[name]):
        click.echo(click.style(heading, bold=True))
        for line in lines:
            # Addresses and digests stay whole, so that they can be copied.
            click.echo(textwrap.fill(line, 96, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
        click.echo()
    return exit_code_of_list(estate)


def add_command(root: Path, slug: str, name: str, version: str, cloud: str, on: str) -> int:
    """Give a body an application, or another version of one that it has, and say what was written. ``name`` may be ``NAME@VERSION``."""
    name, at, chosen = name.partition("@")
    if at and version and chosen != version:
        raise InputError(f"--version: found '{version}', where {name}@{chosen} says another; give one of the two")
    if at and not chosen:
        raise InputError(f"found '{name}@' without a version; give {name}@VERSION, or {name} for the newest")
    version = chosen or version
    with locked_estate(root) as estate:
        if body_of(slug) in estate.organisations and estate.organisation(body_of(slug)).has_shared_hosting:
            refuse_giving_in_fork(root)
        lines = add_application(estate, slug, name, version, cloud, on)
    for line in lines:
        click.echo(line)
    return exit_codes.WELL


def site_command(root: Path, out: Path) -> int:
    """Write the store's pages to ``out``, whole or not at all."""
    pages = render(load_estate(root), load_store(root))
    replace_folder(out, pages)
    click.echo(f"{out / 'index.html'} and {len(pages) - 1} more pages")
    return exit_codes.WELL
