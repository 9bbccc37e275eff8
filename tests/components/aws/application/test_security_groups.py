"""Who reaches an application on AWS, and whom it reaches."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import APPLICATION, DEDICATED_APPLICATION
from tests.components.aws.subjects import plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


def rules(plan: Deployment) -> set[tuple[str, str, str, int]]:
    """(from, to, direction, port) of every rule, by id of group or by range."""
    ends = set()
    for token, direction in (("Ingress", "in"), ("Egress", "out")):
        for rule in plan.of_type(f"aws:vpc/securityGroup{token}Rule:SecurityGroup{token}Rule"):
            other = rule.inputs.get("referencedSecurityGroupId") or rule.inputs.get("cidrIpv4") or rule.inputs.get("prefixListId")
            assert rule.inputs["fromPort"] == rule.inputs["toPort"]
            assert rule.inputs["ipProtocol"] == "tcp"
            ends.add((rule.inputs["securityGroupId"], other, direction, rule.inputs["fromPort"]))
    return ends


def test_there_is_one_way_in_and_every_way_out_is_named(plan: Deployment):
    own, entry, base = plan.named("app-group").id, APPLICATION.cell.entry_group, APPLICATION.cell.database_group
    storage = plan.named("app-to-storage").inputs["prefixListId"]
    assert rules(plan) == {
        (own, entry, "in", 8080),
        (entry, own, "out", 8080),
        (own, base, "out", 5432),
        (base, own, "in", 5432),
        (own, storage, "out", 443),
        (own, "10.24.0.192/27", "out", 443),
    }


def test_the_way_outside_is_open_only_where_the_body_asked(hardened: Deployment):
    own = hardened.named("app-group").id
    assert {(own, "0.0.0.0/0", "out", 443), (own, "10.20.0.0/22", "out", 8443)} <= rules(hardened)
    assert not any(other == "0.0.0.0/0" and direction == "in" for _, other, direction, _ in rules(hardened))
    assert "0.0.0.0/0" not in str(rules(plan_of(aws.Application, "app", replace(DEDICATED_APPLICATION, outside=False))))
