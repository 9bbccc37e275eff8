"""Managed identities."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Alone, Quota, Row, words

IDENTITY_BUSY = (
    "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity: an identity takes one credential at a time "
    "(Microsoft Learn, Important considerations and restrictions for federated identity credentials)"
)

ROWS = (
    Row(
        "azure-native:managedidentity:FederatedIdentityCredential",
        quotas=(
            Quota(
                "federated credentials of an identity",
                20,
                "within",
                of="resourceName",
                source="Microsoft Learn, Workload identity federation, considerations",
            ),
        ),
        replaced_by=words(""),
        id="Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
        alone=(Alone("userAssignedIdentities", IDENTITY_BUSY),),
        texts={
            "federatedIdentityCredentialResourceName": azure_texts.FEDERATION,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:managedidentity:UserAssignedIdentity",
        replaced_by=words(""),
        id="Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
        outputs={"principalId": "{guid:principal}", "clientId": "{guid:client}", "tenantId": "{tenant}"},
        texts={
            "resourceName": azure_texts.IDENTITY,
        },
        keep="no",
        keep_reason="its roles are assigned again with it",
        lacks=NAME_UNLIMITED,
    ),
)
