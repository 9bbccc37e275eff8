"""What a body's Azure subscription may cost."""

import pytest

from components import azure
from tests.components.azure.subjects import BUDGET, SUBSCRIPTION, plan_of
from tests.planning import PlanFailed


def test_a_budget_tells_of_the_forecast_and_of_the_fact() -> None:
    month = plan_of(azure.Budget, "town-budget", BUDGET).named("town-budget-month").inputs
    assert (month["amount"], month["scope"], month["timePeriod"]) == (4000, f"/subscriptions/{SUBSCRIPTION}", {"startDate": "2026-12-01T00:00:00Z"})
    notified = {(each["thresholdType"], each["threshold"], *each["contactEmails"]) for each in month["notifications"].values()}
    finance = "finance@northshire.example"
    assert notified == {("Forecasted", 100, finance), ("Actual", 80, finance), ("Actual", 100, finance)}


def test_a_budget_with_more_thresholds_than_azure_takes_is_refused() -> None:
    with pytest.raises(PlanFailed, match="at most 5 thresholds together, got 6"):
        plan_of(azure.Budget, "town-budget", BUDGET, actual_percent=(50, 60, 70, 80, 100))
