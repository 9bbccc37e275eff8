"""What happens once for each version, before it serves: an automation that is itself a resource of the plan."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.aws.application.identity import Roles
from components.aws.hosting.registry import digest, repository
from components.aws.hosting.tenants import document_name
from components.contracts import ApplicationArgs

LONGEST = 1800
"""Seconds that all steps of a version may take."""


@dataclass(frozen=True)
class Step:
    """A task that runs to its end, once."""

    name: str
    task: aws.ecs.TaskDefinition
    roles: tuple[pulumi.Input[str], ...]
    """ARNs of the roles that it is given."""


def prepare(
    name: str, args: ApplicationArgs, steps: list[Step], roles: Roles, group: pulumi.Input[str], ready: list[pulumi.Resource], parent: pulumi.Resource
) -> aws.ssm.Association:
    """Fill the cache of images, then run the steps one after another; fails where one fails.

    An automation of Systems Manager, run by an association: creating one runs it and waits for its success, and a
    change of its parameters replaces it, so that a new version or a changed step runs again (AWS Systems Manager
    User Guide, "Scheduling automations with State Manager associations"). The cache is filled from here because the
    first pull of an image may need a way to the internet, which the cell's network does not have (Amazon ECR User
    Guide, "Considerations for using pull through cache rules"); asking for the manifest is what makes ECR fetch.
    """
    images = (args.workload.image, *((args.postgres_image,) if args.workload.database else ()))
    families = [step.task.arn_without_revision.apply(lambda arn: f"{arn}:*") for step in steps]
    given = [role for step in steps for role in step.roles]
    role, rights = roles.make("prepare", "ssm.amazonaws.com", roles.preparing(images, families, args.cell.environment, given))
    text = aws.ssm.Document(
        f"{name}-steps",
        name=document_name(args.organisation, args.application),
        document_type="Automation",
        document_format="JSON",
        content=pulumi.Output.json_dumps(_content(args, images, steps, group)),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    parameters: dict[str, pulumi.Input[str]] = {"AutomationAssumeRole": role.arn, "Version": args.version, "Images": ",".join(map(digest, images))}
    return aws.ssm.Association(
        f"{name}-prepared",
        name=text.name,
        association_name=document_name(args.organisation, args.application),
        parameters={**parameters, **{_parameter(step): step.task.arn for step in steps}},
        wait_for_success_timeout_seconds=LONGEST,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*rights, *ready], replace_on_changes=["parameters"]),
    )


def _parameter(step: Step) -> str:
    return f"Task{step.name.capitalize()}"


def _content(args: ApplicationArgs, images: tuple[str, ...], steps: list[Step], group: pulumi.Input[str]) -> dict[str, Any]:
    text = {"type": "String"}
    parameters = {"AutomationAssumeRole": {"type": "AWS::IAM::Role::Arn"}, "Version": text, "Images": text}
    return {
        "schemaVersion": "0.3",
        "description": f"Prepares {args.application} of {args.organisation}",
        "assumeRole": "{{ AutomationAssumeRole }}",
        "parameters": {**parameters, **{_parameter(step): text for step in steps}},
        "mainSteps": [
            *(_fetch(args, place, image) for place, image in enumerate(images)),
            *(action for step in steps for action in _run(args, step, group)),
        ],
    }


def _fetch(args: ApplicationArgs, place: int, image: str) -> dict[str, Any]:
    folder = pulumi.Output.from_input(args.cell.registry).apply(lambda registry: registry.partition("/")[2])
    wanted = {"repositoryName": pulumi.Output.concat(folder, "/", repository(image)), "imageIds": [{"imageDigest": digest(image)}]}
    return {
        "name": f"fetch{place}",
        "action": "aws:executeAwsApi",
        "onFailure": "Abort",
        "inputs": {"Service": "ecr", "Api": "BatchGetImage", **wanted},
    }


def _run(args: ApplicationArgs, step: Step, group: pulumi.Input[str]) -> list[dict[str, Any]]:
    subnets = [args.cell.subnets[key] for key in sorted(args.cell.subnets) if key.startswith("application-")]
    network = {"awsvpcConfiguration": {"subnets": subnets, "securityGroups": [group], "assignPublicIp": "DISABLED"}}
    cluster = args.cell.environment
    started = {"Service": "ecs", "Api": "RunTask", "cluster": cluster, "launchType": "FARGATE", "count": 1, "networkConfiguration": network}
    asked = {"Service": "ecs", "Api": "DescribeTasks", "cluster": cluster, "tasks": [f"{{{{ {step.name}.Task }}}}"]}
    return [
        {
            "name": step.name,
            "action": "aws:executeAwsApi",
            "onFailure": "Abort",
            "inputs": {**started, "taskDefinition": f"{{{{ {_parameter(step)} }}}}"},
            "outputs": [{"Name": "Task", "Selector": "$.tasks[0].taskArn", "Type": "String"}],
        },
        {
            "name": f"{step.name}Ended",
            "action": "aws:waitForAwsResourceProperty",
            "timeoutSeconds": LONGEST // 2,
            "onFailure": "Abort",
            "inputs": {**asked, "PropertySelector": "$.tasks[0].lastStatus", "DesiredValues": ["STOPPED"]},
        },
        {
            "name": f"{step.name}Well",
            "action": "aws:assertAwsResourceProperty",
            "onFailure": "Abort",
            "inputs": {**asked, "PropertySelector": "$.tasks[0].containers[0].exitCode", "DesiredValues": ["0"]},
        },
    ]
