"""Features that an Azure subscription registers for."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Row

ROWS = (
    Row(
        "azure-native:features:SubscriptionFeatureRegistration",
        id="Microsoft.Features/featureProviders/{providerNamespace}/subscriptionFeatureRegistrations/{featureName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
