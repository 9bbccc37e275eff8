"""The platform's network in one Azure region: a virtual hub in which a firewall sees everything."""

import pulumi
from pulumi_azure_native import authorization, monitor, network, resources

from components.azure import identifiers as ids
from components.azure.foundation import rights as pipeline_roles
from components.azure.network import dns as hub_dns
from components.azure.network import egress
from components.azure.tags import standard_tags
from components.contracts import NetworkHubArgs
from components.naming import physical


class NetworkHub(pulumi.ComponentResource):
    """Transit, inspection, filtered egress and names for every body in the region.

    Traffic between bodies, and between a body and the internet, goes to the firewall: routing intent says so for the whole
    hub, so a newcomer is isolated before anybody writes a rule. Give it a provider for the network tenancy. Sources: Microsoft
    Learn, "Virtual WAN routing intent and routing policies", "Azure Firewall Premium features".
    """

    transit: pulumi.Output[str]
    """Resource id of the virtual hub."""
    dns: pulumi.Output[str]
    """Resource id of the DNS forwarding ruleset that bodies' networks are linked to."""
    query_logs: pulumi.Output[str]
    """Resource id of the DNS security policy."""
    private_zones: dict[str, pulumi.Output[str]]
    """Resource id of each private zone, by name."""

    def __init__(self, name: str, args: NetworkHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:NetworkHub", name, {}, opts)
        self._name, self._args, self._tags = name, args, standard_tags(platform=args.platform)
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True)
        self._group = resources.ResourceGroup(
            f"{name}-network",
            resource_group_name=physical("azure:resource-group", platform=args.platform, role=f"network-{args.region}"),
            location=args.region,
            tags=self._tags,
            opts=self._kept,
        )
        hub = self._hub()
        names = hub_dns.make(name, args, self)
        policy = self._policy()
        last = self._rules(policy)
        intent = self._firewall(hub, policy, last)
        self._connect(hub, names.network, intent)
        self._attachers(hub, names)

        self.transit = hub.id
        self.dns = names.ruleset.id
        self.query_logs = names.policy.id
        self.private_zones = names.zones
        self.register_outputs({key: getattr(self, key) for key in ("transit", "dns", "query_logs", "private_zones")})

    def _named(self, role: str) -> str:
        return physical("azure:network", platform=self._args.platform, role=f"{role}-{self._args.region}")

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
            address_prefix=str(next(self._args.block.subnets(new_prefix=23))),
            sku="Standard",
            virtual_wan={"id": wan.id},
            hub_routing_preference=network.HubRoutingPreference.EXPRESS_ROUTE,
            tags=self._tags,
            opts=self._kept,
        )

    def _policy(self) -> network.FirewallPolicy:
        return network.FirewallPolicy(
            f"{self._name}-firewall-policy",
            firewall_policy_name=self._named("firewall"),
            resource_group_name=self._group.name,
            location=self._args.region,
            sku={"tier": network.FirewallPolicySkuTier.PREMIUM},
            threat_intel_mode=network.AzureFirewallThreatIntelMode.DENY,
            intrusion_detection={"mode": network.FirewallPolicyIntrusionDetectionStateType.DENY},
            dns_settings={"enable_proxy": True, "servers": [str(hub_dns.resolver_address(self._args.block))]},
            insights={
                "is_enabled": True,
                "retention_days": 365,
                "log_analytics_resources": {"default_workspace_id": {"id": self._args.archive_workspace}},
            },
            tags=self._tags,
            opts=self._inside,
        )

    def _rules(self, policy: network.FirewallPolicy) -> pulumi.Resource:
        args = self._args
        groups = [("platform", egress.PLATFORM_PRIORITY, egress.platform_collections(args.bodies))]
        for number, collections in egress.agreement_collections(args.agreements).items():
            groups.append((f"agreements-{number}", egress.AGREEMENT_PRIORITY + 100 * number, collections))
        for number, collections in egress.egress_collections(args.egress).items():
            groups.append((f"egress-{number}", egress.EGRESS_PRIORITY + 100 * number, collections))
        groups.append(("isolation", egress.ISOLATION_PRIORITY, egress.isolation_collections(args.bodies)))
        last: pulumi.Resource = policy
        for key, priority, collections in groups:
            last = network.FirewallPolicyRuleCollectionGroup(
                f"{self._name}-rules-{key}",
                rule_collection_group_name=key,
                firewall_policy_name=policy.name,
                resource_group_name=self._group.name,
                priority=priority,
                rule_collections=collections,
                # Azure takes one change to a firewall policy at a time.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[last]),
            )
        return last

    def _firewall(self, hub: network.VirtualHub, policy: network.FirewallPolicy, rules: pulumi.Resource) -> network.RoutingIntent:
        firewall = network.AzureFirewall(
            f"{self._name}-firewall",
            azure_firewall_name=self._named("firewall"),
            resource_group_name=self._group.name,
            location=self._args.region,
            sku={"name": network.AzureFirewallSkuName.AZF_W_HUB, "tier": network.AzureFirewallSkuTier.PREMIUM},
            zones=list(self._args.zones),
            virtual_hub={"id": hub.id},
            firewall_policy={"id": policy.id},
            hub_ip_addresses={"public_ips": {"count": 1}},
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[rules]),
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
        return network.RoutingIntent(
            f"{self._name}-routing",
            routing_intent_name="inspection",
            virtual_hub_name=hub.name,
            resource_group_name=self._group.name,
            routing_policies=[
                {"name": "internet", "destinations": ["Internet"], "next_hop": firewall.id},
                {"name": "private", "destinations": ["PrivateTraffic"], "next_hop": firewall.id},
            ],
            opts=self._kept,
        )

    def _connect(self, hub: network.VirtualHub, dns: network.VirtualNetwork, intent: network.RoutingIntent) -> None:
        network.HubVirtualNetworkConnection(
            f"{self._name}-dns-connection",
            connection_name="dns",
            virtual_hub_name=hub.name,
            resource_group_name=self._group.name,
            remote_virtual_network={"id": dns.id},
            enable_internet_security=True,
            # A hub takes one change to its routing at a time.
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[intent]),
        )

    def _attachers(self, hub: network.VirtualHub, names: hub_dns.HubDns) -> None:
        args = self._args
        if not args.attachers:
            return
        role = authorization.RoleDefinition(
            f"{self._name}-role-attach",
            # The foundation lets the network pipeline hand out this role and no other, by this id.
            role_definition_id=ids.guid(args.platform, "attach", args.region),
            role_name=physical("azure:general", platform=args.platform, role=f"attach-{args.region}"),
            role_type="CustomRole",
            scope=self._group.id,
            assignable_scopes=[self._group.id, names.group.id],
            permissions=[{"actions": list(pipeline_roles.ATTACHING), "not_actions": [], "data_actions": [], "not_data_actions": []}],
            opts=self._inside,
        )
        for layer, principal in sorted(args.attachers.items()):
            places = (("", hub.id), ("-names", names.ruleset.id), ("-names-watched", names.policy.id), ("-names-linked", names.network.id))
            for where, scope in places:
                ids.assign(
                    f"{self._name}-attach-{layer}{where}",
                    key=(args.platform, f"attach{where}", args.region, layer),
                    principal=principal,
                    role=role.id,
                    scope=scope,
                    opts=self._inside,
                )
