"""Alarms of a cell: the body's own people where it has them, else the cell's contact, else nobody."""

from civic.plan import Deployment
from components.azure.hosting.alarms import ALARMS as TABLE
from components.azure.hosting.cell import HostingCell
from tests.components.azure.hosting_subjects import ALARMS, CELL, DEDICATED
from tests.components.azure.subjects import inventory, plan_of

CONTACT = "platform@commons.example"


def test_alarms_reach_whoever_was_named(dedicated: Deployment) -> None:
    alerts = dedicated.of_type("azure-native:monitor:MetricAlert")
    assert {alert.name for alert in alerts} == {f"cell-alarm-{key}" for key in TABLE}
    assert [alert.name for alert in alerts if not alert.inputs["enabled"]] == []
    assert {group["actionGroupId"] for alert in alerts for group in alert.inputs["actions"]} == {ALARMS}
    for key, (part, _alarm) in TABLE.items():
        assert dedicated.named(f"cell-alarm-{key}").inputs["scopes"] == [dedicated.named(f"cell-{part}").id]


def test_a_cell_that_nobody_else_watches_tells_its_contact(shared: Deployment) -> None:
    plan = plan_of(HostingCell, "cell", CELL, contact=CONTACT)
    assert inventory(plan) == inventory(shared) | {("ActionGroup", "cell-alarms")} | {("MetricAlert", f"cell-alarm-{key}") for key in TABLE}
    group = plan.named("cell-alarms")
    assert group.inputs["resourceGroupName"] == plan.named("cell-group").outputs["name"]
    assert [one["emailAddress"] for one in group.inputs["emailReceivers"]] == [CONTACT]
    alerts = plan.of_type("azure-native:monitor:MetricAlert")
    assert {one["actionGroupId"] for alert in alerts for one in alert.inputs["actions"]} == {group.id}


def test_a_body_with_alarms_of_its_own_gets_no_second_group(dedicated: Deployment) -> None:
    plan = plan_of(HostingCell, "cell", DEDICATED, contact=CONTACT)
    assert inventory(plan) == inventory(dedicated)
    assert plan.named("cell-alarm-database-down").inputs["actions"] == [{"actionGroupId": ALARMS}]
