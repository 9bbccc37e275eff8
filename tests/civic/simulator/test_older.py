"""Azure Policy acts on nothing that is older than its assignment: the offline engine refuses a stack that counts on it."""

from collections.abc import Mapping

import pytest

from civic.plan.writing import Entry
from civic.simulator.azure.older import ASSIGNMENT, DEFINITIONS, SETS, SETTINGS, unmended
from tests.civic.simulator.support import SUBSCRIPTION
from tests.civic.simulator.test_later import entry

ROOT = "/providers/Microsoft.Management/managementGroups/root"
RULE: Mapping[str, object] = {
    "if": {"allOf": [{"field": "type", "equals": "Microsoft.Resources/subscriptions"}]},
    "then": {"effect": "deployIfNotExists", "details": {"type": "Microsoft.Security/pricings"}},
}


def definition(rule: Mapping[str, object] = RULE) -> Entry:
    return entry(DEFINITIONS[0], "policy", ident=f"{ROOT}/policyDefinitions/policy", policyRule=rule)


def assignment(of: Entry, *after: Entry) -> Entry:
    return entry(ASSIGNMENT, "assigned", of, *after, ident=f"{ROOT}/policyAssignments/assigned", policyDefinitionId=of.id, scope=ROOT)


def subscription(*after: Entry) -> Entry:
    made = entry("azure-native:subscription:Alias", "network", *after, ident="/providers/Microsoft.Subscription/aliases/network")
    return Entry(**{**vars(made), "outputs": {"properties": {"subscriptionId": SUBSCRIPTION}}})


def told(*entries: Entry) -> list[str]:
    return unmended({one.urn: one for one in entries})


@pytest.fixture
def policy() -> Entry:
    return definition()


def test_what_is_not_made_after_the_assignment_is_told(policy: Entry):
    (text,) = told(policy, assignment(policy), subscription())
    assert text.startswith("network does not wait for assigned, which deploys Microsoft.Security/pricings into what is made or changed after it")
    assigned = assignment(policy)
    assert told(policy, assigned, subscription(assigned)) == []


def test_a_set_and_a_policy_of_azures_own_are_no_other(policy: Entry):
    whole = entry(SETS[0], "all", policy, ident=f"{ROOT}/policySetDefinitions/all", policyDefinitions=[{"policyDefinitionId": policy.id}])
    assert told(policy, whole, assignment(whole), subscription())
    own = entry(ASSIGNMENT, "log", policyDefinitionId="/providers/Microsoft.Authorization/policyDefinitions/2465583e-4e78-4c15-b6be-a36cbc7c8b0f")
    assert "Microsoft.Insights/diagnosticSettings" in str(told(own, subscription()))


def test_a_task_that_looks_anew_mends_it_in_its_own_azure_subscription_alone(policy: Entry):
    assigned, made = assignment(policy), subscription()
    for place, left in ((SUBSCRIPTION, 0), ("44444444-4444-4444-4444-444444444444", 1)):
        ident = f"/subscriptions/{place}/providers/Microsoft.PolicyInsights/remediations/mend"
        task = entry("azure-native:policyinsights:RemediationAtSubscription", "mend", assigned, ident=ident, policyAssignmentId=assigned.id)
        assert len(told(policy, assigned, made, task)) == left


def test_what_is_set_needs_no_policy(policy: Entry):
    setting = entry(SETTINGS, "plans", subscription=SUBSCRIPTION, settings=[{"path": "/providers/Microsoft.Security/pricings/Arm"}])
    assert told(policy, assignment(policy), subscription(), setting) == []


def test_a_policy_that_only_refuses_makes_nothing():
    refusing = definition({**RULE, "then": {"effect": "deny"}})
    assert told(refusing, assignment(refusing), subscription()) == []
