"""Administrators of databases in a cell: each owner's own, made by the cell's task, which alone knows the instance's administrator."""

import json
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_ACCOUNT, HOSTING_CELL, TENANTS
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import ACCOUNT, FOUNDATION, REGION, plan_of, statements
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def administrator(plan: Deployment) -> str:
    return str(plan.named("cell-database").outputs["masterUserSecrets"][0]["secretArn"])


def container(plan: Deployment) -> dict[str, Any]:
    (only,) = json.loads(plan.named("cell-administrators-task", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return only


ROLES = ("start", "prepare")


@pytest.fixture(scope="module")
def foundation() -> Deployment:
    return plan_of(aws.Foundation, "foundation", FOUNDATION)


def test_the_instances_administrator_is_known_to_the_cells_task_and_to_no_tenant(plan: Deployment, foundation: Deployment) -> None:
    holders = [
        resource.name
        for kind in ("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy")
        for made in (plan, foundation)
        for resource in made.of_type(kind)
        if any(
            granted(resource, "secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{REGION}:{account}:secret:rds!db-1-abcdef", {})
            for account in (HOSTING_ACCOUNT, account_of(foundation))
        )
    ]
    assert holders == ["foundation-databases-start-rights"]
    assert administrator(plan) not in json.dumps(plan.named("cell").outputs["cell"])


def account_of(foundation: Deployment) -> str:
    return foundation.named("foundation-hosting", "aws:organizations/account:Account").id


def test_its_roles_are_given_and_changed_by_nobody_who_makes_or_uses_a_cell(plan: Deployment, foundation: Deployment) -> None:
    account = account_of(foundation)
    hosting = foundation.named("foundation-hosting-rights")
    for name in each(ROLES):
        role = f"arn:aws:iam::{account}:role/civic-service/civic-databases-{name}"
        assert foundation.named(f"foundation-databases-{name}").outputs["arn"] == role
        assert granted(hosting, "iam:PassRole", role, {"iam:PassedToService": "ecs-tasks.amazonaws.com"})
        assert not granted(hosting, "iam:PassRole", role, {"iam:PassedToService": "ec2.amazonaws.com"})
        for action in ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"):
            assert not granted(hosting, action, role, {}), action


def test_a_tenant_touches_neither_the_cells_task_nor_its_roles(plan: Deployment) -> None:
    automation = f"arn:aws:ssm:{REGION}:{HOSTING_ACCOUNT}:document/civic-administrators-one"
    task = f"arn:aws:ecs:{REGION}:{HOSTING_ACCOUNT}:task-definition/ccp-one-administrators:1"
    for owner in each(TENANTS):
        for part in ("rights", "boundary"):
            policy = plan.named(f"cell-tenant-{owner.key}-{part}")
            for name in ROLES:
                role = f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-service/civic-databases-{name}"
                assert not granted(policy, "iam:PassRole", role, {"iam:PassedToService": "ecs-tasks.amazonaws.com"})
            assert not granted(policy, "ecs:RunTask", task, {"aws:ResourceTag/owner": "platform"})
            assert not granted(policy, "ssm:StartAutomationExecution", automation, {})
            assert not granted(policy, "ssm:UpdateDocument", automation, {})


def test_each_owner_has_an_administrator_that_makes_logins_and_databases_and_no_more(plan: Deployment) -> None:
    definition = container(plan)
    named = {entry["name"]: entry["value"] for entry in definition["environment"]}
    logins = named["TENANTS"].split(" ")
    assert len(set(logins)) == len(TENANTS)
    _, _, sql = definition["command"]
    assert "LOGIN CREATEDB CREATEROLE'" in sql
    assert "SUPERUSER" not in sql.upper()
    given = {entry["name"]: entry["valueFrom"] for entry in definition["secrets"]}
    for number, owner in enumerate(sorted(TENANTS, key=lambda owner: owner.key)):
        secret = json.loads(plan.named(f"cell-administrators-{owner.key}").inputs["desiredState"])
        assert secret["Name"] == f"civic/one/{owner.key}/database-administrator"
        assert json.loads(secret["GenerateSecretString"]["SecretStringTemplate"])["username"] == logins[number]
        assert f"/{owner.key}/database-administrator" in given[f"PASSWORD_{number}"]
        assert {"Key": "owner", "Value": owner.key} in secret["Tags"]


def test_the_task_is_confined_and_leaves_no_password_in_a_statement(plan: Deployment) -> None:
    definition = container(plan)
    assert definition["readonlyRootFilesystem"] is True
    assert definition["user"] not in ("", "0", "root")
    assert definition["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}
    entry, _, sql = definition["command"]
    assert "password" not in sql.lower()
    assert "\\\\password" in entry


def test_the_task_and_its_automation_act_as_the_roles_that_stand_in_the_account(plan: Deployment) -> None:
    roles = f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic-service/civic-databases-"
    assert plan.named("cell-administrators-task").inputs["executionRoleArn"] == f"{roles}start"
    assert plan.named("cell-administrators-made").inputs["parameters"]["AutomationAssumeRole"] == f"{roles}prepare"
    own = plan_of(aws.HostingCell, "cell", DEDICATED_CELL)
    assert own.named("cell-administrators-task").inputs["executionRoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/civic-service/civic-databases-start"
    assert own.named(f"cell-administrators-{DEDICATED_CELL.owner.key}")


def test_the_roles_trust_one_service_each(foundation: Deployment) -> None:
    for name, service in zip(ROLES, ("ecs-tasks.amazonaws.com", "ssm.amazonaws.com"), strict=True):
        (trust,) = statements(foundation.named(f"foundation-databases-{name}"), "assumeRolePolicy").values()
        assert trust["Principal"] == {"Service": service}
