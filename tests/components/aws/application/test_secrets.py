"""Secrets of an application on AWS: no value is in any plan."""

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


def test_secrets_come_by_reference_and_no_value_is_in_the_plan(plan: Deployment):
    told = {entry["name"]: entry["valueFrom"] for entry in container(plan)["secrets"]}
    assert told["SESSION_SECRET"] == plan.named("app-secret-SESSION_SECRET").outputs["arn"]
    assert ":secret:civic/one/north/forms/database-password" in told["DB_PASSWORD"]
    assert not plan.of_type("aws:secretsmanager/secretVersion:SecretVersion")
    assert not any("random" in resource.type.lower() for resource in plan)
    wanted = json.loads(plan.named("app-database-password").inputs["desiredState"])
    assert "SecretString" not in wanted
    assert wanted["GenerateSecretString"]["PasswordLength"] >= 32
    assert wanted["KmsKeyId"] == plan.named("app-secret-SESSION_SECRET").inputs["kmsKeyId"] == APPLICATION.cell.key
