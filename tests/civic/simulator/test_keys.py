"""Keys inside nested inputs: names that only the SDK knows do not reach a provider."""

from typing import Any

import pulumi
import pulumi_azure_native as azure
import pytest
from pulumi_azure_native import monitor

from civic.plan.wire import UNKNOWN
from civic.simulator.keys import wrong_keys
from components.azure import ServiceOffer
from tests.civic.simulator.support import refusals
from tests.components.azure.services.test_offer import OFFER
from tests.components.azure.subjects import plan_of
from tests.planning import PlanFailed, planned

ALERT, POLICY = "azure-native:monitor:MetricAlert", "azure-native:dataprotection:BackupPolicy"
CRITERION = {
    "name": "full", "criterionType": "StaticThresholdCriterion", "metricName": "cpu", "operator": "GreaterThan", "threshold": 1.0,
    "timeAggregation": "Average",
}  # fmt: skip
SINGLE = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"


def alert(criteria: Any) -> dict[str, Any]:
    return {"ruleName": "r", "resourceGroupName": "g", "criteria": criteria}


def told(criteria: Any) -> dict[str, str]:
    return {failure.property: failure.reason for failure in refusals(ALERT, alert(criteria))}


def test_a_union_takes_each_of_its_types():
    assert told({"odataType": SINGLE, "allOf": [CRITERION]}) == {}
    webtest = {
        "odataType": "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
        "componentId": "c",
        "webTestId": "w",
        "failedLocationCount": 1,
    }
    assert told(webtest) == {}


@pytest.mark.parametrize(
    ("criteria", "prop", "reason"),
    [
        ({"odata_type": SINGLE, "allOf": [CRITERION]}, "criteria.odata_type", "called odataType"),
        ({"odataType": SINGLE, "all_of": [CRITERION]}, "criteria.all_of", "called allOf"),
        ({"odataType": SINGLE, "allOf": [{**CRITERION, "metric_namespace": "n"}]}, "criteria.allOf[0].metric_namespace", "called metricNamespace"),
        ({"odataType": SINGLE, "allOf": [{**CRITERION, "nonsense": 1}]}, "criteria.allOf[0].nonsense", "no such key"),
        ({"allOf": [CRITERION]}, "criteria.odataType", "must have it"),
        ({"odataType": "Single", "allOf": [CRITERION]}, "criteria.odataType", "'Single' is not"),
    ],
)
def test_keys_that_the_type_has_not_are_refused(criteria: Any, prop: str, reason: str):
    assert reason in told(criteria)[prop]


def test_what_is_not_known_yet_is_not_refused():
    assert told(UNKNOWN) == {}
    assert told({"odataType": UNKNOWN, "allOf": UNKNOWN}) == {}


def test_unions_inside_unions_are_looked_into():
    rule = {"objectType": "AzureRetentionRule", "name": "Default", "lifecycles": [{"delete_after": {}}]}
    policy = {"objectType": "BackupPolicy", "datasourceTypes": ["x"], "policyRules": [rule]}
    found = {failure.property for failure in wrong_keys(POLICY, {"properties": policy})}
    assert "properties.policyRules[0].lifecycles[0].delete_after" in found


def test_a_mapping_has_the_programs_own_keys_and_what_is_under_them_is_looked_into():
    budget = "azure-native:consumption:Budget"
    right = {"actual-80": {"enabled": True, "operator": "GreaterThan", "threshold": 80.0, "contactEmails": ["a@b.example"]}}
    assert list(wrong_keys(budget, {"notifications": right})) == []
    wrong = {"actual-80": {**right["actual-80"], "contact_emails": []}}
    assert [failure.property for failure in wrong_keys(budget, {"notifications": wrong})] == ["notifications.actual-80.contact_emails"]


def test_a_plain_dict_in_pythons_names_does_not_reach_the_provider():
    """The reason for all of this: the SDK hands such a dict on as it is."""

    def program() -> None:
        monitor.MetricAlert(
            "alert",
            rule_name="r",
            resource_group_name="g",
            enabled=True,
            evaluation_frequency="PT5M",
            window_size="PT5M",
            severity=1,
            scopes=["/subscriptions/s"],
            criteria={"odata_type": SINGLE, "all_of": []},
            opts=pulumi.ResourceOptions(provider=azure.Provider("azure", subscription_id="33333333-3333-3333-3333-333333333333")),
        )

    with pytest.raises(PlanFailed, match="called odataType"):
        planned(program, "azure")


def test_an_offers_alarms_are_as_the_provider_knows_them():
    alerts = plan_of(ServiceOffer, "door", OFFER).of_type(ALERT)
    assert len(alerts) == 2
    for each in alerts:
        assert each.inputs["criteria"]["odataType"] == SINGLE
        assert each.inputs["criteria"]["allOf"][0]["metricNamespace"].startswith("Microsoft.Network/")
