"""Gives a body an application of the store: its record names it, and in shared hosting its ledger places it."""

from dataclasses import replace
from pathlib import Path

from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.hosting_checks import misfits, missing_client
from civic.estate.store import chosen_version, load_manifest, versions
from civic.files import write
from civic.ledger.placement import place
from civic.ledger.writing import Additions, append, replace_text, with_entries
from civic.records.edits import with_application, with_version
from civic.records.errors import Problem, RecordError, nearest
from civic.records.loader import validate
from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.owners import body_of
from civic.records.reading import parse
from civic.records.services import ApplicationChoice


def add_application(estate: Estate, slug: str, name: str, version: str, cloud: str, on: str) -> list[str]:
    """Change the record, and the ledger where hosting is shared: both or none.

    Raises ``InputError`` for whatever cannot be; nothing is written then.
    """
    if slug in estate.owners and slug != body_of(slug):
        raise InputError(
            f"'{slug}': a test tenancy runs what its body's record names; give the application to '{body_of(slug)}', which has it live too"
        )
    slug = body_of(slug)
    record, file = estate.organisation(slug), estate.record_file(slug)
    if record.hosting is None:
        allowed = "where applications run, such as 'hosting: {placement: shared}'"
        raise InputError(f"{file}: hosting: found nothing; allowed: {allowed}")
    name, version = chosen_version(estate.root, name, version)
    held = next((choice for choice in record.applications if choice.name == name), None)
    cloud = _cloud(record, file, held, cloud)
    _refuse_misfits(estate, record, file, cloud, load_manifest(estate.root, name, version))
    path = estate.root / "organisations" / f"{slug}.yaml"
    text, lines = path.read_text(encoding="utf-8"), list[str]()
    if held is None:
        changed = with_application(text, file, name, version, cloud if len(record.clouds) > 1 else "")
        lines.append(f"{file}: {name} {version} added")
    elif held.version != version:
        changed = with_version(text, file, record.applications.index(held), version)
        lines.append(f"{file}: {name} from {held.version} to {version}")
        if _older(versions(estate.root)[name], version, held.version):
            lines.append(
                f"{version} is older: it may not know what {held.version} has made of the tables; restore a backup from before the upgrade instead"
            )
    else:
        changed = text
    validate(parse(changed, file), OrganisationRecord, {"slug": slug})
    owners = [each for each in estate.owners if body_of(each) == slug] if record.hosting.placement == "shared" else []
    lines += _write(estate, path, text, changed, _new_places(estate, owners, cloud, name, on))
    return lines or [f"{slug} has {name} {version} already; nothing to do"]


def _older(known: tuple[str, ...], version: str, than: str) -> bool:
    return than in known and known.index(version) < known.index(than)


def _cloud(record: OrganisationRecord, file: str, held: ApplicationChoice | None, wanted: str) -> str:
    """The cloud that is meant. Raises ``InputError`` for one that the body has not, or that the application does not run on."""
    if wanted and wanted not in record.clouds:
        allowed = f"{', '.join(record.clouds_taken)}, which {file} has"
        raise InputError(f"--cloud: found '{wanted}'; allowed: {allowed}; {nearest(wanted, record.clouds_taken)}".rstrip("; "))
    if held is not None:
        home = held.cloud or record.clouds_taken[0]
        if wanted and wanted != home:
            raise InputError(f"--cloud: found '{wanted}'; allowed: {home}, where {held.name} runs already: its data do not move by themselves")
        return home
    if not wanted and len(record.clouds) > 1:
        raise InputError(f"--cloud: found nothing; allowed: one of {', '.join(record.clouds_taken)}, since the body has both")
    return wanted or record.clouds_taken[0]


def _new_places(estate: Estate, owners: list[str], cloud: str, name: str, on: str) -> dict[str, Additions]:
    """What the ledgers of the body's tenancies lack, as entries of their lists, by owner key."""
    added: dict[str, Additions] = {}
    for owner in owners:
        # Each sees the places that were given before it.
        ledgers = {**estate.ledgers, **{key: with_entries(estate.ledgers[key], each) for key, each in added.items()}}
        given = place(replace(estate, ledgers=ledgers), owner, cloud, name)
        if given is None:
            continue
        cell = {"cell": given.cell, "cloud": cloud, "on": Quoted(on)}
        listener = {"application": name, "cloud": cloud, "cell": given.cell, "priority": given.priority, "on": Quoted(on)}
        added[owner] = {**({"cells": [cell]} if given.new_cell else {}), "listeners": [listener]}
    return added


def _refuse_misfits(estate: Estate, record: OrganisationRecord, file: str, cloud: str, manifest: Manifest) -> None:
    """Raises ``RecordError`` for an application that cannot run there."""
    problems = [Problem(file, 0, "applications", found, allowed) for found, allowed in misfits(record, cloud, manifest)]
    if manifest.database and not estate.platform.postgres_image:
        problems.append(missing_client(estate, manifest.name))
    if problems:
        raise RecordError(problems)


def _write(estate: Estate, path: Path, text: str, changed: str, added: dict[str, Additions]) -> list[str]:
    """Ledgers first: a place that nobody uses yet does no harm. They are taken back where the record cannot be written."""
    lines: list[str] = []
    before: dict[Path, bytes | None] = {}
    try:
        for owner, lists in added.items():
            ledger, file = estate.root / "ledger" / f"{owner}.yaml", estate.ledger_file(owner)
            before[ledger] = ledger.read_bytes() if ledger.exists() else None
            append(ledger, file, lists)
            lines += [f"{file}: cell {entry['cell']} on {entry['cloud']}" for entry in lists.get("cells", ())]
            lines += [f"{file}: place {entry['priority']} in the cell {entry['cell']}" for entry in lists.get("listeners", ())]
        if changed != text:
            replace_text(path, text, changed)
    except BaseException:
        for ledger, content in before.items():
            ledger.unlink(missing_ok=True) if content is None else write(ledger, content.decode("utf-8"))
        raise
    return lines
