"""Azure Storage."""

from dataclasses import replace

from civic.catalogue.actions import of_azure
from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, UNNAMED, Alone, Name, Row, words

BLOBS = "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default"
"""Part of every account: there is no deleting it."""

ACCOUNT_BUSY = (
    "StorageAccountOperationInProgress: a change to a storage account asks for exclusive access "
    "(terraform-provider-azurerm issue 29351, bicep-registry-modules issue 6001)"
)

ROWS = (
    Row(
        "azure-native:storage:BlobContainer",
        id="Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:BlobContainerImmutabilityPolicy",
        id="Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/immutabilityPolicies/default",
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        keep="protect and retain",
        keep_reason="it is what keeps blobs from being deleted",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:BlobServiceProperties",
        id=BLOBS,
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        keep="no",
        keep_reason=REMADE,
        actions=replace(of_azure(BLOBS), delete=()),
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:ManagementPolicy",
        id="Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/{managementPolicyName}",
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:StorageAccount",
        name=Name("accountName", 24, r"[a-z0-9]{3,24}", "global"),
        replaced_by=words("isHnsEnabled enableNfsV3"),
        id="Microsoft.Storage/storageAccounts/{accountName}",
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
    ),
)
