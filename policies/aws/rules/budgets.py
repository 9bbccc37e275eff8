"""Money on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, rule

BUDGET = "aws:budgets/budget:Budget"
TENANCY = "civic-aws:index:Tenancy"


@rule(
    "budgets-forecast-notified",
    title="Every body's account has a budget that tells somebody before it is spent",
    why="A loop, or a thief who mines coins, is first seen on the bill.",
    severity="medium",
    types=(TENANCY, BUDGET),
    remediation="Add an aws.budgets.Budget with a notification of type FORECASTED and somebody who receives it.",
    scope="stack",
)
def forecast_notified(subject: Subject) -> Iterator[str]:
    if subject.type == TENANCY:
        if not subject.stack.of_type(BUDGET):
            yield "the account has no budget"
    elif subject.value("budgetType") in (None, "COST") and not any(
        one["notificationType"] == "FORECASTED" and (one.get("subscriberEmailAddresses") or one.get("subscriberSnsTopicArns"))
        for one in subject.value("notifications") or ()
    ):
        yield "nobody is told what the month will cost"
