"""Azure management groups."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Name, Quota, Row, words

ROWS = (
    Row(
        "azure-native:management:ManagementGroup",
        quotas=(Quota("management groups of a directory", 10000, "tenant", source="Microsoft Learn, Azure subscription and service limits"),),
        replaced_by=words(""),
        name=Name("groupId", 90, r"[A-Za-z0-9_.()-]+", "tenancy"),
        id="/providers/Microsoft.Management/managementGroups/{groupId}",
        outputs={"tenantId": "{tenant}"},
        texts={
            "displayName": azure_texts.GROUP_TITLE,
        },
        keep="protect",
        keep_reason="it holds Azure subscriptions, and guardrails bind them through it",
    ),
    Row(
        "azure-native:management:ManagementGroupSubscription",
        replaced_by=words("groupId"),
        id="/providers/Microsoft.Management/managementGroups/{groupId}/subscriptions/{subscription}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
