"""``civic init``: the records of a platform of one's own, in a new or empty folder, whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from civic.commands import exit_codes
from civic.commands.options import ESTATE_VARIABLE
from civic.errors import InputError
from civic.files import write
from civic.ledger.joining import CLOUD_CHOICES
from civic.records.errors import nearest
from civic.records.platform import PlatformCode
from civic.records.platform_template import PLACE_TO_FILL, PLATFORM_FILE, platform_text
from civic.records.schemas import MODELS, schema
from civic.records.values import Email, Name
from civic.workspace import find_project

EMPTY_FOLDERS = ("organisations", "ledger")
STORE = "applications"
KEEP = ".gitkeep"
"""Git keeps no empty folder."""
QUESTIONS: Mapping[str, str] = {
    "name": "Full name of the platform",
    "code": "Short code, part of every physical name for ever, such as ccp",
    "contact": "Role mailbox of the platform team",
    "cloud": f"Cloud ({', '.join(CLOUD_CHOICES)})",
}
FIELDS: Mapping[str, Any] = {"name": Name, "code": PlatformCode, "contact": Email}
"""What an answer must be."""


def init_command(folder: Path, name: str | None, code: str | None, contact: str | None, cloud: str | None, store: Path | None) -> int:
    """Write ``folder`` and say what to do next. Raises ``InputError``, with nothing written."""
    _refuse_unless_free(folder)
    store = _store(store)
    answers = _answers({"name": name, "code": code, "contact": contact, "cloud": cloud})
    shown = f"{folder.name}/{PLATFORM_FILE}"
    text = platform_text(answers["name"], answers["code"], answers["contact"], CLOUD_CHOICES[answers["cloud"]], shown)
    _place(folder, lambda staging: _write(staging, text, store))
    _print_next_steps(folder, text, store)
    return exit_codes.WELL


def _refuse_unless_free(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError(f"{folder}: found a file or a link; allowed: a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder}: found a folder with something in it; allowed: a new or empty one, since nothing is ever overwritten")


def _store(given: Path | None) -> Path | None:
    """The folder that the applications store is copied from: what was given, otherwise the project's own; ``None`` where it has none."""
    if given is None:
        own = find_project(Path.cwd()) / "estate" / STORE
        return own if own.is_dir() else None
    if not given.is_dir():
        raise InputError(f"{given}: found no such folder; allowed: an applications store, such as estate/{STORE}; without --store the project's own")
    return given


def _check(key: str, answer: str) -> str:
    """The answer. Raises ``InputError`` that says what is allowed."""
    if key == "cloud":
        if answer not in CLOUD_CHOICES:
            hint = nearest(answer, list(CLOUD_CHOICES))
            raise InputError(f"cloud: found '{answer}'; allowed: {', '.join(CLOUD_CHOICES)}{f'; {hint}' if hint else ''}")
        return answer
    try:
        return TypeAdapter(FIELDS[key]).validate_python(answer)
    except ValidationError as error:
        raise InputError(f"{key}: found '{answer}'; allowed: {error.errors()[0].get('ctx', {}).get('error')}") from None


def _answers(given: Mapping[str, str | None]) -> dict[str, str]:
    """What was given, checked, and on a terminal the answers for the rest; elsewhere what is missing is an error."""
    checked = {key: _check(key, value) for key, value in given.items() if value is not None}
    missing = [key for key in given if key not in checked]
    if missing and not at_terminal():
        named = ", ".join(f"--{key}" for key in missing)
        raise InputError(f"missing: {named}; 'civic init --help' says what each is, and on a terminal 'civic init' asks for them")
    return {key: checked.get(key) or click.prompt(QUESTIONS[key], value_proc=_asked(key)) for key in given}


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def _asked(key: str) -> Callable[[str], str]:
    def check(answer: str) -> str:
        try:
            return _check(key, answer)
        except InputError as error:
            raise click.UsageError(str(error)) from None

    return check


def _write(staging: Path, platform: str, store: Path | None) -> None:
    for name in EMPTY_FOLDERS:
        write(staging / name / KEEP, "")
    if store is None:
        write(staging / STORE / KEEP, "")
    else:
        shutil.copytree(store, staging / STORE)
    for name in MODELS:
        write(staging / "schemas" / f"{name}.json", schema(name))
    write(staging / PLATFORM_FILE, platform)


def _place(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a folder beside ``folder`` and move what is in it there: all of it, or none."""
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    made = not target.exists()
    staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    moved: list[Path] = []
    try:
        fill(staging)
        target.mkdir(exist_ok=True)
        # The folder itself stays: somebody may be standing in it.
        for entry in sorted(staging.iterdir()):
            os.rename(entry, target / entry.name)
            moved.append(target / entry.name)
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if made and target.is_dir():
            target.rmdir()
        raise
    finally:
        shutil.rmtree(staging)


def _print_next_steps(folder: Path, text: str, store: Path | None) -> None:
    click.echo(folder / PLATFORM_FILE)
    click.echo(f"{text.count(f'  {PLACE_TO_FILL}')} places to fill before the first deployment: grep -n '{PLACE_TO_FILL}' {folder / PLATFORM_FILE}")
    if store is None:
        click.echo(f"The applications store is empty: copy manifests into {folder / STORE}, or begin again with --store DIR.")
    else:
        click.echo(f"The applications store is a copy of {store}.")
    if folder.resolve() != Path("estate").resolve():
        click.echo(f"Every command takes it from here: export {ESTATE_VARIABLE}={folder.resolve()}")
    click.echo("Next: civic plan; civic join")
