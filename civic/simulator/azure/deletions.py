"""What Azure does not delete, and whose names it keeps."""

from civic.simulator.deletions import INSIDE, Kept, Lingers, Users

_IN_USE = "Microsoft Learn, Troubleshoot Azure network resources: resource is in use by another and cannot be deleted"


def _used(of: str, says: str, source: str, *users: str) -> Kept:
    """``users``: type and path of an input, with a space between."""
    pairs: Users = tuple((f"azure-native:{user.split(' ')[0]}", user.split(" ")[1]) for user in users)
    return Kept(type=f"azure-native:{of}", says=says, source=source, used=pairs)


KEPT: tuple[Kept, ...] = (
    _used(
        "network:Subnet",
        "InUseSubnetCannotBeDeleted: something is in the subnet",
        _IN_USE,
        "network:PrivateEndpoint subnet.id",
        "network:LoadBalancer frontendIPConfigurations.*.subnet.id",
        "network:ApplicationGateway gatewayIPConfigurations.*.subnet.id",
        "network:PrivateLinkService ipConfigurations.*.subnet.id",
        "app:ManagedEnvironment vnetConfiguration.infrastructureSubnetId",
        "dbforpostgresql:Server network.delegatedSubnetResourceId",
        "dnsresolver:InboundEndpoint ipConfigurations.*.subnet.id",
        "dnsresolver:OutboundEndpoint subnet.id",
    ),
    _used(
        "network:NetworkSecurityGroup",
        "InUseNetworkSecurityGroupCannotBeDeleted: a subnet has the group",
        _IN_USE,
        "network:Subnet networkSecurityGroup.id",
    ),
    _used("network:RouteTable", "InUseRouteTableCannotBeDeleted: a subnet has the table", _IN_USE, "network:Subnet routeTable.id"),
    _used(
        "network:PublicIPAddress",
        "PublicIPAddressCannotBeDeleted: something has the address",
        _IN_USE,
        "network:ApplicationGateway frontendIPConfigurations.*.publicIPAddress.id",
        "network:NatGateway publicIpAddresses.*.id",
        "network:VirtualNetworkGateway ipConfigurations.*.publicIPAddress.id",
    ),
    _used(
        "network:VirtualNetwork",
        "InUseVirtualNetwork: the hub is connected with the network",
        _IN_USE,
        "network:HubVirtualNetworkConnection remoteVirtualNetwork.id",
    ),
    _used(
        "network:FirewallPolicy",
        "FirewallPolicyDeleteNotAllowed: a firewall has the policy",
        "Microsoft Learn, Firewall Policies - Delete",
        "network:AzureFirewall firewallPolicy.id",
    ),
    _used(
        "network:VirtualHub",
        "CannotDeleteResource: the hub has connections, a firewall or gateways",
        "Microsoft Learn, Virtual WAN FAQ: delete what is in the hub first",
        "network:AzureFirewall virtualHub.id",
        f"network:HubVirtualNetworkConnection {INSIDE}",
    ),
    _used(
        "network:VirtualWan",
        "CannotDeleteResource: the WAN has hubs",
        "Microsoft Learn, Virtual WAN: delete resources",
        "network:VirtualHub virtualWan.id",
    ),
    _used(
        "network:PrivateLinkService",
        "PrivateLinkServiceCannotBeDeletedSinceItHasConnections: consumers withdraw first",
        "Microsoft Learn, Private Link service FAQ",
        "network:PrivateEndpoint privateLinkServiceConnections.*.privateLinkServiceId",
        "network:PrivateEndpoint manualPrivateLinkServiceConnections.*.privateLinkServiceId",
    ),
    _used(
        "privatedns:PrivateZone",
        "CannotDeleteResource: networks are linked with the zone",
        "Microsoft Learn, Private DNS: delete virtual network links before the zone",
        f"privatedns:VirtualNetworkLink {INSIDE}",
    ),
    _used(
        "dnsresolver:DnsResolver",
        "CannotDeleteResource: the resolver has endpoints",
        "Microsoft Learn, DNS Private Resolver: delete endpoints first",
        f"dnsresolver:InboundEndpoint {INSIDE}",
        f"dnsresolver:OutboundEndpoint {INSIDE}",
    ),
    _used(
        "dnsresolver:OutboundEndpoint",
        "CannotDeleteResource: a forwarding ruleset uses the endpoint",
        "Microsoft Learn, DNS Private Resolver: endpoints and rulesets",
        "dnsresolver:DnsForwardingRuleset dnsResolverOutboundEndpoints.*.id",
    ),
    _used(
        "dnsresolver:DnsForwardingRuleset",
        "CannotDeleteResource: networks are linked with the ruleset",
        "Microsoft Learn, DNS Private Resolver: endpoints and rulesets",
        f"dnsresolver:PrivateResolverVirtualNetworkLink {INSIDE}",
    ),
    _used(
        "authorization:RoleDefinition",
        "RoleDefinitionHasAssignments: the role is assigned",
        "Microsoft Learn, Azure custom roles: delete a custom role",
        "authorization:RoleAssignment roleDefinitionId",
    ),
    _used(
        "authorization:PolicyDefinition",
        "PolicyDefinitionInUse: the definition is assigned, or part of an initiative",
        "Microsoft Learn, Azure Policy: delete a definition once nothing is assigned",
        "authorization:PolicyAssignment policyDefinitionId",
        "authorization:PolicySetDefinition policyDefinitions.*.policyDefinitionId",
    ),
    _used(
        "authorization:PolicySetDefinition",
        "PolicySetDefinitionInUse: the initiative is assigned",
        "Microsoft Learn, Azure Policy: delete a definition once nothing is assigned",
        "authorization:PolicyAssignment policyDefinitionId",
    ),
    _used(
        "management:ManagementGroup",
        "BadRequest: groups or Azure subscriptions are in the group",
        "Microsoft Learn, Manage your Azure subscriptions at scale with management groups: delete a management group",
        "management:ManagementGroup details.parent.id",
        "management:ManagementGroupSubscription groupId",
        "subscription:Alias properties.additionalProperties.managementGroupId",
    ),
    _used(
        "app:ManagedEnvironment",
        "ManagedEnvironmentHasApps: applications or jobs run in the environment",
        "Microsoft Learn, Container Apps environments",
        "app:ContainerApp environmentId",
        "app:ContainerApp managedEnvironmentId",
        "app:Job environmentId",
    ),
    _used(
        "dataprotection:BackupVault",
        "BackupVaultDeleteFailed: the vault protects instances; their points stay until their day",
        "Microsoft Learn, Delete an Azure Backup vault",
        f"dataprotection:BackupInstance {INSIDE}",
    ),
)
"""Sources are pages of Microsoft. What locks and ``denyAction`` policies keep is refused by the proof of rights."""

LINGERS: tuple[Lingers, ...] = (
    Lingers(
        type="azure-native:keyvault:Vault",
        name="vaultName",
        says="VaultAlreadyExists: a deleted vault of this name is kept for its days of retention; recover it (az keyvault recover) and import it",
        source="Microsoft Learn, Azure Key Vault soft-delete overview: the name stays reserved",
    ),
)
