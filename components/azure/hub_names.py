"""Name resolution for everybody: a resolver, shared private zones, and a DNS security policy."""

from collections.abc import Mapping
from ipaddress import IPv4Network

import pulumi
from pulumi_azure_native import dnsresolver, monitor, network, privatedns, resources

from components.azure.private_zones import ZONES
from components.contracts import NetworkHubArgs
from components.naming import physical


class Names:
    """Children of the hub that resolve names (Microsoft Learn, "Azure DNS Private Resolver")."""

    def __init__(
        self,
        name: str,
        args: NetworkHubArgs,
        group: resources.ResourceGroup,
        hub: network.VirtualHub,
        block: IPv4Network,
        tags: Mapping[str, str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._group, self._tags, self._parent = name, args, group, tags, parent
        self._inside = pulumi.ResourceOptions(parent=parent)
        inbound = next(block.subnets(new_prefix=28))
        # Azure keeps the first four addresses of a subnet for itself.
        self.address = str(inbound[4])
        self._vnet = self._network(hub, block)
        self._answer(inbound)
        self.zones = {zone: self._zone(zone) for zone in ZONES.values()}
        self.policy = self._filter()

    def _named(self, role: str) -> str:
        return physical("azure:network", platform=self._args.platform, role=f"{self._name}-{role}")

    def _network(self, hub: network.VirtualHub, block: IPv4Network) -> network.VirtualNetwork:
        vnet = network.VirtualNetwork(
            f"{self._name}-dns-network",
            virtual_network_name=self._named("dns"),
            resource_group_name=self._group.name,
            location=self._args.region,
            address_space={"address_prefixes": [str(block)]},
            tags=self._tags,
            # Its subnet is a resource of its own; the network's list of subnets would undo it.
            opts=pulumi.ResourceOptions(parent=self._parent, protect=True, ignore_changes=["subnets"]),
        )
        network.HubVirtualNetworkConnection(
            f"{self._name}-dns-connection",
            connection_name="dns",
            virtual_hub_name=hub.name,
            resource_group_name=self._group.name,
            remote_virtual_network={"id": vnet.id},
            enable_internet_security=True,
            opts=self._inside,
        )
        return vnet

    def _answer(self, inbound: IPv4Network) -> None:
        subnet = network.Subnet(
            f"{self._name}-dns-subnet",
            subnet_name="resolver",
            virtual_network_name=self._vnet.name,
            resource_group_name=self._group.name,
            address_prefix=str(inbound),
            default_outbound_access=False,
            delegations=[{"name": "resolver", "service_name": "Microsoft.Network/dnsResolvers"}],
            opts=self._inside,
        )
        resolver = dnsresolver.DnsResolver(
            f"{self._name}-resolver",
            dns_resolver_name=self._named("resolver"),
            resource_group_name=self._group.name,
            location=self._args.region,
            virtual_network={"id": self._vnet.id},
            tags=self._tags,
            opts=self._inside,
        )
        dnsresolver.InboundEndpoint(
            f"{self._name}-resolver-inbound",
            inbound_endpoint_name="inbound",
            dns_resolver_name=resolver.name,
            resource_group_name=self._group.name,
            location=self._args.region,
            ip_configurations=[
                {
                    "subnet": {"id": subnet.id},
                    "private_ip_address": self.address,
                    "private_ip_allocation_method": dnsresolver.IpAllocationMethod.STATIC,
                }
            ],
            tags=self._tags,
            opts=self._inside,
        )

    def _zone(self, zone: str) -> pulumi.Output[str]:
        made = privatedns.PrivateZone(
            f"{self._name}-zone-{zone}",
            private_zone_name=zone,
            resource_group_name=self._group.name,
            location="global",
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self._parent, protect=True),
        )
        privatedns.VirtualNetworkLink(
            f"{self._name}-zone-{zone}-link",
            virtual_network_link_name="resolver",
            private_zone_name=made.name,
            resource_group_name=self._group.name,
            location="global",
            registration_enabled=False,
            virtual_network={"id": self._vnet.id},
            tags=self._tags,
            opts=self._inside,
        )
        return made.id

    def _filter(self) -> dnsresolver.DnsResolverPolicy:
        args, name = self._args, self._name
        policy = dnsresolver.DnsResolverPolicy(
            f"{name}-dns-policy",
            dns_resolver_policy_name=self._named("dns-policy"),
            resource_group_name=self._group.name,
            location=args.region,
            tags=self._tags,
            opts=self._inside,
        )
        dnsresolver.DnsResolverPolicyVirtualNetworkLink(
            f"{name}-dns-policy-link",
            dns_resolver_policy_virtual_network_link_name="resolver",
            dns_resolver_policy_name=policy.name,
            resource_group_name=self._group.name,
            location=args.region,
            virtual_network={"id": self._vnet.id},
            tags=self._tags,
            opts=self._inside,
        )
        monitor.DiagnosticSetting(
            f"{name}-dns-logs",
            name="archive",
            resource_uri=policy.id,
            workspace_id=args.archive_workspace,
            logs=[{"category_group": "allLogs", "enabled": True}],
            opts=self._inside,
        )
        if args.blocked_domains:
            self._block(policy)
        return policy

    def _block(self, policy: dnsresolver.DnsResolverPolicy) -> None:
        domains = dnsresolver.DnsResolverDomainList(
            f"{self._name}-blocked",
            dns_resolver_domain_list_name=self._named("blocked"),
            resource_group_name=self._group.name,
            location=self._args.region,
            # Azure wants names with their final dot.
            domains=[f"{domain}." for domain in sorted(self._args.blocked_domains)],
            tags=self._tags,
            opts=self._inside,
        )
        dnsresolver.DnsSecurityRule(
            f"{self._name}-block",
            dns_security_rule_name="blocked",
            dns_resolver_policy_name=policy.name,
            resource_group_name=self._group.name,
            location=self._args.region,
            priority=100,
            action={"action_type": dnsresolver.ActionType.BLOCK},
            dns_resolver_domain_lists=[{"id": domains.id}],
            dns_security_rule_state=dnsresolver.DnsSecurityRuleState.ENABLED,
            tags=self._tags,
            opts=self._inside,
        )
