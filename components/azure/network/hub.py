"""The platform's network in one Azure region: a virtual hub in which a firewall sees everything."""

import pulumi
from pulumi_azure_native import network, resources

from components.azure import options, roles
from components.azure.handles import HubHandle
from components.azure.logs import archive_logs, days_at_hand
from components.azure.network import egress
from components.azure.network.alarms import create_alarms
from components.azure.network.dns import HubArgs, HubDns, create_hub_dns, resolver_address
from components.azure.network.premises import PremisesWays


class NetworkHub(pulumi.ComponentResource):
    """Transit, inspection, filtered egress and names for every body in the region.

    Traffic between bodies, and between a body and the internet, goes to the firewall: routing intent says so for the whole
    hub, so a newcomer is isolated before anybody writes a rule. Give it a provider for the network tenancy. Sources: Microsoft
    Learn, "Virtual WAN routing intent and routing policies", "Azure Firewall Premium features".
    """

    hub: HubHandle

    def __init__(self, name: str, args: HubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:NetworkHub", name, {}, opts)
        self._name, self._args, self._tags = name, args, args.owner.tags
        self._group = resources.ResourceGroup(
            f"{name}-network",
            resource_group_name=self._physical("azure:resource-group", "network"),
            location=args.region,
            tags=self._tags,
            opts=options.retained(self),
        )
        wan = self._wan()
        hub = self._hub(wan)
        dns = create_hub_dns(name, args, self)
        policy = self._policy()
        intent = self._firewall(hub, policy, self._rules(policy))
        connection = self._connect(hub, dns, intent)
        if args.premises:
            PremisesWays(name, args, hub, wan, self._group, connection, parent=self)
        self._attachers(hub, dns)

        self.hub = HubHandle(
            wan=wan,
            hub=hub.name,
            hub_group=self._group.name,
            ruleset=dns.ruleset.name,
            dns_policy=dns.policy.name,
            dns_group=dns.group.name,
            dns_network=dns.network.id,
        )
        self.register_outputs({"hub": self.hub.to_card()})

    def _physical(self, kind: str, role: str) -> str:
        return self._args.owner.name(kind, f"{role}-{self._args.region}")

    def _wan(self) -> pulumi.Input[str]:
        """Resource id of the WAN. Hubs of one WAN reach each other, each through its own firewall ("Virtual WAN routing intent", inter-hub traffic)."""
        if self._args.neighbours:
            return self._args.neighbours[0].hub.wan
        return network.VirtualWan(
            f"{self._name}-wan",
            virtual_wan_name=self._physical("azure:network", "wan"),
            resource_group_name=self._group.name,
            location=self._args.region,
            type="Standard",
            allow_branch_to_branch_traffic=True,
            disable_vpn_encryption=False,
            tags=self._tags,
            opts=options.protected(self),
        ).id

    def _hub(self, wan: pulumi.Input[str]) -> network.VirtualHub:
        return network.VirtualHub(
            f"{self._name}-hub",
            virtual_hub_name=self._physical("azure:network", "hub"),
            resource_group_name=self._group.name,
            location=self._args.region,
            address_prefix=str(next(self._args.block.subnets(new_prefix=23))),
            sku="Standard",
            virtual_wan={"id": wan},
            hub_routing_preference=network.HubRoutingPreference.EXPRESS_ROUTE,
            tags=self._tags,
            opts=options.protected(self),
        )

    def _policy(self) -> network.FirewallPolicy:
        return network.FirewallPolicy(
            f"{self._name}-firewall-policy",
            firewall_policy_name=self._physical("azure:network", "firewall"),
            resource_group_name=self._group.name,
            location=self._args.region,
            sku={"tier": network.FirewallPolicySkuTier.PREMIUM},
            threat_intel_mode=network.AzureFirewallThreatIntelMode.DENY,
            intrusion_detection={"mode": network.FirewallPolicyIntrusionDetectionStateType.DENY},
            dns_settings={"enable_proxy": True, "servers": [str(resolver_address(self._args.block))]},
            insights={
                "is_enabled": True,
                # What the firewall's own pages look back on; the logs themselves are kept as long as the archive's workspace keeps any.
                "retention_days": days_at_hand(self._args.owner, self._args.retention_days),
                "log_analytics_resources": {"default_workspace_id": {"id": self._args.archive.workspace}},
            },
            tags=self._tags,
            opts=options.inside(self),
        )

    def _rules(self, policy: network.FirewallPolicy) -> pulumi.Resource:
        args = self._args
        groups = [("platform", egress.PLATFORM_PRIORITY, egress.platform_collections((*args.bodies, *args.cells)))]
        for number, collections in egress.agreement_collections(args.agreements).items():
            groups.append((f"agreements-{number}", egress.AGREEMENT_PRIORITY + 100 * number, collections))
        for number, collections in egress.egress_collections(args.egress).items():
            groups.append((f"egress-{number}", egress.EGRESS_PRIORITY + 100 * number, collections))
        premises = sorted({block for place in args.premises for block in place.ranges})
        groups.append(("isolation", egress.ISOLATION_PRIORITY, egress.isolation_collections((*args.bodies, *args.cells, *premises))))
        previous: pulumi.Resource = policy
        for key, priority, collections in groups:
            previous = network.FirewallPolicyRuleCollectionGroup(
                f"{self._name}-rules-{key}",
                rule_collection_group_name=key,
                firewall_policy_name=policy.name,
                resource_group_name=self._group.name,
                priority=priority,
                rule_collections=collections,
                # Azure takes one change to a firewall policy at a time.
                opts=options.inside(self, after=[previous]),
            )
        return previous

    def _firewall(self, hub: network.VirtualHub, policy: network.FirewallPolicy, rules: pulumi.Resource) -> network.RoutingIntent:
        firewall = network.AzureFirewall(
            f"{self._name}-firewall",
            azure_firewall_name=self._physical("azure:network", "firewall"),
            resource_group_name=self._group.name,
            location=self._args.region,
            sku={"name": network.AzureFirewallSkuName.AZF_W_HUB, "tier": network.AzureFirewallSkuTier.PREMIUM},
            zones=list(self._args.zones),
            virtual_hub={"id": hub.id},
            firewall_policy={"id": policy.id},
            # Each gives every instance 2,496 ports for calls to one place outside ("Azure Firewall performance", SNAT ports).
            hub_ip_addresses={"public_ips": {"count": self._args.public_addresses}},
            tags=self._tags,
            opts=options.protected(self, after=[rules]),
        )
        archive_logs(
            f"{self._name}-firewall-logs",
            resource=firewall.id,
            region=self._args.region,
            archive=self._args.archive,
            groups=["allLogs"],
            own_tables=True,
            parent=self,
        )
        create_alarms(
            self._name,
            owner=self._args.owner,
            region=self._args.region,
            group=self._group.name,
            firewall=firewall.id,
            contact=self._args.contact,
            parent=self,
        )
        return network.RoutingIntent(
            f"{self._name}-routing",
            routing_intent_name="inspection",
            virtual_hub_name=hub.name,
            resource_group_name=self._group.name,
            routing_policies=[
                {"name": "internet", "destinations": ["Internet"], "next_hop": firewall.id},
                {"name": "private", "destinations": ["PrivateTraffic"], "next_hop": firewall.id},
            ],
            opts=options.protected(self),
        )

    def _connect(self, hub: network.VirtualHub, dns: HubDns, intent: network.RoutingIntent) -> pulumi.Resource:
        return network.HubVirtualNetworkConnection(
            f"{self._name}-dns-connection",
            connection_name="dns",
            virtual_hub_name=hub.name,
            resource_group_name=self._group.name,
            remote_virtual_network={"id": dns.network.id},
            enable_internet_security=True,
            # A hub takes one change to its routing at a time, and so does the network, whose last subnet the ruleset stands on.
            opts=options.protected(self, after=[intent, dns.ruleset]),
        )

    def _attachers(self, hub: network.VirtualHub, dns: HubDns) -> None:
        args = self._args
        if not args.attachers:
            return
        scopes = {"": hub.id, "-names": dns.ruleset.id, "-names-watched": dns.policy.id, "-names-linked": dns.network.id}
        for layer, principal in sorted(args.attachers.items()):
            for key, scope in scopes.items():
                roles.assign(
                    f"{self._name}-attach-{layer}{key}",
                    key=(args.owner.platform, f"attach{key}", args.region, layer),
                    principal=principal,
                    role=args.organisation.run_roles[roles.ATTACH],
                    scope=scope,
                    opts=options.inside(self),
                )
