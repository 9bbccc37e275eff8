"""What runs: containers as Amazon ECS has them. Nobody is root, nothing can be written but what is named, nothing keeps a capability."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pulumi
import pulumi_aws as aws

from components.aws.application.context import ApplicationContext
from components.aws.hosting.automation import JsonValue
from components.aws.hosting.registry import copied
from components.contracts import Workload

ContainerDefinition: TypeAlias = dict[str, JsonValue]
"""With the keys of Amazon ECS's own JSON (Amazon ECS API Reference, ``ContainerDefinition``)."""

FOLDER_SIZE = 64
"""MiB of memory that each writable folder may take."""


@dataclass(frozen=True)
class Variables:
    """What a container is given, by name of the variable."""

    environment: Mapping[str, pulumi.Input[str]]
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    """ARN of the secret that holds the value."""


def application_container(context: ApplicationContext, variables: Variables, logs: pulumi.Input[str]) -> ContainerDefinition:
    """The application itself."""
    workload = context.args.workload
    definition = container(context, context.args.application, workload.image, str(workload.user), variables, logs)
    definition["portMappings"] = [{"containerPort": workload.port, "hostPort": workload.port, "protocol": "tcp"}]
    return {**definition, "command": list(workload.command)} if workload.command else definition


def migration_container(context: ApplicationContext, variables: Variables, logs: pulumi.Input[str]) -> ContainerDefinition:
    """The application's own migration, before a version first serves."""
    workload = context.args.workload
    definition = container(context, "migration", workload.image, str(workload.user), variables, logs)
    return {**definition, "command": list(workload.migration)}


def container(context: ApplicationContext, name: str, image: str, user: str, variables: Variables, logs: pulumi.Input[str]) -> ContainerDefinition:
    """A container of ``image`` that runs as ``user`` and writes to the log group ``logs``."""
    # The kernel gives such a folder to everybody in the container (tmpfs, mode 1777); a volume would be root's alone.
    folders: list[JsonValue] = [
        {"containerPath": path, "size": FOLDER_SIZE, "mountOptions": ["noexec", "nosuid", "nodev"]} for path in context.args.workload.writable
    ]
    return {
        "name": name,
        "image": copied(context.args.cell.registry, image),
        "essential": True,
        "user": user,
        "privileged": False,
        "readonlyRootFilesystem": True,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}, "tmpfs": folders},
        "environment": [{"name": key, "value": value} for key, value in sorted(variables.environment.items())],
        "secrets": [{"name": key, "valueFrom": value} for key, value in sorted(variables.secrets.items())],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": logs, "awslogs-region": context.args.region, "awslogs-stream-prefix": name},
        },
    }


def task_definition(
    context: ApplicationContext, role: str, definition: ContainerDefinition, execution: aws.iam.Role, task_role: aws.iam.Role | None
) -> aws.ecs.TaskDefinition:
    """A task of one container on Fargate, started by ``execution`` and acting as ``task_role``, or as nobody."""
    workload = context.args.workload
    return aws.ecs.TaskDefinition(
        f"{context.name}-{role}",
        family=context.physical_name("aws:general", "" if role == "task" else role),
        container_definitions=pulumi.Output.json_dumps([definition]),
        cpu=cpu_units(workload),
        memory=str(workload.memory),
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": "ARM64" if workload.arm64 else "X86_64"},
        execution_role_arn=execution.arn,
        task_role_arn=task_role.arn if task_role else None,
        # The circuit breaker goes back to the revision before.
        skip_destroy=True,
        opts=context.inside,
    )


def cpu_units(workload: Workload) -> str:
    """Processors as Amazon ECS counts them: 1,024 to one."""
    return str(int(float(workload.cpu) * 1024))
