"""One application of one body, in its cell."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.aws.application import containers
from components.aws.application.alarms import create_alarms
from components.aws.application.context import ApplicationContext, CellApplicationArgs
from components.aws.application.database import administrator, database_variables, login_container
from components.aws.application.identity import TASK_SERVICE, ApplicationRole, ApplicationRoles, start_statements, storage_statements
from components.aws.application.migration import Release, Step
from components.aws.application.secrets import database_password, empty_secrets, fill_in_a_shared_cell
from components.aws.application.security_groups import ApplicationSecurityGroup
from components.aws.application.storage import create_storage
from components.aws.logs import log_group
from components.aws.options import inside
from components.contracts import ContractError

SCALE_OUT_CPU = 60
"""Percent of its processors above which another instance is started."""
LONGEST_START = "20m"
"""How long a version may take until it serves; a pipeline's session is longer."""
STICKY_SECONDS = 86_400
"""How long a caller is led back to one instance, counted from its last call: a day."""


class Application(pulumi.ComponentResource):
    """An application as its manifest describes it, fenced from every other.

    Runs on Fargate behind the cell's entry: no root, no writable disk but the folders named, no capabilities, images by
    digest from the cell's own registry. It has a security group, roles, a log group, secrets and, if it wants them, a bucket
    and a database of its own; nothing of it is shared but the cell.

    **A release** is made in steps that wait (``application.migration``). Secrets named in the manifest are made empty, as
    ``<secret prefix>/<owner>/<application>/<VARIABLE>``. Then ``<name>-ready`` asks whether each has a value and each image is in the registry:
    where not, the run ends there and says which. One-shot tasks make the database and run the application's own migration, once for each
    version. Then the service is changed and waited for until its instances answer; where they do not, Amazon ECS goes back to the version before
    and the run fails with its reason. A changed secret reaches an instance when it starts anew.

    **The database's** connection is encrypted; the application's own driver decides whether it also checks the server's name.

    **Between entry and application** calls go as plain HTTP inside the cell's network, from the entry's security group
    alone.

    Outputs: see ``components.contracts.ApplicationOutputs``. Raises ``ContractError`` for an
    image of a registry that the store does not take and for an owner that has no place in the shared cell.
    """

    def __init__(self, name: str, args: CellApplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Application", name, {}, opts)
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        self._context = context = ApplicationContext(name, args, self, partition)
        self._roles = ApplicationRoles(context)
        self._logs = log_group(
            f"{name}-logs",
            pulumi.Output.concat(args.cell.log_prefix, f"/{args.owner.key}/{args.application}"),
            owner=args.owner,
            key=args.cell.key,
            retention_days=args.retention_days,
            parent=self,
        )
        password = database_password(context) if args.workload.database else None
        bucket, filled = create_storage(context), empty_secrets(context)
        self._variables = self._container_variables(password, bucket, filled)
        self._execution = self._start_role(args.workload.image, list(self._variables.secrets.values()))
        self._own = self._roles.create("own", TASK_SERVICE, storage_statements(context, bucket))
        group = ApplicationSecurityGroup(context)
        release = Release(context)
        ready = [*self._execution.ready, *self._own.ready, *group.rules, release.gate(filled)]
        migrated = release.run(self._steps(password), group.group.id, self._logs.name, ready)
        targets = self._targets()
        self._scale(self._service(group.group, targets, [*ready, migrated, self._listener_rule(targets)]))
        self._door()
        fill_in_a_shared_cell(context)
        create_alarms(context, targets)
        self.address = pulumi.Output.from_input(f"https://{args.published or args.host}")
        self.identity: pulumi.Output[str] = self._own.role.arn
        self.logs: pulumi.Output[str] = self._logs.name
        self.register_outputs({"address": self.address, "identity": self.identity, "logs": self.logs})

    def _container_variables(
        self, password: pulumi.Output[str] | None, bucket: aws.s3.Bucket | None, filled: Mapping[str, aws.secretsmanager.Secret]
    ) -> containers.Variables:
        """What the application's own containers are given."""
        args, workload = self._context.args, self._context.args.workload
        environment: dict[str, pulumi.Input[str]] = {**workload.environment, **database_variables(self._context)}
        if bucket is not None:
            environment[workload.storage_variable] = bucket.bucket
        if workload.address_variable:
            environment[workload.address_variable] = f"https://{args.host}"
        secrets: dict[str, pulumi.Input[str]] = {variable: secret.arn for variable, secret in filled.items()}
        if password is not None:
            secrets[workload.database["password"]] = password
        return containers.Variables(environment, secrets)

    def _start_role(self, image: str, secrets: Sequence[pulumi.Input[str]], role: str = "start") -> ApplicationRole:
        return self._roles.create(role, TASK_SERVICE, start_statements(self._context, image, self._logs.arn, secrets))

    def _steps(self, password: pulumi.Output[str] | None) -> list[Step]:
        """What runs once for each version before it serves: the login's task as the owner's administrator, then the application's own migration."""
        context, args, logs = self._context, self._context.args, self._logs.name
        steps: list[Step] = []
        if password is not None:
            execution = self._start_role(args.postgres_image, [password, administrator(context)], "login")
            task = containers.task_definition(context, "login", login_container(context, password, logs), execution.role, None)
            steps.append(Step("login", task, execution.ready))
        if args.workload.migration:
            definition = containers.migration_container(context, self._variables, logs)
            task = containers.task_definition(context, "migration", definition, self._execution.role, self._own.role)
            steps.append(Step("migration", task, [*self._execution.ready, *self._own.ready]))
        return steps

    def _targets(self) -> aws.lb.TargetGroup:
        context, workload = self._context, self._context.args.workload
        return aws.lb.TargetGroup(
            f"{context.name}-targets",
            name=context.physical_name("aws:target-group"),
            target_type="ip",
            protocol="HTTP",
            port=workload.port,
            vpc_id=context.args.cell.network.vpc,
            deregistration_delay=30,
            health_check={"path": workload.health_path, "protocol": "HTTP", "matcher": "200-299", "interval": 15, "timeout": 5},
            stickiness={"type": "lb_cookie", "enabled": workload.sticky, "cookie_duration": STICKY_SECONDS},
            opts=context.inside,
        )

    def _listener_rule(self, targets: aws.lb.TargetGroup) -> aws.lb.ListenerRule:
        args = self._context.args
        if args.cell.listener == "":
            raise ContractError(f"{args.application}: its cell has no listener while the domain of '{args.host}' waits for its delegation")
        return aws.lb.ListenerRule(
            f"{self._context.name}-rule",
            listener_arn=args.cell.listener,
            priority=args.priority,
            conditions=[{"host_header": {"values": [args.host]}}],
            actions=[{"type": "forward", "target_group_arn": targets.arn}],
            opts=self._context.inside,
        )

    def _service(self, group: aws.ec2.SecurityGroup, targets: aws.lb.TargetGroup, ready: Sequence[pulumi.Resource]) -> aws.ecs.Service:
        context, args, workload = self._context, self._context.args, self._context.args.workload
        definition = containers.application_container(context, self._variables, self._logs.name)
        return aws.ecs.Service(
            f"{context.name}-service",
            name=context.physical_name("aws:general"),
            cluster=args.cell.cluster,
            task_definition=containers.task_definition(context, "task", definition, self._execution.role, self._own.role).arn,
            launch_type="FARGATE",
            desired_count=workload.instances,
            network_configuration={"subnets": context.subnets, "security_groups": [group.id], "assign_public_ip": False},
            load_balancers=[{"target_group_arn": targets.arn, "container_name": args.application, "container_port": workload.port}],
            availability_zone_rebalancing="ENABLED",
            deployment_circuit_breaker={"enable": True, "rollback": True},
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            health_check_grace_period_seconds=workload.health_grace,
            # The provider fails with the reason of Amazon ECS where a version was taken back (``ecs/service.go``, ``findDeploymentStatus``).
            wait_for_steady_state=True,
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            # Autoscaling decides how many there are from then on.
            opts=pulumi.ResourceOptions.merge(
                inside(self, depends_on=ready, ignore_changes=["desiredCount"]),
                pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create=LONGEST_START, update=LONGEST_START)),
            ),
        )

    def _scale(self, service: aws.ecs.Service) -> None:
        context, workload = self._context, self._context.args.workload
        target = aws.appautoscaling.Target(
            f"{context.name}-scale",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", context.args.cell.cluster_name, "/", service.name),
            min_capacity=workload.instances,
            max_capacity=workload.most,
            opts=context.inside,
        )
        aws.appautoscaling.Policy(
            f"{context.name}-scale-cpu",
            name="cpu",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
                "target_value": SCALE_OUT_CPU,
            },
            opts=context.inside,
        )

    def _door(self) -> None:
        """Put the cell's entry behind the door of the body's offer: a network load balancer's target group of type ``alb``."""
        args = self._context.args
        if args.door != "":
            aws.lb.TargetGroupAttachment(
                f"{self._context.name}-door", target_group_arn=args.door, target_id=args.cell.balancer, port=443, opts=self._context.inside
            )
