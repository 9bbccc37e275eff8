"""When a budget of Azure's may begin: not in a month gone by where it is made, and never on another day than it did."""

from collections.abc import Iterator

import grpc
import pytest

from civic.simulator import refused_at_creation
from tests.civic.simulator.grpc_clouds import Clouds, clouds_over_grpc
from tests.civic.simulator.support import AZURE, clouds, urn

BUDGET = "azure-native:consumption:Budget"


def budget(start: str) -> dict[str, object]:
    return {"budgetName": "month", "scope": "/subscriptions/s", "amount": 1.0, "timePeriod": {"startDate": f"{start}T00:00:00Z"}}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clouds]:
    monkeypatch.setenv("CIVIC_TODAY", "2026-12-15")
    with clouds_over_grpc() as found:
        yield found


@pytest.mark.parametrize("start", ["2026-12-01", "2027-01-01", "2027-12-01"])
def test_it_begins_this_month_or_one_to_come(served: Clouds, start: str):
    assert served.azure().create(BUDGET, budget(start))[0]


@pytest.mark.parametrize(
    ("start", "reason"),
    [("2026-11-01", "current month: run 'civic tenancies begin BODY'"), ("2026-12-15", "first day"), ("2028-01-01", "more than twelve months")],
)
def test_any_other_month_is_refused_where_it_is_made(served: Clouds, start: str, reason: str):
    with pytest.raises(grpc.RpcError, match=reason):
        served.azure().create(BUDGET, budget(start))


def test_it_never_begins_on_another_day(served: Clouds):
    azure = served.azure()
    ident, outputs = azure.create(BUDGET, budget("2026-12-01"))
    more = {**budget("2026-12-01"), "amount": 2.0}
    assert azure.update(BUDGET, ident, outputs, budget("2026-12-01"), more)
    with pytest.raises(grpc.RpcError, match="2027-01-01: the budget began on 2026-12-01"):
        azure.update(BUDGET, ident, outputs, more, budget("2027-01-01"))


def test_a_plan_does_not_know_when_it_was_made():
    assert refused_at_creation(BUDGET, urn(BUDGET), budget("2020-01-01"), clouds(), AZURE) == []
