"""What fences an application on AWS: its security group, its roles, its storage."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.hosting.tenants import mark
from tests.components.aws.subjects import (
    ACCOUNT,
    APPLICATION,
    DEDICATED_APPLICATION,
    DOOR,
    HOSTING_ACCOUNT,
    plan_of,
    statements,
)


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.Application, "app", DEDICATED_APPLICATION)


def ways(plan: Deployment) -> set[tuple[str, str, str, int]]:
    """(from, to, direction, port) of every rule, by id of group or by range."""
    found = set()
    for token, direction in (("Ingress", "in"), ("Egress", "out")):
        for rule in plan.of_type(f"aws:vpc/securityGroup{token}Rule:SecurityGroup{token}Rule"):
            other = rule.inputs.get("referencedSecurityGroupId") or rule.inputs.get("cidrIpv4") or rule.inputs.get("prefixListId")
            assert rule.inputs["fromPort"] == rule.inputs["toPort"]
            assert rule.inputs["ipProtocol"] == "tcp"
            found.add((rule.inputs["securityGroupId"], other, direction, rule.inputs["fromPort"]))
    return found


def test_there_is_one_way_in_and_every_way_out_is_named(plan: Deployment):
    own, entry, base = plan.named("app-group").id, APPLICATION.cell.guard, APPLICATION.cell.database_guard
    storage = plan.named("app-to-storage").inputs["prefixListId"]
    assert ways(plan) == {
        (own, entry, "in", 8080),
        (entry, own, "out", 8080),
        (own, base, "out", 5432),
        (base, own, "in", 5432),
        (own, storage, "out", 443),
        (own, "10.24.0.192/27", "out", 443),
    }


def test_the_way_outside_is_open_only_where_the_body_asked(hardened: Deployment):
    own = hardened.named("app-group").id
    assert {(own, "0.0.0.0/0", "out", 443), (own, "10.20.0.0/22", "out", 8443)} <= ways(hardened)
    assert not any(other == "0.0.0.0/0" and direction == "in" for _, other, direction, _ in ways(hardened))
    assert "0.0.0.0/0" not in str(ways(plan_of(aws.Application, "app", replace(DEDICATED_APPLICATION, outside=False))))


def test_the_rule_is_for_one_host_at_the_ledgers_priority(plan: Deployment):
    rule = plan.named("app-rule").inputs
    assert rule["priority"] == APPLICATION.priority
    assert rule["conditions"] == [{"hostHeader": {"values": [APPLICATION.host]}}]
    assert rule["listenerArn"] == APPLICATION.cell.entry


def test_the_door_leads_to_the_cells_entry(hardened: Deployment):
    door = hardened.named("app-door").inputs
    assert (door["targetGroupArn"], door["targetId"], door["port"]) == (DOOR, DEDICATED_APPLICATION.cell.balancer, 443)


@pytest.mark.parametrize("role", ["start", "own", "prepare", "login"])
def test_roles_are_the_bodys_and_bounded(plan: Deployment, hardened: Deployment, role: str):
    made = plan.named(f"app-{role}", "aws:iam/role:Role").inputs
    assert made["path"] == "/civic-body/north/"
    assert made["permissionsBoundary"] == f"arn:aws:iam::{HOSTING_ACCOUNT}:policy/civic-place/ccp-north-one"
    own = hardened.named(f"app-{role}", "aws:iam/role:Role").inputs
    assert own["path"] == "/civic-workload/"
    assert own["permissionsBoundary"] == f"arn:aws:iam::{ACCOUNT}:policy/civic/civic-application-boundary"
    (trust,) = statements(plan.named(f"app-{role}", "aws:iam/role:Role"), "assumeRolePolicy").values()
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": HOSTING_ACCOUNT}}


def test_no_role_has_more_than_its_own_things(plan: Deployment):
    for resource in plan.of_type("aws:iam/rolePolicy:RolePolicy"):
        for sid, statement in statements(resource).items():
            assert not any(action.endswith(":*") or action == "*" for action in statement["Action"]), resource.name
            if sid != "Token":
                assert statement["Resource"] != "*", f"{resource.name} {sid}"


def test_the_application_itself_can_use_its_bucket_and_nothing_else(plan: Deployment):
    bucket = plan.named("app-storage-bucket").outputs["arn"]
    made = statements(plan.named("app-own-rights"))
    assert made["Look"]["Resource"] == bucket
    assert made["Use"]["Resource"] == f"{bucket}/*"
    assert made.keys() == {"Look", "Use", "Key"}


def test_starting_reads_the_applications_own_secrets(plan: Deployment):
    secrets = statements(plan.named("app-start-rights"))["Secrets"]["Resource"]
    assert all(":secret:civic/one/north/forms/" in arn for arn in secrets)
    assert len(secrets) == 2


def test_storage_is_private_versioned_and_encrypted_with_the_cells_key(plan: Deployment):
    assert plan.named("app-storage-versions").inputs["versioningConfiguration"]["status"] == "Enabled"
    private = plan.named("app-storage-private").inputs
    assert all(private[key] is True for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"))
    rule = plan.named("app-storage-encryption").inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == APPLICATION.cell.key
    assert plan.named("app-storage-bucket").protect
    assert plan.named("app-storage-bucket").outputs["bucket"].startswith(f"ccp-{mark('north')}-")
    denied = statements(plan.named("app-storage-policy"))["EncryptedTransportOnly"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_official_sensitive_objects_are_read_in_their_network_alone(plan: Deployment, hardened: Deployment):
    denied = statements(hardened.named("app-storage-policy"))["ThisNetworkOnly"]
    assert denied["Effect"] == "Deny"
    assert denied["Condition"] == {"StringNotEquals": {"aws:SourceVpc": DEDICATED_APPLICATION.cell.network}}
    assert {"s3:GetObject", "s3:PutObject"} <= set(denied["Action"])
    assert "ThisNetworkOnly" not in statements(plan.named("app-storage-policy"))
