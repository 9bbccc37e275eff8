"""Roles by which a cell makes administrators of databases: one starts the task, one runs it (``components.aws.hosting.administrators``).

Whoever makes the account makes them, as the roles of services: whoever makes the cell gives them to the services and can change neither.
They name what they reach by how a cell names it, since no cell is there yet.
"""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document, served_by
from components.aws.roles import SERVICE_PATH, role_arn

START_ROLE, PREPARE_ROLE = "civic-databases-start", "civic-databases-prepare"
TASK_SERVICE, AUTOMATION_SERVICE = "ecs-tasks.amazonaws.com", "ssm.amazonaws.com"
FAMILY, FOLDER, SECRET = "administrators", "administrators", "database-administrator"
"""How the names end of the task's family, of its log group, and of each owner's secret before what AWS adds."""


def create_database_roles(name: str, account: pulumi.Input[str], partition: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """Both, ``<name>-start`` and ``<name>-prepare``, each with its ``-rights``, in the account of ``opts``."""
    _role(f"{name}-start", START_ROLE, TASK_SERVICE, _start(account, partition), account, opts)
    _role(f"{name}-prepare", PREPARE_ROLE, AUTOMATION_SERVICE, _prepare(account, partition), account, opts)


def database_role(partition: pulumi.Input[str], account: pulumi.Input[str], name: str) -> pulumi.Output[str]:
    """ARN of one of them."""
    return role_arn(partition, account, SERVICE_PATH, name)


def _role(name: str, role: str, service: str, rights: list[Statement], account: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    made = aws.iam.Role(name, name=role, path=SERVICE_PATH, assume_role_policy=document(served_by(service, account)), opts=opts)
    aws.iam.RolePolicy(f"{name}-rights", name="own", role=made.name, policy=document(*rights), opts=opts)


def _arn(partition: pulumi.Input[str], service: str, account: pulumi.Input[str], rest: str) -> pulumi.Output[str]:
    return pulumi.Output.concat("arn:", partition, f":{service}:*:", account, ":", rest)


def _start(account: pulumi.Input[str], partition: pulumi.Input[str]) -> list[Statement]:
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    # The instance's administrator, and those that it makes.
    secrets = [_arn(partition, "secretsmanager", account, one) for one in ("secret:rds!db-*", f"secret:civic/*/*/{SECRET}-*")]
    through = {"StringLike": {"kms:ViaService": "secretsmanager.*.amazonaws.com"}}
    streams = _arn(partition, "logs", account, f"log-group:/civic/*/{FOLDER}:*")
    return [
        {"Sid": "Token", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
        {"Sid": "Image", "Effect": "Allow", "Action": pull, "Resource": _arn(partition, "ecr", account, "repository/*")},
        {"Sid": "Logs", "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": streams},
        {"Sid": "Secrets", "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": secrets},
        {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": _arn(partition, "kms", account, "key/*"), "Condition": through},
    ]


def _prepare(account: pulumi.Input[str], partition: pulumi.Input[str]) -> list[Statement]:
    passed = {"StringEquals": {"iam:PassedToService": TASK_SERVICE}}
    family = _arn(partition, "ecs", account, f"task-definition/*-{FAMILY}:*")
    start = database_role(partition, account, START_ROLE)
    return [
        {"Sid": "Run", "Effect": "Allow", "Action": ["ecs:RunTask"], "Resource": family},
        {"Sid": "Await", "Effect": "Allow", "Action": ["ecs:DescribeTasks"], "Resource": _arn(partition, "ecs", account, "task/*")},
        {"Sid": "Give", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": start, "Condition": passed},
    ]
