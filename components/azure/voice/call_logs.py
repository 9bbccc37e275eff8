"""Who called whom and how well it sounded, never what was said; and an alarm for more calls at once than the trunk is meant for.

Source: Microsoft Learn, "Azure Communication Services call logs" and "ACSCallSummary".
"""

import pulumi
from pulumi_azure_native import monitor

from components.azure import options, roles
from components.azure.handles import ArchiveHandle, TenancyHandle
from components.azure.logs import archive_logs, days_at_hand, secure_workspace, send_logs
from components.contracts import VoiceConnectionArgs

MOST_CALLS = """
ACSCallSummary
| where EndpointType == 'PSTN'
| summarize started = min(CallStartTime), seconds = max(CallDuration) by CorrelationId
| extend minute = range(bin(started, 1m), started + seconds * 1s, 1m)
| mv-expand minute to typeof(datetime)
| summarize calls = dcount(CorrelationId) by minute
| summarize calls = max(calls)
"""
"""Calls with a telephone in them at once, at most. It counts by the minute, so one call that follows another within it counts beside it."""


def create_call_logs(
    name: str,
    args: VoiceConnectionArgs[ArchiveHandle, TenancyHandle],
    service: pulumi.Input[str],
    group: pulumi.Input[str],
    parent: pulumi.Resource,
) -> None:
    """Send the logs of ``service`` to the archive and to a workspace of the body's own, as children of ``parent``, and watch that one."""
    inside = options.inside(parent)
    workspace = secure_workspace(
        f"{name}-call-logs",
        name=args.owner.name("azure:workspace", "voice"),
        group=group,
        region=args.region,
        days=days_at_hand(args.owner, args.retention_days),
        tags=args.owner.tags,
        opts=options.retained(parent),
    )
    # The service itself is in no region: its logs may go to any store.
    archive_logs(f"{name}-logs", resource=service, region=args.region, archive=args.archive, groups=["allLogs"], parent=parent)
    send_logs(f"{name}-logs-here", name="voice", resource=service, workspace=workspace.id, groups=["allLogs"], parent=parent)
    rule = monitor.ScheduledQueryRule(
        f"{name}-alarm-calls",
        rule_name=args.owner.name("azure:general", "voice-calls"),
        resource_group_name=group,
        location=args.region,
        description=f"More than {args.calls} calls at once, which the trunk is not meant for: somebody may be calling at the body's cost",
        severity=1,
        enabled=True,
        scopes=[workspace.id],
        # A call is in the log once it has ended.
        evaluation_frequency="PT15M",
        window_size="PT1H",
        # The table is there from the first call on.
        skip_query_validation=True,
        criteria={
            "all_of": [
                {
                    "query": MOST_CALLS,
                    "metric_measure_column": "calls",
                    "time_aggregation": monitor.TimeAggregation.MAXIMUM,
                    # The SDK's enumeration of this name is of another service.
                    "operator": "GreaterThan",
                    "threshold": args.calls,
                }
            ]
        },
        actions={"action_groups": [args.alarms]} if args.alarms != "" else None,
        # Without an identity of its own it would ask as whoever wrote it last.
        identity={"type": monitor.IdentityType.SYSTEM_ASSIGNED},
        tags=args.owner.tags,
        opts=inside,
    )
    roles.assign(
        f"{name}-right-alarm-calls",
        key=(args.owner.platform, "voice", args.owner.key, "alarm-calls"),
        principal=rule.identity.apply(lambda identity: identity.principal_id if identity else ""),
        role=roles.built_in(roles.READER),
        scope=workspace.id,
        opts=inside,
    )
