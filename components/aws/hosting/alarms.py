"""What a cell's people hear of, and how: by the body's own baseline, or by a topic of the cell's."""

import pulumi
import pulumi_aws as aws

from components.aws.alarms import ALARM_SERVICE, AlarmDefinition, metric_alarm
from components.aws.documents import Statement, document
from components.aws.hosting.context import CellArgs, CellContext
from components.aws.hosting.database import Database
from components.aws.hosting.entry import Entry

LEAST_FREE_STORAGE = 10 * 1024**3
"""Bytes of the database's storage below which somebody hears of it."""
ENTRY_ALARMS = {
    "entry-errors": AlarmDefinition(
        namespace="AWS/ApplicationELB", metric="HTTPCode_ELB_5XX_Count", statistic="Sum", operator="GreaterThanThreshold", threshold=10
    )
}
CERTIFICATE_ALARMS = {
    "certificate": AlarmDefinition(
        namespace="AWS/CertificateManager",
        metric="DaysToExpiry",
        statistic="Minimum",
        operator="LessThanThreshold",
        threshold=30,
        period=86_400,
        periods=1,
        breaches=1,
    )
}
"""A certificate is renewed by itself 60 days before it lapses, as long as the record that proves the domain is seen: one that has 30 days left was not
(AWS Certificate Manager User Guide, "Managed certificate renewal" and "Supported CloudWatch metrics", which come twice a day)."""
DATABASE_ALARMS = {
    "database-storage": AlarmDefinition(
        namespace="AWS/RDS", metric="FreeStorageSpace", statistic="Minimum", operator="LessThanThreshold", threshold=LEAST_FREE_STORAGE
    ),
    "database-cpu": AlarmDefinition(namespace="AWS/RDS", metric="CPUUtilization", statistic="Average", operator="GreaterThanThreshold", threshold=90),
}


def has_topic(args: CellArgs) -> bool:
    """Whether the cell has a topic of its own: where nobody else tells its people."""
    return args.alarms == "" and bool(args.contact)


def alarms_encrypt(args: CellArgs) -> Statement:
    """Let this account's alarms use the cell's key (Amazon SNS Developer Guide, "Enable compatibility between event sources and encrypted topics")."""
    return {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": ALARM_SERVICE},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": args.tenancy.account}},
    }


def create_alarms(context: CellContext, entry: Entry, database: Database) -> None:
    """Make the cell's alarms; AWS asks ``args.contact`` once, by mail, whether it wants to be told."""
    topic = _topic(context) if has_topic(context.args) else context.args.alarms
    watched = (
        (ENTRY_ALARMS, {"LoadBalancer": entry.balancer.arn_suffix}),
        (CERTIFICATE_ALARMS, {"CertificateArn": entry.certificate.arn}),
        (DATABASE_ALARMS, {"DBInstanceIdentifier": database.instance.identifier}),
    )
    for alarms, dimensions in watched:
        for role, alarm in alarms.items():
            metric_alarm(
                f"{context.name}-alarm-{role}",
                f"civic/{context.args.cell}/{role}",
                alarm,
                dimensions=dimensions,
                topic=topic,
                opts=context.inside,
            )


def _topic(context: CellContext) -> pulumi.Output[str]:
    name, args = context.name, context.args
    topic = aws.sns.Topic(
        f"{name}-alarms", name=context.physical_name("aws:general", "alarms"), kms_master_key_id=context.key.arn, opts=context.inside
    )
    publish: Statement = {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": ALARM_SERVICE},
        "Action": "sns:Publish",
        "Resource": topic.arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": args.tenancy.account}},
    }
    aws.sns.TopicPolicy(f"{name}-alarms-policy", arn=topic.arn, policy=document(publish), opts=context.inside)
    aws.sns.TopicSubscription(f"{name}-alarms-to-contact", topic=topic.arn, protocol="email", endpoint=args.contact, opts=context.inside)
    return topic.arn
