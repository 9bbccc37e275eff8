"""What a cell's people are told of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import pulumi

from components.azure.alarms import Alarm, mail_group, metric_alert
from components.azure.hosting.context import CellContext

Part = Literal["entry", "database"]

ALARMS: Mapping[str, tuple[Part, Alarm]] = MappingProxyType(
    {
        "entry-unhealthy": (
            "entry",
            Alarm("UnhealthyHostCount", "GreaterThan", 0, "Average", "The entry cannot reach the environment"),
        ),
        "entry-errors": (
            "entry",
            Alarm("FailedRequests", "GreaterThan", 50, "Total", "Requests fail at the entry"),
        ),
        "database-storage": (
            "database",
            Alarm("storage_percent", "GreaterThan", 80, "Average", "The database's storage fills up"),
        ),
        "database-processor": (
            "database",
            Alarm("cpu_percent", "GreaterThan", 90, "Average", "The database's processors are busy"),
        ),
        "database-down": (
            "database",
            Alarm("is_db_alive", "LessThan", 1, "Maximum", "The database does not answer"),
        ),
    }
)
"""Alarm key -> (part of the cell, metric). Microsoft Learn, "Supported metrics with Azure Monitor"."""


def create_alarms(context: CellContext, resources: Mapping[Part, pulumi.Input[str]]) -> None:
    """An alert for each alarm, where the cell has somebody to tell. ``resources`` are ids by part."""
    action_group = _action_group(context)
    if action_group is None:
        return
    for key, (part, alarm) in ALARMS.items():
        metric_alert(
            f"{context.name}-alarm-{key}",
            name=context.physical_name("azure:general", key),
            group=context.group.name,
            watched=resources[part],
            action_group=action_group,
            alarm=alarm,
            tags=context.tags,
            opts=context.inside,
        )


def _action_group(context: CellContext) -> pulumi.Input[str] | None:
    """The body's own where it has one, else one for the cell's contact, else none."""
    args = context.args
    if args.alarms != "":
        return args.alarms
    if not args.contact:
        return None
    return mail_group(
        f"{context.name}-alarms",
        name=context.physical_name("azure:general", "alarms"),
        group=context.group.name,
        mailboxes={"contact": args.contact},
        tags=context.tags,
        opts=context.inside,
    ).id
