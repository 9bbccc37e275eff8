"""Days: what has ended, and what was too long ago."""

from collections.abc import Iterator
from datetime import date, timedelta

from civic.clock import today
from policies.rule import Fault

YEAR = 366


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
