"""Places in a shared cell on AWS: nobody reaches his neighbour; and whoever makes a cell may do that and no more."""

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from civic.plan import Deployment, Resource
from components import aws
from components.aws.hosting.rights import CELL_ACTIONS
from components.aws.hosting.tenants import brief, mark
from tests.components.aws.subjects import (
    ACCOUNT,
    DEDICATED_CELL,
    FOUNDATION,
    HOSTING_ACCOUNT,
    HOSTING_CELL,
    PRINCIPALS,
    REGION,
    TENANCY,
    plan_of,
    statements,
)
from tests.planning import planned

RESIDENTS = ("north", "north-shire")
"""The one's name begins the other's."""


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def granted(resource: Resource, action: str, target: str, context: dict[str, str]) -> bool:
    """Whether a policy allows ``action`` on ``target`` where the keys of ``context`` have these values and no others are there."""
    return any(
        any(fnmatchcase(action.lower(), pattern.lower()) for pattern in listed(statement["Action"]))
        and any(fnmatchcase(target, pattern) for pattern in listed(statement["Resource"]))
        and met(statement.get("Condition", {}), context)
        for statement in statements(resource).values()
    )


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def met(condition: dict[str, dict[str, Any]], context: dict[str, str]) -> bool:
    for operator, keys in condition.items():
        for key, wanted in keys.items():
            if operator == "Null":
                there = (key not in context) == (wanted == "true")
            else:
                there = context.get(key) in listed(wanted) or (operator.endswith("IfExists") and key not in context)
            if not there:
                return False
    return True


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:{REGION}:{HOSTING_ACCOUNT}:{rest}"


