"""The security baseline on AWS: keys, closed doors, backups that resist deletion, and somebody to call."""

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.subjects import ACCOUNT, ARCHIVE, BASELINE, NORTHSHIRE_TEST, SENSITIVE, inventory, plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.SecurityBaseline, "base", BASELINE)


def expected() -> set[tuple[str, str]]:
    made = {
        ("SecurityBaseline", ""),
        ("Key", "key"),
        ("Alias", "key-alias"),
        ("AccountPublicAccessBlock", "buckets-private"),
        ("EncryptionByDefault", "disks-encrypted"),
        ("DefaultKmsKey", "disk-key"),
        ("Analyzer", "analyser"),
        ("Recorder", "recorder"),
        ("DeliveryChannel", "recorder-channel"),
        ("RecorderStatus", "recorder-on"),
        ("Vault", "vault"),
        ("VaultLockConfiguration", "vault-lock"),
        ("Plan", "backup-plan"),
        ("Selection", "backup-tagged"),
        ("Topic", "alarms"),
        ("TopicPolicy", "alarms-policy"),
        ("TopicSubscription", "alarms-to-security"),
    }
    made |= {("AlternativeContact", f"contact-{kind}") for kind in ("security", "operations", "billing")}
    for alarm in ("root-use", "break-glass-use"):
        made |= {("EventRule", f"alarm-{alarm}"), ("EventTarget", f"alarm-{alarm}-told")}
        made |= {("EventRule", f"global-{alarm}"), ("EventTarget", f"global-{alarm}-sent")}
    return {(kind, f"base-{role}" if role else "base") for kind, role in made}


def test_a_baseline_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == expected()


def test_sensitive_data_adds_a_search_for_unused_access():
    hardened = plan_of(aws.SecurityBaseline, "base", BASELINE, owner=SENSITIVE)
    assert inventory(hardened) == expected() | {("Analyzer", "base-analyser-unused")}
    assert hardened.named("base-analyser-unused").inputs["configuration"]["unusedAccess"]["unusedAccessAge"] == 90


def test_nothing_can_be_made_public(plan: Deployment):
    private = plan.named("base-buckets-private").inputs
    assert all(private[key] is True for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"))
    assert plan.named("base-analyser").inputs["type"] == "ACCOUNT"


def test_the_key_turns_and_names_who_uses_it(plan: Deployment):
    key = plan.named("base-key")
    assert key.inputs["enableKeyRotation"] is True
    assert key.inputs["deletionWindowInDays"] == 30
    assert key.protect
    assert key.retain_on_delete
    policy = statements(key)
    assert policy.keys() == {"AccountDecides", "Logs", "Alarms", "Publishers"}
    assert all(statement["Principal"] not in ("*", {"AWS": "*"}) for statement in policy.values())
    assert f":{ACCOUNT}:log-group:*" in policy["Logs"]["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert plan.named("base-disk-key").inputs["keyArn"] == key.outputs["arn"]
    assert plan.named("base-disks-encrypted").inputs["enabled"] is True


def test_the_recorder_is_on_and_delivers_where_config_can_write(plan: Deployment):
    channel = plan.named("base-recorder-channel").inputs
    assert channel["s3BucketName"] == ARCHIVE.configuration_bucket
    assert channel["s3KmsKeyArn"] == ARCHIVE.key
    assert plan.named("base-recorder").inputs["recordingGroup"]["allSupported"] is True
    status = plan.named("base-recorder-on")
    assert status.inputs["isEnabled"] is True
    assert plan.named("base-recorder-channel").urn in status.dependencies


def test_what_a_test_tenancy_records_lies_apart(plan: Deployment):
    test = plan_of(aws.SecurityBaseline, "base", BASELINE, owner=NORTHSHIRE_TEST)
    prefixes = [each.named("base-recorder-channel").inputs["s3KeyPrefix"] for each in (plan, test)]
    assert prefixes == ["northshire", "northshire.test"]


@pytest.mark.parametrize(
    ("kind", "mailbox"),
    [("security", BASELINE.security_contact), ("operations", BASELINE.operations_contact), ("billing", BASELINE.billing_contact)],
)
def test_the_provider_knows_whom_to_call(plan: Deployment, kind: str, mailbox: str):
    contact = plan.named(f"base-contact-{kind}").inputs
    assert contact["alternateContactType"] == kind.upper()
    assert (contact["emailAddress"], contact["phoneNumber"]) == (mailbox, BASELINE.phone)


def test_a_baseline_gives_services_the_roles_that_its_account_has_and_makes_none(plan: Deployment):
    assert not plan.of_type("aws:iam/role:Role")
    assert plan.named("base-recorder").inputs["roleArn"] == f"arn:aws:iam::{ACCOUNT}:role/civic-service/civic-configuration"
    assert plan.named("base-backup-tagged").inputs["iamRoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/civic-service/civic-backup"


def test_what_stands_on_the_baseline_knows_key_and_alarms(plan: Deployment):
    outputs = plan.named("base").outputs
    assert outputs == {"key": plan.named("base-key").outputs["arn"], "alarms": plan.named("base-alarms").outputs["arn"]}


def test_who_makes_each_control_is_said_once():
    identifiers = [control.id for control in aws.CONTROLS]
    assert identifiers
    assert len(set(identifiers)) == len(identifiers)
