"""One run of a task on Amazon ECS, waited for: running a task is an action, so no provider has a resource for it.

A run that failed leaves nothing in the state, so that the next ``pulumi up`` runs it again. Source: Amazon ECS API Reference, "RunTask" and
"DescribeTasks".
"""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource

from components.aws.dynamic.session import SessionProvider
from components.pickling import pickled_whole


@pickled_whole
class TaskRunProvider(SessionProvider):
    """Runs the task when it is made, and again when its definition or ``version`` changes. What was done is not undone.

    Raises ``RuntimeError`` with the task, its end and its log where it could not start, failed, or took longer than ``minutes``, and
    ``botocore.exceptions.ClientError`` where AWS refuses.
    """

    def _failed(self, props: dict[str, Any], task: str, why: str) -> RuntimeError:
        return RuntimeError(f"{props['task']} ran as {task or 'no task'} and {why}; its log is in {props['log']}; mend it and run 'pulumi up' again")

    def _start(self, client: Any, props: dict[str, Any]) -> str:
        network = {"subnets": props["subnets"], "securityGroups": [props["group"]], "assignPublicIp": "DISABLED"}
        answer = client.run_task(
            cluster=props["cluster"],
            taskDefinition=props["task"],
            launchType="FARGATE",
            count=1,
            networkConfiguration={"awsvpcConfiguration": network},
        )
        # It answers well where nothing was started.
        if not answer["tasks"]:
            raise self._failed(props, "", "was not started: " + ", ".join(str(failure.get("reason")) for failure in answer.get("failures", [])))
        return str(answer["tasks"][0]["taskArn"])

    def create(self, props: dict[str, Any]) -> CreateResult:
        import time

        client = self._session(props).client("ecs")
        task, deadline = self._start(client, props), time.monotonic() + 60 * int(props["minutes"])
        while time.monotonic() < deadline:
            told = client.describe_tasks(cluster=props["cluster"], tasks=[task])["tasks"]
            if told and told[0].get("lastStatus") == "STOPPED":
                codes = [container.get("exitCode") for container in told[0].get("containers", [])]
                if codes and all(code == 0 for code in codes):
                    return CreateResult(task, props)
                reasons = [told[0].get("stoppedReason", ""), *(container.get("reason", "") for container in told[0].get("containers", []))]
                raise self._failed(props, task, f"ended with exit code {codes}: " + " ".join(reason for reason in reasons if reason))
            time.sleep(5)
        raise self._failed(props, task, f"has not ended after {int(props['minutes'])} minutes")

    def diff(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        changed = [key for key in ("cluster", "task", "version") if olds.get(key) != news.get(key)]
        return DiffResult(changes=bool(changed), replaces=changed, stables=[], delete_before_replace=False)


class TaskRun(Resource, module="civic", name="TaskRun"):
    """Type ``pulumi-python:dynamic/civic:TaskRun``. ``task`` is a definition's ARN; ``version`` says for what it is run; ``log`` is its log group."""

    def __init__(
        self,
        name: str,
        *,
        task: pulumi.Input[str],
        version: str,
        cluster: pulumi.Input[str],
        subnets: Sequence[pulumi.Input[str]],
        group: pulumi.Input[str],
        log: pulumi.Input[str],
        minutes: int,
        region: str,
        roles: Sequence[pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "task": task,
            "version": version,
            "cluster": cluster,
            "subnets": list(subnets),
            "group": group,
            "log": log,
            "minutes": minutes,
            "region": region,
            "roles": list(roles),
        }
        super().__init__(TaskRunProvider(), name, props, opts)
