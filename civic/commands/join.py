"""``civic join``: one record and one ledger file for each new body; on a terminal it asks for what is missing."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from civic.commands import exit_codes
from civic.commands.forks import refuse_giving_in_fork
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.ledger.joining import CLOUD_CHOICES, body, join, refuse_taken
from civic.ledger.locking import locked_estate
from civic.ledger.registers import from_register
from civic.records.kinds import KINDS
from civic.records.owners import SLUG_ALLOWED, is_slug
from civic.records.values import Email, Name, Phone


def join_command(
    estate_root: Path,
    slug: str | None,
    name: str | None,
    kind: str | None,
    cloud: str | None,
    owner: str | None,
    phone: str | None,
    register: Path | None,
    on: str,
    shown: str = "",
) -> int:
    """Join one body or a register of them; ask on a terminal for what is missing. Returns the exit code."""
    refuse_giving_in_fork(estate_root)
    estate = load_estate(estate_root)  # what is wrong is told before any question is asked
    if register is not None:
        bodies = from_register(register, cloud or "aws", owner or "", phone or "")
    else:
        bodies = [body(**_answers(estate, {"slug": slug, "name": name, "kind": kind, "cloud": cloud, "owner": owner, "phone": phone}), shown=shown)]
    with locked_estate(estate_root) as current:
        paths = join(current, bodies, on)
    for path in paths:
        click.echo(path)
    return exit_codes.WELL


def _valid(kind: Any) -> Callable[[str], str]:
    """What an answer must be; another one is told why and asked again."""

    def check(answer: str) -> str:
        try:
            return TypeAdapter(kind).validate_python(answer)
        except ValidationError as error:
            raise click.UsageError(f"found '{answer}'; allowed: {error.errors()[0].get('ctx', {}).get('error')}") from None

    return check


def _new_slug(estate: Estate) -> Callable[[str], str]:
    """A slug that nobody has, which is known before the other questions are asked."""

    def check(answer: str) -> str:
        if not is_slug(answer):
            raise click.UsageError(f"found '{answer}'; allowed: {SLUG_ALLOWED}")
        try:
            refuse_taken(estate, answer)
        except InputError as error:
            raise click.UsageError(str(error)) from None
        return answer

    return check


SLUG_QUESTION = "Short name (slug), such as northshire"
QUESTIONS: Mapping[str, tuple[str, Callable[[str], str] | click.Choice[str]]] = {
    "name": ("Full name of the body", _valid(Name)),
    "kind": ("Kind", click.Choice(list(KINDS))),
    "cloud": ("Cloud", click.Choice(list(CLOUD_CHOICES))),
    "owner": ("Role mailbox of its owner", _valid(Email)),
    "phone": ("Telephone number in E.164, such as +441632960000", _valid(Phone)),
}


def _answers(estate: Estate, given: Mapping[str, str | None]) -> dict[str, str]:
    """What was given, and on a terminal the answers for the rest. Nothing is made up: elsewhere what is missing is an error."""
    if slug := given["slug"]:
        refuse_taken(estate, slug)
    if sys.stdin.isatty():
        slug = slug or click.prompt(SLUG_QUESTION, value_proc=_new_slug(estate))
        return {"slug": slug, **{key: value or _answer(key) for key, value in given.items() if key != "slug"}}
    missing = ["BODY" if key == "slug" else f"--{key}" for key, value in given.items() if not value]
    if missing:
        raise InputError(f"missing: {', '.join(missing)}; 'civic join --help' says what each is, and on a terminal 'civic join' asks for them")
    return {key: value for key, value in given.items() if value}


def _answer(key: str) -> str:
    question, allowed = QUESTIONS[key]
    if isinstance(allowed, click.Choice):
        return click.prompt(question, type=allowed)
    return click.prompt(question, value_proc=allowed)
