"""The hub in one region: a virtual hub whose routing intent sends everything to the firewall."""

from ipaddress import IPv4Network

import pulumi
from pulumi_azure_native import monitor, network, resources

from components.azure.egress import BUCKETS, rules_by_bucket
from components.azure.hub_names import Names
from components.azure.private_zones import group_name
from components.azure.roles import assign, custom_role
from components.azure.tags import standard_tags
from components.contracts import NetworkHubArgs
from components.naming import physical

ATTACH_ACTIONS = (
    "Microsoft.Network/virtualHubs/read",
    "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/read",
    "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/write",
    "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/delete",
)
EGRESS_PRIORITY = 1000


class NetworkHub(pulumi.ComponentResource):
    """Transit, inspection, filtered egress and DNS for one region. Give it the network Azure subscription's provider.

    Routing intent sends traffic between bodies and to the internet to the firewall, which denies what no
    rule allows (Microsoft Learn, "How to configure Virtual WAN Hub routing intent"). So joining changes
    nothing here. Outputs: see ``components.contracts.NetworkHubOutputs``.
    """

    def __init__(self, name: str, args: NetworkHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:NetworkHub", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True)
        self._tags = standard_tags(platform=args.platform, organisation="platform", classification="official-sensitive")
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=group_name(args.platform, args.region),
            location=args.region,
            tags=self._tags,
            opts=self._kept,
        )
        hub = self._hub()
        policy = self._policy()
        firewall = self._firewall(hub, policy)
        self._intend(hub, firewall)
        names = Names(name, args, self._group, hub, self._range(1), self._tags, parent=self)
        self._let_attach(hub)
        self.transit: pulumi.Output[str] = hub.id
        self.dns: pulumi.Output[str] = pulumi.Output.from_input(names.address)
        self.query_logs: pulumi.Output[str] = names.policy.id
        self.private_zones = names.zones
        self.register_outputs({"transit": self.transit, "dns": self.dns, "queryLogs": self.query_logs})

    def _named(self, role: str) -> str:
        return physical("azure:general", platform=self._args.platform, role=f"{self._name}-{role}")

    def _range(self, place: int) -> IPv4Network:
        return list(self._args.block.subnets(new_prefix=23))[place]

    def _hub(self) -> network.VirtualHub:
        wan = network.VirtualWan(
            f"{self._name}-wan",
            virtual_wan_name=self._named("wan"),
            resource_group_name=self._group.name,
            location=self._args.region,
            type="Standard",
            allow_branch_to_branch_traffic=True,
            disable_vpn_encryption=False,
            tags=self._tags,
            opts=self._kept,
        )
        return network.VirtualHub(
            f"{self._name}-hub",
            virtual_hub_name=self._named("hub"),
            resource_group_name=self._group.name,
            location=self._args.region,
            address_prefix=str(self._range(0)),
            sku="Standard",
            hub_routing_preference=network.HubRoutingPreference.AS_PATH,
            virtual_wan={"id": wan.id},
            tags=self._tags,
            opts=self._kept,
        )

    def _policy(self) -> network.FirewallPolicy:
        policy = network.FirewallPolicy(
            f"{self._name}-policy",
            firewall_policy_name=self._named("policy"),
            resource_group_name=self._group.name,
            location=self._args.region,
            sku={"tier": network.FirewallPolicySkuTier.PREMIUM},
            threat_intel_mode=network.AzureFirewallThreatIntelMode.DENY,
            intrusion_detection={"mode": network.FirewallPolicyIntrusionDetectionStateType.DENY},
            tags=self._tags,
            opts=self._inside,
        )
        before: list[pulumi.Resource] = []
        by_bucket = rules_by_bucket(self._args.egress)
        for bucket in range(BUCKETS):
            rules = by_bucket.get(bucket, [])
            group = network.FirewallPolicyRuleCollectionGroup(
                f"{self._name}-egress-{bucket}",
                rule_collection_group_name=f"egress-{bucket}",
                firewall_policy_name=policy.name,
                resource_group_name=self._group.name,
                priority=EGRESS_PRIORITY + bucket * 10,
                rule_collections=[
                    {
                        "rule_collection_type": "FirewallPolicyFilterRuleCollection",
                        "name": "allowed",
                        "priority": EGRESS_PRIORITY,
                        "action": {"type": network.FirewallPolicyFilterRuleCollectionActionType.ALLOW},
                        "rules": rules,
                    }
                ]
                if rules
                else [],
                # Azure takes one change to a firewall policy at a time.
                opts=pulumi.ResourceOptions(parent=self, depends_on=before[-1:]),
            )
            before.append(group)
        return policy

    def _firewall(self, hub: network.VirtualHub, policy: network.FirewallPolicy) -> network.AzureFirewall:
        firewall = network.AzureFirewall(
            f"{self._name}-firewall",
            azure_firewall_name=self._named("firewall"),
            resource_group_name=self._group.name,
            location=self._args.region,
            sku={"name": network.AzureFirewallSkuName.AZF_W_HUB, "tier": network.AzureFirewallSkuTier.PREMIUM},
            virtual_hub={"id": hub.id},
            firewall_policy={"id": policy.id},
            hub_ip_addresses={"public_ips": {"count": 2}},
            zones=list(self._args.zones),
            tags=self._tags,
            opts=self._kept,
        )
        monitor.DiagnosticSetting(
            f"{self._name}-firewall-logs",
            name="archive",
            resource_uri=firewall.id,
            workspace_id=self._args.archive_workspace,
            log_analytics_destination_type="Dedicated",
            logs=[{"category_group": "allLogs", "enabled": True}],
            opts=self._inside,
        )
        return firewall

    def _intend(self, hub: network.VirtualHub, firewall: network.AzureFirewall) -> None:
        network.RoutingIntent(
            f"{self._name}-intent",
            routing_intent_name="inspect-everything",
            virtual_hub_name=hub.name,
            resource_group_name=self._group.name,
            routing_policies=[
                {"name": "internet", "destinations": ["Internet"], "next_hop": firewall.id},
                {"name": "private", "destinations": ["PrivateTraffic"], "next_hop": firewall.id},
            ],
            opts=self._kept,
        )

    def _let_attach(self, hub: network.VirtualHub) -> None:
        # Azure has no right to one body's connection alone, which is why only the platform's own pipeline has this one.
        role = custom_role(
            f"{self._name}-attach-role", title="Civic attach", scope=self._group.id, actions=ATTACH_ACTIONS, options=self._inside
        )
        for layer, principal in self._args.attachers.items():
            assign(f"{self._name}-attach-{layer}", role=role.id, principal=principal, scope=hub.id, options=self._inside)
