"""Azure Backup."""

from civic.catalogue import azure_texts
from civic.catalogue.row import NAME_UNLIMITED, REMADE, Alone, Name, Row, words

SERVER_BUSY = "ServerIsBusy: the vault prepares the server that it is to copy (Microsoft Learn, Azure Database for PostgreSQL vaulted backup)"

ROWS = (
    Row(
        "azure-native:dataprotection:BackupInstance",
        replaced_by=words(""),
        fixed=words("properties.dataSourceInfo"),
        id="Microsoft.DataProtection/backupVaults/{vaultName}/backupInstances/{backupInstanceName}",
        texts={"backupInstanceName": azure_texts.BACKUP},
        alone=(Alone("", SERVER_BUSY, at="properties.dataSourceInfo.resourceId"),),
        keep="protect and retain",
        keep_reason="what it backed up is reached through it",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dataprotection:BackupPolicy",
        replaced_by=words(""),
        fixed=words("properties.datasourceTypes"),
        id="Microsoft.DataProtection/backupVaults/{vaultName}/backupPolicies/{backupPolicyName}",
        texts={
            "backupPolicyName": azure_texts.BACKUP,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:dataprotection:BackupVault",
        replaced_by=words(""),
        fixed=words("properties.storageSettings"),
        name=Name("vaultName", 50, r"[A-Za-z][A-Za-z0-9-]{1,49}", "group"),
        id="Microsoft.DataProtection/backupVaults/{vaultName}",
        keep="protect and retain",
        keep_reason="it holds the backups",
    ),
)
