"""What happens before a version serves, in steps that wait: secrets and images are there, then each task has run to a good end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.dynamic.release_gate import ReleaseGate, StoredImage
from components.aws.dynamic.task_run import TaskRun
from components.aws.hosting.registry import digest, repository
from components.aws.options import inside

LONGEST_MINUTES = 15
"""Minutes that one step may take."""


@dataclass(frozen=True)
class Step:
    """A task that runs to its end, once for each version."""

    name: str
    task: aws.ecs.TaskDefinition
    ready: Sequence[pulumi.Resource]
    """What the roles of its task wait for."""


class Release:
    """The steps of one version of an application; ``opts`` of each are a child's of it, by the plane of the resources written in Python."""

    def __init__(self, context: ApplicationContext) -> None:
        self._context = context
        self._plane = pulumi.ProviderResource("pulumi-python", f"{context.name}-plane", {}, context.inside)

    def gate(self, secrets: Mapping[str, aws.secretsmanager.Secret]) -> pulumi.Resource:
        """Stands once every secret has a value and every image is in the registry."""
        context, args = self._context, self._context.args
        images = (args.workload.image, *((args.postgres_image,) if args.workload.database else ()))
        stored: list[StoredImage] = [
            {"repository": pulumi.Output.concat(args.cell.repositories, "/", repository(image)), "digest": digest(image)} for image in images
        ]
        return ReleaseGate(
            f"{context.name}-ready",
            application=context.title,
            region=args.region,
            roles=[context.acting],
            registry=args.tenancy.account,
            secrets=[{"variable": variable, "arn": secret.arn} for variable, secret in sorted(secrets.items())],
            images=stored,
            opts=inside(context.parent, self._plane),
        )

    def run(self, steps: Sequence[Step], group: pulumi.Input[str], log: pulumi.Input[str], ready: Sequence[pulumi.Resource]) -> pulumi.Resource:
        """Run the steps one after another in the security group ``group`` once ``ready`` stands; gives what the service waits for."""
        context, args = self._context, self._context.args
        after = list(ready)
        for step in steps:
            run = TaskRun(
                f"{context.name}-{step.name}-run",
                task=step.task.arn,
                version=args.version,
                cluster=args.cell.cluster,
                subnets=context.subnets,
                group=group,
                log=log,
                minutes=LONGEST_MINUTES,
                region=args.region,
                roles=[context.acting],
                opts=inside(context.parent, self._plane, depends_on=[*after, *step.ready]),
            )
            after = [run]
        return after[-1]
