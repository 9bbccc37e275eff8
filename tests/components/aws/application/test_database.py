"""The database of an application on AWS: made by the administrator, who is lent to nobody else."""

import json
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import APPLICATION
from tests.components.aws.subjects import plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


def container(plan: Deployment, task: str = "task") -> dict[str, Any]:
    (only,) = json.loads(plan.named(f"app-{task}", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return only


def test_the_administrators_secret_reaches_the_step_that_makes_the_database_and_nothing_else(plan: Deployment):
    admin = str(APPLICATION.cell.database_administrators[APPLICATION.owner.key])
    assert admin in json.dumps(container(plan, "login")["secrets"])
    assert admin not in json.dumps([container(plan), container(plan, "migration")])
    holders = [resource.name for resource in plan.of_type("aws:iam/rolePolicy:RolePolicy") if admin in resource.inputs["policy"]]
    assert holders == ["app-login-rights"]


def test_the_password_is_in_no_statement_that_a_server_could_log(plan: Deployment):
    entry, _, sql = container(plan, "login")["command"]
    assert "PASSWORD '" not in sql
    assert "$APP_PASSWORD" not in sql
    assert '"\\\\password $APP_LOGIN"' in entry
    assert all("IF NOT EXISTS" in line or "NOT EXISTS" in line for line in sql.splitlines() if "CREATE" in line)
    assert "REVOKE ALL ON DATABASE" in sql
