"""Money on Azure."""

from collections.abc import Iterator

from policies.rule import Subject, rule

BUDGET = "azure-native:consumption:Budget"
TENANCY = "civic-azure:index:Tenancy"


@rule(
    "consumption-forecast-told",
    title="Every body's Azure subscription has a budget that tells somebody before it is spent",
    why="A loop, or a thief who mines coins, is first seen on the bill.",
    severity="medium",
    types=(TENANCY, BUDGET),
    controls={"ncsc-csp": ("5.2", "13.2"), "ncsc-caf-v3.2": ("A3.a", "C1.c")},
    remediation="Add a consumption.Budget with an enabled notification of threshold_type Forecasted and somebody who receives it.",
    joins=True,
)
def forecast_told(subject: Subject) -> Iterator[str]:
    if subject.type == TENANCY:
        if not subject.stack.of_type(BUDGET):
            yield "the Azure subscription has no budget"
    elif not any(
        told["thresholdType"] == "Forecasted" and told["enabled"] and (told.get("contactEmails") or told.get("contactGroups"))
        for told in (subject.value("notifications") or {}).values()
    ):
        yield "nobody is told what the month will cost"
