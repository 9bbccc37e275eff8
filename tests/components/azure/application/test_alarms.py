"""What a body is told of its application."""

from civic.plan import Deployment
from components.azure.application.alarms import ALARMS as TABLE
from tests.components.azure.hosting_subjects import ALARMS


def test_alarms_reach_the_body(dedicated: Deployment) -> None:
    alerts = dedicated.of_type("azure-native:monitor:MetricAlert")
    assert {alert.name for alert in alerts} == {f"app-alarm-{key}" for key in TABLE}
    for alert in alerts:
        assert alert.inputs["scopes"] == [dedicated.named("app-app").id]
        assert alert.inputs["actions"] == [{"actionGroupId": ALARMS}]


def test_a_shared_cells_people_are_told_by_the_cell(shared: Deployment) -> None:
    assert not shared.of_type("azure-native:monitor:MetricAlert")
