"""Steps of an automation of AWS Systems Manager: run a task to its end."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pulumi

JsonValue: TypeAlias = "pulumi.Input[str] | bool | int | Sequence[JsonValue] | Mapping[str, JsonValue]"
TEXT: Mapping[str, JsonValue] = {"type": "String"}
"""A parameter of an automation."""
ROLE: Mapping[str, JsonValue] = {"type": "AWS::IAM::Role::Arn"}


def automation(description: str, parameters: Mapping[str, JsonValue], steps: Sequence[JsonValue]) -> dict[str, JsonValue]:
    """A document that acts as the role which it is given as ``AutomationAssumeRole``."""
    return {
        "schemaVersion": "0.3",
        "description": description,
        "assumeRole": "{{ AutomationAssumeRole }}",
        "parameters": {"AutomationAssumeRole": ROLE, **parameters},
        "mainSteps": list(steps),
    }


def run_task(
    name: str, task: str, *, cluster: pulumi.Input[str], subnets: Sequence[pulumi.Input[str]], group: pulumi.Input[str], seconds: int
) -> list[dict[str, JsonValue]]:
    """Run the task that the parameter ``task`` names, wait for its end (``seconds`` at most), and fail where its container did."""
    network: JsonValue = {"awsvpcConfiguration": {"subnets": subnets, "securityGroups": [group], "assignPublicIp": "DISABLED"}}
    run: dict[str, JsonValue] = {
        "Service": "ecs",
        "Api": "RunTask",
        "cluster": cluster,
        "launchType": "FARGATE",
        "count": 1,
        "networkConfiguration": network,
        "taskDefinition": f"{{{{ {task} }}}}",
    }
    describe: dict[str, JsonValue] = {"Service": "ecs", "Api": "DescribeTasks", "cluster": cluster, "tasks": [f"{{{{ {name}.Task }}}}"]}
    return [
        {
            "name": name,
            "action": "aws:executeAwsApi",
            "onFailure": "Abort",
            "inputs": run,
            "outputs": [{"Name": "Task", "Selector": "$.tasks[0].taskArn", "Type": "String"}],
        },
        {
            "name": f"{name}Ended",
            "action": "aws:waitForAwsResourceProperty",
            "timeoutSeconds": seconds,
            "onFailure": "Abort",
            "inputs": {**describe, "PropertySelector": "$.tasks[0].lastStatus", "DesiredValues": ["STOPPED"]},
        },
        {
            "name": f"{name}Well",
            "action": "aws:assertAwsResourceProperty",
            "onFailure": "Abort",
            "inputs": {**describe, "PropertySelector": "$.tasks[0].containers[0].exitCode", "DesiredValues": ["0"]},
        },
    ]
