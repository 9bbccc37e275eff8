"""Route tables of one's own on Azure, and peerings between networks.

Sources: Microsoft Learn, "Virtual network traffic routing" (user-defined routes stand before all others to the same prefix) and "Virtual network
peering" (both sides make one, or nothing passes).
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, summarize_address_range

from civic.plan import Resource
from civic.reach.graph import Edge, End, Graph, Step
from civic.reach.resources import Resources, first, listed, mapping, prefix, step, text

TABLE, ROUTE, PEERING = (f"azure-native:network:{each}" for each in ("RouteTable", "Route", "VirtualNetworkPeering"))


def _table(resources: Resources, ident: str) -> Resource | None:
    return first(each for each in resources.of(TABLE) if each.id == ident)


def makes_known(resources: Resources, table: str) -> bool:
    """Whether what hubs and gateways make known comes to subnets with this table."""
    found = _table(resources, table) if table else None
    return found is None or found.inputs.get("disableBgpRoutePropagation") is not True


def own_routes(graph: Graph, resources: Resources, subnet: Resource, table: str) -> Iterator[tuple[IPv4Network, Edge]]:
    """Routes of a subnet's own table. What leads to an appliance or a gateway that no plan makes is told."""
    if not table:
        return
    found = _table(resources, table)
    if found is None:
        resources.wrong(subnet, f"its route table {table.rpartition('/')[2]} is made by no plan")
        return
    inline = [(found, mapping(each), str(mapping(each).get("name"))) for each in listed(found.inputs.get("routes"))]
    apart = [(each, each.inputs, each.name) for each in resources.of(ROUTE) if each.id.rpartition("/routes/")[0] == table]
    for made, route, name in (*inline, *apart):
        led = str(route.get("addressPrefix"))
        if not led[:1].isdigit() and ":" not in led:
            resources.unknown(made, f"its route {name} leads to {led}, a tag of Azure's whose addresses are not known, by {route.get('nextHopType')}")
            continue
        to = prefix(made, f"{name}: addressPrefix", route.get("addressPrefix"))
        yield to, Edge(end=_end(graph, resources, made, route, subnet, name), steps=(Step(name, made.urn),))


def _end(graph: Graph, resources: Resources, made: Resource, route, subnet: Resource, name: str) -> End:
    kind, here = route.get("nextHopType"), Step(name, made.urn)
    network = graph.networks[subnet.id.rpartition("/subnets/")[0]]
    if kind == "Internet":
        return End("internet", f"by the route {name}", here)
    if kind in ("VnetLocal", "VirtualNetwork"):
        return End("network", network.id, network.step)
    if kind == "None":
        return End("nowhere", f"the route {name} drops it", here)
    told = f"its route {name} leads to {route.get('nextHopIpAddress') or kind}, which no plan makes"
    resources.wrong(made, told)
    return End("nowhere", told, here)


def peered_routes(graph: Graph, resources: Resources, network: str) -> Iterator[tuple[IPv4Network, Edge]]:
    """Ranges of networks that both sides have peered, by the way between them that no firewall is on."""
    every = {each.id: (each.id.rpartition("/virtualNetworkPeerings/")[0], each) for each in resources.of(PEERING)}
    pairs = {(home, _remote(each)): each for home, each in every.values()}
    for (home, remote), made in pairs.items():
        if home != network:
            continue
        if remote not in graph.networks:
            resources.wrong(made, f"it leads to {remote.rpartition('/')[2] or 'nothing'}, which no plan makes")
        elif (remote, home) in pairs and all(_allows(pairs[each]) for each in ((home, remote), (remote, home))):
            for low, high in graph.networks[remote].addresses:
                for block in summarize_address_range(IPv4Address(low), IPv4Address(high)):
                    yield block, Edge(end=End("network", remote, step(made)), steps=(step(made),))


def _allows(peering: Resource) -> bool:
    return peering.inputs.get("allowVirtualNetworkAccess") is not False


def _remote(peering: Resource) -> str:
    return str(mapping(peering.inputs.get("remoteVirtualNetwork")).get("id") or text(peering, "remoteVirtualNetwork"))
