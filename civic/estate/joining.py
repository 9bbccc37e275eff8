"""How fast bodies join, as the ledgers' dates tell."""

from datetime import date, timedelta

from civic.estate.estate import Estate
from civic.records.owners import body_of

YEAR = 365
LEAST_DAYS = 60
"""Days of joining from which a pace is told; fewer say nothing."""


def joined_on(estate: Estate) -> dict[str, date]:
    """The day of the first entry in each body's ledgers, by body."""
    days: dict[str, date] = {}
    for owner, ledger in estate.ledgers.items():
        entries = (*ledger.entries, *ledger.cells, *ledger.tenancies, *ledger.listeners, *ledger.numbers)
        if first := min((date.fromisoformat(entry.on) for entry in entries), default=None):
            body = body_of(owner)
            days[body] = min(first, days.get(body, first))
    return days


def bodies_a_year(estate: Estate, today: date) -> float | None:
    """How many join in a year at the pace of the last year; None where the first joined too lately to tell, or none did in it."""
    days = [day for day in joined_on(estate).values() if day <= today]
    since = max(min(days, default=today), today - timedelta(days=YEAR))
    span = (today - since).days
    lately = sum(day > since for day in days)
    # What was there on the first day of all is a beginning and no pace.
    return lately * YEAR / span if span >= LEAST_DAYS and lately else None
