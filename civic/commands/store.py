"""``civic store``: what the applications store has, and giving a body an application of it."""

import textwrap
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.hosting_checks import misfits, missing_client
from civic.estate.loading import load_estate
from civic.estate.store import load_manifest, load_store, missing, versions
from civic.ledger import writing as ledgers
from civic.ledger.placement import place
from civic.records.clouds import CLOUDS
from civic.records.edits import with_application, with_version
from civic.records.errors import Problem, RecordError
from civic.records.files import write
from civic.records.loader import validate
from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.reading import parse
from civic.records.services import ApplicationChoice
from civic.reports.console import plain_table, wide_console
from civic.reports.store import runners, told


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
    name, version = _chosen(root, *wanted.partition("@")[::2])
    for heading, lines in told(load_estate(root), load_manifest(root, name, version), versions(root)[name]):
        click.echo(click.style(heading, bold=True))
        for line in lines:
            # Addresses and digests stay whole, so that they can be copied.
            click.echo(textwrap.fill(line, 96, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
        click.echo()
    return 0


def _chosen(root: Path, name: str, version: str) -> tuple[str, str]:
    """Name and version, the newest where none is asked for. Raises ``RecordError`` with the nearest."""
    known = versions(root)
    if name not in known or (version and version not in known[name]):
        raise RecordError([missing(f"{root.name}/applications", known, name, version)])
    return name, version or known[name][-1]


def add_command(root: Path, slug: str, name: str, version: str, cloud: str, on: str) -> int:
    """Give a body an application, or another version of one that it has, and say what was written."""
    for line in add(load_estate(root), slug, name, version, cloud, on):
        click.echo(line)
    return 0


def add(estate: Estate, slug: str, name: str, version: str, cloud: str, on: str) -> list[str]:
    """Change the record, and the ledger where hosting is shared: both or none.

    Raises ``InputError`` for whatever cannot be; nothing is written then.
    """
    record, shown = estate.organisation(slug), f"{estate.root.name}/organisations/{slug}.yaml"
    if record.hosting is None:
        allowed = "where applications run, such as 'hosting: {placement: shared}'"
        raise InputError(f"{shown}: hosting: found nothing; allowed: {allowed}")
    name, version = _chosen(estate.root, name, version)
    held = next((choice for choice in record.applications if choice.name == name), None)
    home = _cloud(record, shown, held, cloud)
    _refuse_misfits(estate, record, shown, home, load_manifest(estate.root, name, version))
    path = estate.root / "organisations" / f"{slug}.yaml"
    text, lines = path.read_text(encoding="utf-8"), list[str]()
    if held is None:
        made = with_application(text, shown, name, version, home if len(record.clouds) > 1 else "")
        lines.append(f"{shown}: {name} {version} added")
    elif held.version != version:
        made = with_version(text, shown, record.applications.index(held), version)
        lines.append(f"{shown}: {name} from {held.version} to {version}")
        if _older(versions(estate.root)[name], version, held.version):
            lines.append(f"{version} is older: it may not know what {held.version} has made of the tables; restore a backup of before rather")
    else:
        made = text
    validate(parse(made, shown), OrganisationRecord, {"slug": slug})
    added = _given(estate, slug, home, name, on) if record.hosting.placement == "shared" else {}
    lines += _write(estate, slug, path, text, made, added)
    return lines or [f"{slug} has {name} {version} already; nothing to do"]


def _older(known: tuple[str, ...], version: str, than: str) -> bool:
    return than in known and known.index(version) < known.index(than)


def _cloud(record: OrganisationRecord, shown: str, held: ApplicationChoice | None, wanted: str) -> str:
    """The cloud that is meant. Raises ``InputError`` for one that the body has not, or that the application does not run on."""
    if wanted and wanted not in record.clouds:
        raise InputError(f"--cloud: found '{wanted}'; allowed: {', '.join(record.clouds_taken)}, which {shown} has")
    if held is not None:
        home = held.cloud or record.clouds_taken[0]
        if wanted and wanted != home:
            raise InputError(f"--cloud: found '{wanted}'; allowed: {home}, where {held.name} runs already: its data do not move by themselves")
        return home
    if not wanted and len(record.clouds) > 1:
        raise InputError(f"--cloud: found nothing; allowed: one of {', '.join(record.clouds_taken)}, since the body has both")
    return wanted or record.clouds_taken[0]


def _given(estate: Estate, slug: str, cloud: str, name: str, on: str) -> dict[str, list[dict[str, Any]]]:
    """What the ledger lacks, as entries of its lists."""
    found = place(estate, slug, cloud, name)
    if found is None:
        return {}
    cell = {"cell": found.cell, "cloud": cloud, "on": Quoted(on)}
    listener = {"application": name, "cloud": cloud, "cell": found.cell, "priority": found.priority, "on": Quoted(on)}
    return {**({"cells": [cell]} if found.new_cell else {}), "listeners": [listener]}


def _refuse_misfits(estate: Estate, record: OrganisationRecord, shown: str, cloud: str, manifest: Manifest) -> None:
    """Raises ``RecordError`` for an application that cannot run there."""
    found = [Problem(shown, 0, "applications", found, allowed) for found, allowed in misfits(record, cloud, manifest)]
    if manifest.database and not estate.platform.postgres_image:
        found.append(missing_client(estate, manifest.name))
    if found:
        raise RecordError(found)


def _write(estate: Estate, slug: str, path: Path, text: str, made: str, added: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Ledger first: a place that nobody uses yet does no harm. It is taken back where the record cannot be written."""
    ledger, shown = estate.root / "ledger" / f"{slug}.yaml", f"{estate.root.name}/ledger/{slug}.yaml"
    was = ledger.read_bytes() if ledger.exists() else None
    if added:
        ledgers.append(ledger, shown, added)
    try:
        if made != text:
            write(path, made)
    except BaseException:
        if added:
            ledger.unlink() if was is None else write(ledger, was.decode("utf-8"))
        raise
    said = [f"{shown}: cell {entry['cell']} on {entry['cloud']}" for entry in added.get("cells", ())]
    return [*said, *(f"{shown}: place {entry['priority']} in the cell {entry['cell']}" for entry in added.get("listeners", ()))]
