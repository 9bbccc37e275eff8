"""Tenants of a shared cell on AWS: nobody reaches his neighbour."""

import json

import pytest

from civic.plan import Deployment
from components import aws
from components.aws.hosting.tenants import application_bucket_name, short_hash, short_name
from components.contracts import Owner
from tests.components.aws.hosting_subjects import HOSTING_ACCOUNT, HOSTING_CELL, HOSTING_TENANCY, TENANTS, cell_handle
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import MANAGEMENT, REGION, plan_of, statements
from tests.planning import PlanFailed, planned

OWNERS = {owner.key: owner for owner in TENANTS}
"""One's key begins the others': another body's, and that of its own test environment."""


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{HOSTING_ACCOUNT}:{rest}"


OWNED = {
    "ecs:UpdateService": (arn("ecs", "service/ccp-one-cluster/{key}-forms"), True),
    "elasticloadbalancing:DeleteRule": (arn("elasticloadbalancing", "listener-rule/app/ccp-one-entry/1/2/3"), True),
    "elasticloadbalancing:ModifyTargetGroup": (arn("elasticloadbalancing", "targetgroup/ccp-{key}-forms/1"), True),
    "ec2:AuthorizeSecurityGroupIngress": (arn("ec2", "security-group/sg-1"), True),
    "secretsmanager:GetSecretValue": (arn("secretsmanager", "secret:civic/one/{key}/forms/SESSION_SECRET-abcdef"), False),
    "logs:PutRetentionPolicy": (arn("logs", "log-group:/civic/one/{key}/forms"), False),
    "iam:PassRole": (f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-body/{{key}}/ccp-{{key}}-forms-own", False),
    "iam:DeleteRole": (f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-body/{{key}}/ccp-{{key}}-forms-own", False),
    "s3:GetObject": ("arn:aws:s3:::ccp-{hash}-forms-01234567/answers", False),
    "ecs:RunTask": (arn("ecs", "task-definition/ccp-{key}-forms:1"), True),
    "cloudwatch:DeleteAlarms": (arn("cloudwatch", "alarm:civic/one/{key}/forms/errors"), False),
}
"""Action -> (what it is done to, whether its tag decides)."""


@pytest.mark.parametrize("action", OWNED)
@pytest.mark.parametrize("acting", OWNERS)
@pytest.mark.parametrize("owner", OWNERS)
def test_a_tenant_reaches_its_own_and_not_its_neighbours(plan: Deployment, action: str, acting: str, owner: str):
    pattern, by_tag = OWNED[action]
    target = pattern.format(key=owner, hash=short_hash(owner))
    context = {"iam:PassedToService": "ecs-tasks.amazonaws.com", "aws:ResourceAccount": HOSTING_ACCOUNT}
    if by_tag:
        context["aws:ResourceTag/owner"] = owner
    assert granted(plan.named(f"cell-tenant-{acting}-rights"), action, target, context) == (acting == owner)


WORKLOADS = ("secretsmanager:GetSecretValue", "s3:GetObject")


@pytest.mark.parametrize("action", ["ecs:RunTask", "ecr:PutImage", "ecr:CreateRepository", "iam:PassRole"])
@pytest.mark.parametrize("key", OWNERS)
def test_what_runs_for_a_tenant_starts_nothing_and_changes_no_image(plan: Deployment, action: str, key: str):
    target = {
        "ecr": arn("ecr", "repository/cell-one/quay.io/forms"),
        "ecs": OWNED["ecs:RunTask"][0].format(key=key),
        "iam": OWNED["iam:PassRole"][0].format(key=key),
    }
    context = {"aws:ResourceTag/owner": key, "iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert not granted(plan.named(f"cell-tenant-{key}-boundary"), action, target[action.split(":")[0]], context)


@pytest.mark.parametrize("action", WORKLOADS)
@pytest.mark.parametrize("acting", OWNERS)
@pytest.mark.parametrize("owner", OWNERS)
def test_nor_does_any_role_that_it_makes(plan: Deployment, action: str, acting: str, owner: str):
    target = OWNED[action][0].format(key=owner, hash=short_hash(owner))
    context = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert granted(plan.named(f"cell-tenant-{acting}-boundary"), action, target, context) == (acting == owner)


@pytest.mark.parametrize(
    ("action", "born"),
    [("ecs:TagResource", "ecs:CreateAction"), ("ec2:CreateTags", "ec2:CreateAction"), ("elasticloadbalancing:AddTags", "elasticloadbalancing:CreateAction")],
)  # fmt: skip
def test_a_tag_is_given_at_birth_and_takes_nobody_elses(plan: Deployment, action: str, born: str):
    rights, asked = plan.named("cell-tenant-north-rights"), {"aws:RequestTag/owner": "north"}
    target = arn(action.split(":")[0], "anything")
    assert granted(rights, action, target, {**asked, born: "Create"})
    assert not granted(rights, action, target, asked)
    assert not granted(rights, action, target, {"aws:RequestTag/owner": "north-shire", born: "Create"})


@pytest.mark.parametrize(("action", "target"), [("application-autoscaling:TagResource", "scalable-target/1")])
def test_what_stands_keeps_its_owner(plan: Deployment, action: str, target: str):
    rights, asked = plan.named("cell-tenant-north-rights"), {"aws:RequestTag/owner": "north"}
    where = arn(action.split(":")[0], target)
    assert granted(rights, action, where, asked)
    assert not granted(rights, action, where, {**asked, "aws:ResourceTag/owner": "north-shire"})


def test_what_a_tenant_makes_carries_its_tag_and_its_boundary(plan: Deployment):
    rights = plan.named("cell-tenant-north-rights")
    service = arn("ecs", "service/ccp-one-cluster/forms")
    assert granted(rights, "ecs:CreateService", service, {"aws:RequestTag/owner": "north"})
    assert not granted(rights, "ecs:CreateService", service, {"aws:RequestTag/owner": "north-shire"})
    assert not granted(rights, "ecs:CreateService", service, {})
    role = f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-body/north/x"
    boundary = plan.named("cell-tenant-north-boundary").outputs["arn"]
    assert granted(rights, "iam:CreateRole", role, {"iam:PermissionsBoundary": boundary})
    assert not granted(rights, "iam:CreateRole", role, {})
    for action in ("iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary", "iam:CreatePolicyVersion", "iam:AttachRolePolicy"):
        assert not granted(rights, action, role, {"iam:PermissionsBoundary": boundary})


@pytest.mark.parametrize("key", OWNERS)
def test_a_tenants_role_trusts_the_runs_of_its_own_applications_alone(plan: Deployment, key: str):
    (trust,) = statements(plan.named(f"cell-tenant-{key}"), "assumeRolePolicy").values()
    # A role that is made later cannot be named as the principal.
    assert trust["Principal"] == {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}
    name = OWNERS[key].name("aws:role", "run-applications")
    assert trust["Condition"] == {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{MANAGEMENT}:role/civic-run/{key}/{name}"}}
    assert plan.named(f"cell-tenant-{key}").inputs["path"] == f"/civic-tenant/{key}/"


@pytest.mark.parametrize("key", OWNERS)
def test_a_tenant_deletes_no_log(plan: Deployment, key: str):
    group = arn("logs", "log-group:/civic/one/{key}/forms").format(key=key)
    assert not granted(plan.named(f"cell-tenant-{key}-rights"), "logs:DeleteLogGroup", group, {})


@pytest.mark.parametrize("key", OWNERS)
def test_policies_of_tenants_fit_what_iam_takes(plan: Deployment, key: str):
    assert len("".join(plan.named(f"cell-tenant-{key}-rights").inputs["policy"].split())) <= 10240
    assert len("".join(plan.named(f"cell-tenant-{key}-boundary").inputs["policy"].split())) <= 6144


@pytest.mark.parametrize("key", OWNERS)
def test_a_provider_of_a_tenant_is_pinned_and_tags_what_it_makes(key: str):
    cell = cell_handle(HOSTING_CELL)
    provider = planned(lambda: aws.tenant_provider(cell, HOSTING_TENANCY, REGION, OWNERS[key])).named(f"tenant-{key}-{REGION}").inputs
    assert json.loads(provider["allowedAccountIds"]) == [HOSTING_ACCOUNT]
    assert json.loads(provider["assumeRoles"])[0]["roleArn"] == cell.tenants[key]
    tags = json.loads(provider["defaultTags"])["tags"]
    assert (tags["owner"], tags["organisation"]) == (key, "north-shire" if key == "north-shire" else "north")


def test_a_body_without_a_place_has_no_provider_there():
    stranger = Owner(platform="ccp", organisation="eastvale")
    with pytest.raises(PlanFailed, match="'eastvale'"):
        planned(lambda: aws.tenant_provider(cell_handle(HOSTING_CELL), HOSTING_TENANCY, REGION, stranger))


def test_hashes_and_short_names_are_their_owners_alone():
    assert len({short_hash(f"body-{number}") for number in range(500)}) == 500
    assert short_name("forms") == "forms"
    long = "a-very-long-name-of-an-application-of-forty"
    assert len(short_name(long)) <= 30
    assert short_name(long) != short_name(f"{long}x")


def test_names_of_like_keys_are_kept_apart():
    live, test = OWNERS["north"], OWNERS["north.test"]
    assert application_bucket_name(live, "forms").startswith(f"ccp-{short_hash('north')}-forms-")
    assert application_bucket_name(test, "forms").startswith(f"ccp-{short_hash('north.test')}-forms-")


def test_the_tag_of_the_body_alone_opens_nothing(plan: Deployment):
    service = arn("ecs", "service/ccp-one-cluster/ccp-north-test-forms")
    of_test = {"aws:ResourceTag/organisation": "north", "aws:ResourceTag/owner": "north.test"}
    assert granted(plan.named("cell-tenant-north.test-rights"), "ecs:UpdateService", service, of_test)
    assert not granted(plan.named("cell-tenant-north-rights"), "ecs:UpdateService", service, of_test)
