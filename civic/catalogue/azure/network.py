"""Azure Virtual Network, Virtual WAN, Firewall and load balancing."""

from civic.catalogue.row import HUB, NAME_UNLIMITED, NETWORK, REMADE, REPLACEMENT_UNREAD, Alone, Name, Once, Row

NETWORK_BUSY = (
    "AnotherOperationInProgress: Azure takes one change to a network at a time (pulumi-azure-native issue 699), and puts nothing into a subnet "
    "while a sibling is written (ReferencedResourceNotProvisioned: terraform-provider-azurerm issue 21293, data-safe-haven issue 2269)"
)
HUB_BUSY = "AnotherOperationInProgress: a virtual hub takes one change to its routing and connections at a time (virtual_hub_connection_resource.go of azurerm)"
POLICY_BUSY = "AnotherOperationInProgress: Azure takes one change to a firewall policy at a time (Microsoft Learn, Azure Firewall policy rule sets)"
SERVICE_BUSY = (
    "ConflictError, StorageAccountOperationInProgress, ServerIsBusy: an endpoint is a change to the service that it leads to "
    "(terraform-provider-azurerm pull request 32261, bicep-registry-modules issue 6001)"
)

ROWS = (
    Row(
        "azure-native:network:ApplicationGateway",
        id="Microsoft.Network/applicationGateways/{applicationGatewayName}",
        keep="protect",
        keep_reason="names of applications lead to its address",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:AzureFirewall",
        id="Microsoft.Network/azureFirewalls/{azureFirewallName}",
        alone=(Alone("virtualHubs", HUB_BUSY, at="virtualHub.id"), Alone("firewallPolicies", POLICY_BUSY, at="firewallPolicy.id")),
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:FirewallPolicy",
        id="Microsoft.Network/firewallPolicies/{firewallPolicyName}",
        keep="no",
        keep_reason="the firewall that uses it is protected",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:FirewallPolicyRuleCollectionGroup",
        id="Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}",
        alone=(Alone("firewallPolicies", POLICY_BUSY),),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:FlowLog",
        id="Microsoft.Network/networkWatchers/{networkWatcherName}/flowLogs/{flowLogName}",
        keep="no",
        keep_reason="the account that it writes to is kept",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:HubVirtualNetworkConnection",
        id="Microsoft.Network/virtualHubs/{virtualHubName}/hubVirtualNetworkConnections/{connectionName}",
        alone=(Alone("virtualHubs", HUB_BUSY), Alone("virtualNetworks", NETWORK_BUSY, at="remoteVirtualNetwork.id")),
        keep="protect",
        keep_reason="a body is cut off without it",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:LoadBalancer",
        name=Name("loadBalancerName", 80, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
        id="Microsoft.Network/loadBalancers/{loadBalancerName}",
        keep="protect",
        keep_reason="names lead to its address",
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:NetworkSecurityGroup",
        name=Name("networkSecurityGroupName", 80, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
        id="Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
        keep="no",
        keep_reason=REMADE,
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:NetworkWatcher",
        id="Microsoft.Network/networkWatchers/{networkWatcherName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:PrivateEndpoint",
        id="Microsoft.Network/privateEndpoints/{privateEndpointName}",
        alone=(Alone("", SERVICE_BUSY, at="privateLinkServiceConnections.*.privateLinkServiceId"),),
        keep="no",
        keep_reason="its clients find it by name, whatever its address",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:PrivateLinkService",
        id="Microsoft.Network/privateLinkServices/{serviceName}",
        keep="no",
        keep_reason="it closes when its provider withdraws the offer; consumers read its alias from the card",
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:RoutingIntent",
        id="Microsoft.Network/virtualHubs/{virtualHubName}/routingIntent/{routingIntentName}",
        alone=(Alone("virtualHubs", HUB_BUSY),),
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:SecurityRule",
        id="Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}",
        once=Once("resourceGroupName networkSecurityGroupName direction priority", "a priority is given once in each direction"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:Subnet",
        id="Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
        alone=(Alone("virtualNetworks", NETWORK_BUSY, awaited=True),),
        keep="protect",
        keep_reason=NETWORK,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:VirtualHub",
        id="Microsoft.Network/virtualHubs/{virtualHubName}",
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:VirtualNetwork",
        name=Name("virtualNetworkName", 64, r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9_]", "group"),
        id="Microsoft.Network/virtualNetworks/{virtualNetworkName}",
        keep="protect",
        keep_reason=NETWORK,
        lacks=REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:VirtualWan",
        id="Microsoft.Network/virtualWans/{virtualWANName}",
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
    Row(
        "azure-native:network:WebApplicationFirewallPolicy",
        id="Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/{policyName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED | REPLACEMENT_UNREAD,
    ),
)
