"""Premises behind VPN connections and Direct Connect gateways, and peerings between transit gateways.

A plan does not say which addresses a device on premises makes known. What a route of a transit gateway leads there is what stands there, as long as
nothing of what is made known comes into a table. Sources: Amazon VPC Transit Gateways Guide, "Transit gateway VPN attachments", "Transit gateway
attachments to a Direct Connect gateway", "Transit gateway peering attachments" (a peering must be accepted, and has static routes alone).
"""

from collections.abc import Iterator
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network, summarize_address_range

from civic.plan import Resource
from civic.reach.graph import Edge, End, Graph, Network, Node, Subnet
from civic.reach.placing import premises_of
from civic.reach.resources import Resources, listed, prefix, step, text
from civic.reach.sets import Intervals, blocks
from civic.reach.tables import Table

TRANSIT = "aws:ec2transitgateway/"
VPN, LINE = "aws:ec2/vpnConnection:VpnConnection", "aws:directconnect/gatewayAssociation:GatewayAssociation"
PEERING, ACCEPTED = f"{TRANSIT}peeringAttachment:PeeringAttachment", f"{TRANSIT}peeringAttachmentAccepter:PeeringAttachmentAccepter"
TABLE, ROUTE = f"{TRANSIT}routeTable:RouteTable", f"{TRANSIT}route:Route"
ASSOCIATED, PROPAGATED = f"{TRANSIT}routeTableAssociation:RouteTableAssociation", f"{TRANSIT}routeTablePropagation:RouteTablePropagation"
STATIC_ROUTE = "aws:ec2/vpnConnectionRoute:VpnConnectionRoute"


def attachment_of(resource: Resource) -> str:
    """Id of the attachment that a VPN connection or an association of a Direct Connect gateway makes."""
    return str(resource.outputs.get("transitGatewayAttachmentId") or "")


class Ends:
    """What else than networks is attached to transit gateways."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self.ways = {attachment_of(each): each for token in (VPN, LINE) for each in resources.of(token) if attachment_of(each)}
        """VPN connections and associations, by attachment."""
        self.peerings = {each.id: each for each in resources.of(PEERING)}
        self._accepted = {text(each, "transitGatewayAttachmentId") for each in resources.of(ACCEPTED)}
        self._gateways = {each.id: text(each, "transitGatewayId") for each in resources.of(TABLE)}
        """Table -> gateway."""

    @staticmethod
    def gateway_of(way: Resource) -> str:
        return text(way, "transitGatewayId") or text(way, "associatedGatewayId")

    def association(self, attachment: str, gateway: str) -> str:
        """The table of a gateway that an attachment is associated with; empty where none is written."""
        return next((table for table, _ in self._associations(attachment) if self._gateways.get(table) == gateway), "")

    def _associations(self, attachment: str) -> Iterator[tuple[str, Resource]]:
        for each in self._resources.of(ASSOCIATED):
            if text(each, "transitGatewayAttachmentId") == attachment:
                yield text(each, "transitGatewayRouteTableId"), each

    def across(self, peering: Resource, table: str) -> tuple[str, str]:
        """The gateway on the other side of a peering from a table's own, and why nothing comes there; empty: it does."""
        ends = (text(peering, "transitGatewayId"), text(peering, "peerTransitGatewayId"))
        here = self._gateways.get(table, "")
        if here not in ends:
            return "", f"{peering.name} is not of the gateway whose table leads to it"
        other = ends[1] if here == ends[0] else ends[0]
        return other, "" if peering.id in self._accepted else f"{peering.name} waits to be accepted"

    def check_once(self) -> None:
        """An attachment is associated with one table of a gateway."""
        for attachment in dict.fromkeys(text(each, "transitGatewayAttachmentId") for each in self._resources.of(ASSOCIATED)):
            held: dict[str, Resource] = {}
            for table, each in self._associations(attachment):
                gateway = self._gateways.get(table, "")
                if gateway and held.setdefault(gateway, each) is not each:
                    told = f"{held[gateway].name} has {self._resources.name(attachment)} already: an attachment is associated with one table"
                    self._resources.wrong(each, told)

    @cached_property
    def led_to(self) -> dict[str, Intervals]:
        """Addresses that written routes lead to, by attachment."""
        found: dict[str, list[str]] = {}
        for route in self._resources.of(ROUTE):
            if text(route, "transitGatewayAttachmentId") in self.ways and not route.inputs.get("blackhole"):
                block = prefix(route, "destinationCidrBlock", route.inputs.get("destinationCidrBlock"))
                found.setdefault(text(route, "transitGatewayAttachmentId"), []).append(str(block))
        return {attachment: blocks(ranges) for attachment, ranges in found.items()}

    def check_learning(self, default: dict[str, tuple[str, Resource]]) -> None:
        """What a device makes known must come into no table. ``default``: by gateway, the table that it makes known in by itself, and what says so."""
        for attachment, way in self.ways.items():
            learning = [
                (text(each, "transitGatewayRouteTableId"), each)
                for each in self._resources.of(PROPAGATED)
                if text(each, "transitGatewayAttachmentId") == attachment
            ]
            if (own := default.get(self.gateway_of(way))) is not None:
                learning.append(own)
            for table, said in learning:
                told = f"whatever {way.name} makes known by BGP comes into {self._resources.name(table)}: nothing filters it, and it may be anybody's addresses"
                self._resources.wrong(said, told)
        for route in self._resources.of(STATIC_ROUTE):
            self._resources.unknown(route, "it is a route of a VPN connection without BGP, which is not read")


def read_premises(graph: Graph, ends: Ends, table_of: dict[str, str]) -> None:
    """A network, and a node, for each way that routes lead to. ``table_of``: by attachment, the table that what comes from there is led by."""
    for attachment, addresses in ends.led_to.items():
        way = ends.ways[attachment]
        node, table = f"from {way.id}", table_of.get(attachment, "")
        own = Edge(end=End("network", way.id, step(way)))
        routes = [(block, own) for low, high in addresses for block in summarize_address_range(IPv4Address(low), IPv4Address(high))]
        routes += [(block, Edge((table,), steps=(step(way),))) for block in _made_known(way)] if table else []
        graph.nodes[node] = Node(node, step(way), Table.of(routes), "" if table else f"{way.name} is associated with no route table")
        graph.networks[way.id] = Network(way.id, step(way), premises_of(way), addresses)
        graph.subnets[node] = Subnet(node, way.id, addresses, step(way), node)


def _made_known(way: Resource) -> list[IPv4Network]:
    """What premises are told of: on a line what the association says, by VPN whatever is in the table."""
    if way.type == VPN:
        return [IPv4Network("0.0.0.0/0")]
    return [prefix(way, "allowedPrefixes", each) for each in listed(way.inputs.get("allowedPrefixes"))]
