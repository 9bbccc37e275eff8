"""Resource ids (Microsoft Learn, "Azure resource providers and types")."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.world import guid

NAMESPACES = {
    "app": "Microsoft.App", "authorization": "Microsoft.Authorization", "containerregistry": "Microsoft.ContainerRegistry",
    "dbforpostgresql": "Microsoft.DBforPostgreSQL", "features": "Microsoft.Features", "resources": "Microsoft.Resources",
    "dataprotection": "Microsoft.DataProtection", "dnsresolver": "Microsoft.Network",
    "keyvault": "Microsoft.KeyVault", "management": "Microsoft.Management", "managedidentity": "Microsoft.ManagedIdentity",
    "monitor": "Microsoft.Insights", "network": "Microsoft.Network", "operationalinsights": "Microsoft.OperationalInsights",
    "privatedns": "Microsoft.Network", "security": "Microsoft.Security", "storage": "Microsoft.Storage", "subscription": "Microsoft.Subscription",
}  # fmt: skip

TYPES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "authorization:PolicyDefinitionAtManagementGroup": (("policyDefinitions", "policyDefinitionName"),),
    "authorization:PolicySetDefinitionAtManagementGroup": (("policySetDefinitions", "policySetDefinitionName"),),
    "network:Subnet": (("virtualNetworks", "virtualNetworkName"), ("subnets", "subnetName")),
    "network:HubVirtualNetworkConnection": (("virtualHubs", "virtualHubName"), ("hubVirtualNetworkConnections", "connectionName")),
    "network:RoutingIntent": (("virtualHubs", "virtualHubName"), ("routingIntent", "routingIntentName")),
    "network:FirewallPolicy": (("firewallPolicies", "firewallPolicyName"),),
    "network:FirewallPolicyRuleCollectionGroup": (
        ("firewallPolicies", "firewallPolicyName"),
        ("ruleCollectionGroups", "ruleCollectionGroupName"),
    ),
    "network:FlowLog": (("networkWatchers", "networkWatcherName"), ("flowLogs", "flowLogName")),
    "dnsresolver:InboundEndpoint": (("dnsResolvers", "dnsResolverName"), ("inboundEndpoints", "inboundEndpointName")),
    "dnsresolver:OutboundEndpoint": (("dnsResolvers", "dnsResolverName"), ("outboundEndpoints", "outboundEndpointName")),
    "dnsresolver:DnsForwardingRuleset": (("dnsForwardingRulesets", "dnsForwardingRulesetName"),),
    "dnsresolver:ForwardingRule": (("dnsForwardingRulesets", "dnsForwardingRulesetName"), ("forwardingRules", "forwardingRuleName")),
    "dnsresolver:PrivateResolverVirtualNetworkLink": (
        ("dnsForwardingRulesets", "dnsForwardingRulesetName"),
        ("virtualNetworkLinks", "virtualNetworkLinkName"),
    ),
    "network:PrivateLinkService": (("privateLinkServices", "serviceName"),),
    "compute:VirtualMachineScaleSet": (("virtualMachineScaleSets", "vmScaleSetName"),),
    "monitor:MetricAlert": (("metricAlerts", "ruleName"),),
    "privatedns:PrivateRecordSet": (("privateDnsZones", "privateZoneName"), ("A", "relativeRecordSetName")),
    "dnsresolver:DnsSecurityRule": (("dnsResolverPolicies", "dnsResolverPolicyName"), ("dnsSecurityRules", "dnsSecurityRuleName")),
    "dnsresolver:DnsResolverPolicy": (("dnsResolverPolicies", "dnsResolverPolicyName"),),
    "dnsresolver:DnsResolverPolicyVirtualNetworkLink": (
        ("dnsResolverPolicies", "dnsResolverPolicyName"),
        ("virtualNetworkLinks", "dnsResolverPolicyVirtualNetworkLinkName"),
    ),
    "privatedns:PrivateZone": (("privateDnsZones", "privateZoneName"),),
    "privatedns:VirtualNetworkLink": (("privateDnsZones", "privateZoneName"), ("virtualNetworkLinks", "virtualNetworkLinkName")),
    "storage:BlobContainer": (("storageAccounts", "accountName"), ("blobServices", "=default"), ("containers", "containerName")),
    "storage:BlobServiceProperties": (("storageAccounts", "accountName"), ("blobServices", "=default")),
    "storage:BlobContainerImmutabilityPolicy": (
        ("storageAccounts", "accountName"),
        ("blobServices", "=default"),
        ("containers", "containerName"),
        ("immutabilityPolicies", "=default"),
    ),
    "keyvault:Key": (("vaults", "vaultName"), ("keys", "keyName")),
    "keyvault:Secret": (("vaults", "vaultName"), ("secrets", "secretName")),
    "app:ManagedEnvironment": (("managedEnvironments", "environmentName"),),
    "app:ContainerApp": (("containerApps", "containerAppName"),),
    "app:Job": (("jobs", "jobName"),),
    "containerregistry:CacheRule": (("registries", "registryName"), ("cacheRules", "cacheRuleName")),
    "dbforpostgresql:Server": (("flexibleServers", "serverName"),),
    "dbforpostgresql:Configuration": (("flexibleServers", "serverName"), ("configurations", "configurationName")),
    "dbforpostgresql:AdministratorsMicrosoftEntra": (("flexibleServers", "serverName"), ("administrators", "objectId")),
    "features:SubscriptionFeatureRegistration": (
        ("featureProviders", "providerNamespace"),
        ("subscriptionFeatureRegistrations", "featureName"),
    ),
    "network:WebApplicationFirewallPolicy": (("ApplicationGatewayWebApplicationFirewallPolicies", "policyName"),),
    "dataprotection:BackupInstance": (("backupVaults", "vaultName"), ("backupInstances", "backupInstanceName")),
    "managedidentity:UserAssignedIdentity": (("userAssignedIdentities", "resourceName"),),
    "managedidentity:FederatedIdentityCredential": (
        ("userAssignedIdentities", "resourceName"),
        ("federatedIdentityCredentials", "federatedIdentityCredentialResourceName"),
    ),
    "dataprotection:BackupVault": (("backupVaults", "vaultName"),),
    "dataprotection:BackupPolicy": (("backupVaults", "vaultName"), ("backupPolicies", "backupPolicyName")),
}
"""Module and class -> path of (type, input that names it); ``=text`` is that text. Everything else is its class in the plural."""

_SCOPED = {
    "PolicyAssignment": ("policyAssignments", "policyAssignmentName"), "RoleAssignment": ("roleAssignments", "roleAssignmentName"),
    "RoleDefinition": ("roleDefinitions", "roleDefinitionId"), "ManagementLockByScope": ("locks", "lockName"),
}  # fmt: skip


def resource_id(token: str, urn: str, inputs: Mapping[str, Any], subscription: str) -> tuple[str, str]:
    """(id, name) of a resource."""
    _, module, kind = token.split(":")
    if token == "azure-native:resources:ResourceGroup":
        name = str(inputs.get("resourceGroupName"))
        return f"/subscriptions/{subscription}/resourceGroups/{name}", name
    if token == "azure-native:management:ManagementGroup":
        name = str(inputs.get("groupId"))
        return f"/providers/Microsoft.Management/managementGroups/{name}", name
    if token == "azure-native:management:ManagementGroupSubscription":
        group = inputs.get("groupId")
        return f"/providers/Microsoft.Management/managementGroups/{group}/subscriptions/{subscription}", subscription
    if token == "azure-native:subscription:Alias":
        name = str(inputs.get("aliasName"))
        return f"/providers/Microsoft.Subscription/aliases/{name}", name
    namespace = NAMESPACES.get(module, f"Microsoft.{module.capitalize()}")
    if kind in _SCOPED:
        word, key = _SCOPED[kind]
        name = str(inputs.get(key) or guid(urn))
        return f"{inputs.get('scope', '')}/providers/{namespace}/{word}/{name}", name
    path = TYPES.get(f"{module}:{kind}") or ((_plural(kind), _name_key(inputs, kind)),)
    names = [key[1:] if key.startswith("=") else str(inputs.get(key)) for _, key in path]
    tail = "/".join(f"{word}/{name}" for (word, _), name in zip(path, names, strict=True))
    return f"{_scope(inputs, subscription)}/providers/{namespace}/{tail}", names[-1]


def _scope(inputs: Mapping[str, Any], subscription: str) -> str:
    for key in ("resourceUri", "scope"):
        if isinstance(inputs.get(key), str):
            return "/" + str(inputs[key]).strip("/")
    if inputs.get("managementGroupId"):
        return f"/providers/Microsoft.Management/managementGroups/{inputs['managementGroupId']}"
    group = inputs.get("resourceGroupName")
    return f"/subscriptions/{subscription}" + (f"/resourceGroups/{group}" if group else "")


def _plural(kind: str) -> str:
    word = kind[0].lower() + kind[1:]
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def _name_key(inputs: Mapping[str, Any], kind: str) -> str:
    wanted = f"{kind[0].lower()}{kind[1:]}Name".lower()
    # Sorted, because the two engines hand over one resource's inputs in different orders.
    names = sorted(key for key in inputs if key.endswith("Name") and key not in ("displayName", "resourceGroupName"))
    exact = [key for key in names if key.lower() == wanted or wanted.endswith(key.lower())]
    return (exact or names or ["name"])[0]
