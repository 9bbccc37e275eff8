"""What a cell's people are told of, and how: by the body's own baseline, or by a topic of the cell's."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document
from components.aws.hosting.database import Database
from components.aws.hosting.entry import Entry
from components.contracts import HostingCellArgs
from components.naming import physical

TELLER = "cloudwatch.amazonaws.com"
LEAST_FREE = 10 * 1024**3
"""Bytes of the database's storage below which somebody is told."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One metric and the number that it must not pass, over five minutes, twice out of three times."""

    namespace: str
    metric: str
    statistic: str
    operator: str
    threshold: int


ENTRY = {"entry-errors": Watch(namespace="AWS/ApplicationELB", metric="HTTPCode_ELB_5XX_Count", statistic="Sum", operator="Greater", threshold=10)}
DATABASE = {
    "database-storage": Watch(namespace="AWS/RDS", metric="FreeStorageSpace", statistic="Minimum", operator="Less", threshold=LEAST_FREE),
    "database-busy": Watch(namespace="AWS/RDS", metric="CPUUtilization", statistic="Average", operator="Greater", threshold=90),
}


def has_topic(args: HostingCellArgs) -> bool:
    """Whether the cell has a topic of its own: where nobody else tells its people."""
    return args.alarms == "" and bool(args.contact)


def alarms_encrypt(args: HostingCellArgs) -> Statement:
    """Let this account's alarms use the cell's key (Amazon SNS Developer Guide, "Enable compatibility between event sources and encrypted topics")."""
    return {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": TELLER},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": args.tenancy}},
    }


def watch(name: str, args: HostingCellArgs, key: aws.kms.Key, entry: Entry, database: Database, inside: pulumi.ResourceOptions) -> None:
    """Make the cell's alarms; AWS asks ``args.contact`` once, by mail, whether it wants to be told."""
    told = [_topic(name, args, key, inside)] if has_topic(args) else [args.alarms] if args.alarms != "" else []
    for of, dimensions in (
        (ENTRY, {"LoadBalancer": entry.balancer.arn_suffix}),
        (DATABASE, {"DBInstanceIdentifier": database.instance.identifier}),
    ):
        for role, each in of.items():
            aws.cloudwatch.MetricAlarm(
                f"{name}-alarm-{role}",
                name=f"civic/{args.cell}/{role}",
                namespace=each.namespace,
                metric_name=each.metric,
                dimensions=dimensions,
                statistic=each.statistic,
                period=300,
                evaluation_periods=3,
                datapoints_to_alarm=2,
                comparison_operator=f"{each.operator}ThanThreshold",
                threshold=each.threshold,
                treat_missing_data="notBreaching",
                alarm_actions=told,
                opts=inside,
            )


def _topic(name: str, args: HostingCellArgs, key: aws.kms.Key, inside: pulumi.ResourceOptions) -> pulumi.Output[str]:
    called = physical("aws:general", platform=args.platform, organisation=args.organisation, role=f"{args.cell}-alarms")
    topic = aws.sns.Topic(f"{name}-alarms", name=called, kms_master_key_id=key.arn, opts=inside)
    publish = {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": TELLER},
        "Action": "sns:Publish",
        "Resource": topic.arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": args.tenancy}},
    }
    aws.sns.TopicPolicy(f"{name}-alarms-policy", arn=topic.arn, policy=document(publish), opts=inside)
    aws.sns.TopicSubscription(f"{name}-alarms-to-contact", topic=topic.arn, protocol="email", endpoint=args.contact, opts=inside)
    return topic.arn
