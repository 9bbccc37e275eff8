"""Quotas as a table, as sentences and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.markup import escape
from rich.table import Table

from civic.catalogue import rows
from civic.quotas.totals import Total
from civic.reports.console import counted, plain_table

SHOWN = 20
"""Rows of the table; JSON has them all."""
UNKNOWN_TO_US = (
    "Limits are the clouds' documented defaults as known in November 2026: what was granted to you, what others make in the same accounts, "
    "and what the platform's own stacks will take for further bodies is not counted."
)


@dataclass(frozen=True)
class Pace:
    """How fast bodies join."""

    today: date
    a_year: float | None
    """Bodies a year; None where the ledgers do not tell yet."""

    def day(self, total: Total) -> date | None:
        """When a quota binds at this pace; None where it does not, or in more than a hundred years."""
        if total.room is None or not self.a_year:
            return None
        days = int(total.room * 365 / self.a_year)
        return self.today + timedelta(days=days) if days < 36_500 else None


def quota_table(found: Sequence[Total]) -> Table:
    """What binds first at the head."""
    table = plain_table("quota", "where", "used", "limit", "more bodies", right=("used", "limit", "more bodies"))
    for total in found:
        colour = "red" if total.over else "yellow" if total.request else ""
        used = f"[{colour}]{total.used:,}[/]" if colour else f"{total.used:,}"
        room = "" if total.room is None else f"{total.room:,}"
        table.add_row(escape(total.quota.name), escape(short(total.place)), used, f"{total.quota.limit:,}", room)
    return table


def quota_lines(found: Sequence[Total], pace: Pace) -> Iterator[str]:
    """What is refused, what to ask for, what binds first, and what nobody knows; a sentence each."""
    for total in found:
        if total.refused:
            yield (
                f"refused: {total.used:,} {total.quota.name} ({short(total.place)}), and no more than {total.quota.limit:,} are ever given "
                f"({total.quota.source})."
            )
    for total in found:
        if total.request:
            code = f" ({total.quota.code})" if total.quota.code else ""
            day = None if total.over else pace.day(total)
            yield (
                f"ask for {total.request:,} {total.quota.name}{code}, in {short(total.place)}: {total.used:,} of {total.quota.limit:,} are used"
                f"{' already' if total.over else ''}{f', and the rest lasts until about {day:%B %Y}' if day else ''}."
            )
    first = next((total for total in found if total.room is not None), None)
    if first and first.room is not None:
        more, day = counted(first.room, "more bod", "ies", one="y"), pace.day(first)
        yield f"First to bind as bodies join: {first.quota.name} ({short(first.place)}), after {more}{f', about {day:%B %Y}' if day else ''}."
    yield (
        f"Bodies join at a pace of {pace.a_year:.0f} a year, as the ledgers of the last year say."
        if pace.a_year
        else "How fast bodies join the ledgers do not tell yet: the first joined less than two months ago, or none in the last year."
    )
    rates = [f"{quota.limit} {quota.name}" for each in rows() for quota in each.quotas if quota.rate]
    yield f"Slows a rollout and is not used up: {'; '.join(rates)}."
    yield UNKNOWN_TO_US


def quotas_document(found: Sequence[Total], pace: Pace) -> dict[str, object]:
    """For programs."""
    return {
        "bodies_a_year": pace.a_year,
        "quotas": [
            {
                "type": total.type,
                "quota": total.quota.name,
                "scope": total.quota.scope,
                "where": total.place,
                "used": total.used,
                "limit": total.quota.limit,
                "adjustable": total.quota.adjustable,
                "code": total.quota.code,
                "bodies": total.bodies,
                "more_bodies": total.room,
                "binds_on": day.isoformat() if (day := pace.day(total)) else None,
                "over": total.over,
                "request": total.request,
                "source": total.quota.source,
            }
            for total in found
        ],
        "known_on": "2026-11",
        "not_counted": UNKNOWN_TO_US,
    }


def short(place: str) -> str:
    """A place as people know it: a resource by its stack and name, an Azure id or ARN by its end."""
    if place.startswith("urn:pulumi:"):
        return f"{place.rsplit('::', 1)[1]} of {place.split('::')[0].removeprefix('urn:pulumi:')}"
    return "/".join(place.rsplit("/", 2)[-2:]) if place.startswith(("arn:", "/")) else place
