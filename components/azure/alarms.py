"""Alarms: who is told, and of which metric beyond which threshold."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import monitor


@dataclass(frozen=True)
class Alarm:
    """One metric and what it means beyond a threshold, over fifteen minutes."""

    metric: str
    operator: str
    threshold: int
    aggregation: str
    meaning: str
    dimensions: tuple[tuple[str, str], ...] = ()
    namespace: str | None = None
    """Type of resource that the metric is of, where its name alone does not say."""
    severity: int = 1
    """0 is the worst, 4 the least."""


def mail_group(
    logical: str, *, name: str, group: pulumi.Input[str], mailboxes: Mapping[str, str], tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> monitor.ActionGroup:
    """An action group that writes to each of ``mailboxes``, by the receiver's name."""
    return monitor.ActionGroup(
        logical,
        action_group_name=name,
        group_short_name="civic",
        resource_group_name=group,
        location="global",
        enabled=True,
        email_receivers=[
            {"name": receiver, "email_address": address, "use_common_alert_schema": True} for receiver, address in sorted(mailboxes.items())
        ],
        tags=tags,
        opts=opts,
    )


def metric_alert(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    watched: pulumi.Input[str],
    action_group: pulumi.Input[str],
    alarm: Alarm,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> monitor.MetricAlert:
    """Tell the action group when the alarm's metric of ``watched`` passes its threshold."""
    criterion = monitor.MetricCriteriaArgs(
        name="threshold",
        criterion_type="StaticThresholdCriterion",
        metric_namespace=alarm.namespace,
        metric_name=alarm.metric,
        operator=alarm.operator,
        threshold=alarm.threshold,
        time_aggregation=alarm.aggregation,
        dimensions=[monitor.MetricDimensionArgs(name=key, operator="Include", values=[value]) for key, value in alarm.dimensions],
    )
    return monitor.MetricAlert(
        logical,
        rule_name=name,
        resource_group_name=group,
        location="global",
        description=alarm.meaning,
        severity=alarm.severity,
        enabled=True,
        scopes=[watched],
        evaluation_frequency="PT5M",
        window_size="PT15M",
        criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
            odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", all_of=[criterion]
        ),
        actions=[{"action_group_id": action_group}],
        tags=tags,
        opts=opts,
    )
