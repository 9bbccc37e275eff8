"""Who raises himself, and what changes on the tree, reaches the platform's mailbox."""

import re

import pytest

from civic.plan import Deployment, Resource
from components import azure
from tests.components.azure.subjects import FOUNDATION, plan_of
from tests.looping import each

RULE, GROUP = "azure-native:monitor:ScheduledQueryRule", "azure-native:management:ManagementGroup"


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.Foundation, "foundation", FOUNDATION)


def asked(rule: Resource) -> str:
    (condition,) = rule.inputs["criteria"]["allOf"]
    return str(condition["query"])


def rules_of(plan: Deployment, operation: str) -> list[Resource]:
    return [rule for rule in plan.of_type(RULE) if re.search(rf"'{re.escape(operation)}'", asked(rule), re.IGNORECASE)]


@pytest.mark.parametrize(
    "operation",
    [
        "Microsoft.Authorization/elevateAccess/action",
        "Microsoft.Authorization/roleAssignments/write",
        "Microsoft.Authorization/roleDefinitions/write",
        "Microsoft.Authorization/policyAssignments/delete",
        "Microsoft.Authorization/policyExemptions/write",
        "Microsoft.Authorization/roleAssignmentScheduleRequests/write",
        "Microsoft.Authorization/roleManagementPolicies/write",
        "Microsoft.Management/managementGroups/subscriptions/write",
        "Microsoft.Insights/scheduledQueryRules/delete",
        "Microsoft.Insights/actionGroups/write",
        "Microsoft.AlertsManagement/actionRules/write",
    ],
)
def test_it_rings_in_the_mailbox_of_the_platform(plan: Deployment, operation: str):
    workspace = plan.named("foundation-archive-workspace")
    for rule in each(rules_of(plan, operation)):
        assert rule.inputs["enabled"] is True
        assert rule.inputs["scopes"] == [workspace.id]
        (told,) = rule.inputs["actions"]["actionGroups"]
        group = next(one for one in plan.of_type("azure-native:monitor:ActionGroup") if one.id == told)
        assert group.inputs["enabled"] is True
        assert [each["emailAddress"] for each in group.inputs["emailReceivers"]] == [FOUNDATION.contact]
        (condition,) = rule.inputs["criteria"]["allOf"]
        assert (condition["operator"], condition["threshold"]) == ("GreaterThan", 0)


def test_what_happens_on_each_management_group_is_where_the_alarms_look(plan: Deployment):
    workspace = plan.named("foundation-archive-workspace").id
    sent = {
        one.inputs["managementGroupId"]
        for one in plan.of_type("azure-native:monitor:ManagementGroupDiagnosticSetting")
        if one.inputs["workspaceId"] == workspace and {"category": "Administrative", "enabled": True} in one.inputs["logs"]
    }
    assert sent == {group.inputs["groupId"] for group in each(plan.of_type(GROUP))}


def test_whoever_raises_himself_is_in_the_directorys_own_log_and_its_silence_is_told(plan: Deployment):
    assert "AuditLogs" in asked(plan.named("foundation-watch-elevation"))
    silence = plan.named("foundation-watch-silence")
    (condition,) = silence.inputs["criteria"]["allOf"]
    assert "AuditLogs" in condition["query"]
    assert (condition["metricMeasureColumn"], condition["operator"], condition["threshold"]) == ("entries", "LessThan", 1)


def test_the_alarms_may_read_what_they_ask(plan: Deployment):
    (identity,) = {one for rule in each(plan.of_type(RULE)) for one in rule.inputs["identity"]["userAssignedIdentities"]}
    asks = plan.named("foundation-watch-asks")
    assert asks.id == identity
    right = plan.named("foundation-watch-right").inputs
    assert right["principalId"] == asks.outputs["principalId"]
    assert plan.named("foundation-archive-workspace").id.startswith(f"{right['scope']}/")
