"""When a budget of Azure's may begin.

Source: Microsoft Learn, "Budgets REST API: Create Or Update", ``timePeriod``: the start is the first day of a month, one gone by lies within the
current month, one to come within twelve months; and it is never changed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import Failure

BUDGET = "azure-native:consumption:Budget"
ADVICE = "run 'civic tenancies begin BODY', propose the change, and run this again"


def refused_start(inputs: Mapping[str, Any], today: date | None) -> Iterator[Failure]:
    """Why a budget cannot be made with its start. Without a day nothing is gone by."""
    start = _start(inputs)
    if start is None:
        return
    if start.day != 1:
        yield Failure(PATH, f"{start} is not the first day of a month")
    elif today is not None and start < today.replace(day=1):
        yield Failure(PATH, f"{start} lies before {today:%Y-%m}, the current month: {ADVICE}")
    elif today is not None and (start.year - today.year) * 12 + start.month - today.month > 12:
        yield Failure(PATH, f"{start} lies more than twelve months after {today}")


def refused_other_start(before: Mapping[str, Any], inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Why a budget cannot be changed: it begins when it began."""
    old, new = _start(before), _start(inputs)
    if old and new and old != new:
        yield Failure(PATH, f"{new}: the budget began on {old}, and Azure never lets it begin on another day: give the ledger's month back")


PATH = "timePeriod.startDate"


def _start(inputs: Mapping[str, Any]) -> date | None:
    period = opened(inputs.get("timePeriod"))
    text = str(opened(period.get("startDate")) if isinstance(period, Mapping) else UNKNOWN)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
