"""What happens once for each version, before it serves: an automation that is itself a resource of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.application.identity import ApplicationRoles, preparation_statements
from components.aws.hosting.automation import TEXT, JsonValue, automation, fetch, run_task
from components.aws.hosting.registry import digest, repository
from components.aws.hosting.tenants import document_name

LONGEST_RUN = 1800
"""Seconds that all steps of a version may take."""


@dataclass(frozen=True)
class Step:
    """A task that runs to its end, once."""

    name: str
    task: aws.ecs.TaskDefinition
    roles: tuple[pulumi.Input[str], ...]
    """ARNs of the roles that it is given."""

    @property
    def parameter(self) -> str:
        """What the automation calls its task definition."""
        return f"Task{self.name.capitalize()}"


def run_migration(
    context: ApplicationContext, steps: Sequence[Step], roles: ApplicationRoles, group: pulumi.Input[str], ready: Sequence[pulumi.Resource]
) -> aws.ssm.Association:
    """Fill the cache of images, then run the steps one after another in the security group ``group``; fails where one fails.

    An automation of Systems Manager, run by an association: creating one runs it and waits for its success, and a
    change of its parameters replaces it, so that a new version or a changed step runs again (AWS Systems Manager
    User Guide, "Scheduling automations with State Manager associations"). The cache is filled from here because the
    first pull of an image may need a way to the internet, which the cell's network does not have (Amazon ECR User
    Guide, "Considerations for using pull through cache rules"); asking for the manifest is what makes ECR fetch.
    """
    args = context.args
    images = (args.workload.image, *((args.postgres_image,) if args.workload.database else ()))
    families = [pulumi.Output.concat(step.task.arn_without_revision, ":*") for step in steps]
    passed = [role for step in steps for role in step.roles]
    role = roles.create("prepare", "ssm.amazonaws.com", preparation_statements(context, images, families, passed))
    text = aws.ssm.Document(
        f"{context.name}-migration-document",
        name=document_name(args.owner.key, args.application),
        document_type="Automation",
        document_format="JSON",
        content=pulumi.Output.json_dumps(_content(context, images, steps, group)),
        opts=context.inside,
    )
    parameters: dict[str, pulumi.Input[str]] = {
        "AutomationAssumeRole": role.role.arn,
        "Version": args.version,
        "Images": ",".join(map(digest, images)),
        **{step.parameter: step.task.arn for step in steps},
    }
    return aws.ssm.Association(
        f"{context.name}-prepared",
        name=text.name,
        association_name=document_name(args.owner.key, args.application),
        parameters=parameters,
        wait_for_success_timeout_seconds=LONGEST_RUN,
        opts=pulumi.ResourceOptions(parent=context.parent, depends_on=[*role.ready, *ready], replace_on_changes=["parameters"]),
    )


def _content(context: ApplicationContext, images: Sequence[str], steps: Sequence[Step], group: pulumi.Input[str]) -> dict[str, JsonValue]:
    cell = context.args.cell
    fetched = [
        fetch(f"fetch{number}", pulumi.Output.concat(cell.repositories, "/", repository(image)), digest(image)) for number, image in enumerate(images)
    ]
    run = [
        action
        for step in steps
        for action in run_task(step.name, step.parameter, cluster=cell.cluster, subnets=context.subnets, group=group, seconds=LONGEST_RUN // 2)
    ]
    parameters = {"Version": TEXT, "Images": TEXT, **{step.parameter: TEXT for step in steps}}
    return automation(f"Prepares {context.title}", parameters, [*fetched, *run])
