"""Azure Storage."""

from dataclasses import replace

from civic.catalogue.actions import of_azure
from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, UNNAMED, Name, Row, words

BLOBS = "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default"
"""Part of every account: there is no deleting it."""

ROWS = (
    Row(
        "azure-native:storage:BlobContainer",
        id="Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:BlobContainerImmutabilityPolicy",
        id="Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/immutabilityPolicies/default",
        keep="protect and retain",
        keep_reason="it is what keeps blobs from being deleted",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:BlobServiceProperties",
        id=BLOBS,
        keep="no",
        keep_reason=REMADE,
        actions=replace(of_azure(BLOBS), delete=()),
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:storage:ManagementPolicy",
        id="Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/{managementPolicyName}",
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
