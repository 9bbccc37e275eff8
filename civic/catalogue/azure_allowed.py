"""Numbers, words and times as Azure takes them: type -> path (``*`` for each of a list) -> what is allowed."""

from collections.abc import Mapping

from civic.catalogue.allowed import Allowed, Number, Word, numbers, words

_VAULT, _POSTGRES = "Microsoft Learn, Microsoft.KeyVault/vaults", "Microsoft Learn, Azure Database for PostgreSQL flexible server"
_QUERY_RULE = "Microsoft Learn, Microsoft.Insights/scheduledQueryRules"
_METRIC = "Microsoft Learn, Microsoft.Insights/metricAlerts"
_RECORD = Number(0, 2_147_483_647, "Microsoft Learn, Azure DNS zones and records: time to live")
_PREFIX_OF_HUB = Word(r".+/(\d|1\d|2[0-4])", "a range of /24 or larger", "Microsoft Learn, Virtual WAN FAQ: the smallest address space of a hub")

AZURE_ALLOWED: Mapping[str, Mapping[str, Allowed]] = {
    "azure-native:app:Job": {
        "configuration.replicaTimeout": Number(1, 2_147_483_647, "Microsoft Learn, Jobs in Azure Container Apps"),
        "configuration.replicaRetryLimit": Number(0, 10, "Microsoft Learn, Jobs in Azure Container Apps"),
        "configuration.triggerType": words("Manual Schedule Event", "Microsoft Learn, Jobs in Azure Container Apps"),
    },
    "azure-native:app:ManagedEnvironment": {
        "workloadProfiles.*.maximumCount": Number(1, 100, "Microsoft Learn, Workload profiles in Azure Container Apps")
    },
    "azure-native:consumption:Budget": {"amount": Number(0.01, 1e12, "Microsoft Learn, Consumption budgets REST API: amount")},
    "azure-native:dataprotection:BackupVault": {
        "properties.securitySettings.softDeleteSettings.retentionDurationInDays": Number(
            14, 180, "Microsoft Learn, Enhanced soft delete for Azure Backup"
        )
    },
    "azure-native:dbforpostgresql:Server": {
        "backup.backupRetentionDays": Number(7, 35, f"{_POSTGRES}: backup and restore"),
        "storage.storageSizeGB": Number(32, 65_536, f"{_POSTGRES}: storage"),
    },
    "azure-native:keyvault:Key": {"properties.keySize": numbers("2048 3072 4096", "Microsoft Learn, Key Vault: key types and sizes")},
    "azure-native:keyvault:Vault": {"properties.softDeleteRetentionInDays": Number(7, 90, _VAULT)},
    "azure-native:managedidentity:FederatedIdentityCredential": {
        "issuer": Word(r"https://\S+", "an address that begins with https://", "Microsoft Learn, Workload identity federation: considerations")
    },
    "azure-native:monitor:MetricAlert": {
        "severity": Number(0, 4, _METRIC),
        "windowSize": words("PT1M PT5M PT15M PT30M PT1H PT6H PT12H P1D PT24H", _METRIC),
        "evaluationFrequency": words("PT1M PT5M PT15M PT30M PT1H", _METRIC),
    },
    "azure-native:monitor:ScheduledQueryRule": {
        "severity": Number(0, 4, _QUERY_RULE),
        "evaluationFrequency": words("PT1M PT5M PT10M PT15M PT30M PT45M PT1H PT2H PT3H PT4H PT5H PT6H P1D PT24H", _QUERY_RULE),
        "windowSize": words("PT1M PT5M PT10M PT15M PT30M PT45M PT1H PT2H PT3H PT4H PT5H PT6H P1D PT24H P2D PT48H", _QUERY_RULE),
    },
    "azure-native:network:ApplicationGateway": {
        "autoscaleConfiguration.minCapacity": Number(0, 125, "Microsoft Learn, Application Gateway v2: autoscaling"),
        "autoscaleConfiguration.maxCapacity": Number(2, 125, "Microsoft Learn, Application Gateway v2: autoscaling"),
    },
    "azure-native:network:FlowLog": {"retentionPolicy.days": Number(0, 365, "Microsoft Learn, Virtual network flow logs: retention")},
    "azure-native:network:VirtualHub": {"addressPrefix": _PREFIX_OF_HUB},
    "azure-native:network:VirtualNetwork": {
        "addressSpace.addressPrefixes.*": Word(
            r".+/(\d|1\d|2\d)", "a range of /29 or larger", "Microsoft Learn, Azure Virtual Network FAQ: the smallest subnet"
        )
    },
    "azure-native:operationalinsights:Workspace": {"retentionInDays": Number(7, 730, "Microsoft Learn, Microsoft.OperationalInsights/workspaces")},
    "azure-native:privatedns:PrivateRecordSet": {"ttl": _RECORD},
    "azure-native:storage:BlobServiceProperties": {
        "deleteRetentionPolicy.days": Number(1, 365, "Microsoft Learn, Soft delete for blobs"),
        "containerDeleteRetentionPolicy.days": Number(1, 365, "Microsoft Learn, Soft delete for containers"),
    },
}
