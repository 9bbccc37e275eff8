"""What may be done in a body's Azure subscription: the deploy role makes its landing zone, the application role what stands on it.

Source: Microsoft Learn, "Azure permissions" and "Azure custom roles". Neither is Owner or Contributor. Each may give the identities that
it makes the few built-in roles which ``tenancy`` names in a condition of its assignment, and no other role to anybody. A condition cannot say
where: the scope of the assignment does, so applications hand out roles in their own resource group alone.
"""

from components.azure.hosting import rights as hosting_rights

_EDGE = (
    "",
    "afdEndpoints",
    "afdEndpoints/routes",
    "customDomains",
    "originGroups",
    "originGroups/origins",
    "ruleSets",
    "ruleSets/rules",
    "securityPolicies",
)
"""What an edge is made of, under its profile."""

DEPLOY = (
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Resources/subscriptions/resourceGroups/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Authorization/*/read",
    "Microsoft.Authorization/locks/*",
    "Microsoft.Network/virtualNetworks/*",
    "Microsoft.Network/networkSecurityGroups/*",
    "Microsoft.Network/networkWatchers/*",
    "Microsoft.Network/privateEndpoints/*",
    "Microsoft.Network/privateLinkServices/*",
    "Microsoft.Network/loadBalancers/*",
    # The forwarders of a door are made and unmade; nothing is run in them, and nobody is let in.
    "Microsoft.Compute/virtualMachineScaleSets/read",
    "Microsoft.Compute/virtualMachineScaleSets/write",
    "Microsoft.Compute/virtualMachineScaleSets/delete",
    "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read",
    "Microsoft.Compute/locations/*/read",
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
    "Microsoft.Insights/actionGroups/*",
    "Microsoft.Insights/activityLogAlerts/*",
    "Microsoft.Insights/metricAlerts/*",
    # Calls at once are watched in the body's own workspace of call logs.
    "Microsoft.Insights/scheduledQueryRules/*",
    # What is older than its policy is mended by the policy's own identity; a task says when.
    "Microsoft.PolicyInsights/remediations/read",
    "Microsoft.PolicyInsights/remediations/write",
    "Microsoft.PolicyInsights/remediations/delete",
    "Microsoft.Security/pricings/*",
    "Microsoft.Security/securityContacts/*",
    "Microsoft.Communication/CommunicationServices/*",
    "Microsoft.DataProtection/backupVaults/read",
    "Microsoft.DataProtection/backupVaults/write",
    "Microsoft.DataProtection/backupVaults/backupPolicies/*",
    "Microsoft.DataProtection/locations/*",
    # What the body publishes: the edge, and the yes to the private link that it asks for.
    *("/".join(filter(None, ("Microsoft.Cdn/profiles", kind, verb))) for kind in _EDGE for verb in ("read", "write", "delete")),
    "Microsoft.Cdn/operationresults/*/read",
    "Microsoft.Network/frontdoorWebApplicationFirewallPolicies/read",
    "Microsoft.Network/frontdoorWebApplicationFirewallPolicies/write",
    "Microsoft.Network/frontdoorWebApplicationFirewallPolicies/delete",
    "Microsoft.Network/frontdoorWebApplicationFirewallPolicies/join/action",
    "Microsoft.App/managedEnvironments/privateEndpointConnections/read",
    "Microsoft.App/managedEnvironments/privateEndpointConnections/write",
    "Microsoft.App/managedEnvironments/privateEndpointConnectionsApproval/action",
    # Dedicated hosting.
    *hosting_rights.CELL,
)
DEPLOY_NOT = (
    # Networks meet in the hub alone.
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write",
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete",
)
"""``virtualNetworks/*`` holds ``peer/action``, which the hub's half of a connection asks of the network."""

GUARDS = ("roleDefinitions", "policyAssignments", "policyDefinitions", "policySetDefinitions", "policyExemptions", "locks", "denyAssignments")
"""What holds everybody back, so nobody in a tenancy moves it."""

APPLICATION = (
    "Microsoft.Authorization/*/read",
    # The names of services that the body takes of others, in its own network.
    "Microsoft.Network/privateDnsZones/read",
    "Microsoft.Network/privateDnsZones/write",
    "Microsoft.Network/privateDnsZones/delete",
    "Microsoft.Network/privateDnsZones/A/*",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks/*",
    *hosting_rights.TENANT,
)
"""In the resource group of the body's applications alone."""
BESIDE = (
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Authorization/*/read",
    "Microsoft.App/managedEnvironments/read",
    "Microsoft.App/managedEnvironments/join/action",
    "Microsoft.ContainerRegistry/registries/read",
    "Microsoft.DBforPostgreSQL/flexibleServers/read",
    "Microsoft.Insights/*/read",
    "Microsoft.Network/*/read",
    "Microsoft.Network/virtualNetworks/join/action",
    "Microsoft.Network/virtualNetworks/subnets/join/action",
    "Microsoft.OperationalInsights/workspaces/read",
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
)
"""What applications stand on, in all of the body's Azure subscription: looked at and joined. It makes nothing, and puts no identity on anything."""
APPLICATION_NOT = (
    *(f"Microsoft.Authorization/{kind}/{verb}" for kind in GUARDS for verb in ("write", "delete")),
    "Microsoft.Authorization/elevateAccess/action",
    "Microsoft.Network/virtualNetworks/write",
    "Microsoft.Network/virtualNetworks/delete",
    "Microsoft.Network/virtualNetworks/peer/action",
    "Microsoft.Network/virtualNetworks/subnets/write",
    "Microsoft.Network/virtualNetworks/subnets/delete",
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings/*",
    "Microsoft.Network/networkSecurityGroups/write",
    "Microsoft.Network/networkSecurityGroups/delete",
    "Microsoft.Network/routeTables/write",
    "Microsoft.Network/publicIPAddresses/write",
    # Doors to others are the landing zone's, and so is what names lead through the hub.
    "Microsoft.Network/privateLinkServices/*",
    "Microsoft.Network/loadBalancers/*",
    "Microsoft.Compute/*",
    "Microsoft.Network/dnsResolvers/*",
    "Microsoft.Network/dnsForwardingRulesets/*",
    "Microsoft.Network/dnsResolverPolicies/*",
    # An identity that trusts another pipeline would hand its own rights to a stranger.
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
)
"""What the application roles are refused by name, so that a wider list of actions one day does not let them in."""
