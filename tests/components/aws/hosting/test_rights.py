"""Whoever makes a cell on AWS may do that and no more."""

from fnmatch import fnmatchcase

import pytest

from civic.plan import Deployment, Resource
from components import aws
from components.aws.hosting.rights import CELL_ACTIONS
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_CELL
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import ACCOUNT, FOUNDATION, REGION, TENANCY, plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


PREFIXES = {
    "acm": "acm", "cloudcontrol": "cloudformation", "cloudwatch": "cloudwatch", "ec2": "ec2", "ecr": "ecr", "ecs": "ecs", "iam": "iam", "kms": "kms",
    "lb": "elasticloadbalancing", "rds": "rds", "route53": "route53", "s3": "s3", "secretsmanager": "secretsmanager",
    "ssm": "ssm", "vpc": "ec2", "wafv2": "wafv2",
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
    own = statements(rights)["Tenants"]["Resource"]
    account = foundation.named("foundation-hosting", "aws:organizations/account:Account").id
    assert own == [f"arn:aws:iam::{account}:{kind}/civic-tenant/*" for kind in ("role", "policy")]


def test_the_deploy_role_can_make_a_bodys_own_cell_and_read_no_secret():
    hardened = plan_of(aws.HostingCell, "cell", DEDICATED_CELL)
    rights = plan_of(aws.Tenancy, "town", TENANCY).named("town-deploy-rights")
    needed = {PREFIXES[resource.type.split(":")[1].split("/")[0]] for resource in hardened if resource.custom and resource.type.startswith("aws:")}
    assert needed <= held(rights)
    assert not granted(rights, "secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:any", {})
    assert not any(fnmatchcase(action, pattern) for action in ("ecs:RunTask", "ecs:CreateService") for pattern in CELL_ACTIONS)
