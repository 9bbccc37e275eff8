"""Azure Backup."""

from civic.catalogue.row import NAME_UNLIMITED, REMADE, REPLACEMENT_UNREAD, Alone, Name, Row

SERVER_BUSY = "ServerIsBusy: the vault prepares the server that it is to copy (Microsoft Learn, Azure Database for PostgreSQL vaulted backup)"

ROWS = (
    Row(
        "azure-native:dataprotection:BackupInstance",
        id="Microsoft.DataProtection/backupVaults/{vaultName}/backupInstances/{backupInstanceName}",
        alone=(Alone("", SERVER_BUSY, at="properties.dataSourceInfo.resourceId"),),
        keep="protect and retain",
        keep_reason="what it backed up is reached through it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dataprotection:BackupPolicy",
        id="Microsoft.DataProtection/backupVaults/{vaultName}/backupPolicies/{backupPolicyName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:dataprotection:BackupVault",
        name=Name("vaultName", 50, r"[A-Za-z][A-Za-z0-9-]{1,49}", "group"),
        id="Microsoft.DataProtection/backupVaults/{vaultName}",
        keep="protect and retain",
        keep_reason="it holds the backups",
        lacks=REPLACEMENT_UNREAD,
    ),
)
