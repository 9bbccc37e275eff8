"""Where containers run: an Amazon ECS cluster, whose tasks run on AWS Fargate alone."""

import pulumi_aws as aws

from components.aws.documents import Statement
from components.aws.hosting.context import CellArgs, CellContext, physical_name
from components.aws.options import protected


def cluster_name(args: CellArgs) -> str:
    return physical_name(args, "aws:general", "cluster")


def create_cluster(context: CellContext) -> aws.ecs.Cluster:
    """The cluster, with metrics of every container and with a record of every command that is run in one."""
    name = cluster_name(context.args)
    sessions = context.log_group("sessions", f"/civic/{context.args.cell}/sessions")
    insights = context.log_group("insights", f"/aws/ecs/containerinsights/{name}/performance")
    # No service here switches it on. Whoever does so by hand is written down.
    commands: aws.ecs.ClusterConfigurationExecuteCommandConfigurationArgsDict = {
        "kms_key_id": context.key.arn,
        "logging": "OVERRIDE",
        "log_configuration": {"cloud_watch_log_group_name": sessions.name, "cloud_watch_encryption_enabled": True},
    }
    configuration: aws.ecs.ClusterConfigurationArgsDict = {"execute_command_configuration": commands}
    if context.handling.task_disks_have_own_key:
        configuration["managed_storage_configuration"] = {"fargate_ephemeral_storage_kms_key_id": context.key.arn}
    cluster = aws.ecs.Cluster(
        f"{context.name}-cluster",
        name=name,
        settings=[{"name": "containerInsights", "value": "enhanced"}],
        configuration=configuration,
        opts=protected(context.parent, depends_on=[insights]),
    )
    aws.ecs.ClusterCapacityProviders(
        f"{context.name}-cluster-capacity",
        cluster_name=cluster.name,
        capacity_providers=["FARGATE"],
        default_capacity_provider_strategies=[{"capacity_provider": "FARGATE", "weight": 1}],
        opts=context.inside,
    )
    return cluster


def task_disks_encrypt(args: CellArgs) -> list[Statement]:
    """Let Fargate encrypt tasks' own storage with a key (Amazon ECS Developer Guide, "Customer managed keys for AWS Fargate ephemeral storage")."""
    cluster = {
        "kms:EncryptionContext:aws:ecs:clusterAccount": args.tenancy.account,
        "kms:EncryptionContext:aws:ecs:clusterName": cluster_name(args),
    }
    fargate = {"Effect": "Allow", "Principal": {"Service": "fargate.amazonaws.com"}, "Resource": "*"}
    grants = {"StringEquals": cluster, "ForAllValues:StringEquals": {"kms:GrantOperations": ["Decrypt"]}}
    return [
        {**fargate, "Sid": "Disks", "Action": "kms:GenerateDataKeyWithoutPlaintext", "Condition": {"StringEquals": cluster}},
        {**fargate, "Sid": "DiskGrants", "Action": "kms:CreateGrant", "Condition": grants},
    ]
