"""Azure management groups."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Name, Row, words

ROWS = (
    Row(
        "azure-native:management:ManagementGroup",
        name=Name("groupId", 90, r"[A-Za-z0-9_.()-]+", "tenancy"),
        id="/providers/Microsoft.Management/managementGroups/{groupId}",
        outputs={"tenantId": "{tenant}"},
        keep="protect",
        keep_reason="it holds Azure subscriptions, and guardrails bind them through it",
        lacks=REPLACEMENT_UNREAD,
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