THINGS = {
    "ecs:UpdateService": (arn("ecs", "service/ccp-one-cluster/{slug}-forms"), True),
    "elasticloadbalancing:DeleteRule": (arn("elasticloadbalancing", "listener-rule/app/ccp-one-entry/1/2/3"), True),
    "elasticloadbalancing:ModifyTargetGroup": (arn("elasticloadbalancing", "targetgroup/ccp-{slug}-forms/1"), True),
    "ec2:AuthorizeSecurityGroupIngress": (arn("ec2", "security-group/sg-1"), True),
    "secretsmanager:GetSecretValue": (arn("secretsmanager", "secret:civic/one/{slug}/forms/SESSION_SECRET-abcdef"), False),
    "logs:DeleteLogGroup": (arn("logs", "log-group:/civic/one/{slug}/forms"), False),
    "iam:PassRole": (f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-body/{{slug}}/ccp-{{slug}}-forms-own", False),
    "iam:DeleteRole": (f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-body/{{slug}}/ccp-{{slug}}-forms-own", False),
    "s3:GetObject": ("arn:aws:s3:::ccp-{mark}-forms-01234567/answers", False),
    "ssm:UpdateDocument": (arn("ssm", "document/civic.{slug}.forms"), False),
    "cloudwatch:DeleteAlarms": (arn("cloudwatch", "alarm:civic/one/{slug}/forms/errors"), False),
}
"""Action -> (what it is done to, whether its tag decides)."""


@pytest.mark.parametrize("action", THINGS)
@pytest.mark.parametrize("acting", RESIDENTS)
@pytest.mark.parametrize("owner", RESIDENTS)
def test_a_resident_reaches_its_own_and_not_its_neighbours(plan: Deployment, action: str, acting: str, owner: str):
    form, by_tag = THINGS[action]
    target = form.format(slug=owner, mark=mark(owner))
    context = {"iam:PassedToService": "ecs-tasks.amazonaws.com", "aws:ResourceAccount": HOSTING_ACCOUNT}
    if by_tag:
        context["aws:ResourceTag/organisation"] = owner
    assert granted(plan.named(f"cell-place-{acting}-rights"), action, target, context) == (acting == owner)


WORKLOADS = ("secretsmanager:GetSecretValue", "iam:PassRole", "s3:GetObject")


@pytest.mark.parametrize("action", WORKLOADS)
@pytest.mark.parametrize("acting", RESIDENTS)
@pytest.mark.parametrize("owner", RESIDENTS)
def test_nor_does_any_role_that_it_makes(plan: Deployment, action: str, acting: str, owner: str):
    target = THINGS[action][0].format(slug=owner, mark=mark(owner))
    context = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    assert granted(plan.named(f"cell-place-{acting}-boundary"), action, target, context) == (acting == owner)


@pytest.mark.parametrize(
    ("action", "born"),
    [("ecs:TagResource", "ecs:CreateAction"), ("ec2:CreateTags", "ec2:CreateAction"), ("elasticloadbalancing:AddTags", "elasticloadbalancing:CreateAction")],
)  # fmt: skip
def test_a_tag_is_given_at_birth_and_takes_nobody_elses(plan: Deployment, action: str, born: str):
    rights, asked = plan.named("cell-place-north-rights"), {"aws:RequestTag/organisation": "north"}
    target = arn(action.split(":")[0], "anything")
    assert granted(rights, action, target, {**asked, born: "Create"})
    assert not granted(rights, action, target, asked)
    assert not granted(rights, action, target, {"aws:RequestTag/organisation": "north-shire", born: "Create"})


@pytest.mark.parametrize(
    ("action", "target"), [("ssm:AddTagsToResource", "association/1"), ("application-autoscaling:TagResource", "scalable-target/1")]
)
def test_what_stands_keeps_its_owner(plan: Deployment, action: str, target: str):
    rights, asked = plan.named("cell-place-north-rights"), {"aws:RequestTag/organisation": "north"}
    where = arn(action.split(":")[0], target)
    assert granted(rights, action, where, asked)
    assert not granted(rights, action, where, {**asked, "aws:ResourceTag/organisation": "north-shire"})


def test_what_a_resident_makes_carries_its_tag_and_its_boundary(plan: Deployment):
    rights = plan.named("cell-place-north-rights")
    service = arn("ecs", "service/ccp-one-cluster/forms")
    assert granted(rights, "ecs:CreateService", service, {"aws:RequestTag/organisation": "north"})
    assert not granted(rights, "ecs:CreateService", service, {"aws:RequestTag/organisation": "north-shire"})
    assert not granted(rights, "ecs:CreateService", service, {})
    role = f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-body/north/x"
    boundary = plan.named("cell-place-north-boundary").outputs["arn"]
    assert granted(rights, "iam:CreateRole", role, {"iam:PermissionsBoundary": boundary})
    assert not granted(rights, "iam:CreateRole", role, {})
    for action in ("iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary", "iam:CreatePolicyVersion", "iam:AttachRolePolicy"):
        assert not granted(rights, action, role, {"iam:PermissionsBoundary": boundary})


@pytest.mark.parametrize("slug", RESIDENTS)
def test_a_place_trusts_the_platforms_pipeline_alone(plan: Deployment, slug: str):
    (trust,) = statements(plan.named(f"cell-place-{slug}"), "assumeRolePolicy").values()
    assert trust["Principal"] == {"AWS": [PRINCIPALS["applications"]]}
    assert plan.named(f"cell-place-{slug}").outputs["arn"].replace(":role/", ":policy/") == plan.named(f"cell-place-{slug}-boundary").outputs["arn"]


def test_policies_of_places_fit_what_iam_takes(plan: Deployment):
    for slug in RESIDENTS:
        assert len("".join(plan.named(f"cell-place-{slug}-rights").inputs["policy"].split())) <= 10240
        assert len("".join(plan.named(f"cell-place-{slug}-boundary").inputs["policy"].split())) <= 6144


def test_a_provider_in_a_place_is_pinned_and_tags_what_it_makes():
    role = f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-place/ccp-north-one"
    made = planned(lambda: aws.place_provider("north", HOSTING_ACCOUNT, role, REGION, platform="ccp")).named(f"place-north-{REGION}").inputs
    assert json.loads(made["allowedAccountIds"]) == [HOSTING_ACCOUNT]
    assert json.loads(made["assumeRoles"])[0]["roleArn"] == role
    assert json.loads(made["defaultTags"])["tags"]["organisation"] == "north"


def test_marks_and_short_names_are_their_owners_alone():
    assert len({mark(f"body-{number}") for number in range(500)}) == 500
    assert brief("forms") == "forms"
    long = "a-very-long-name-of-an-application-of-forty"
    assert len(brief(long)) <= 30
    assert brief(long) != brief(f"{long}x")


PREFIXES = {
    "acm": "acm", "cloudwatch": "cloudwatch", "ec2": "ec2", "ecr": "ecr", "ecs": "ecs", "iam": "iam", "kms": "kms",
    "lb": "elasticloadbalancing", "rds": "rds", "route53": "route53", "s3": "s3", "secretsmanager": "secretsmanager", "vpc": "ec2", "wafv2": "wafv2",
}  # fmt: skip
"""Pulumi module -> the prefix of its IAM actions."""


def held(rights: Resource) -> set[str]:
    return {action.split(":")[0] for statement in statements(rights).values() for action in statement["Action"]}


def test_the_hosting_role_covers_every_service_of_a_shared_cell(plan: Deployment):
    foundation = plan_of(aws.Foundation, "foundation", FOUNDATION)
    rights = foundation.named("foundation-hosting-rights")
    needed = {PREFIXES[resource.type.split(":")[1].split("/")[0]] for resource in plan if resource.custom and resource.type.startswith("aws:")}
    assert needed <= held(rights)
    for statement in statements(rights).values():
        assert not {"*", "iam:*", "sts:*", "organizations:*", "secretsmanager:*", "s3:*"} & set(statement["Action"])
    places = statements(rights)["Places"]["Resource"]
    account = foundation.named("foundation-hosting", "aws:organizations/account:Account").id
    assert places == [f"arn:aws:iam::{account}:{kind}/civic-place/*" for kind in ("role", "policy")]


def test_the_deploy_role_can_make_a_bodys_own_cell_and_read_no_secret():
    hardened = plan_of(aws.HostingCell, "cell", DEDICATED_CELL)
    rights = plan_of(aws.Tenancy, "town", TENANCY).named("town-deploy-rights")
    needed = {PREFIXES[resource.type.split(":")[1].split("/")[0]] for resource in hardened if resource.custom and resource.type.startswith("aws:")}
    assert needed <= held(rights)
    assert not granted(rights, "secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:any", {})
    assert not any(fnmatchcase(action, pattern) for action in ("ecs:RunTask", "ecs:CreateService") for pattern in CELL_ACTIONS)
