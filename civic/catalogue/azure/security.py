"""Microsoft Defender for Cloud."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Row

ROWS = (
    Row(
        "azure-native:security:Pricing",
        id="Microsoft.Security/pricings/{pricingName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:security:SecurityContact",
        id="Microsoft.Security/securityContacts/{securityContactName}",
        keep="no",
        keep_reason="the record names the contact",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
