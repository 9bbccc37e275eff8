"""What the platform's pipelines and the runs of bodies may do: the actions of its custom role, and why.

Source: Microsoft Learn, "Azure custom roles" and "Azure permissions for Networking".
"""

from components.azure.hosting import rights as hosting_rights
from components.azure.registration import MAY_REGISTER

PLACE = (
    "Microsoft.Management/managementGroups/read",
    "Microsoft.Management/managementGroups/subscriptions/read",
    "Microsoft.Management/managementGroups/subscriptions/write",
)
"""Runs of tenancies, on the management group of bodies: an Azure subscription is born there by the alias that names it (Microsoft Learn,
"Programmatically create Azure subscriptions"). Moving one in would ask for ``managementGroups/write``, with which the group itself could be
renamed or moved, so no run has it ("Manage your Azure subscriptions at scale with management groups")."""

TENANCY = (
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Resources/subscriptions/resourceGroups/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/write",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/*",
    "Microsoft.Authorization/roleDefinitions/read",
    "Microsoft.Authorization/roleDefinitions/write",
    "Microsoft.Authorization/roleDefinitions/delete",
    "Microsoft.Authorization/roleAssignments/read",
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleAssignments/delete",
    "Microsoft.Authorization/roleEligibilityScheduleRequests/read",
    "Microsoft.Authorization/roleEligibilityScheduleRequests/write",
    "Microsoft.Authorization/roleEligibilityScheduleRequests/cancel/action",
    "Microsoft.Authorization/roleEligibilitySchedules/read",
    # What activating a role asks, in its own Azure subscription.
    "Microsoft.Authorization/roleManagementPolicies/read",
    "Microsoft.Authorization/roleManagementPolicies/write",
    "Microsoft.Authorization/roleManagementPolicyAssignments/read",
    "Microsoft.Consumption/budgets/read",
    "Microsoft.Consumption/budgets/write",
    "Microsoft.Consumption/budgets/delete",
    *MAY_REGISTER,
)
"""Runs of a tenancy, in the body's own Azure subscription. They make no network and read no data."""

NETWORK = (
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Resources/subscriptions/resourceGroups/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Network/*",
    "Microsoft.Insights/diagnosticSettings/*",
    "Microsoft.Insights/actionGroups/*",
    "Microsoft.Insights/metricAlerts/*",
    "Microsoft.Authorization/roleDefinitions/read",
    "Microsoft.Authorization/roleAssignments/read",
    "Microsoft.Authorization/roleAssignments/write",
    "Microsoft.Authorization/roleAssignments/delete",
)
"""The network pipeline, in the network tenancy alone. It makes no role, and so cannot widen its own."""

HOSTING = (
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Resources/subscriptions/resourceGroups/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Authorization/*/read",
    "Microsoft.Authorization/locks/*",
    "Microsoft.Network/virtualNetworks/*",
    "Microsoft.Network/networkSecurityGroups/*",
    "Microsoft.Network/networkWatchers/*",
    "Microsoft.Network/privateEndpoints/*",
    "Microsoft.Network/networkInterfaces/read",
    "Microsoft.Network/networkInterfaces/write",
    "Microsoft.Network/locations/*/read",
    "Microsoft.KeyVault/vaults/read",
    "Microsoft.KeyVault/vaults/write",
    "Microsoft.KeyVault/vaults/keys/read",
    "Microsoft.KeyVault/vaults/keys/write",
    "Microsoft.KeyVault/vaults/PrivateEndpointConnectionsApproval/action",
    "Microsoft.KeyVault/locations/*/read",
    "Microsoft.Insights/diagnosticSettings/*",
    "Microsoft.DataProtection/backupVaults/read",
    "Microsoft.DataProtection/backupVaults/write",
    "Microsoft.DataProtection/backupVaults/backupPolicies/*",
    "Microsoft.DataProtection/locations/*",
    *hosting_rights.CELL,
)
"""The hosting pipeline, in the hosting tenancy alone. It reads no secret, and hands out the roles of a cell and no other."""

SENDING = (
    "Microsoft.Storage/storageAccounts/read",
    # Azure Monitor asks whoever points logs at a store for the right to list its keys ("Diagnostic settings in Azure Monitor"), which open
    # nothing here: the store takes no key.
    "Microsoft.Storage/storageAccounts/listKeys/action",
    "Microsoft.Storage/storageAccounts/listServiceSas/action",
    "Microsoft.Storage/storageAccounts/listAccountSas/action",
    "Microsoft.OperationalInsights/workspaces/read",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    # A flow log is given the identity it writes as.
    "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
)
"""Whoever points logs at the archive. They can neither read nor delete what is in it."""
