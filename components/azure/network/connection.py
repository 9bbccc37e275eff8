"""A body's network on Azure, joined to the hub of its region."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import dnsresolver, resources
from pulumi_azure_native import network as networks

from components.azure import identifiers as ids
from components.azure.foundation import flow_stores
from components.azure.network.security_groups import DELEGATIONS, DOOR, security_rules, tier_of, wanted
from components.azure.tags import standard_tags
from components.contracts import NetworkConnectionArgs
from components.naming import physical

OFF_AT_DOORS = {True: "Disabled", False: "Enabled"}


def _group_of(resource_id: str) -> str:
    # /subscriptions/<id>/resourceGroups/<group>/providers/...
    return resource_id.split("/")[4]


class NetworkConnection(pulumi.ComponentResource):
    """One network, a subnet for every tier and zone, and one connection to the hub. There is no other way out.

    A subnet spans Azure's zones; each zone key still has its own, so that what is meant for a zone keeps its range on every
    cloud. ``hub_provider`` acts in the network tenancy, for the hub's half of the connection alone. Sources: Microsoft Learn,
    "Virtual WAN hub virtual network connections", "Virtual network flow logs", "Default outbound access".
    """

    network: pulumi.Output[str]
    """Resource id of the virtual network."""
    attachment: pulumi.Output[str]
    """Resource id of the hub's connection."""
    subnets: dict[str, pulumi.Output[str]]
    """Resource id of each subnet, by name."""

    def __init__(
        self,
        name: str,
        args: NetworkConnectionArgs,
        opts: pulumi.ResourceOptions | None = None,
        *,
        hub_provider: azure.Provider,
    ) -> None:
        super().__init__("civic-azure:index:NetworkConnection", name, {}, opts)
        self._name, self._args = name, args
        self._tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True)
        self._group = resources.ResourceGroup(
            f"{name}-network",
            resource_group_name=physical(
                "azure:resource-group", platform=args.platform, organisation=args.organisation, role=f"network-{args.region}"
            ),
            location=args.region,
            tags=self._tags,
            opts=self._kept,
        )
        # Before the network: Azure would otherwise make a watcher of its own, in a group of its own.
        watcher = self._watcher()
        made = self._network(watcher)
        subnets = self._subnets(made)
        connection = self._connection(made, hub_provider, list(subnets.values()))
        self._flow_log(watcher, made)
        self._names(made, hub_provider)
        self._endpoints(subnets)

        self.network = made.id
        self.attachment = connection.id
        self.subnets = {key: subnet.id for key, subnet in subnets.items()}
        self.register_outputs({"network": self.network, "attachment": self.attachment, "subnets": self.subnets})

    def _named(self, role: str) -> str:
        return physical("azure:network", platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _watcher(self) -> networks.NetworkWatcher:
        return networks.NetworkWatcher(
            f"{self._name}-watcher",
            network_watcher_name=self._named(f"watcher-{self._args.region}"),
            resource_group_name=self._group.name,
            location=self._args.region,
            tags=self._tags,
            opts=self._inside,
        )

    def _network(self, watcher: networks.NetworkWatcher) -> networks.VirtualNetwork:
        return networks.VirtualNetwork(
            f"{self._name}-vnet",
            virtual_network_name=self._named(self._args.region),
            resource_group_name=self._group.name,
            location=self._args.region,
            address_space={"address_prefixes": [str(self._args.block)]},
            encryption={"enabled": True, "enforcement": networks.VirtualNetworkEncryptionEnforcement.ALLOW_UNENCRYPTED},
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True, depends_on=[watcher]),
        )

    def _subnets(self, made: networks.VirtualNetwork) -> dict[str, networks.Subnet]:
        blocks = wanted(self._args.subnets)
        groups = {tier: self._security_group(tier) for tier in sorted({tier_of(key) for key in blocks})}
        subnets: dict[str, networks.Subnet] = {}
        last: pulumi.Resource = made
        for key, block in blocks.items():
            tier = tier_of(key)
            last = subnets[key] = networks.Subnet(
                f"{self._name}-{key}",
                subnet_name=key,
                resource_group_name=self._group.name,
                virtual_network_name=made.name,
                address_prefix=str(block),
                network_security_group={"id": groups[tier].id},
                default_outbound_access=False,
                private_endpoint_network_policies=OFF_AT_DOORS[tier == DOOR],
                private_link_service_network_policies=OFF_AT_DOORS[tier == DOOR],
                delegations=[{"name": tier, "service_name": DELEGATIONS[tier]}] if tier in DELEGATIONS else None,
                # Azure takes one change to a network at a time.
                opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[last]),
            )
        return subnets

    def _security_group(self, tier: str) -> networks.NetworkSecurityGroup:
        return networks.NetworkSecurityGroup(
            f"{self._name}-rules-{tier}",
            network_security_group_name=self._named(tier),
            resource_group_name=self._group.name,
            location=self._args.region,
            security_rules=security_rules(tier, self._args.block, wanted(self._args.subnets), self._args.callers),
            tags=self._tags,
            opts=self._inside,
        )

    def _connection(
        self, made: networks.VirtualNetwork, hub_provider: azure.Provider, after: list[networks.Subnet]
    ) -> networks.HubVirtualNetworkConnection:
        hub = pulumi.Output.from_input(self._args.transit)
        return networks.HubVirtualNetworkConnection(
            f"{self._name}-attachment",
            connection_name=self._args.organisation,
            virtual_hub_name=ids.last_part(hub),
            resource_group_name=hub.apply(_group_of),
            remote_virtual_network={"id": made.id},
            enable_internet_security=True,
            opts=pulumi.ResourceOptions(parent=self, provider=hub_provider, protect=True, depends_on=after),
        )

    def _names(self, made: networks.VirtualNetwork, hub_provider: azure.Provider) -> None:
        """The hub answers for what the platform holds, the network's own zones for the rest, and the hub's list refuses bad names."""
        hub_side = pulumi.ResourceOptions(parent=self, provider=hub_provider)
        ruleset, policy = pulumi.Output.from_input(self._args.dns), pulumi.Output.from_input(self._args.query_logs)
        dnsresolver.PrivateResolverVirtualNetworkLink(
            f"{self._name}-names",
            virtual_network_link_name=self._args.organisation,
            dns_forwarding_ruleset_name=ids.last_part(ruleset),
            resource_group_name=ruleset.apply(_group_of),
            virtual_network={"id": made.id},
            opts=hub_side,
        )
        dnsresolver.DnsResolverPolicyVirtualNetworkLink(
            f"{self._name}-names-watched",
            dns_resolver_policy_virtual_network_link_name=self._args.organisation,
            dns_resolver_policy_name=ids.last_part(policy),
            resource_group_name=policy.apply(_group_of),
            location=self._args.region,
            virtual_network={"id": made.id},
            tags=self._tags,
            opts=hub_side,
        )

    def _flow_log(self, watcher: networks.NetworkWatcher, made: networks.VirtualNetwork) -> None:
        networks.FlowLog(
            f"{self._name}-flow-log",
            flow_log_name=self._named("flows"),
            network_watcher_name=watcher.name,
            resource_group_name=self._group.name,
            location=self._args.region,
            target_resource_id=made.id,
            storage_id=flow_stores.store_id(self._args.archive, self._args.platform, self._args.region),
            identity={
                "type": networks.ResourceIdentityType.USER_ASSIGNED,
                "user_assigned_identities": [flow_stores.writer_id(self._args.archive, self._args.platform)],
            },
            enabled=True,
            # The store itself deletes what is old.
            retention_policy={"enabled": False, "days": 0},
            format={"type": networks.FlowLogFormatType.JSON, "version": 2},
            tags=self._tags,
            opts=self._inside,
        )

    def _endpoints(self, subnets: dict[str, networks.Subnet]) -> None:
        for endpoint in self._args.endpoints:
            if "endpoint-a" not in subnets:
                raise ValueError(f"{self._args.organisation}: private endpoint {endpoint.name} needs the subnet endpoint-a; add the tier 'endpoint'")
            networks.PrivateEndpoint(
                f"{self._name}-endpoint-{endpoint.name}",
                private_endpoint_name=self._named(f"endpoint-{endpoint.name}"),
                custom_network_interface_name=self._named(f"endpoint-{endpoint.name}-nic"),
                resource_group_name=self._group.name,
                location=self._args.region,
                subnet={"id": subnets["endpoint-a"].id},
                private_link_service_connections=[
                    {"name": endpoint.name, "private_link_service_id": endpoint.service, "group_ids": [endpoint.group]}
                ],
                tags=self._tags,
                opts=self._inside,
            )
