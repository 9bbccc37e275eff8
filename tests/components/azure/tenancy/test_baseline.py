"""The security baseline on Azure: a vault that is closed, backups that stay, and alarms that ring."""

import pytest
from components.azure.alerts import ALERTS

from civic.plan import Deployment
from components import azure
from components.azure.tenancy.baseline import PLANS
from components.contracts import SecurityBaselineArgs
from tests.components.azure.subjects import ARCHIVE, BASELINE, WORKSPACE, inventory, plan_of


@pytest.fixture(scope="module", params=["official", "official-sensitive"])
def plan(request: pytest.FixtureRequest) -> Deployment:
    return plan_of(azure.SecurityBaseline, "base", BASELINE, classification=request.param)


def test_a_baseline_is_exactly_these_resources_whatever_its_classification(plan: Deployment):
    expected = {
        ("SecurityBaseline", "base"),
        ("ResourceGroup", "base-group"),
        ("Vault", "base-vault"),
        ("Key", "base-key"),
        ("DiagnosticSetting", "base-vault-logs"),
        ("DiagnosticSetting", "base-activity-logs"),
        ("SecurityContact", "base-contact"),
        ("ActionGroup", "base-alarms"),
        ("BackupVault", "base-backup"),
        ("BackupPolicy", "base-backup-daily"),
        ("ManagementLockByScope", "base-lock"),
    }
    expected |= {("Pricing", f"base-defender-{name.lower()}") for name in PLANS}
    expected |= {("ActivityLogAlert", f"base-alarm-{key}") for key in ALERTS}
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
    assert (properties["kty"], properties["keySize"]) == ("RSA-HSM", 3072)
    assert properties["rotationPolicy"]["lifetimeActions"][0]["action"]["type"] == "rotate"


def test_backups_resist_deletion():
    plan = plan_of(azure.SecurityBaseline, "base", BASELINE, backup_days=90)
    settings = plan.named("base-backup").inputs["properties"]["securitySettings"]
    assert settings["immutabilitySettings"]["state"] == "Locked"
    assert settings["softDeleteSettings"]["state"] == "AlwaysOn"
    rules = plan.named("base-backup-daily").inputs["properties"]["policyRules"]
    assert {rule["objectType"] for rule in rules} == {"AzureBackupRule", "AzureRetentionRule"}
    kept = next(rule for rule in rules if rule["objectType"] == "AzureRetentionRule")
    assert kept["lifecycles"][0]["deleteAfter"]["duration"] == "P90D"


def test_logs_go_to_the_archive(plan: Deployment):
    assert plan.named("base-vault-logs").inputs["workspaceId"] == WORKSPACE
    trail = plan.named("base-activity-logs").inputs
    assert trail["storageAccountId"] == ARCHIVE
    assert {log["category"] for log in trail["logs"] if log["enabled"]} == {"Administrative", "Security", "Policy", "Alert"}


def test_every_alarm_reaches_somebody(plan: Deployment):
    group = plan.named("base-alarms")
    assert {one["emailAddress"] for one in group.inputs["emailReceivers"]} == {BASELINE.security_contact, BASELINE.operations_contact}
    for alert in plan.of_type("azure-native:monitor:ActivityLogAlert"):
        assert alert.inputs["enabled"]
        assert alert.inputs["actions"]["actionGroups"][0]["actionGroupId"] == group.id


def test_every_defender_plan_is_the_paid_one(plan: Deployment):
    for pricing in plan.of_type("azure-native:security:Pricing"):
        assert pricing.inputs["pricingTier"] == "Standard"


def test_the_table_of_controls_is_whole():
    assert [control.id for control in azure.CONTROLS] == [
        "trail", "threat-detection", "posture", "regions", "keys", "public-access", "encryption-by-default", "analyser",
        "configuration", "backup", "contacts", "alarms", "sign-in", "membership",
    ]  # fmt: skip


def test_too_short_a_backup_is_refused():
    given = {name: getattr(BASELINE, name) for name in BASELINE.__dataclass_fields__} | {"backup_days": 6}
    with pytest.raises(ValueError, match="at least 7 days"):
        SecurityBaselineArgs(**given)
