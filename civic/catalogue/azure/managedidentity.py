"""Managed identities."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Alone, Row

IDENTITY_BUSY = (
    "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity: an identity takes one credential at a time "
    "(Microsoft Learn, Important considerations and restrictions for federated identity credentials)"
)

ROWS = (
    Row(
        "azure-native:managedidentity:FederatedIdentityCredential",
        id="Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
        alone=(Alone("userAssignedIdentities", IDENTITY_BUSY),),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:managedidentity:UserAssignedIdentity",
        id="Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
        outputs={"principalId": "{guid:principal}", "clientId": "{guid:client}", "tenantId": "{tenant}"},
        keep="no",
        keep_reason="its roles are assigned again with it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
