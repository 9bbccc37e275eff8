"""VPCs, subnets, route tables, transit gateways and what is attached to them.

Sources: Amazon VPC User Guide, "Route priority", "Example routing options"; Amazon VPC Transit Gateways Guide, "How transit gateways work",
"Appliance in a shared services VPC".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Network

from civic.plan import Resource
from civic.reach.aws.firewalls import endpoints
from civic.reach.aws.prefix_lists import prefix_lists
from civic.reach.aws.premises import Ends, read_premises
from civic.reach.graph import Edge, End, Fault, Graph, Network, Node, Step, Subnet
from civic.reach.placing import addresses_in
from civic.reach.resources import Resources, first, listed, mapping, prefix, step, text
from civic.reach.sets import blocks
from civic.reach.tables import Table

VPC, SUBNET, TABLE, ROUTE, ASSOCIATION = (
    *("aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable", "aws:ec2/route:Route"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
)
INTERNET, EGRESS_ONLY, NAT = (
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
    "aws:ec2/natGateway:NatGateway",
)
PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
TRANSIT = "aws:ec2transitgateway/"
ATTACHMENT, TRANSIT_TABLE, TRANSIT_ROUTE = f"{TRANSIT}vpcAttachment:VpcAttachment", f"{TRANSIT}routeTable:RouteTable", f"{TRANSIT}route:Route"
ASSOCIATED, PROPAGATED = f"{TRANSIT}routeTableAssociation:RouteTableAssociation", f"{TRANSIT}routeTablePropagation:RouteTablePropagation"
GATEWAY = f"{TRANSIT}transitGateway:TransitGateway"
TARGETS = ("vpcEndpointId", "transitGatewayId", "natGatewayId", "gatewayId", "egressOnlyGatewayId", "vpcPeeringConnectionId", "networkInterfaceId")


MOST_NAMED = 10
"""Resources in one message."""


def read_networks(graph: Graph, resources: Resources) -> None:
    """All networks with their subnets, and a node for each subnet and each table of a transit gateway."""
    _Reader(graph, resources).read()


def node_of(subnet: str) -> str:
    return f"subnet {subnet}"


class _Reader:
    def __init__(self, graph: Graph, resources: Resources) -> None:
        self._graph, self._resources = graph, resources
        self._endpoints = endpoints(resources)
        self._attachments = {each.id: each for each in resources.of(ATTACHMENT)}
        self._ends = Ends(resources)
        self._names = {each.id: each for each in resources.every if each.id}
        self._attached = {(text(each, "vpcId"), text(each, "transitGatewayId")): each for each in self._attachments.values()}
        self._tables: dict[str, str] = {}
        for each in resources.of(ASSOCIATION):
            if self._tables.setdefault(text(each, "subnetId"), text(each, "routeTableId")) != text(each, "routeTableId"):
                resources.wrong(each, f"{resources.name(text(each, 'subnetId'))} has a route table already: AWS refuses a second")
        self._routes: dict[str, list[Resource]] = {}
        for route in (*resources.of(ROUTE), *_inline_routes(resources)):
            self._routes.setdefault(text(route, "routeTableId"), []).append(route)
        self._lists = prefix_lists(resources)
        self._zones = {each.id: text(each, "availabilityZone") for each in resources.of(SUBNET)}

    def read(self) -> None:
        graph, resources = self._graph, self._resources
        for vpc in resources.of(VPC):
            arn = str(vpc.outputs.get("arn") or "").split(":")
            region, account = (arn[3], arn[4]) if len(arn) > 4 else ("", "")
            addresses = blocks([str(prefix(vpc, "cidrBlock", vpc.inputs.get("cidrBlock")))])
            _refuse_ipv6(resources, vpc, ("assignGeneratedIpv6CidrBlock", "ipv6CidrBlock", "ipv6IpamPoolId"))
            graph.networks[vpc.id] = Network(vpc.id, step(vpc), resources.holder(vpc), addresses, account, region)
        for subnet in resources.of(SUBNET):
            self._subnet(subnet, self._tables.get(subnet.id, ""))
        self._symmetric()
        for table in resources.of(TRANSIT_TABLE):
            graph.nodes[table.id] = Node(table.id, step(table), Table.of(self._transit_routes(table)), self._told_of_transit(table))
        resources.once(ATTACHMENT, "vpcId", "transitGatewayId", told="AWS attaches a network to a gateway once")
        self._ends.check_once()
        self._ends.check_learning(self._learning())
        read_premises(graph, self._ends, {each: self._led_by(each, self._ends.gateway_of(way)) for each, way in self._ends.ways.items()})

    def _symmetric(self) -> None:
        """A gateway sends each direction of a connection into the zone that it comes from, unless the attachment keeps both in one."""
        inspecting = {self._graph.subnets[subnet].network for subnet, _, _ in self._endpoints.values() if subnet in self._graph.subnets}
        for attachment in self._attachments.values():
            several = len(attachment.inputs.get("subnetIds") or ()) > 1
            if text(attachment, "vpcId") in inspecting and several and attachment.inputs.get("applianceModeSupport") != "enable":
                told = "answers may pass another zone's firewall than the call did, which drops them: applianceModeSupport is not 'enable'"
                self._graph.faults.append(Fault(attachment.urn, told, "asymmetric"))

    def _subnet(self, subnet: Resource, table: str) -> None:
        vpc = text(subnet, "vpcId")
        _refuse_ipv6(self._resources, subnet, ("ipv6CidrBlock", "ipv6Native", "assignIpv6AddressOnCreation", "ipv6IpamPoolId"))
        addresses = addresses_in(self._graph, self._resources, subnet, vpc, "cidrBlock", smallest=28)
        if addresses is None:
            return
        self._graph.subnets[subnet.id] = Subnet(subnet.id, vpc, addresses, step(subnet), node_of(subnet.id))
        zone, region = text(subnet, "availabilityZone"), self._graph.networks[vpc].region
        if zone and region and not re.fullmatch(rf"{re.escape(region)}(-[a-z0-9-]+)?[a-z]", zone):
            self._resources.wrong(subnet, f"its availabilityZone is {zone}; allowed: zones of its network's region, {region}a and so on")
        routes = Table.of(self._subnet_routes(subnet, vpc, table))
        self._graph.nodes[node_of(subnet.id)] = Node(node_of(subnet.id), step(subnet), routes, self._told_of(table))

    def _told_of(self, table: str) -> str:
        """For people: what a subnet's table has."""
        if not table:
            return "it is associated with no route table"
        return _named(f"the routes of {self._resources.name(table)} are", (each.name for each in self._routes.get(table, ())))

    def _told_of_transit(self, table: Resource) -> str:
        """For people: what leads to a transit gateway's table, and what it knows."""
        resources, key = self._resources, "transitGatewayRouteTableId"
        leading = [each for token in (ASSOCIATED, _default_of("Association")) for each in resources.of(token) if text(each, key) == table.id]
        known = [each for token in (PROPAGATED, _default_of("Propagation")) for each in resources.of(token) if text(each, key) == table.id]
        routes = [each.name for each in resources.of(TRANSIT_ROUTE) if text(each, key) == table.id]
        told = (
            (f"led to it by {_few(each.name for each in leading)}", leading),
            (f"networks are made known in it by {_few(each.name for each in known)}", known),
        )
        return "; ".join((*(said for said, found in told if found), _named("its routes are", routes)))

    def _subnet_routes(self, subnet: Resource, vpc: str, table: str) -> Iterator[tuple[IPv4Network, Edge]]:
        network = self._graph.networks[vpc]
        for low, high in network.addresses:
            yield _one(low, high), Edge(end=End("network", vpc, network.step))
        seen: dict[str, Resource] = {}
        for route in self._routes.get(table, ()):
            led = text(route, "destinationCidrBlock")
            if led and seen.setdefault(led, route) is not route:
                self._resources.wrong(route, f"its table has a route to {led} already, {seen[led].name}: AWS refuses a second")
            if text(route, "destinationCidrBlock"):
                yield prefix(route, "destinationCidrBlock", route.inputs["destinationCidrBlock"]), self._edge(route, subnet, vpc)
            elif text(route, "destinationIpv6CidrBlock"):
                self._resources.wrong(route, "it leads to a range of IPv6, which the platform's networks do not have")
            elif (ident := text(route, "destinationPrefixListId")) in self._lists:
                yield from ((IPv4Network(each), self._edge(route, subnet, vpc)) for each in self._lists[ident])
            else:
                self._resources.wrong(route, f"it leads to the list of prefixes {ident or 'that is missing'}, which no plan makes")

    def _edge(self, route: Resource, subnet: Resource, vpc: str) -> Edge:
        key = first(each for each in TARGETS if text(route, each))
        target = text(route, key) if key else ""
        passed = (step(route),)
        if key == "vpcEndpointId" and target in self._endpoints:
            stands, policy, firewall = self._endpoints[target]
            return Edge((node_of(stands),), steps=(*passed, Step(f"{firewall.name} ({target})", firewall.urn)), filter=policy, checkpoint=target)
        if key == "transitGatewayId" and (edge := self._across(route, target, subnet, vpc)):
            return edge
        if target == "local":
            return Edge(end=End("network", vpc, self._graph.networks[vpc].step), steps=passed)
        made = self._names.get(target)
        if made is None:
            self._resources.wrong(route, f"it leads to {target or 'nothing'}, which no plan makes")
            return Edge(end=End("nowhere", f"{route.name} leads to {target or 'nothing'}, which no plan makes", passed[0]), steps=passed)
        if made.type == NAT:
            return Edge(end=End("translated", text(made, "subnetId"), step(made)), steps=passed)
        if made.type in (INTERNET, EGRESS_ONLY):
            return Edge(end=End("internet", target, step(made)), steps=passed)
        if made.type == PEERING:
            return self._peering(made, vpc, passed)
        self._resources.unknown(route, f"it leads to {made.name} ({made.type}), which is not read")
        return Edge(end=End("nowhere", f"{made.name} ({made.type}), which is not read", step(made)), steps=passed)

    def _peering(self, peering: Resource, vpc: str, passed: tuple[Step, ...]) -> Edge:
        other = first(each for each in (text(peering, "vpcId"), text(peering, "peerVpcId")) if each != vpc)
        end = (
            End("network", other, step(peering))
            if other in self._graph.networks
            else End("internet", f"{other}, a network of nobody's here", step(peering))
        )
        return Edge(end=end, steps=(*passed, step(peering)))

    def _across(self, route: Resource, gateway: str, subnet: Resource, vpc: str) -> Edge | None:
        """Into a transit gateway, by the table that this network's attachment is associated with. A zone where the attachment has no subnet has no
        way in ("How transit gateways work", part "Availability Zones")."""
        made = self._names.get(gateway)
        attachment = self._attached.get((vpc, gateway))
        if made is None:
            return None
        if attachment is None:
            self._resources.wrong(route, f"it leads to {made.name}, to which its network is not attached")
            return Edge(end=End("nowhere", f"{made.name}, to which the network is not attached", step(made)), steps=(step(route),))
        zone = self._zones.get(subnet.id, "")
        attached = [self._zones.get(str(each), "") for each in attachment.inputs.get("subnetIds") or ()]
        if zone and all(attached) and zone not in attached:
            told = f"{attachment.name} has no subnet in {zone}, so that nothing there comes to {made.name}"
            return Edge(end=End("nowhere", told, step(attachment)), steps=(step(route),))
        table = self._table(attachment, gateway)
        if not table:
            told = f"{attachment.name} is associated with no route table, and {made.name} has no default one"
            return Edge(end=End("nowhere", told, step(attachment)), steps=(step(route),))
        return Edge((table,), steps=(step(route), step(made)))

    def _learning(self) -> dict[str, tuple[str, Resource]]:
        """Gateway -> the table in which it makes newcomers known by itself, and what says so."""
        told = {each.id: (self._default("Propagation", each.id), each) for each in self._resources.of(GATEWAY)}
        return {gateway: found for gateway, found in told.items() if found[0]}

    def _led_by(self, attachment: str, gateway: str) -> str:
        """The table of a gateway that leads what comes from an attachment other than a network's."""
        return self._ends.association(attachment, gateway) or (self._default("Association", gateway) if gateway in self._names else "")

    def _table(self, attachment: Resource, gateway: str) -> str:
        own = self._ends.association(attachment.id, gateway)
        if own or attachment.inputs.get("transitGatewayDefaultRouteTableAssociation") is False:
            return own or ""
        return self._default("Association", gateway)

    def _default(self, kind: str, gateway: str) -> str:
        """The table that newcomers are associated with, or that their ranges are made known in."""
        made = self._names[gateway]
        if made.inputs.get(f"defaultRouteTable{kind}") == "disable":
            return ""
        token = _default_of(kind)
        named = first(text(each, "transitGatewayRouteTableId") for each in self._resources.of(token) if text(each, "transitGatewayId") == gateway)
        if named:
            return named
        return str(made.outputs.get(f"{kind.lower()}DefaultRouteTableId") or "")

    def _transit_routes(self, table: Resource) -> Iterator[tuple[IPv4Network, Edge]]:
        """Routes that are written stand before those that are made known of the same prefix."""
        for route in self._resources.of(TRANSIT_ROUTE):
            if text(route, "transitGatewayRouteTableId") == table.id:
                block = prefix(route, "destinationCidrBlock", route.inputs.get("destinationCidrBlock"))
                if route.inputs.get("blackhole"):
                    yield block, Edge(end=End("nowhere", f"{route.name} drops it", step(route)), steps=(step(route),))
                else:
                    yield block, self._into(text(route, "transitGatewayAttachmentId"), route)
        for attachment in self._attachments.values():
            if table.id in self._known_in(attachment):
                for low, high in self._graph.networks[text(attachment, "vpcId")].addresses:
                    yield _one(low, high), self._into(attachment.id, attachment)

    def _known_in(self, attachment: Resource) -> set[str]:
        """Tables in which an attached network's range is made known."""
        named = {text(each, "transitGatewayRouteTableId") for each in self._resources.of(PROPAGATED) if _of(each) == attachment.id}
        if attachment.inputs.get("transitGatewayDefaultRouteTablePropagation") is not False:
            named.add(self._default("Propagation", text(attachment, "transitGatewayId")))
        return named if text(attachment, "vpcId") in self._graph.networks else set()

    def _into(self, attachment: str, through: Resource) -> Edge:
        """Out of a transit gateway: into any of the attached subnets, one a zone."""
        made = self._attachments.get(attachment)
        if made is None and (way := self._ends.ways.get(attachment)):
            return Edge(end=End("network", way.id, step(way)), steps=(step(through),))
        if made is None and attachment in self._ends.peerings:
            return self._over(self._ends.peerings[attachment], through)
        if made is None:
            self._resources.wrong(through, f"it leads to {attachment or 'nothing'}, which no plan makes")
            return Edge(
                end=End("nowhere", f"{through.name} leads to {attachment or 'nothing'}, which no plan makes", step(through)), steps=(step(through),)
            )
        steps = (step(through),) if through is made else (step(through), step(made))
        network = self._graph.networks.get(text(made, "vpcId"))
        subnets = [str(each) for each in made.inputs.get("subnetIds") or ()]
        nodes = {self._routes_key(each): node_of(each) for each in subnets}
        if network and set(nodes) == {()}:
            # Nothing but the network's own range: every zone is alike.
            return Edge((next(iter(nodes.values())),), steps=steps)
        return Edge(tuple(node_of(each) for each in subnets), steps=steps)

    def _over(self, peering: Resource, through: Resource) -> Edge:
        """To the gateway on the other side of a peering."""
        gateway, problem = self._ends.across(peering, text(through, "transitGatewayRouteTableId"))
        table = self._led_by(peering.id, gateway) if gateway else ""
        if problem or not table:
            told = problem or f"{peering.name} is associated with no route table of {self._resources.name(gateway)}"
            self._resources.wrong(through, told)
            return Edge(end=End("nowhere", told, step(peering)), steps=(step(through),))
        return Edge((table,), steps=(step(through), step(peering)))

    def _routes_key(self, subnet: str) -> tuple[str, ...]:
        return tuple(route.id for route in self._routes.get(self._tables.get(subnet, ""), ()))


