"""The security baseline on Azure: a vault that is closed, and alarms that ring."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import azure
from components.azure.tenancy.alarms import ALERTS, BILLING_ALERTS
from components.azure.tenancy.baseline import PLANS
from components.contracts import ContractError
from tests.components.azure.subjects import ARCHIVE, BASELINE, NORTHSHIRE, SENSITIVE, inventory, plan_of
from tests.looping import each


@pytest.fixture(scope="module", params=[NORTHSHIRE, SENSITIVE], ids=lambda owner: owner.classification)
def plan(request: pytest.FixtureRequest) -> Deployment:
    return plan_of(azure.SecurityBaseline, "base", BASELINE, owner=request.param)


def test_a_baseline_is_exactly_these_resources_whatever_its_classification(plan: Deployment):
    expected = {
        ("SecurityBaseline", "base"),
        ("ResourceGroup", "base-group"),
        ("Vault", "base-vault"),
        ("Key", "base-key"),
        ("DiagnosticSetting", "base-vault-logs"),
        ("DiagnosticSetting", "base-activity-logs"),
        ("RemediationAtSubscription", "base-mend-activity-log"),
        ("SubscriptionSettings", "base-defender"),
        ("pulumi-python", "base-plane"),
        ("ActionGroup", "base-alarms"),
        ("ActionGroup", "base-alarms-billing"),
        ("ManagementLockByScope", "base-lock"),
    }
    expected |= {("ActivityLogAlert", f"base-alarm-{key}") for key in (*ALERTS, *BILLING_ALERTS)}
    assert inventory(plan) == expected


def test_the_vault_is_closed_and_cannot_be_purged(plan: Deployment):
    vault = plan.named("base-vault")
    properties = vault.inputs["properties"]
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["networkAcls"]["defaultAction"] == "Deny"
    assert properties["enablePurgeProtection"]
    assert properties["enableRbacAuthorization"]
    assert properties["softDeleteRetentionInDays"] == 90
    assert vault.protect
    assert vault.retain_on_delete


def test_the_key_rotates(plan: Deployment):
    properties = plan.named("base-key").inputs["properties"]
    assert (properties["kty"], properties["keySize"]) == ("RSA-HSM", 2048)
    assert properties["rotationPolicy"]["lifetimeActions"][0]["action"]["type"] == "rotate"


def test_no_vault_stands_where_nothing_is_protected(plan: Deployment):
    assert not plan.of_type("azure-native:dataprotection:BackupVault")


def test_logs_go_to_the_archive(plan: Deployment):
    assert plan.named("base-vault-logs").inputs["workspaceId"] == ARCHIVE.workspace
    trail = plan.named("base-activity-logs").inputs
    assert trail["storageAccountId"] == ARCHIVE.store
    assert {log["category"] for log in trail["logs"] if log["enabled"]} == {"Administrative", "Security", "Policy", "Alert"}


def test_every_alarm_reaches_somebody(plan: Deployment):
    people = {
        "base-alarms": {BASELINE.security_contact, BASELINE.operations_contact},
        "base-alarms-billing": {BASELINE.billing_contact},
    }
    for name, mailboxes in people.items():
        assert {receiver["emailAddress"] for receiver in plan.named(name).inputs["emailReceivers"]} == mailboxes
    for name, alerts in {"base-alarms": ALERTS, "base-alarms-billing": BILLING_ALERTS}.items():
        assert alerts
        for key in alerts:
            alert = plan.named(f"base-alarm-{key}").inputs
            assert alert["enabled"]
            assert alert["actions"]["actionGroups"][0]["actionGroupId"] == plan.named(name).id


def test_the_billing_contact_hears_when_a_budget_is_taken_away(plan: Deployment):
    watched = plan.named("base-alarm-budget-removed").inputs["condition"]["allOf"]
    assert {"field": "operationName", "equals": "Microsoft.Consumption/budgets/delete"} in watched


def test_every_defender_plan_is_the_paid_one(plan: Deployment):
    settings = {setting["path"]: setting["body"]["properties"] for setting in plan.named("base-defender").inputs["settings"]}
    for name, sub_plan in each(PLANS.items()):
        assert settings[f"/providers/Microsoft.Security/pricings/{name}"] == {
            "pricingTier": "Standard",
            **({"subPlan": sub_plan} if sub_plan else {}),
        }


def test_the_defender_writes_to_the_bodys_own_contact(plan: Deployment):
    settings = {setting["path"]: setting["body"]["properties"] for setting in plan.named("base-defender").inputs["settings"]}
    contact = settings["/providers/Microsoft.Security/securityContacts/default"]
    assert (contact["emails"], contact["phone"], contact["isEnabled"]) == (BASELINE.security_contact, BASELINE.phone, True)


def test_what_every_azure_subscription_has_is_set_and_not_made(plan: Deployment):
    assert not [resource.name for resource in plan if resource.type.startswith("azure-native:security:")]


def test_the_table_of_controls_is_whole():
    assert [control.id for control in azure.CONTROLS] == [
        "trail", "threat-detection", "posture", "regions", "keys", "public-access", "encryption-by-default", "analyser",
        "configuration", "backup", "contacts", "alarms", "sign-in", "membership",
    ]  # fmt: skip


def test_too_short_a_backup_is_refused():
    with pytest.raises(ContractError, match="at least 7 days"):
        replace(BASELINE, backup_days=6)


def test_what_stands_on_it_knows_the_key_the_alarms_and_the_closed_vault(plan: Deployment):
    outputs = plan.named("base").outputs
    assert outputs["alarms"] == plan.named("base-alarms").id
    assert outputs["private_services"] == {"vault": plan.named("base-vault").id}
    assert outputs["key"]


def test_everything_is_tagged_as_the_bodys_data_is_handled():
    plan = plan_of(azure.SecurityBaseline, "base", BASELINE, owner=SENSITIVE)
    tagged = [resource for resource in plan if "tags" in resource.inputs]
    assert tagged
    assert {resource.inputs["tags"]["data-classification"] for resource in tagged} == {"official-sensitive"}
