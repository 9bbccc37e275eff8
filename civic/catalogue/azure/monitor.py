"""Azure Monitor."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Name, Quota, Row, words

ROWS = (
    Row(
        "azure-native:monitor:ActionGroup",
        replaced_by=words(""),
        name=Name("actionGroupName", 260, r"[A-Za-z0-9_.-]+", "group"),
        id="Microsoft.Insights/actionGroups/{actionGroupName}",
        texts={
            "actionGroupName": azure_texts.ALERT,
            "emailReceivers.*.name": azure_texts.RECEIVER,
            "groupShortName": azure_texts.SHORT,
        },
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "azure-native:monitor:ActivityLogAlert",
        quotas=(Quota("activity log alerts of an Azure subscription", 100, "subscription", source="Microsoft Learn, Azure Monitor service limits"),),
        replaced_by=words(""),
        id="Microsoft.Insights/activityLogAlerts/{activityLogAlertName}",
        texts={
            "activityLogAlertName": azure_texts.ALERT,
            "description": azure_texts.TOLD,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:monitor:DiagnosticSetting",
        quotas=(Quota("diagnostic settings of a resource", 5, "within", of="resourceUri", source="Microsoft Learn, Azure Monitor service limits"),),
        replaced_by=words("resourceUri"),
        id="Microsoft.Insights/diagnosticSettings/{name}",
        texts={
            "name": azure_texts.SETTING,
        },
        keep="protect and retain",
        keep_reason="a guardrail lets nobody delete one; it goes with the resource that it watches",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:monitor:ManagementGroupDiagnosticSetting",
        quotas=(
            Quota(
                "diagnostic settings of a management group",
                5,
                "within",
                of="managementGroupId",
                source="Microsoft Learn, Azure Monitor service limits",
            ),
        ),
        replaced_by=words("managementGroupId"),
        id="Microsoft.Insights/diagnosticSettings/{name}",
        texts={
            "name": azure_texts.SETTING,
        },
        keep="protect and retain",
        keep_reason="a guardrail lets nobody delete one; it goes with the management group that it watches",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:monitor:MetricAlert",
        quotas=(
            Quota(
                "metric alerts of an Azure subscription",
                5000,
                "subscription",
                adjustable=True,
                source="Microsoft Learn, Azure Monitor service limits",
            ),
        ),
        replaced_by=words(""),
        id="Microsoft.Insights/metricAlerts/{ruleName}",
        texts={
            "criteria.allOf.*.name": azure_texts.ALERT,
            "description": azure_texts.TOLD,
            "ruleName": azure_texts.ALERT,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:monitor:ScheduledQueryRule",
        quotas=(
            Quota(
                "log search alerts of an Azure subscription",
                5000,
                "subscription",
                adjustable=True,
                source="Microsoft Learn, Azure Monitor service limits",
            ),
        ),
        replaced_by=words(""),
        fixed=words("kind"),
        id="Microsoft.Insights/scheduledQueryRules/{ruleName}",
        texts={
            "description": azure_texts.TOLD,
            "ruleName": azure_texts.ALERT,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
