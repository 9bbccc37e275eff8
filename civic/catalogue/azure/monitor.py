"""Azure Monitor."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Name, Row

ROWS = (
    Row(
        "azure-native:monitor:ActionGroup",
        name=Name("actionGroupName", 260, r"[A-Za-z0-9_.-]+", "group"),
        id="Microsoft.Insights/actionGroups/{actionGroupName}",
        keep="no",
        keep_reason=REMADE,
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:monitor:ActivityLogAlert",
        id="Microsoft.Insights/activityLogAlerts/{activityLogAlertName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:monitor:DiagnosticSetting",
        id="Microsoft.Insights/diagnosticSettings/{name}",
        keep="protect and retain",
        keep_reason="a guardrail lets nobody delete one; it goes with the resource that it watches",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:monitor:MetricAlert",
        id="Microsoft.Insights/metricAlerts/{ruleName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:monitor:ScheduledQueryRule",
        id="Microsoft.Insights/scheduledQueryRules/{ruleName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
