"""One application of one body, in its cell."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from components.aws.application import containers
from components.aws.application.identity import STARTED, Roles
from components.aws.application.migration import Step, prepare
from components.aws.application.security_group import Ways
from components.aws.application.storage import database_password, empty_secrets, folder, storage
from components.aws.hosting.database import PORT
from components.contracts import ApplicationArgs
from components.naming import physical

BUSY = 60
"""Percent of its processors above which another instance is started."""
ERRORS = 10
"""Answers of 5xx in five minutes, twice out of three times, at which somebody is told."""
STAYS = 86_400
"""Seconds for which a caller is led back to one instance, counted from its last call: a day."""


class Application(pulumi.ComponentResource):
    """An application as its manifest describes it, fenced from every other.

    Runs on Fargate behind the cell's entry: no root, no writable disk but the folders named, no capabilities, images by
    digest from the cell's cache. It has a security group, roles, a log group, secrets and, if it wants them, a bucket
    and a database of its own; nothing of it is shared but the cell.

    **Secrets** named in the manifest are made empty, as ``<vault>/<body>/<application>/<VARIABLE>``. Until the body has
    filled each (``aws secretsmanager put-secret-value``) no instance can start; the service keeps trying and starts
    when it can. A changed secret reaches an instance when it starts anew.

    **The database** is made by a one-shot task, once for each version, before it serves (``application_steps``). The
    connection is encrypted; the application's own driver decides whether it also checks the server's name.

    **Between entry and application** calls go as plain HTTP inside the cell's network, from the entry's security group
    alone.

    Outputs: see ``components.contracts.ApplicationOutputs``. Raises ``ValueError`` for an image that the cell cannot cache.
    """

    def __init__(self, name: str, args: ApplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Application", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        self._roles = Roles(name, args, partition, parent=self)
        self._logs = self._log_group()
        self._secrets = empty_secrets(name, args, self)
        if args.workload.database:
            self._password = database_password(name, args, self)
            self._secrets[args.workload.database["password"]] = self._password
        bucket = storage(name, args, self)
        environment = self._environment(bucket)
        self._execution, ready = self._roles.make(
            "start", STARTED, self._roles.starting(args.workload.image, self._logs.arn, list(self._secrets.values()))
        )
        self._own, own_ready = self._roles.make("own", STARTED, self._roles.storage(bucket))
        ways = Ways(name, args, parent=self)
        steps = self._steps(environment)
        ready += [*own_ready, *ways.ready]
        prepared = prepare(name, args, steps, self._roles, ways.group.id, ready, self)
        targets = self._targets()
        rule = self._rule(targets)
        self._serve(environment, ways, targets, [*ready, prepared, rule])
        self._door()
        self._alarms(targets)
        self.address = pulumi.Output.from_input(f"https://{args.host}")
        self.identity: pulumi.Output[str] = self._own.arn
        self.logs: pulumi.Output[str] = self._logs.name
        self.register_outputs({"address": self.address, "identity": self.identity, "logs": self.logs})

    def _called(self, kind: str, role: str = "") -> str:
        args = self._args
        whole = "-".join(part for part in (args.application, role) if part)
        return physical(kind, platform=args.platform, organisation=args.organisation, role=whole)

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        args = self._args
        return aws.cloudwatch.LogGroup(
            f"{self._name}-logs",
            name=pulumi.Output.concat(args.cell.logs, f"/{args.organisation}/{args.application}"),
            retention_in_days=args.retention_days,
            kms_key_id=args.cell.key,
            opts=self._inside,
        )

    def _login(self) -> str:
        """Name of the application's database and of its login."""
        return self._called("postgres:name")

    def _environment(self, bucket: aws.s3.Bucket | None) -> dict[str, pulumi.Input[str]]:
        workload = self._args.workload
        told: dict[str, pulumi.Input[str]] = dict(workload.environment)
        known: Mapping[str, pulumi.Input[str]] = {
            "host": self._args.cell.database_host,
            "port": str(PORT),
            "name": self._login(),
            "user": self._login(),
        }
        told |= {variable: known[what] for what, variable in workload.database.items() if what in known}
        if bucket is not None:
            told[workload.storage_variable] = bucket.bucket
        if workload.address_variable:
            told[workload.address_variable] = f"https://{self._args.host}"
        return told

    def _task(self, role: str, container: Any, execution: aws.iam.Role, own: aws.iam.Role | None) -> aws.ecs.TaskDefinition:
        workload = self._args.workload
        return aws.ecs.TaskDefinition(
            f"{self._name}-{role}",
            family=self._called("aws:general", "" if role == "task" else role),
            container_definitions=pulumi.Output.json_dumps([container]),
            cpu=containers.units(workload),
            memory=str(workload.memory),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": "X86_64"},
            execution_role_arn=execution.arn,
            task_role_arn=own.arn if own else None,
            # The circuit breaker goes back to the revision before.
            skip_destroy=True,
            opts=self._inside,
        )

    def _steps(self, environment: Mapping[str, pulumi.Input[str]]) -> list[Step]:
        args, found = self._args, list[Step]()
        if args.workload.database:
            needed = [self._password, args.cell.database_admin]
            execution, _ = self._roles.make("login", STARTED, self._roles.starting(args.postgres_image, self._logs.arn, needed))
            container = containers.login(args, self._login(), self._password, self._logs.name)
            found.append(Step("login", self._task("login", container, execution, None), (execution.arn,)))
        if args.workload.migration:
            container = containers.migration(args, environment, self._secrets, self._logs.name)
            task = self._task("migration", container, self._execution, self._own)
            found.append(Step("migration", task, (self._execution.arn, self._own.arn)))
        return found

    def _targets(self) -> aws.lb.TargetGroup:
        workload = self._args.workload
        return aws.lb.TargetGroup(
            f"{self._name}-targets",
            name=self._called("aws:target-group"),
            target_type="ip",
            protocol="HTTP",
            port=workload.port,
            vpc_id=self._args.cell.network,
            deregistration_delay=30,
            health_check={"path": workload.health_path, "protocol": "HTTP", "matcher": "200-299", "interval": 15, "timeout": 5},
            stickiness={"type": "lb_cookie", "enabled": workload.sticky, "cookie_duration": STAYS},
            opts=self._inside,
        )

    def _rule(self, targets: aws.lb.TargetGroup) -> aws.lb.ListenerRule:
        return aws.lb.ListenerRule(
            f"{self._name}-rule",
            listener_arn=self._args.cell.entry,
            priority=self._args.priority,
            conditions=[{"host_header": {"values": [self._args.host]}}],
            actions=[{"type": "forward", "target_group_arn": targets.arn}],
            opts=self._inside,
        )

    def _serve(
        self, environment: Mapping[str, pulumi.Input[str]], ways: Ways, targets: aws.lb.TargetGroup, ready: list[pulumi.Resource]
    ) -> aws.ecs.Service:
        args, workload = self._args, self._args.workload
        container = containers.application(args, environment, self._secrets, self._logs.name)
        subnets = [args.cell.subnets[key] for key in sorted(args.cell.subnets) if key.startswith("application-")]
        service = aws.ecs.Service(
            f"{self._name}-service",
            name=self._called("aws:general"),
            cluster=args.cell.environment,
            task_definition=self._task("task", container, self._execution, self._own).arn,
            launch_type="FARGATE",
            desired_count=workload.instances,
            network_configuration={"subnets": subnets, "security_groups": [ways.group.id], "assign_public_ip": False},
            load_balancers=[{"target_group_arn": targets.arn, "container_name": args.application, "container_port": workload.port}],
            availability_zone_rebalancing="ENABLED",
            deployment_circuit_breaker={"enable": True, "rollback": True},
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            health_check_grace_period_seconds=workload.health_grace,
            enable_execute_command=False,
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            # Autoscaling decides how many there are from then on.
            opts=pulumi.ResourceOptions(parent=self, depends_on=ready, ignore_changes=["desiredCount"]),
        )
        self._scale(service)
        return service

    def _scale(self, service: aws.ecs.Service) -> None:
        workload = self._args.workload
        cluster = pulumi.Output.from_input(self._args.cell.environment).apply(lambda arn: arn.rpartition("/")[2])
        target = aws.appautoscaling.Target(
            f"{self._name}-scale",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=pulumi.Output.concat("service/", cluster, "/", service.name),
            min_capacity=workload.instances,
            max_capacity=workload.most,
            opts=self._inside,
        )
        aws.appautoscaling.Policy(
            f"{self._name}-scale-busy",
            name="busy",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
                "target_value": BUSY,
            },
            opts=self._inside,
        )

    def _door(self) -> None:
        """Put the cell's entry behind the door of the body's offer: a network load balancer's target group of type ``alb``."""
        if self._args.door != "":
            aws.lb.TargetGroupAttachment(
                f"{self._name}-door", target_group_arn=self._args.door, target_id=self._args.cell.balancer, port=443, opts=self._inside
            )

    def _alarms(self, targets: aws.lb.TargetGroup) -> None:
        balancer = pulumi.Output.from_input(self._args.cell.balancer).apply(lambda arn: arn.partition(":loadbalancer/")[2])
        dimensions = {"LoadBalancer": balancer, "TargetGroup": targets.arn_suffix}
        for role, metric, statistic, above in (
            ("errors", "HTTPCode_Target_5XX_Count", "Sum", ERRORS),
            ("unwell", "UnHealthyHostCount", "Maximum", 0),
        ):
            aws.cloudwatch.MetricAlarm(
                f"{self._name}-alarm-{role}",
                name=pulumi.Output.concat(folder(self._args), f"/{role}"),
                namespace="AWS/ApplicationELB",
                metric_name=metric,
                dimensions=dimensions,
                statistic=statistic,
                period=300,
                evaluation_periods=3,
                datapoints_to_alarm=2,
                comparison_operator="GreaterThanThreshold",
                threshold=above,
                treat_missing_data="notBreaching",
                alarm_actions=[self._args.alarms] if self._args.alarms != "" else [],
                opts=self._inside,
            )
