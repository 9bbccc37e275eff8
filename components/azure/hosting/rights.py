"""What hosting asks of the pipelines: the actions of their custom roles, and which roles they may hand out.

Source: Microsoft Learn, "Azure permissions", by resource provider.
"""

from components.azure import identifiers as ids

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
    "Microsoft.App/managedEnvironments/join/action",
    "Microsoft.App/locations/*/read",
    "Microsoft.ContainerRegistry/registries/read",
    "Microsoft.ContainerRegistry/registries/write",
    "Microsoft.ContainerRegistry/registries/cacheRules/*",
    "Microsoft.ContainerRegistry/registries/privateEndpointConnectionsApproval/action",
    "Microsoft.ContainerRegistry/locations/*/read",
    "Microsoft.DBforPostgreSQL/flexibleServers/read",
    "Microsoft.DBforPostgreSQL/flexibleServers/write",
    "Microsoft.DBforPostgreSQL/flexibleServers/administrators/*",
    "Microsoft.DBforPostgreSQL/flexibleServers/configurations/*",
    "Microsoft.DBforPostgreSQL/flexibleServers/privateEndpointConnectionsApproval/action",
    "Microsoft.DBforPostgreSQL/locations/*/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
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
"""A cell's own resources, on top of what any network and vault needs. None of it deletes a registry, a server or an environment."""

CELL_HANDS_OUT = (ids.ACR_PULL, ids.KEY_VAULT_SECRETS_USER, ids.POSTGRES_LONG_BACKUP, ids.READER)
"""Roles that whoever makes a cell may give to the cell's identities."""

RESIDENT = (
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.App/containerApps/*",
    "Microsoft.App/jobs/*",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    "Microsoft.KeyVault/vaults/read",
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
"""The applications pipeline, in a resident's resource group alone."""

RESIDENT_HANDS_OUT = (ids.KEY_VAULT_SECRETS_USER, ids.STORAGE_BLOB_DATA_CONTRIBUTOR)
"""Roles that whoever deploys an application may give to the application's own identity."""

NEIGHBOUR = (
    "Microsoft.App/managedEnvironments/read",
    "Microsoft.App/managedEnvironments/join/action",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    "Microsoft.OperationalInsights/workspaces/read",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    "Microsoft.Network/virtualNetworks/subnets/read",
    "Microsoft.Network/virtualNetworks/subnets/join/action",
)
"""The applications pipeline, on the single things of a cell that every resident shares: see ``hosting_residents``."""


def role_id(platform: str, key: str) -> str:
    """GUID of one of the platform's own roles, made by the foundation in the hosting Azure subscription."""
    return ids.guid(platform, "role", key)
