"""What a cell's people, or an application's, are told of."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import monitor

from components.azure.hosting.site import Site


@dataclass(frozen=True)
class Alarm:
    """One metric and what it means beyond a threshold, over fifteen minutes."""

    metric: str
    operator: str
    threshold: int
    aggregation: str
    meaning: str
    dimensions: tuple[tuple[str, str], ...] = ()


ALARMS = {
    "entry-unhealthy": ("entry", Alarm("UnhealthyHostCount", "GreaterThan", 0, "Average", "The entry cannot reach the environment")),
    "entry-errors": ("entry", Alarm("FailedRequests", "GreaterThan", 50, "Total", "Requests fail at the entry")),
    "database-storage": ("database", Alarm("storage_percent", "GreaterThan", 80, "Average", "The database's storage fills up")),
    "database-processor": ("database", Alarm("cpu_percent", "GreaterThan", 90, "Average", "The database's processors are busy")),
    "database-down": ("database", Alarm("is_db_alive", "LessThan", 1, "Maximum", "The database does not answer")),
}
"""Of what, and when. Microsoft Learn, "Supported metrics with Azure Monitor"."""


def make(site: Site, watched: dict[str, pulumi.Input[str]]) -> None:
    """An alert for each alarm, where the cell has somebody to tell."""
    told = site.args.alarms if site.args.alarms != "" else _people(site) if site.args.contact else None
    if told is None:
        return
    for key, (of, alarm) in ALARMS.items():
        alert(
            f"{site.name}-alarm-{key}",
            name=site.named("azure:general", key),
            group=site.group.name,
            watched=watched[of],
            told=told,
            alarm=alarm,
            tags=site.tags,
            opts=site.inside,
        )


def _people(site: Site) -> pulumi.Output[str]:
    """An action group of the cell's own."""
    return monitor.ActionGroup(
        f"{site.name}-alarms",
        action_group_name=site.named("azure:general", "alarms"),
        group_short_name="civic",
        resource_group_name=site.group.name,
        location="global",
        enabled=True,
        email_receivers=[{"name": "contact", "email_address": site.args.contact, "use_common_alert_schema": True}],
        tags=site.tags,
        opts=site.inside,
    ).id


def alert(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    watched: pulumi.Input[str],
    told: pulumi.Input[str],
    alarm: Alarm,
    tags: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Tell the action group ``told`` when the alarm's metric of ``watched`` passes its threshold."""
    criterion = {
        "name": "threshold",
        "criterion_type": "StaticThresholdCriterion",
        "metric_name": alarm.metric,
        "operator": alarm.operator,
        "threshold": alarm.threshold,
        "time_aggregation": alarm.aggregation,
        "dimensions": [{"name": key, "operator": "Include", "values": [value]} for key, value in alarm.dimensions],
    }
    monitor.MetricAlert(
        logical,
        rule_name=name,
        resource_group_name=group,
        location="global",
        description=alarm.meaning,
        severity=1,
        enabled=True,
        scopes=[watched],
        evaluation_frequency="PT5M",
        window_size="PT15M",
        criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
            odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", all_of=[criterion]
        ),
        actions=[{"action_group_id": told}],
        tags=tags,
        opts=opts,
    )
