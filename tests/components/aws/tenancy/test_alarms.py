"""Alarms of a body's account on AWS: use of root and of break-glass is told at once, wherever AWS records it."""

import json

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.tenancy.alarms import GLOBAL_REGION
from tests.components.aws.subjects import ACCOUNT, BASELINE, inventory, plan_of, statements


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


def test_what_aws_records_in_its_global_region_reaches_the_alarms(plan: Deployment):
    bus = f"arn:aws:events:{BASELINE.region}:{ACCOUNT}:event-bus/default"
    for alarm in ("root-use", "break-glass-use"):
        here, there, sent = (plan.named(f"base-{role}").inputs for role in (f"alarm-{alarm}", f"global-{alarm}", f"global-{alarm}-sent"))
        assert (there["region"], sent["region"]) == (GLOBAL_REGION, GLOBAL_REGION)
        assert (there["eventPattern"], there["state"]) == (here["eventPattern"], here["state"])
        assert (sent["arn"], sent["roleArn"]) == (bus, plan.named("base-events-role").outputs["arn"])
    (put,) = statements(plan.named("base-events-rights")).values()
    assert (put["Action"], put["Resource"]) == (["events:PutEvents"], bus)


def test_whoever_enters_by_break_glass_or_by_administration_sets_it_off(plan: Deployment):
    pattern = json.loads(plan.named("base-alarm-break-glass-use").inputs["eventPattern"])
    names = pattern["detail"]["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"]
    assert names == [{"prefix": "AWSReservedSSO_civic-break-glass_"}, {"prefix": "civic-administration"}]


def test_a_body_in_the_global_region_needs_no_carrier(plan: Deployment):
    at_home = plan_of(aws.SecurityBaseline, "base", BASELINE, region=GLOBAL_REGION)
    assert inventory(at_home) == {(kind, name) for kind, name in inventory(plan) if "-global-" not in name and "-events-" not in name}
    assert inventory(at_home) < inventory(plan)
