"""Azure Storage."""

from dataclasses import replace

from civic.catalogue import azure_texts
from civic.catalogue.actions import of_azure
from civic.catalogue.row import NAME_UNLIMITED, REMADE, UNNAMED, Alone, Name, Quota, Row, words

BLOBS = "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default"
"""Part of every account: there is no deleting it."""

ACCOUNT_BUSY = (
    "StorageAccountOperationInProgress: a change to a storage account asks for exclusive access "
    "(terraform-provider-azurerm issue 29351, bicep-registry-modules issue 6001)"
)

ROWS = (
    Row(
        "azure-native:storage:BlobContainer",
        replaced_by=words(""),
        id="Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        texts={
            "containerName": azure_texts.CONTAINER,
        },
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:storage:BlobContainerImmutabilityPolicy",
        replaced_by=words(""),
        id="Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/immutabilityPolicies/default",
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        keep="protect and retain",
        keep_reason="it is what keeps blobs from being deleted",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:storage:BlobServiceProperties",
        replaced_by=words(""),
        id=BLOBS,
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        keep="no",
        keep_reason=REMADE,
        actions=replace(of_azure(BLOBS), delete=()),
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:storage:ManagementPolicy",
        replaced_by=words(""),
        id="Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/{managementPolicyName}",
        alone=(Alone("storageAccounts", ACCOUNT_BUSY),),
        texts={
            "policy.rules.*.name": azure_texts.RULE,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=UNNAMED,
    ),
    Row(
        "azure-native:storage:StorageAccount",
        reach="name: what an endpoint leads to",
        quotas=(
            Quota(
                "storage accounts in a location", 250, "location", adjustable=True, source="Microsoft Learn, Azure subscription and service limits"
            ),
        ),
        name=Name("accountName", 24, r"[a-z0-9]{3,24}", "global"),
        replaced_by=words("isHnsEnabled enableNfsV3"),
        fixed=words("encryption.requireInfrastructureEncryption immutableStorageWithVersioning"),
        id="Microsoft.Storage/storageAccounts/{accountName}",
        keep="protect and retain",
        keep_reason="it holds what was stored in it",
    ),
)
