"""Ways from the hub to bodies' premises: gateways for VPN and ExpressRoute, connections, and maps that let declared routes pass and no others.

Sources: Microsoft Learn, "Virtual WAN: create a Site-to-Site connection", "ExpressRoute associations", "About Route-maps for virtual hubs" (a route
that no rule drops passes, so the last one drops all), "IPsec policies for Site-to-Site connections" of Virtual WAN.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network

import pulumi
from pulumi_azure_native import network, resources

from components.azure import identifiers as ids
from components.azure import options
from components.azure.logs import archive_logs
from components.azure.network.dns import HubArgs
from components.contracts import ContractError, Premises

GATEWAY_NUMBER = 65515
"""Autonomous system number of a hub's gateways, which cannot be another."""
IPSEC: network.IpsecPolicyArgsDict = {
    "ike_encryption": network.IkeEncryption.GCMAES256,
    "ike_integrity": network.IkeIntegrity.SHA384,
    "dh_group": network.DhGroup.ECP384,
    "ipsec_encryption": network.IpsecEncryption.GCMAES256,
    "ipsec_integrity": network.IpsecIntegrity.GCMAES256,
    "pfs_group": network.PfsGroup.ECP384,
    "sa_life_time_seconds": 27000,
    "sa_data_size_kilobytes": 102_400_000,
}
"""The one proposal. Azure's own list has SHA-1 and groups of 1,024 bits in it."""
LINK = "device"


