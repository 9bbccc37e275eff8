"""Days: what has ended, and what was too long ago."""

import os
from collections.abc import Iterator
from datetime import date, timedelta

from civic.errors import InputError
from civic.input_files import printable
from policies.rule import Fault

YEAR = 366
TODAY = "CIVIC_TODAY"
"""Variable with the day, YYYY-MM-DD, as of which rules look; today where it is not set."""


def today() -> date:
    """Raises ``InputError`` for what is no date."""
    given = os.environ.get(TODAY)
    if not given:
        return date.today()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(f"{TODAY}: found {printable(given)}; allowed: a day as 2026-12-01") from None


def days_left(text: str) -> int:
    """Days from today until a date, or the date of a time, in ISO 8601; below zero once it is past. Raises ``ValueError``."""
    return (date.fromisoformat(text[:10]) - today()).days


def over(grant: str, until: str, record: tuple[str, ...]) -> Iterator[Fault]:
    """What is wrong with the last day of a grant, which the record has at ``record``. Raises ``ValueError``."""
    left = days_left(until)
    write = f'until: a day from "{today()}" to "{today() + timedelta(days=YEAR - 1)}"; or take the grant away'
    if left < 0:
        yield Fault(f"{grant} ended on {until[:10]}", record, write)
    elif left > YEAR:
        yield Fault(f"{grant} lasts until {until[:10]}, more than a year", record, write)
