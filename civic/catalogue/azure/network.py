"""Azure Virtual Network, Virtual WAN, Firewall and load balancing."""

from civic.catalogue import azure_texts
from civic.catalogue.row import HUB, NAME_UNLIMITED, NETWORK, REMADE, Alone, Name, Once, Quota, Row, words

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
        reach="interface: passes calls on",
        quotas=(
            Quota(
                "listeners of an application gateway",
                200,
                "resource",
                counted="httpListeners",
                source="Microsoft Learn, Azure subscription and service limits",
            ),
            Quota(
                "pools of an application gateway",
                100,
                "resource",
                counted="backendAddressPools",
                source="Microsoft Learn, Azure subscription and service limits",
            ),
        ),
        replaced_by=words(""),
        fixed=words("zones"),
        id="Microsoft.Network/applicationGateways/{applicationGatewayName}",
        texts={
            "applicationGatewayName": azure_texts.NETWORK,
            "backendAddressPools.*.name": azure_texts.NETWORK,
            "frontendPorts.*.name": azure_texts.NETWORK,
            "httpListeners.*.name": azure_texts.NETWORK,
            "probes.*.name": azure_texts.NETWORK,
            "sslCertificates.*.name": azure_texts.NETWORK,
        },
        keep="protect",
        keep_reason="names of applications lead to its address",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:AzureFirewall",
        reach="edge: past a filter",
        replaced_by=words(""),
        fixed=words("sku.name zones"),
        id="Microsoft.Network/azureFirewalls/{azureFirewallName}",
        alone=(Alone("virtualHubs", HUB_BUSY, at="virtualHub.id"), Alone("firewallPolicies", POLICY_BUSY, at="firewallPolicy.id")),
        texts={
            "azureFirewallName": azure_texts.FIREWALL,
        },
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:FirewallPolicy",
        reach="filter: the order of groups",
        replaced_by=words(""),
        fixed=words("sku"),
        id="Microsoft.Network/firewallPolicies/{firewallPolicyName}",
        texts={
            "firewallPolicyName": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason="the firewall that uses it is protected",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:FirewallPolicyRuleCollectionGroup",
        reach="filter: rules",
        quotas=(
            Quota(
                "rule collection groups of a firewall policy",
                90,
                "within",
                of="firewallPolicyName",
                source="Microsoft Learn, Azure subscription and service limits",
            ),
            Quota(
                "rule collections of a group",
                200,
                "resource",
                counted="ruleCollections",
                source="Microsoft Learn, Azure subscription and service limits",
            ),
        ),
        replaced_by=words(""),
        id="Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}",
        alone=(Alone("firewallPolicies", POLICY_BUSY),),
        texts={
            "ruleCollectionGroupName": azure_texts.NETWORK,
            "ruleCollections.*.name": azure_texts.NETWORK,
            "ruleCollections.*.rules.*.name": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:FlowLog",
        reach="none",
        replaced_by=words(""),
        fixed=words("targetResourceId"),
        id="Microsoft.Network/networkWatchers/{networkWatcherName}/flowLogs/{flowLogName}",
        texts={
            "flowLogName": azure_texts.NETWORK,
            "networkWatcherName": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason="the account that it writes to is kept",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:HubVirtualNetworkConnection",
        reach="edge: between a network and a hub",
        quotas=(
            Quota("networks of a virtual hub", 500, "within", of="virtualHubName", source="Microsoft Learn, Azure subscription and service limits"),
        ),
        replaced_by=words(""),
        fixed=words("remoteVirtualNetwork"),
        id="Microsoft.Network/virtualHubs/{virtualHubName}/hubVirtualNetworkConnections/{connectionName}",
        alone=(Alone("virtualHubs", HUB_BUSY), Alone("virtualNetworks", NETWORK_BUSY, at="remoteVirtualNetwork.id")),
        texts={
            "connectionName": azure_texts.NETWORK,
        },
        keep="protect",
        keep_reason="a body is cut off without it",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:LoadBalancer",
        reach="interface: passes calls on",
        replaced_by=words(""),
        fixed=words("sku"),
        name=Name("loadBalancerName", 80, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
        id="Microsoft.Network/loadBalancers/{loadBalancerName}",
        texts={
            "backendAddressPools.*.name": azure_texts.NETWORK,
            "frontendIPConfigurations.*.name": azure_texts.NETWORK,
            "loadBalancingRules.*.name": azure_texts.NETWORK,
            "probes.*.name": azure_texts.NETWORK,
        },
        keep="protect",
        keep_reason="names lead to its address",
    ),
    Row(
        "azure-native:network:NetworkSecurityGroup",
        reach="filter: before a subnet",
        quotas=(
            Quota(
                "network security groups in a location",
                5000,
                "location",
                adjustable=True,
                source="Microsoft Learn, Azure subscription and service limits",
            ),
            Quota(
                "rules of a network security group",
                1000,
                "resource",
                counted="securityRules",
                adjustable=True,
                source="Microsoft Learn, Azure subscription and service limits",
            ),
        ),
        replaced_by=words(""),
        name=Name("networkSecurityGroupName", 80, r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?", "group"),
        id="Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
        texts={
            "securityRules.*.name": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason=REMADE,
    ),
    Row(
        "azure-native:network:NetworkWatcher",
        reach="none",
        quotas=(Quota("network watchers in a location", 1, "location", source="Microsoft Learn, Azure subscription and service limits"),),
        replaced_by=words(""),
        id="Microsoft.Network/networkWatchers/{networkWatcherName}",
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:PrivateEndpoint",
        reach="interface: leads to a service",
        replaced_by=words("subnet"),
        fixed=words("customNetworkInterfaceName"),
        id="Microsoft.Network/privateEndpoints/{privateEndpointName}",
        alone=(Alone("", SERVICE_BUSY, at="privateLinkServiceConnections.*.privateLinkServiceId"),),
        texts={
            "customNetworkInterfaceName": azure_texts.NETWORK,
            "manualPrivateLinkServiceConnections.*.name": azure_texts.NETWORK,
            "manualPrivateLinkServiceConnections.*.requestMessage": azure_texts.REQUEST,
            "privateEndpointName": azure_texts.ENDPOINT,
            "privateLinkServiceConnections.*.name": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason="its clients find it by name, whatever its address",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:PrivateLinkService",
        reach="edge: from endpoints to a balancer",
        quotas=(
            Quota(
                "private link services in a location",
                800,
                "location",
                adjustable=True,
                source="Microsoft Learn, Azure subscription and service limits",
            ),
        ),
        replaced_by=words(""),
        fixed=words("loadBalancerFrontendIpConfigurations"),
        id="Microsoft.Network/privateLinkServices/{serviceName}",
        texts={
            "serviceName": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason="it closes when its provider withdraws the offer; consumers read its alias from the card",
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:RoutingIntent",
        reach="edge: from a hub to a firewall",
        replaced_by=words(""),
        id="Microsoft.Network/virtualHubs/{virtualHubName}/routingIntent/{routingIntentName}",
        alone=(Alone("virtualHubs", HUB_BUSY),),
        texts={
            "routingIntentName": azure_texts.NETWORK,
        },
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:SecurityRule",
        reach="filter: before a subnet",
        replaced_by=words(""),
        id="Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}",
        once=Once("resourceGroupName networkSecurityGroupName direction priority", "a priority is given once in each direction"),
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:Subnet",
        reach="node",
        quotas=(
            Quota(
                "subnets of a virtual network",
                3000,
                "within",
                of="virtualNetworkName",
                adjustable=True,
                source="Microsoft Learn, Azure subscription and service limits",
            ),
        ),
        replaced_by=words(""),
        id="Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
        alone=(Alone("virtualNetworks", NETWORK_BUSY, awaited=True),),
        texts={
            "delegations.*.name": azure_texts.NETWORK,
            "subnetName": azure_texts.NETWORK,
        },
        keep="protect",
        keep_reason=NETWORK,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:VirtualHub",
        reach="node",
        replaced_by=words(""),
        fixed=words("addressPrefix virtualWan"),
        id="Microsoft.Network/virtualHubs/{virtualHubName}",
        texts={
            "virtualHubName": azure_texts.NETWORK,
        },
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:VirtualNetwork",
        reach="end: a network",
        quotas=(
            Quota(
                "virtual networks in a location", 1000, "location", adjustable=True, source="Microsoft Learn, Azure subscription and service limits"
            ),
        ),
        replaced_by=words(""),
        name=Name("virtualNetworkName", 64, r"[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9_]", "group"),
        id="Microsoft.Network/virtualNetworks/{virtualNetworkName}",
        keep="protect",
        keep_reason=NETWORK,
    ),
    Row(
        "azure-native:network:VirtualWan",
        reach="none: its hubs are resources of their own",
        replaced_by=words(""),
        id="Microsoft.Network/virtualWans/{virtualWANName}",
        keep="protect",
        keep_reason=HUB,
        lacks=NAME_UNLIMITED,
    ),
    Row(
        "azure-native:network:WebApplicationFirewallPolicy",
        reach="none: it looks into requests, not at packets",
        replaced_by=words(""),
        id="Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/{policyName}",
        texts={
            "customRules.*.name": azure_texts.WAF_RULE,
            "policyName": azure_texts.NETWORK,
        },
        keep="no",
        keep_reason=REMADE,
        lacks=NAME_UNLIMITED,
    ),
)
