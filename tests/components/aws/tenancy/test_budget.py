"""Money of a body on AWS: told before it is spent."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import ContractError
from tests.components.aws.subjects import ACCOUNT, BUDGET, NORTHSHIRE_TEST, SENSITIVE, inventory, plan_of
from tests.planning import PlanFailed


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Budget, "town-budget", BUDGET)


def test_a_budget_is_exactly_these_resources_however_sensitive_the_body(plan: Deployment) -> None:
    for each in (plan, plan_of(aws.Budget, "town-budget", BUDGET, owner=SENSITIVE)):
        assert inventory(each) == {("Budget", "town-budget"), ("Budget", "town-budget-month")}


def test_a_budget_tells_of_the_forecast_and_of_the_fact(plan: Deployment) -> None:
    budget = plan.named("town-budget-month").inputs
    assert (budget["limitAmount"], budget["limitUnit"], budget["timeUnit"]) == ("4000", "USD", "MONTHLY")
    told = {(each["notificationType"], each["threshold"], *each["subscriberEmailAddresses"]) for each in budget["notifications"]}
    finance = "finance@northshire.example"
    assert told == {("FORECASTED", 100, finance), ("ACTUAL", 80, finance), ("ACTUAL", 100, finance)}


def test_a_budget_is_the_tenancys_own_and_counts_from_its_first_day(plan: Deployment) -> None:
    budget = plan.named("town-budget-month").inputs
    assert (budget["accountId"], budget["name"], budget["timePeriodStart"]) == (ACCOUNT, "ccp-northshire-month", "2026-12-01_00:00")
    test = plan_of(aws.Budget, "town-budget", BUDGET, owner=NORTHSHIRE_TEST, begins="2027-01-01").named("town-budget-month").inputs
    assert (test["name"], test["timePeriodStart"]) == (NORTHSHIRE_TEST.name("aws:general", "month"), "2027-01-01_00:00")


def test_a_budget_with_more_thresholds_than_aws_takes_is_refused() -> None:
    with pytest.raises(PlanFailed, match="at most 5 thresholds together, got 6"):
        plan_of(aws.Budget, "town-budget", BUDGET, actual_percent=(50, 60, 70, 80, 100))


@pytest.mark.parametrize("taken", [{"contacts": ()}, {"forecast_percent": ()}, {"monthly": 0}])
def test_a_budget_that_would_not_tell_in_time_is_refused(taken: dict[str, object]) -> None:
    with pytest.raises(ContractError, match=r"contacts|forecast_percent|monthly"):
        replace(BUDGET, **taken)
