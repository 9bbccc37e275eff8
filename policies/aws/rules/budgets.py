"""Money on AWS."""

from collections.abc import Iterator

from policies.rule import Subject, rule

BUDGET = "aws:budgets/budget:Budget"
TENANCY = "civic-aws:index:Tenancy"


@rule(
    "budgets-forecast-told",
    title="Every body's account has a budget that tells somebody before it is spent",
    why="A loop, or a thief who mines coins, is first seen on the bill.",
    severity="medium",
    types=(TENANCY, BUDGET),
    controls={"ncsc-csp": ("5.2", "13.2"), "ncsc-caf-v3.2": ("A3.a", "C1.c")},
    remediation="Add an aws.budgets.Budget with a notification of type FORECASTED and somebody who receives it.",
    joins=True,
)
def forecast_told(subject: Subject) -> Iterator[str]:
    if subject.type == TENANCY:
        if not subject.stack.of_type(BUDGET):
            yield "the account has no budget"
    elif not any(
        told["notificationType"] == "FORECASTED" and (told.get("subscriberEmailAddresses") or told.get("subscriberSnsTopicArns"))
        for told in subject.value("notifications") or ()
    ):
        yield "nobody is told what the month will cost"
