"""A step of a release is well only where its task ended well, as the SDK's own client speaks to Amazon ECS."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from components.aws.dynamic.task_run import TaskRunProvider

TASK = "arn:aws:ecs:eu-west-2:111111111111:task/a/1"
PROPS: dict[str, Any] = {
    "task": "arn:aws:ecs:eu-west-2:111111111111:task-definition/forms-login:1",
    "version": "1.0.0",
    "cluster": "a",
    "subnets": ["subnet-1"],
    "group": "sg-1",
    "log": "/civic/a/north/forms",
    "minutes": 1.0,
    "region": "eu-west-2",
    "roles": [],
}
RUN = {
    "cluster": "a",
    "taskDefinition": PROPS["task"],
    "launchType": "FARGATE",
    "count": 1,
    "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}},
}


class Service:
    def __init__(self) -> None:
        self.ecs = boto3.client("ecs", region_name="eu-west-2", aws_access_key_id="none", aws_secret_access_key="none")
        self.stub = Stubber(self.ecs)
        self.stub.activate()

    def client(self, name: str) -> Any:
        return self.ecs

    def started(self) -> None:
        self.stub.add_response("run_task", {"tasks": [{"taskArn": TASK}], "failures": []}, RUN)

    def told(self, status: str, code: int | None = None, reason: str = "") -> None:
        container = {"name": "login", **({"exitCode": code} if code is not None else {})}
        answer = {"tasks": [{"taskArn": TASK, "lastStatus": status, "stoppedReason": reason, "containers": [container]}]}
        self.stub.add_response("describe_tasks", answer, {"cluster": "a", "tasks": [TASK]})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    service = Service()
    monkeypatch.setattr(TaskRunProvider, "_session", lambda self, props: service)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return service


def test_it_waits_for_a_good_end(service: Service):
    service.started()
    service.told("RUNNING")
    service.told("STOPPED", 0)
    assert TaskRunProvider().create(PROPS).id == TASK
    service.stub.assert_no_pending_responses()


@pytest.mark.parametrize(("code", "reason"), [(3, "Essential container in task exited"), (None, "CannotPullContainerError: not found")])
def test_a_bad_end_fails_with_its_reason_and_its_log(service: Service, code: int | None, reason: str):
    service.started()
    service.told("STOPPED", code, reason)
    with pytest.raises(RuntimeError) as failed:
        TaskRunProvider().create(PROPS)
    assert reason in str(failed.value)
    assert "/civic/a/north/forms" in str(failed.value)


def test_an_answer_without_a_task_is_no_success(service: Service):
    service.stub.add_response("run_task", {"tasks": [], "failures": [{"reason": "RESOURCE:FARGATE"}]}, RUN)
    with pytest.raises(RuntimeError, match="was not started: RESOURCE:FARGATE"):
        TaskRunProvider().create(PROPS)


def test_what_never_ends_is_told(service: Service, monkeypatch: pytest.MonkeyPatch):
    service.started()
    ticks = iter([0.0, 61.0])
    monkeypatch.setattr("time.monotonic", lambda: next(ticks))
    with pytest.raises(RuntimeError, match="has not ended after 1 minutes"):
        TaskRunProvider().create(PROPS)


@pytest.mark.parametrize("key", ["task", "version"])
def test_another_version_or_definition_runs_again(key: str):
    provider = TaskRunProvider()
    assert provider.diff("id", PROPS, {**PROPS, key: "other"}).replaces == [key]
    assert provider.diff("id", PROPS, {**PROPS, "log": "elsewhere"}).changes is False