def _of(resource: Resource) -> str:
    return text(resource, "transitGatewayAttachmentId")


def _inline_routes(resources: Resources) -> Iterator[Resource]:
    """Routes that are written in their tables, as if each were a resource of its own."""
    for table in resources.of(TABLE):
        for route in map(mapping, listed(table.inputs.get("routes"))):
            keys = {"cidrBlock": "destinationCidrBlock", "ipv6CidrBlock": "destinationIpv6CidrBlock"}
            inputs = {keys.get(str(key), str(key)): value for key, value in route.items() if value}
            yield replace(table, inputs={**inputs, "routeTableId": table.id})


def _refuse_ipv6(resources: Resources, made: Resource, keys: tuple[str, ...]) -> None:
    if given := [key for key in keys if made.inputs.get(key)]:
        resources.unknown(made, f"{given[0]} gives it addresses of IPv6: what routes and filters do to those is not proved")


def _default_of(kind: str) -> str:
    return f"{TRANSIT}defaultRouteTable{kind}:DefaultRouteTable{kind}"


def _named(before: str, names: Iterable[str]) -> str:
    return f"{before} {_few(names) or 'none'}"


def _few(names: Iterable[str]) -> str:
    found = list(names)
    return f"{', '.join(found[:MOST_NAMED])}{' and more' if len(found) > MOST_NAMED else ''}"


def _one(low: int, high: int) -> IPv4Network:
    """The prefix that a VPC's range is."""
    return IPv4Network((low, 32 - (high - low).bit_length()))
