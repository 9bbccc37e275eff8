"""Administrators of databases in a cell: each owner's own, made by the cell's task, which alone knows the instance's administrator."""

import json
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_ACCOUNT, HOSTING_CELL, TENANTS
from tests.components.aws.permissions import granted
from tests.components.aws.subjects import REGION, plan_of, statements
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def administrator(plan: Deployment) -> str:
    return str(plan.named("cell-database").outputs["masterUserSecrets"][0]["secretArn"])


def container(plan: Deployment) -> dict[str, Any]:
    (only,) = json.loads(plan.named("cell-administrators-task", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return only


def test_the_instances_administrator_is_known_to_the_cells_task_and_to_no_tenant(plan: Deployment) -> None:
    holders = {
        resource.name
        for kind in ("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy")
        for resource in plan.of_type(kind)
        if granted(resource, "secretsmanager:GetSecretValue", administrator(plan), {})
    }
    assert holders == {"cell-administrators-start-rights"}
    handle = json.dumps(plan.named("cell").outputs["cell"])
    assert administrator(plan) not in handle


def test_a_tenant_touches_neither_the_cells_task_nor_its_roles(plan: Deployment) -> None:
    role = plan.named("cell-administrators-start").outputs["arn"]
    automation = f"arn:aws:ssm:{REGION}:{HOSTING_ACCOUNT}:document/civic-administrators-one"
    task = f"arn:aws:ecs:{REGION}:{HOSTING_ACCOUNT}:task-definition/ccp-one-administrators:1"
    for owner in each(TENANTS):
        for part in ("rights", "boundary"):
            policy = plan.named(f"cell-tenant-{owner.key}-{part}")
            passed = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
            assert not granted(policy, "iam:PassRole", role, passed)
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
    trust = statements(plan.named("cell-administrators-start"), "assumeRolePolicy")
    assert [one["Principal"] for one in trust.values()] == [{"Service": "ecs-tasks.amazonaws.com"}]


def test_a_bodys_own_cell_has_one_administrator_and_its_role_where_the_deploy_role_may_make_it() -> None:
    own = plan_of(aws.HostingCell, "cell", DEDICATED_CELL)
    assert own.named("cell-administrators-start").inputs["path"] == "/civic-service/"
    assert own.named(f"cell-administrators-{DEDICATED_CELL.owner.key}")
