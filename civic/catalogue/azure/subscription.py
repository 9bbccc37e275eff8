"""Azure subscriptions."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, Quota, Row, words

ROWS = (
    Row(
        "azure-native:subscription:Alias",
        quotas=(
            Quota(
                "Azure subscriptions of an enrolment account",
                5000,
                "within",
                of="properties.billingScope",
                source="Microsoft Learn, Azure subscription and service limits",
            ),
        ),
        replaced_by=words("aliasName"),
        id="/providers/Microsoft.Subscription/aliases/{aliasName}",
        texts={
            "aliasName": azure_texts.ALIAS,
            "properties.displayName": azure_texts.SUBSCRIPTION,
        },
        keep="protect and retain",
        keep_reason="everything that a body has on Azure is behind it; cancelling one is done by hand",
        lacks=NAME_UNLIMITED,
    ),
)
