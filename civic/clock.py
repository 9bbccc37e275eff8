"""The one clock of every command and every rule: the day that ``CIVIC_TODAY`` gives, else the estate's ``as_of``, else today."""

import os
from datetime import date

from civic.errors import InputError
from civic.input_files import printable

VARIABLE = "CIVIC_TODAY"
"""Variable with the day, YYYY-MM-DD, as of which everything looks; today where it is not set."""
ALLOWED = "a real day as YYYY-MM-DD"
_AS_OF: list[date] = []
"""The day of the estate that was loaded last, where its platform record has one."""


def look_as_of(text: str | None) -> None:
    """Look as of a real day from now on, wherever ``CIVIC_TODAY`` says nothing else; ``None``: as of today."""
    _AS_OF[:] = [day(text)] if text else []


def as_of() -> str:
    """The estate's own day where it is what everything looks as of; empty otherwise."""
    return "" if os.environ.get(VARIABLE) or not _AS_OF else _AS_OF[0].isoformat()


def day(text: str) -> date:
    """Raises ``ValueError`` for anything but a real day, written in full."""
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(text)
    return found


def today() -> date:
    """Raises ``InputError`` where the variable holds no day."""
    given = os.environ.get(VARIABLE)
    if not given:
        return _AS_OF[0] if _AS_OF else date.today()
    try:
        return day(given)
    except ValueError:
        raise InputError(f"{VARIABLE}: found {printable(given)}; allowed: {ALLOWED}") from None
