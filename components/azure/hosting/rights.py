"""What hosting asks of the pipelines: the actions of their custom roles, and which roles they may hand out.

Source: Microsoft Learn, "Azure permissions", by resource provider.
"""

from components.azure import roles

ASSIGNING = (
    "Microsoft.Authorization/roleAssignments/read",
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleAssignments/delete",
)
"""Never held without a condition that names the roles which may be handed out."""

CELL = (
    "Microsoft.Network/applicationGateways/*",
    "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/*",
    "Microsoft.Network/privateDnsZones/*",
    "Microsoft.App/managedEnvironments/read",
    "Microsoft.App/managedEnvironments/write",
    "Microsoft.App/managedEnvironments/delete",
    "Microsoft.App/managedEnvironments/join/action",
    "Microsoft.App/locations/*/read",
    # Owners' administrators of databases are made by a job of the cell's own (``components.azure.hosting.administrators``).
    "Microsoft.App/jobs/*",
    "Microsoft.ContainerRegistry/registries/read",
    "Microsoft.ContainerRegistry/registries/write",
    "Microsoft.ContainerRegistry/registries/cacheRules/*",
    "Microsoft.ContainerRegistry/registries/credentialSets/*",
    "Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action",
    "Microsoft.ContainerRegistry/locations/*/read",
    # What the registry signs in to others with is made empty; an operator fills it.
    "Microsoft.KeyVault/vaults/secrets/read",
    "Microsoft.KeyVault/vaults/secrets/write",
    "Microsoft.DBforPostgreSQL/flexibleServers/read",
    "Microsoft.DBforPostgreSQL/flexibleServers/write",
    "Microsoft.DBforPostgreSQL/flexibleServers/administrators/*",
    "Microsoft.DBforPostgreSQL/flexibleServers/configurations/*",
    "Microsoft.DBforPostgreSQL/flexibleServers/privateEndpointConnectionsApproval/action",
    "Microsoft.DBforPostgreSQL/locations/*/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    "Microsoft.OperationalInsights/workspaces/read",
    "Microsoft.OperationalInsights/workspaces/write",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    "Microsoft.Insights/metricAlerts/*",
    "Microsoft.Insights/actionGroups/*",
    "Microsoft.DataProtection/backupVaults/backupInstances/*",
    "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations/*",
    *ASSIGNING,
)
"""A cell's own resources, on top of what any network and vault needs. None of it deletes what holds data: a registry, a server, a vault, a workspace."""

CELL_HANDS_OUT = (roles.ACR_PULL, roles.KEY_VAULT_SECRETS_USER, roles.POSTGRES_LONG_BACKUP, roles.READER)
"""Roles that whoever makes a cell may give to the cell's identities."""

TENANT = (
    # Alarms of its applications, which tell its own people.
    "Microsoft.Insights/metricAlerts/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.App/containerApps/*",
    "Microsoft.App/jobs/*",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    "Microsoft.KeyVault/vaults/read",
    "Microsoft.KeyVault/vaults/write",
    "Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action",
    "Microsoft.KeyVault/vaults/secrets/read",
    "Microsoft.KeyVault/vaults/secrets/write",
    "Microsoft.Storage/storageAccounts/read",
    "Microsoft.Storage/storageAccounts/write",
    "Microsoft.Storage/storageAccounts/blobServices/*",
    "Microsoft.Storage/storageAccounts/PrivateEndpointConnectionsApproval/action",
    "Microsoft.Network/privateEndpoints/*",
    "Microsoft.Network/networkInterfaces/read",
    "Microsoft.Insights/diagnosticSettings/read",
    "Microsoft.Insights/diagnosticSettings/write",
    *ASSIGNING,
)
"""The applications pipeline, in a tenant's resource group alone: vaults, stores and identities of its applications, and what runs as those."""

TENANT_HANDS_OUT = (roles.KEY_VAULT_SECRETS_USER, roles.STORAGE_BLOB_DATA_CONTRIBUTOR)
"""Roles that whoever deploys an application may give to the application's own identity."""

NEIGHBOUR = (
    "Microsoft.App/managedEnvironments/read",
    "Microsoft.App/managedEnvironments/join/action",
    "Microsoft.OperationalInsights/workspaces/read",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    "Microsoft.Network/virtualNetworks/subnets/read",
    "Microsoft.Network/virtualNetworks/subnets/join/action",
)
"""The applications pipeline, on the single things of a cell that every tenant shares: see ``components.azure.hosting.tenants``."""

GATEWAY_ISOLATION = "EnableApplicationGatewayNetworkIsolation"
"""Feature of an Azure subscription without which a gateway must have a public address. Who owns the Azure subscription registers it."""
