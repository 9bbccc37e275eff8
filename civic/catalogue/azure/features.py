"""Features that an Azure subscription registers for."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, Row, words

ROWS = (
    Row(
        "azure-native:features:SubscriptionFeatureRegistration",
        replaced_by=words(""),
        id="Microsoft.Features/featureProviders/{providerNamespace}/subscriptionFeatureRegistrations/{featureName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
