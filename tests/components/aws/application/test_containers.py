"""Containers of an application on AWS: no root, nothing that can be written but what is named, no secret by value."""

import json
from dataclasses import replace
from typing import Any

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import APPLICATION, WORKLOAD
from tests.components.aws.subjects import plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.Application, "app", APPLICATION)


def container(plan: Deployment, task: str = "task") -> dict[str, Any]:
    (only,) = json.loads(plan.named(f"app-{task}", "aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return only


@pytest.mark.parametrize("task", ["task", "login", "migration"])
def test_every_container_is_fenced(plan: Deployment, task: str):
    made = container(plan, task)
    assert made["user"] not in ("", "0", "root")
    assert made["readonlyRootFilesystem"] is True
    assert made["privileged"] is False
    assert made["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}
    assert made["linuxParameters"]["initProcessEnabled"] is True
    assert "@sha256:" in made["image"]
    assert made["image"].startswith(f"{APPLICATION.cell.registry}/")
    assert made["logConfiguration"]["options"]["awslogs-group"] == plan.named("app-logs").inputs["name"]
    definition = plan.named(f"app-{task}", "aws:ecs/taskDefinition:TaskDefinition").inputs
    assert (definition["networkMode"], definition["requiresCompatibilities"]) == ("awsvpc", ["FARGATE"])


def test_only_the_folders_named_can_be_written(plan: Deployment):
    folders = container(plan)["linuxParameters"]["tmpfs"]
    assert [folder["containerPath"] for folder in folders] == list(WORKLOAD.writable)
    assert all({"noexec", "nosuid", "nodev"} <= set(folder["mountOptions"]) for folder in folders)
    assert not plan.named("app-task").inputs.get("volumes")


def test_an_application_is_told_what_it_asked_for(plan: Deployment):
    told = {entry["name"]: entry["value"] for entry in container(plan)["environment"]}
    database = APPLICATION.owner.name("postgres:name", APPLICATION.application)
    assert told == {
        "LOCALE": "en-GB",
        "DB_HOST": APPLICATION.cell.database_host,
        "DB_PORT": "5432",
        "DB_NAME": database,
        "DB_USER": database,
        "BUCKET": plan.named("app-storage-bucket").outputs["bucket"],
        "PUBLIC_URL": "https://forms-north.apps.commons.example",
    }


def test_the_images_entry_point_stays_and_is_given_the_manifests_command(plan: Deployment):
    given = container(plan_of(aws.Application, "app", APPLICATION, workload=replace(WORKLOAD, command=("serve", "--proxy"))))
    assert given["command"] == ["serve", "--proxy"]
    assert "entryPoint" not in given
    assert not {"command", "entryPoint"} & container(plan).keys()
    assert container(plan, "migration")["command"] == list(WORKLOAD.migration)
    assert "entryPoint" not in container(plan, "migration")
