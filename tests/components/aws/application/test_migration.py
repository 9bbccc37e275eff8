"""What happens before a version of an application serves on AWS."""

import json
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import APPLICATION, IMAGE, POSTGRES
from tests.components.aws.subjects import plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


def steps(plan: Deployment) -> list[dict[str, Any]]:
    return json.loads(plan.named("app-migration-document").inputs["content"])["mainSteps"]


def test_a_version_serves_only_once_its_steps_ended_well(plan: Deployment):
    assert plan.named("app-prepared").urn in plan.named("app-service").dependencies
    assert [step["name"] for step in steps(plan)] == [
        "fetch0", "fetch1", "login", "loginEnded", "loginWell", "migration", "migrationEnded", "migrationWell",
    ]  # fmt: skip
    assert all(step["onFailure"] == "Abort" for step in steps(plan))
    checks = [step["inputs"] for step in steps(plan) if step["name"].endswith("Well")]
    assert all(check["PropertySelector"].endswith("exitCode") and check["DesiredValues"] == ["0"] for check in checks)
    assert plan.named("app-prepared").inputs["waitForSuccessTimeoutSeconds"] > 0


def test_both_images_are_fetched_by_digest(plan: Deployment):
    fetched = {step["inputs"]["repositoryName"]: step["inputs"]["imageIds"][0]["imageDigest"] for step in steps(plan)[:2]}
    assert fetched == {"one/quay/fictional/forms": IMAGE.split("@")[1], "one/ecr-public/fictional/postgres": POSTGRES.split("@")[1]}


def test_another_version_runs_its_steps_again(plan: Deployment):
    entry = plan.named("app-prepared")
    other = plan_of(aws.Application, "app", APPLICATION, version="1.3.0").named("app-prepared")
    assert entry.inputs["parameters"]["Version"] == "1.2.0"
    assert other.inputs["parameters"]["Version"] == "1.3.0"
    assert entry.inputs["parameters"]["TaskLogin"] == plan.named("app-login", "aws:ecs/taskDefinition:TaskDefinition").outputs["arn"]
