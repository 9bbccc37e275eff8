"""Azure's own roles that the program hands out, or might: their GUIDs and what they hold. Any other built-in role is not known.

Source: Microsoft Learn, "Azure built-in roles", as the service listed them in August 2026. Their content changes: what a role holds here is
what it held then.
"""

from collections.abc import Mapping

from civic.access.azure.roles import Permission, RoleDefinition


def _role(guid: str, name: str, actions: str = "", data: str = "", without: str = "") -> tuple[str, RoleDefinition]:
    """One row: actions, data actions and not-actions, as texts."""
    permission = Permission(actions=tuple(actions.split()), not_actions=tuple(without.split()), data_actions=tuple(data.split()))
    return guid, RoleDefinition(guid=guid, name=name, permissions=(permission,))


OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
ROLES: Mapping[str, RoleDefinition] = dict(
    (
        _role(
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
            "Owner",
            actions="*",
        ),
        _role(
            "b24988ac-6180-42a0-ab88-20f7382dd24c",
            "Contributor",
            actions="*",
            without="""
            Microsoft.Authorization/*/Delete Microsoft.Authorization/*/Write Microsoft.Authorization/elevateAccess/Action
            Microsoft.Blueprint/blueprintAssignments/write Microsoft.Blueprint/blueprintAssignments/delete
            Microsoft.Compute/galleries/share/action Microsoft.Purview/consents/write Microsoft.Purview/consents/delete
            Microsoft.Resources/deploymentStacks/manageDenySetting/action Microsoft.Subscription/cancel/action
            Microsoft.Subscription/enable/action
            """,
        ),
        _role(
            "acdd72a7-3385-48ef-bd42-f606fba81ae7",
            "Reader",
            actions="*/read",
        ),
        _role(
            "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
            "User Access Administrator",
            actions="""
            */read Microsoft.Authorization/* Microsoft.Support/*
            """,
        ),
        _role(
            "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
            "Role Based Access Control Administrator",
            actions="""
            Microsoft.Authorization/roleAssignments/write Microsoft.Authorization/roleAssignments/delete */read
            Microsoft.Support/*
            """,
        ),
        _role(
            "39bc4728-0917-49c7-9d2c-d95423bc2eb4",
            "Security Reader",
            actions="""
            Microsoft.Authorization/*/read Microsoft.Insights/alertRules/read Microsoft.operationalInsights/workspaces/*/read
            Microsoft.Resources/deployments/*/read Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Security/*/read
            Microsoft.IoTSecurity/*/read Microsoft.Support/*/read Microsoft.Security/iotDefenderSettings/packageDownloads/action
            Microsoft.Security/iotDefenderSettings/downloadManagerActivation/action
            Microsoft.Security/iotSensors/downloadResetPassword/action
            Microsoft.IoTSecurity/defenderSettings/packageDownloads/action
            Microsoft.IoTSecurity/defenderSettings/downloadManagerActivation/action Microsoft.Management/managementGroups/read
            """,
        ),
        _role(
            "fb1c8493-542b-48eb-b624-b4c8fea62acd",
            "Security Admin",
            actions="""
            Microsoft.Authorization/*/read Microsoft.Authorization/policyAssignments/* Microsoft.Authorization/policyDefinitions/*
            Microsoft.Authorization/policyExemptions/* Microsoft.Authorization/policySetDefinitions/*
            Microsoft.Insights/alertRules/* Microsoft.Management/managementGroups/read
            Microsoft.operationalInsights/workspaces/*/read Microsoft.Resources/deployments/*
            Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Security/* Microsoft.IoTSecurity/*
            Microsoft.IoTFirmwareDefense/* Microsoft.Support/*
            """,
        ),
        _role(
            "4d97b98b-1d4f-4787-a291-c67834d212e7",
            "Network Contributor",
            actions="""
            Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.Network/*
            Microsoft.ResourceHealth/availabilityStatuses/read Microsoft.Resources/deployments/*
            Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*
            """,
        ),
        _role(
            "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
            "Private DNS Zone Contributor",
            actions="""
            Microsoft.Insights/alertRules/* Microsoft.Resources/deployments/*
            Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/* Microsoft.Network/privateDnsZones/*
            Microsoft.Network/privateDnsOperationResults/* Microsoft.Network/privateDnsOperationStatuses/*
            Microsoft.Network/virtualNetworks/read Microsoft.Network/virtualNetworks/join/action Microsoft.Authorization/*/read
            """,
        ),
        _role(
            "749f88d5-cbae-40b8-bcfc-e573ddc772fa",
            "Monitoring Contributor",
            actions="""
            */read Microsoft.AlertsManagement/alerts/* Microsoft.AlertsManagement/alertsSummary/*
            Microsoft.AlertsManagement/issues/* Microsoft.Insights/actiongroups/* Microsoft.Insights/activityLogAlerts/*
            Microsoft.Insights/AlertRules/* Microsoft.Insights/components/* Microsoft.Insights/createNotifications/*
            Microsoft.Insights/dataCollectionEndpoints/* Microsoft.Insights/dataCollectionRules/*
            Microsoft.Insights/dataCollectionRuleAssociations/* Microsoft.Insights/DiagnosticSettings/*
            Microsoft.Insights/eventtypes/* Microsoft.Insights/LogDefinitions/* Microsoft.Insights/metricalerts/*
            Microsoft.Insights/MetricDefinitions/* Microsoft.Insights/Metrics/* Microsoft.Insights/notificationStatus/*
            Microsoft.Insights/Register/Action Microsoft.Insights/scheduledqueryrules/* Microsoft.Insights/webtests/*
            Microsoft.Insights/workbooks/* Microsoft.Insights/workbooktemplates/* Microsoft.Insights/privateLinkScopes/*
            Microsoft.Insights/privateLinkScopeOperationStatuses/* Microsoft.Monitor/accounts/* Microsoft.Monitor/settings/*
            Microsoft.OperationalInsights/workspaces/write Microsoft.OperationalInsights/workspaces/intelligencepacks/*
            Microsoft.OperationalInsights/workspaces/savedSearches/* Microsoft.OperationalInsights/workspaces/search/action
            Microsoft.OperationalInsights/workspaces/sharedKeys/action Microsoft.OperationalInsights/workspaces/sharedKeys/read
            Microsoft.OperationalInsights/workspaces/storageinsightconfigs/*
            Microsoft.OperationalInsights/locations/workspaces/failover/action
            Microsoft.OperationalInsights/workspaces/failback/action Microsoft.Support/*
            Microsoft.AlertsManagement/smartDetectorAlertRules/* Microsoft.AlertsManagement/actionRules/*
            Microsoft.AlertsManagement/smartGroups/* Microsoft.AlertsManagement/migrateFromSmartDetection/*
            Microsoft.AlertsManagement/investigations/* Microsoft.AlertsManagement/prometheusRuleGroups/*
            Microsoft.Monitor/investigations/* Microsoft.Resources/deployments/*
            """,
        ),
        _role(
            "92aaf0da-9dab-42b6-94a3-d43ce8d16293",
            "Log Analytics Contributor",
            actions="""
            */read Microsoft.ClassicCompute/virtualMachines/extensions/* Microsoft.ClassicStorage/storageAccounts/listKeys/action
            Microsoft.Compute/virtualMachines/extensions/* Microsoft.HybridCompute/machines/extensions/write
            Microsoft.Insights/alertRules/* Microsoft.Insights/diagnosticSettings/* Microsoft.OperationalInsights/*
            Microsoft.OperationsManagement/* Microsoft.Resources/deployments/*
            Microsoft.Resources/subscriptions/resourcegroups/deployments/* Microsoft.Storage/storageAccounts/listKeys/action
            Microsoft.Support/*
            """,
            data="Microsoft.OperationalInsights/workspaces/jobs/export/action",
        ),
        _role(
            "7f951dda-4ed3-4680-a7ca-43fe172d538d",
            "AcrPull",
            actions="Microsoft.ContainerRegistry/registries/pull/read",
        ),
        _role(
            "4633458b-17de-408a-b874-0445c86b69e6",
            "Key Vault Secrets User",
            data="""
            Microsoft.KeyVault/vaults/secrets/getSecret/action Microsoft.KeyVault/vaults/secrets/readMetadata/action
            """,
        ),
        _role(
            "12338af0-0e69-4776-bea7-57ae8d297424",
            "Key Vault Crypto User",
            data="""
            Microsoft.KeyVault/vaults/keys/read Microsoft.KeyVault/vaults/keys/update/action
            Microsoft.KeyVault/vaults/keys/backup/action Microsoft.KeyVault/vaults/keys/encrypt/action
            Microsoft.KeyVault/vaults/keys/decrypt/action Microsoft.KeyVault/vaults/keys/wrap/action
            Microsoft.KeyVault/vaults/keys/unwrap/action Microsoft.KeyVault/vaults/keys/sign/action
            Microsoft.KeyVault/vaults/keys/verify/action
            """,
        ),
        _role(
            "c088a766-074b-43ba-90d4-1fb21feae531",
            "PostgreSQL Flexible Server Long Term Retention Backup Role",
            actions="""
            Microsoft.DBforPostgreSQL/flexibleServers/ltrBackup/action
            Microsoft.DBforPostgreSQL/flexibleServers/ltrBackupAccess/action
            Microsoft.DBforPostgreSQL/flexibleServers/ltrBackupOperations/read
            Microsoft.DBforPostgreSQL/flexibleServers/ltrBackupPreCheck/action
            Microsoft.DBforPostgreSQL/flexibleServers/ltrPreBackup/action
            Microsoft.DBforPostgreSQL/flexibleServers/ltrRestoreFinalize/action
            Microsoft.DBforPostgreSQL/flexibleServers/ltrRestoreInitialize/action
            Microsoft.DBforPostgreSQL/flexibleServers/ltrRestorePreCheck/action Microsoft.DBforPostgreSQL/flexibleServers/read
            Microsoft.DBforPostgreSQL/flexibleServers/startLtrBackup/action
            Microsoft.DBforPostgreSQL/locations/azureAsyncOperation/read Microsoft.DBforPostgreSQL/locations/operationResults/read
            Microsoft.Resources/subscriptions/read Microsoft.Resources/subscriptions/resourceGroups/read
            """,
        ),
        _role(
            "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
            "Storage Blob Data Contributor",
            actions="""
            Microsoft.Storage/storageAccounts/blobServices/containers/delete
            Microsoft.Storage/storageAccounts/blobServices/containers/read
            Microsoft.Storage/storageAccounts/blobServices/containers/write
            Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action
            """,
            data="""
            Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete
            Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read
            Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write
            Microsoft.Storage/storageAccounts/blobServices/containers/blobs/move/action
            Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action
            """,
        ),
        _role(
            "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
            "Storage Blob Data Reader",
            actions="""
            Microsoft.Storage/storageAccounts/blobServices/containers/read
            Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action
            """,
            data="Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
        ),
        _role(
            "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
            "Key Vault Secrets Officer",
            actions="""
            Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.Resources/deployments/*
            Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*
            Microsoft.KeyVault/checkNameAvailability/read Microsoft.KeyVault/deletedVaults/read
            Microsoft.KeyVault/locations/*/read Microsoft.KeyVault/vaults/*/read Microsoft.KeyVault/operations/read
            """,
            data="Microsoft.KeyVault/vaults/secrets/*",
        ),
        _role(
            "00482a5a-887f-4fb3-b363-3b7fe8e74483",
            "Key Vault Administrator",
            actions="""
            Microsoft.Authorization/*/read Microsoft.Insights/alertRules/* Microsoft.Resources/deployments/*
            Microsoft.Resources/subscriptions/resourceGroups/read Microsoft.Support/*
            Microsoft.KeyVault/checkNameAvailability/read Microsoft.KeyVault/deletedVaults/read
            Microsoft.KeyVault/locations/*/read Microsoft.KeyVault/vaults/*/read Microsoft.KeyVault/operations/read
            """,
            data="Microsoft.KeyVault/vaults/*",
        ),
        _role(
            "e147488a-f6f5-4113-8e2d-b22465e65bf6",
            "Key Vault Crypto Service Encryption User",
            actions="""
            Microsoft.EventGrid/eventSubscriptions/write Microsoft.EventGrid/eventSubscriptions/read
            Microsoft.EventGrid/eventSubscriptions/delete
            """,
            data="""
            Microsoft.KeyVault/vaults/keys/read Microsoft.KeyVault/vaults/keys/wrap/action
            Microsoft.KeyVault/vaults/keys/unwrap/action
            """,
        ),
        _role(
            "f1a07417-d97a-45cb-824c-7a7467783830",
            "Managed Identity Operator",
            actions="""
            Microsoft.ManagedIdentity/userAssignedIdentities/*/read
            Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action Microsoft.Authorization/*/read
            Microsoft.Insights/alertRules/* Microsoft.Resources/subscriptions/resourceGroups/read
            Microsoft.Resources/deployments/* Microsoft.Support/*
            """,
        ),
        _role(
            "5d58bcaf-24a5-4b20-bdb6-eed9f69fbe4c",
            "Management Group Contributor",
            actions="""
            Microsoft.Management/managementGroups/delete Microsoft.Management/managementGroups/read
            Microsoft.Management/managementGroups/subscriptions/delete Microsoft.Management/managementGroups/subscriptions/write
            Microsoft.Management/managementGroups/write Microsoft.Management/managementGroups/subscriptions/read
            Microsoft.Authorization/*/read
            """,
        ),
        _role(
            "ac63b705-f282-497d-ac71-919bf39d939d",
            "Management Group Reader",
            actions="""
            Microsoft.Management/managementGroups/read Microsoft.Management/managementGroups/subscriptions/read
            Microsoft.Authorization/*/read
            """,
        ),
        _role(
            "36243c78-bf99-498c-9df9-86d9f8d28608",
            "Resource Policy Contributor",
            actions="""
            */read Microsoft.Authorization/policyassignments/* Microsoft.Authorization/policydefinitions/*
            Microsoft.Authorization/policyexemptions/* Microsoft.Authorization/policyenrollments/*
            Microsoft.Authorization/policysetdefinitions/* Microsoft.PolicyInsights/* Microsoft.Resources/deployments/*
            Microsoft.Support/*
            """,
        ),
        _role(
            "43d0d8ad-25c7-4714-9337-8ba259a9fe05",
            "Monitoring Reader",
            actions="""
            */read Microsoft.OperationalInsights/workspaces/search/action Microsoft.Support/*
            """,
        ),
        _role(
            "73c42c96-874c-492b-b04d-ab87d138a893",
            "Log Analytics Reader",
            actions="""
            */read Microsoft.OperationalInsights/workspaces/analytics/query/action
            Microsoft.OperationalInsights/workspaces/search/action Microsoft.Support/*
            """,
            data="Microsoft.OperationalInsights/workspaces/jobs/export/action",
            without="Microsoft.OperationalInsights/workspaces/sharedKeys/read",
        ),
    )
)
"""By GUID."""
