"""Who makes databases in a cell: for each owner an administrator of its own, made by the cell's own task.

The instance's administrator can read every database in it. Its secret is the cell's task's alone; an owner's applications are prepared by the
owner's administrator, who may make logins and databases, and is a member of none that another made (PostgreSQL documentation, "Role
Attributes" and "Predefined Roles": since version 16 ``CREATEROLE`` reaches the roles that its holder made, and no others).
"""

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.hosting.automation import TEXT, automation, run_task
from components.aws.hosting.context import CellContext
from components.aws.hosting.database import PORT, Database
from components.aws.hosting.registry import copied
from components.aws.options import inside, retained
from components.aws.tenancy.database_roles import FAMILY, FOLDER, PREPARE_ROLE, SECRET, START_ROLE, database_role
from components.contracts import Owner, of_tier

ROLE = FAMILY
NOBODY = "65534"
"""The user that owns nothing."""
PASSWORD_LENGTH = 40
LONGEST_RUN = 900
"""Seconds."""
AGAIN = "rate(1 day)"
"""A cell stands before its registry has any image, and then nothing can run yet; whatever was missing is made the day after, or at
``aws ssm start-associations-once``, which ``civic images`` prints."""
SQL = r"""
\getenv login TENANT
SELECT format('CREATE ROLE %I LOGIN CREATEDB CREATEROLE', :'login') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec
"""
CREATE = r"""number=0
for TENANT in $TENANTS; do
  export TENANT
  eval "password=\$PASSWORD_$number"
  printf '%s' "$1" | psql --no-psqlrc --set ON_ERROR_STOP=1
  printf '%s\n%s\n' "$password" "$password" | psql --no-psqlrc --set ON_ERROR_STOP=1 --command "\\password $TENANT"
  number=$((number + 1))
done
"""
"""Can be run again at any time: it makes what is missing, and sets each password to what its secret says."""


