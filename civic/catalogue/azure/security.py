"""Microsoft Defender for Cloud."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, Alone, Row, words

PLANS_BUSY = "409, another update operation is in progress: an Azure subscription takes one plan at a time (terraform-provider-azurerm issue 32451)"

ROWS = (
    Row(
        "azure-native:security:Pricing",
        replaced_by=words(""),
        id="Microsoft.Security/pricings/{pricingName}",
        alone=(Alone("subscriptions", PLANS_BUSY),),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:security:SecurityContact",
        replaced_by=words(""),
        id="Microsoft.Security/securityContacts/{securityContactName}",
        keep="no",
        keep_reason="the record names the contact",
        lacks=NAME_UNLIMITED,
    ),
)
