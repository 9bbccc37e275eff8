"""What a cell's people hear of, and how: by the body's own baseline, or by a topic of the cell's."""

import pulumi

from components.aws.alarms import AlarmDefinition, contact_topic, metric_alarm
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
    return contact_topic(
        f"{context.name}-alarms",
        context.physical_name("aws:general", "alarms"),
        key=context.key.arn,
        account=context.args.tenancy.account,
        contact=context.args.contact,
        opts=context.inside,
    )