class Administrators:
    """Makes them. ``secrets`` has the ARN of each one's secret, with ``username`` and ``password``, by the owner's key."""

    def __init__(self, context: CellContext, database: Database, cluster: aws.ecs.Cluster, registry: pulumi.Input[str]) -> None:
        self._context, self._database, self._cluster, self._registry = context, database, cluster, registry
        args = context.args
        owners = sorted(args.tenants or (() if args.owner.is_platform else (args.owner,)), key=lambda owner: owner.key)
        self.secrets = {owner.key: self._secret(owner) for owner in owners}
        if owners:
            self._make(owners)

    def _name(self, role: str) -> str:
        return f"{self._context.name}-{ROLE}-{role}"

    def _secret(self, owner: Owner) -> pulumi.Output[str]:
        """Secrets Manager makes the password as it makes the secret, so that the value is in no program, plan, state or log."""
        args, tags = self._context.args, owner.tags
        desired = {
            "Name": f"civic/{args.cell}/{owner.key}/{SECRET}",
            "Description": f"Administrator of the databases of {owner.key}, made by Secrets Manager",
            "GenerateSecretString": {
                "ExcludePunctuation": True,
                "PasswordLength": PASSWORD_LENGTH,
                "SecretStringTemplate": json.dumps({"username": login(owner)}),
                "GenerateStringKey": "password",
            },
            "KmsKeyId": self._context.key.arn,
            "Tags": [{"Key": key, "Value": tags[key]} for key in sorted(tags)],
        }
        secret = aws.cloudcontrol.Resource(
            self._name(owner.key),
            type_name="AWS::SecretsManager::Secret",
            desired_state=pulumi.Output.json_dumps(desired),
            opts=retained(self._context.parent),
        )
        return secret.properties.apply(lambda properties: str(json.loads(properties)["Id"]))

    def _make(self, owners: Sequence[Owner]) -> None:
        context, args = self._context, self._context.args
        logs = context.log_group(f"{ROLE}-logs", f"/civic/{args.cell}/{FOLDER}")
        task = self._task(owners, logs)
        group, rules = self._security_group()
        subnets = context.subnets("application")
        steps = run_task(ROLE, "Task", cluster=self._cluster.arn, subnets=subnets, group=group.id, seconds=LONGEST_RUN)
        text = aws.ssm.Document(
            self._name("document"),
            # A hyphen after ``civic``: what tenants name has an underscore there.
            name=f"civic-{ROLE}-{args.cell}",
            document_type="Automation",
            document_format="JSON",
            content=pulumi.Output.json_dumps(automation(f"Administrators of the databases in cell {args.cell}", {"Task": TEXT}, steps)),
            opts=context.inside,
        )
        aws.ssm.Association(
            self._name("made"),
            name=text.name,
            association_name=f"civic-{ROLE}-{args.cell}",
            parameters={"AutomationAssumeRole": self._role(PREPARE_ROLE), "Task": task.arn},
            schedule_expression=AGAIN,
            opts=pulumi.ResourceOptions(parent=context.parent, depends_on=[self._database.instance, *rules], replace_on_changes=["parameters"]),
        )

    def _role(self, name: str) -> pulumi.Output[str]:
        return database_role(self._context.partition, self._context.args.tenancy.account, name)

    def _task(self, owners: Sequence[Owner], logs: aws.cloudwatch.LogGroup) -> aws.ecs.TaskDefinition:
        context, args, administrator = self._context, self._context.args, self._database.administrator
        environment: dict[str, pulumi.Input[str]] = {
            "PGDATABASE": "postgres",
            "PGHOST": self._database.instance.address,
            "PGPORT": str(PORT),
            "PGSSLMODE": "require",
            "TENANTS": " ".join(login(owner) for owner in owners),
        }
        secrets: dict[str, pulumi.Input[str]] = {
            "PGUSER": pulumi.Output.concat(administrator, ":username::"),
            "PGPASSWORD": pulumi.Output.concat(administrator, ":password::"),
            **{f"PASSWORD_{number}": pulumi.Output.concat(self.secrets[owner.key], ":password::") for number, owner in enumerate(owners)},
        }
        definition = {
            "name": ROLE,
            "image": copied(self._registry, args.postgres_image),
            "essential": True,
            "user": NOBODY,
            "privileged": False,
            "readonlyRootFilesystem": True,
            "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
            "entryPoint": ["sh", "-euc"],
            "command": [CREATE, "sh", SQL],
            "environment": [{"name": key, "value": value} for key, value in sorted(environment.items())],
            "secrets": [{"name": key, "valueFrom": value} for key, value in sorted(secrets.items())],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {"awslogs-group": logs.name, "awslogs-region": args.region, "awslogs-stream-prefix": ROLE},
            },
        }
        return aws.ecs.TaskDefinition(
            self._name("task"),
            family=context.physical_name("aws:general", ROLE),
            container_definitions=pulumi.Output.json_dumps([definition]),
            cpu="256",
            memory="512",
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            runtime_platform={"operating_system_family": "LINUX", "cpu_architecture": "X86_64"},
            execution_role_arn=self._role(START_ROLE),
            skip_destroy=True,
            opts=context.inside,
        )

    def _security_group(self) -> tuple[aws.ec2.SecurityGroup, list[pulumi.Resource]]:
        context, args, options = self._context, self._context.args, self._context.inside
        group = aws.ec2.SecurityGroup(
            self._name("group"),
            name=context.physical_name("aws:general", ROLE),
            description="Makes administrators of databases: called by nobody",
            vpc_id=args.network.vpc,
            opts=options,
        )
        database = self._database.security_group.id
        port = {"ip_protocol": "tcp", "from_port": PORT, "to_port": PORT, "description": "Administrators of databases"}
        inward = aws.vpc.SecurityGroupIngressRule(
            self._name("in"), security_group_id=database, referenced_security_group_id=group.id, opts=options, **port
        )
        outward = aws.vpc.SecurityGroupEgressRule(
            self._name("out"), security_group_id=group.id, referenced_security_group_id=database, opts=options, **port
        )
        storage = aws.ec2.get_prefix_list_output(name=f"com.amazonaws.{args.region}.s3", opts=pulumi.InvokeOptions(parent=context.parent))
        ways = {
            "storage": {"prefix_list_id": storage.id},
            **{f"endpoint-{block}": {"cidr_ipv4": str(block)} for block in of_tier(args.ranges, "endpoint")},
        }
        https = [
            aws.vpc.SecurityGroupEgressRule(
                self._name(f"to-{role}"),
                security_group_id=group.id,
                description="Services of the provider",
                ip_protocol="tcp",
                from_port=443,
                to_port=443,
                opts=inside(context.parent),
                **way,
            )
            for role, way in ways.items()
        ]
        return group, [inward, outward, *https]


def login(owner: Owner) -> str:
    """The owner's administrator in PostgreSQL."""
    return owner.name("postgres:name", "administrator")
