"""Virtual networks, subnets, virtual hubs and what is connected to them.

Sources: Microsoft Learn, "How to configure Virtual WAN Hub routing intent and routing policies"; "About virtual hub routing"; "Virtual network
traffic routing"; "Default outbound access in Azure".
"""

from collections.abc import Iterator
from ipaddress import IPv4Address as Address
from ipaddress import IPv4Network, summarize_address_range

from civic.plan import Resource
from civic.reach.azure.firewalls import policy_of
from civic.reach.azure.premises import Way, read_ways
from civic.reach.azure.routes import makes_known, own_routes, peered_routes
from civic.reach.azure.security_groups import read_groups
from civic.reach.graph import Edge, End, Graph, Network, Node, Subnet
from civic.reach.placing import addresses_in, premises_of
from civic.reach.resources import Resources, first, listed, mapping, parsed, prefix, step, text, within
from civic.reach.sets import blocks
from civic.reach.tables import Table

NETWORK, SUBNET, HUB = "azure-native:network:VirtualNetwork", "azure-native:network:Subnet", "azure-native:network:VirtualHub"
CONNECTION, INTENT, FIREWALL = (f"azure-native:network:{each}" for each in ("HubVirtualNetworkConnection", "RoutingIntent", "AzureFirewall"))
ROUTED = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""What a policy for private traffic leads to the firewall, and the hub makes known to networks."""
ZONES = ("1", "2", "3")
"""Availability zones of a region (Microsoft Learn, "What are Azure availability zones?")."""
EVERYWHERE = IPv4Network("0.0.0.0/0")
SHARED = IPv4Network("100.64.0.0/10")
"""RFC 6598: a firewall passes it on untranslated, as it does RFC 1918 ("Azure Firewall SNAT private IP address ranges")."""


MOST_NAMED = 10
"""Resources in one message."""


def read_networks(graph: Graph, resources: Resources) -> None:
    """All networks with their subnets, and two nodes for each hub: before its firewall and behind it."""
    _Reader(graph, resources).read()


def node_of(subnet: str) -> str:
    return f"subnet {subnet}"


def subscription_of(ident: str) -> str:
    parts = ident.split("/")
    return parts[2] if len(parts) > 2 and parts[1] == "subscriptions" else ""


class _Reader:
    def __init__(self, graph: Graph, resources: Resources) -> None:
        self._graph, self._resources = graph, resources
        self._hubs = {hub.id: hub for hub in resources.of(HUB)}
        self._connections = {str(mapping(each.inputs.get("remoteVirtualNetwork")).get("id")): each for each in resources.of(CONNECTION)}
        self._firewalls = {each.id: each for each in resources.of(FIREWALL)}
        for firewall in self._firewalls.values():
            if strange := [str(each) for each in listed(firewall.inputs.get("zones")) if str(each) not in ZONES]:
                resources.wrong(firewall, f"its zones name {strange[0]}; allowed: {', '.join(ZONES)}")
        self._ways = read_ways(resources)
        self._led = {each.id.rpartition("/routingIntent/")[0]: each for each in resources.of(INTENT)}

    def read(self) -> None:
        graph, resources = self._graph, self._resources
        for network in resources.of(NETWORK):
            ranges = [str(each) for each in listed(mapping(network.inputs.get("addressSpace")).get("addressPrefixes"))]
            addresses = parsed(network, "addressSpace", ", ".join(ranges), lambda _, ranges=ranges: blocks(ranges))
            region = text(network, "location")
            for key in ("subnets", "virtualNetworkPeerings"):
                if listed(network.inputs.get(key)):
                    resources.unknown(network, f"its {key} are written within it, and are not read: make each a resource of its own")
            graph.networks[network.id] = Network(network.id, step(network), resources.holder(network), addresses, subscription_of(network.id), region)
        self._check_connections()
        groups = read_groups(resources)
        for subnet in resources.of(SUBNET):
            self._subnet(subnet, groups)
        for way in self._ways:
            self._premises(way)
        for hub in self._hubs.values():
            self._hub(hub)

    def _premises(self, way: Way) -> None:
        """A network on premises, which knows what its map lets out to it, and the internet where its connection takes the hub's way there."""
        ident, node = way.made.id, f"from {way.made.id}"
        if way.hub not in self._hubs:
            self._resources.wrong(way.made, "its gateway is in no hub that a plan makes")
            return
        edge, own = Edge((way.hub,), steps=(step(way.made),)), Edge(end=End("network", ident, step(way.made)))
        routes = [(block, own) for block in way.ranges] + [(block, edge) for block in way.told]
        if way.made.inputs.get("enableInternetSecurity") and self._next(way.hub, "Internet"):
            routes.append((EVERYWHERE, edge))
        addresses = blocks([str(block) for block in way.ranges])
        self._graph.nodes[node] = Node(
            node, step(way.made), Table.of(routes), f"what is made known there: {', '.join(map(str, way.told)) or 'nothing'}"
        )
        self._graph.networks[ident] = Network(ident, step(way.made), premises_of(way.made), addresses)
        self._graph.subnets[node] = Subnet(node, ident, addresses, step(way.made), node)

    def _check_connections(self) -> None:
        for hub in self._hubs.values():
            if listed(mapping(hub.inputs.get("routeTable")).get("routes")) or listed(hub.inputs.get("virtualHubRouteTableV2s")):
                self._resources.unknown(hub, "it has routes of its own, written within it, which are not read")
        for connection in self._connections.values():
            routes = within(connection.inputs, "routingConfiguration.vnetRoutes.staticRoutes")
            if listed(routes):
                self._resources.unknown(connection, "its routingConfiguration has static routes, which are not read")
        self._resources.once(CONNECTION, "remoteVirtualNetwork.id", told="a network is connected to one hub")
        for network, connection in self._connections.items():
            if network not in self._graph.networks:
                self._resources.wrong(connection, f"it connects {network.rpartition('/')[2] or 'nothing'}, which no plan makes")
            if self._hub_of(connection) not in self._hubs:
                self._resources.wrong(connection, "its hub is made by no plan")

    @staticmethod
    def _hub_of(connection: Resource) -> str:
        return connection.id.rpartition("/hubVirtualNetworkConnections/")[0]

    def _subnet(self, subnet: Resource, groups: dict) -> None:
        network = subnet.id.rpartition("/subnets/")[0]
        addresses = addresses_in(self._graph, self._resources, subnet, network, "addressPrefix", smallest=29)
        if addresses is None:
            return
        group = str(mapping(subnet.inputs.get("networkSecurityGroup")).get("id") or "")
        if group and group not in groups:
            self._resources.wrong(subnet, f"its security group {group.rpartition('/')[2]} is made by no plan")
        if group in groups and subscription_of(group) != subscription_of(subnet.id):
            self._resources.wrong(subnet, f"its security group {group.rpartition('/')[2]} is of another Azure subscription, which Azure refuses")
        held = groups.get(group, {})
        node = node_of(subnet.id)
        self._graph.subnets[subnet.id] = Subnet(subnet.id, network, addresses, step(subnet), node, held.get("Inbound"), held.get("Outbound"))
        self._graph.nodes[node] = Node(node, step(subnet), Table.of(self._routes(subnet, network)), self._told_of(subnet, network))

    def _told_of(self, subnet: Resource, network: str) -> str:
        """For people: what keeps a subnet from what a hub makes known."""
        connection, table = self._connections.get(network), str(mapping(subnet.inputs.get("routeTable")).get("id") or "")
        hub = self._hub_of(connection) if connection else ""
        if connection is None or hub not in self._hubs:
            return f"{self._resources.name(network)} is connected to no hub"
        reasons = (
            (not makes_known(self._resources, table), f"{self._resources.name(table)} does not take what the hub makes known"),
            (
                not connection.inputs.get("enableInternetSecurity"),
                f"{connection.name} does not take the hub's way to the internet (enableInternetSecurity)",
            ),
            (not self._intended(hub, "Internet"), f"{self._hubs[hub].name} has no routing intent that leads the internet's traffic to a firewall"),
            (not self._intended(hub, "PrivateTraffic"), f"{self._hubs[hub].name} has no routing intent that leads private traffic to a firewall"),
        )
        return "; ".join(told for is_so, told in reasons if is_so)

    def _intended(self, hub: str, traffic: str) -> bool:
        intent = self._led.get(hub)
        policies = listed(intent.inputs.get("routingPolicies")) if intent else []
        return any(traffic in listed(mapping(each).get("destinations")) for each in policies)

    def _routes(self, subnet: Resource, network: str) -> Iterator[tuple[IPv4Network, Edge]]:
        """Of two routes to one prefix that of the subnet's own table stands, then what is made known, then what every network has."""
        own = self._graph.networks[network]
        table = str(mapping(subnet.inputs.get("routeTable")).get("id") or "")
        yield from own_routes(self._graph, self._resources, subnet, table)
        yield from peered_routes(self._graph, self._resources, network)
        for low, high in own.addresses:
            yield from ((block, Edge(end=End("network", network, own.step))) for block in _prefixes(low, high))
        connection = self._connections.get(network)
        hub = self._hub_of(connection) if connection else ""
        if connection and hub in self._hubs and makes_known(self._resources, table):
            edge = Edge((hub,), steps=(step(connection),))
            if self._next(hub, "PrivateTraffic"):
                yield from ((block, edge) for block in ROUTED)
            yield from ((block, edge) for other in self._connected(hub) if other.id != network for block in _all(other))
            if connection.inputs.get("enableInternetSecurity") and self._next(hub, "Internet"):
                yield EVERYWHERE, edge
                return
        if mapping(subnet.inputs.get("natGateway")).get("id"):
            yield EVERYWHERE, Edge(end=End("translated", "a gateway of its own", step(subnet)))
        elif subnet.inputs.get("defaultOutboundAccess") is not False:
            yield EVERYWHERE, Edge(end=End("internet", "by the subnet's default outbound access", step(subnet)))

    def _next(self, hub: str, traffic: str) -> Resource | None:
        """The firewall that a hub leads a kind of traffic to, if any."""
        intent = self._led.get(hub)
        policies = [mapping(each) for each in listed(intent.inputs.get("routingPolicies"))] if intent else []
        chosen = first(each for each in policies if traffic in listed(each.get("destinations")))
        if chosen is None or intent is None:
            return None
        firewall = self._firewalls.get(str(chosen.get("nextHop")))
        if firewall is None:
            self._resources.wrong(intent, f"it leads {traffic} to {str(chosen.get('nextHop')).rpartition('/')[2] or 'nothing'}, which no plan makes")
        return firewall

    def _neighbours(self, hub: Resource) -> Iterator[tuple[str, Edge]]:
        """Hubs of the same WAN, which know of each other's networks by themselves ("About virtual hub routing")."""
        wan = str(mapping(hub.inputs.get("virtualWan")).get("id") or "")
        for other in self._hubs.values():
            if wan and other is not hub and mapping(other.inputs.get("virtualWan")).get("id") == wan:
                yield other.id, Edge((other.id,), steps=(step(other),))

    def _connected(self, hub: str) -> Iterator[Network]:
        for network, connection in self._connections.items():
            if self._hub_of(connection) == hub and network in self._graph.networks:
                yield self._graph.networks[network]

    def _hub(self, hub: Resource) -> None:
        behind = f"behind {hub.id}"
        inside = [(block, Edge(end=End("network", network.id, network.step))) for network in self._connected(hub.id) for block in _all(network)]
        ways = [(block, Edge(end=End("network", way.made.id, step(way.made)))) for way in self._ways if way.hub == hub.id for block in way.ranges]
        inside += ways
        beyond = [(block, edge) for other, edge in self._neighbours(hub) for network in self._connected(other) for block in _all(network)]
        beyond += [(block, edge) for other, edge in self._neighbours(hub) for way in self._ways if way.hub == other for block in way.ranges]
        inside += beyond
        if own := text(hub, "addressPrefix"):
            addresses = blocks([str(prefix(hub, "addressPrefix", own))])
            for network in self._connected(hub.id):
                if network.addresses & addresses:
                    self._resources.wrong(hub, f"its range {own} overlaps that of {network.step.text}")
        private, outward = self._next(hub.id, "PrivateTraffic"), self._next(hub.id, "Internet")
        routes: list[tuple[IPv4Network, Edge]] = []
        if private:
            edge = Edge((behind,), steps=(step(private),), filter=policy_of(private), checkpoint=private.id)
            routes += [(block, edge) for block in ROUTED] + [(block, edge) for network in self._connected(hub.id) for block in _all(network)]
            routes += [(block, edge) for block, _ in (*ways, *beyond)]
        else:
            routes += inside
        if outward:
            end = End("translated", outward.id, step(outward))
            routes.append((EVERYWHERE, Edge(end=end, steps=(step(outward),), filter=policy_of(outward), checkpoint=outward.id)))
            kept = End("nowhere", f"{outward.name} translates nothing to {SHARED}, and knows no way there", step(outward))
            routes.append((SHARED, Edge(end=kept, steps=(step(outward),))))
        connected = [each.name for each in self._connections.values() if self._hub_of(each) == hub.id]
        told = f"connected to it by {', '.join(connected[:MOST_NAMED]) or 'nothing'}{' and more' if len(connected) > MOST_NAMED else ''}"
        self._graph.nodes[hub.id] = Node(hub.id, step(hub), Table.of(routes), told)
        self._graph.nodes[behind] = Node(behind, step(hub), Table.of(inside), told)


def _prefixes(low: int, high: int) -> Iterator[IPv4Network]:
    return summarize_address_range(Address(low), Address(high))


def _all(network: Network) -> Iterator[IPv4Network]:
    return (block for low, high in network.addresses for block in _prefixes(low, high))