class PremisesWays:
    """Children of the hub, where any premises are. ``last`` is the last of them that changes the hub, which takes one change at a time.

    Routing intent leads what comes from premises, and what goes there, to the hub's firewall, as it does for networks. A gateway has two
    instances, and a tunnel from each.
    """

    def __init__(
        self,
        name: str,
        args: HubArgs,
        hub: network.VirtualHub,
        wan: pulumi.Input[str],
        group: resources.ResourceGroup,
        last: pulumi.Resource,
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._hub, self._wan, self._group, self._parent = name, args, hub, wan, group, parent
        self.last = last
        places = args.premises
        vpn = self._vpn_gateway() if any(place.vpn for place in places) else None
        lines = self._line_gateway() if any(place.circuit for place in places) else None
        for place in places:
            inward = self._map(place, "in", place.ranges)
            outward = self._map(place, "out", place.told)
            routing: network.RoutingConfigurationArgsDict = {"inbound_route_map": {"id": inward.id}, "outbound_route_map": {"id": outward.id}}
            if vpn and place.vpn:
                self.last = self._vpn(place, vpn, routing)
            if lines and place.circuit:
                self.last = self._line(place, lines, routing)

    def _physical(self, role: str) -> str:
        return self._args.owner.name("azure:network", role)

    def _inside(self) -> pulumi.ResourceOptions:
        return options.inside(self._parent, after=[self.last])

    def _protected(self) -> pulumi.ResourceOptions:
        return options.protected(self._parent, after=[self.last])

    def _vpn_gateway(self) -> network.VpnGateway:
        gateway = network.VpnGateway(
            f"{self._name}-vpn",
            gateway_name=self._physical(f"vpn-{self._args.region}"),
            resource_group_name=self._group.name,
            location=self._args.region,
            virtual_hub={"id": self._hub.id},
            vpn_gateway_scale_unit=1,
            bgp_settings={"asn": GATEWAY_NUMBER, "peer_weight": 0},
            tags=self._args.owner.tags,
            opts=self._protected(),
        )
        archive_logs(
            f"{self._name}-vpn-logs",
            resource=gateway.id,
            region=self._args.region,
            archive=self._args.archive,
            groups=["allLogs"],
            parent=self._parent,
        )
        self.last = gateway
        return gateway

    def _line_gateway(self) -> network.ExpressRouteGateway:
        # A connection has no tags: what is said of one stands here.
        dated = {f"until-{place.key}": place.until for place in self._args.premises if place.circuit and place.until}
        gateway = network.ExpressRouteGateway(
            f"{self._name}-lines",
            express_route_gateway_name=self._physical(f"lines-{self._args.region}"),
            resource_group_name=self._group.name,
            location=self._args.region,
            virtual_hub={"id": self._hub.id},
            auto_scale_configuration={"bounds": {"min": 1}},
            allow_non_virtual_wan_traffic=False,
            tags={**self._args.owner.tags, **dated},
            opts=self._protected(),
        )
        self.last = gateway
        return gateway

    def _map(self, place: Premises, way: str, blocks: Sequence[IPv4Network]) -> network.RouteMap:
        made = network.RouteMap(
            f"{self._name}-premises-{place.key}-{way}",
            route_map_name=f"{place.key}-{way}",
            virtual_hub_name=self._hub.name,
            resource_group_name=self._group.name,
            rules=[*(_passes(block) for block in blocks), _DROPS],
            opts=self._inside(),
        )
        self.last = made
        return made

    def _vpn(self, place: Premises, gateway: network.VpnGateway, routing: network.RoutingConfigurationArgsDict) -> network.VpnConnection:
        end = place.vpn
        if end is None or not end.speaks_from:
            raise ContractError(f"premises: {place.key}: Azure's gateway speaks BGP with an address on premises; say which, in 'speaks_from'")
        site = network.VpnSite(
            f"{self._name}-premises-{place.key}-site",
            vpn_site_name=self._physical(f"{place.key}-{self._args.region}"),
            resource_group_name=self._group.name,
            location=self._args.region,
            virtual_wan={"id": self._wan},
            vpn_site_links=[
                {
                    "name": LINK,
                    "ip_address": end.peer,
                    "bgp_properties": {"asn": end.number, "bgp_peering_address": end.speaks_from},
                    "link_properties": {"link_provider_name": "internet", "link_speed_in_mbps": 100},
                }
            ],
            tags={**self._args.owner.tags, **place.tags},
            opts=options.inside(self._parent),
        )
        return network.VpnConnection(
            f"{self._name}-premises-{place.key}-vpn",
            connection_name=place.key,
            gateway_name=gateway.name,
            resource_group_name=self._group.name,
            remote_vpn_site={"id": site.id},
            enable_internet_security=False,
            routing_configuration=routing,
            vpn_link_connections=[
                {
                    "name": LINK,
                    "vpn_site_link": {"id": pulumi.Output.concat(site.id, f"/vpnSiteLinks/{LINK}")},
                    "enable_bgp": True,
                    "vpn_connection_protocol_type": network.VirtualNetworkGatewayConnectionProtocol.IK_EV2,
                    "ipsec_policies": [IPSEC],
                    "use_policy_based_traffic_selectors": False,
                    "vpn_link_connection_mode": network.VpnLinkConnectionMode.DEFAULT,
                }
            ],
            # Azure makes the key, since none is given. Whatever it answers is never in the clear in a state.
            opts=pulumi.ResourceOptions.merge(
                self._protected(), pulumi.ResourceOptions(additional_secret_outputs=["sharedKey", "vpnLinkConnections"])
            ),
        )

    def _line(
        self, place: Premises, gateway: network.ExpressRouteGateway, routing: network.RoutingConfigurationArgsDict
    ) -> network.ExpressRouteConnection:
        return network.ExpressRouteConnection(
            f"{self._name}-premises-{place.key}-line",
            connection_name=place.key,
            name=place.key,
            express_route_gateway_name=gateway.name,
            resource_group_name=self._group.name,
            # In the same Azure subscription as the gateway, so that no key is asked for.
            express_route_circuit_peering={"id": self._private_peering(place.circuit)},
            enable_internet_security=False,
            express_route_gateway_bypass=False,
            routing_configuration=routing,
            opts=self._protected(),
        )

    def _private_peering(self, circuit: str) -> pulumi.Output[str]:
        """Of a circuit in the hub's own Azure subscription, ``GROUP/NAME``."""
        group, _, name = circuit.partition("/")
        provider = f"/resourceGroups/{group}/providers/Microsoft.Network/expressRouteCircuits/{name}/peerings/AzurePrivatePeering"
        return pulumi.Output.concat("/subscriptions/", ids.subscription_of(self._group.id), provider)


def _passes(block: IPv4Network) -> network.RouteMapRuleArgsDict:
    """Routes within a range pass as that one range: no rule says "pass" by itself, and the first that matches with ``Terminate`` is the last."""
    return {
        "name": f"passes-{str(block).replace('/', '-')}",
        "match_criteria": [
            {"match_condition": network.RouteMapMatchCondition.CONTAINS, "route_prefix": [str(block)], "as_path": [], "community": []}
        ],
        "actions": [{"type": network.RouteMapActionType.REPLACE, "parameters": [{"route_prefix": [str(block)], "as_path": [], "community": []}]}],
        "next_step_if_matched": network.NextStep.TERMINATE,
    }


_DROPS: network.RouteMapRuleArgsDict = {
    "name": "drops-the-rest",
    "match_criteria": [{"match_condition": network.RouteMapMatchCondition.CONTAINS, "route_prefix": ["0.0.0.0/0"], "as_path": [], "community": []}],
    "actions": [{"type": network.RouteMapActionType.DROP, "parameters": []}],
    "next_step_if_matched": network.NextStep.TERMINATE,
}
