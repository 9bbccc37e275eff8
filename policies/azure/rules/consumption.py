"""Money on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, rule

BUDGET = "azure-native:consumption:Budget"
TENANCY = "civic-azure:index:Tenancy"


@rule(
    "consumption-forecast-notified",
    title="Every body's Azure subscription has a budget that tells somebody before it is spent",
    why="A loop, or a thief who mines coins, is first seen on the bill.",
    severity="medium",
    types=(TENANCY, BUDGET),
    remediation="Add a consumption.Budget with an enabled notification of threshold_type Forecasted and somebody who receives it.",
    scope="stack",
)
def forecast_notified(subject: Subject) -> Iterator[str]:
    if subject.type == TENANCY:
        if not subject.stack.of_type(BUDGET):
            yield "the Azure subscription has no budget"
    elif subject.value("category") in (None, "Cost") and not any(
        one["thresholdType"] == "Forecasted" and one["enabled"] and (one.get("contactEmails") or one.get("contactGroups"))
        for one in (subject.value("notifications") or {}).values()
    ):
        yield "nobody is told what the month will cost"
