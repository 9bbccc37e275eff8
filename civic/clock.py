"""The one clock of every command and every rule: today, or the day that ``CIVIC_TODAY`` gives."""

import os
from datetime import date

from civic.errors import InputError
from civic.input_files import printable

VARIABLE = "CIVIC_TODAY"
"""Variable with the day, YYYY-MM-DD, as of which everything looks; today where it is not set."""
ALLOWED = "a real day as YYYY-MM-DD"


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
        return date.today()
    try:
        return day(given)
    except ValueError:
        raise InputError(f"{VARIABLE}: found {printable(given)}; allowed: {ALLOWED}") from None
