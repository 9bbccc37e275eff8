"""Managed identities."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Row

ROWS = (
    Row(
        "azure-native:managedidentity:FederatedIdentityCredential",
        id="Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
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
