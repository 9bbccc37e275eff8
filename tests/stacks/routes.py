"""The way of a packet through planned AWS networks, as VPCs and transit gateways choose it: the longest prefix wins.

Sources: Amazon VPC User Guide, "Route priority"; Amazon VPC Transit Gateways Guide, "How transit gateways work".
"""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network

from civic.plan import Deployment, Resource

LONGEST = 20
"""Hops, after which a way is taken for a circle."""


class Lost(AssertionError):
    """No route leads on. The message has the hops until then."""


class Routes:
    """All AWS networks of an estate's plans."""

    def __init__(self, plans: Iterable[Deployment]) -> None:
        self.resources = [resource for plan in plans for resource in plan]
        self.names = {resource.id: resource.name for resource in self.resources if resource.id}
        self.subnets = {subnet.id: subnet for subnet in self._of("ec2/subnet:Subnet")}
        self.ranges = {vpc.id: IPv4Network(vpc.inputs["cidrBlock"]) for vpc in self._of("ec2/vpc:Vpc")}
        self.tables = {each.inputs["subnetId"]: each.inputs["routeTableId"] for each in self._of("ec2/routeTableAssociation:RouteTableAssociation")}
        self.attachments = {each.id: each for each in self._of("ec2transitgateway/vpcAttachment:VpcAttachment")}

    def _of(self, token: str) -> Iterator[Resource]:
        return (resource for resource in self.resources if resource.type == f"aws:{token}")

    def subnet_of(self, address: str) -> str:
        (found,) = [ident for ident, subnet in self.subnets.items() if IPv4Address(address) in IPv4Network(subnet.inputs["cidrBlock"])]
        return str(found)

    def way(self, subnet: str, destination: str, *, zone: int = 0) -> list[str]:
        """Names of what a packet passes from a subnet to an address; the last is where it leaves what the plans know.

        ``zone``: number of the zone in which the transit gateway enters a network. Raises ``Lost``.
        """
        hops, here = [], subnet
        while here:
            hops.append(self.names[here])
            if len(hops) > LONGEST:
                raise Lost(f"{' > '.join(hops)}: a circle")
            here, passed = self._next(here, IPv4Address(destination), zone, hops)
            hops += [self.names.get(each, each) for each in passed]
        return hops

    def _next(self, subnet: str, to: IPv4Address, zone: int, hops: list[str]) -> tuple[str, list[str]]:
        """The subnet that the packet is in next, if any, and what it passes on the way there."""
        vpc = self.subnets[subnet].inputs["vpcId"]
        local = {self.ranges[vpc]: {"local": vpc}}
        mine = [route for route in self._of("ec2/route:Route") if route.inputs["routeTableId"] == self.tables[subnet]]
        target = _longest({**{IPv4Network(route.inputs["destinationCidrBlock"]): route.inputs for route in mine}, **local}, to)
        if target is None:
            raise Lost(f"{' > '.join(hops)}: no route to {to}")
        if "local" in target:
            there = [ident for ident, each in self.subnets.items() if each.inputs["vpcId"] == vpc and to in IPv4Network(each.inputs["cidrBlock"])]
            return "", [str(ident) for ident in there]
        if endpoint := target.get("vpcEndpointId"):
            return self._behind(endpoint), [endpoint]
        if target.get("transitGatewayId"):
            return self._across(target["transitGatewayId"], vpc, to, zone, hops)
        return "", [target.get("natGatewayId") or target["gatewayId"]]

    def _behind(self, endpoint: str) -> str:
        """The subnet of a firewall's endpoint: what has passed it is there."""
        states = [
            state for firewall in self._of("networkfirewall/firewall:Firewall") for state in firewall.outputs["firewallStatuses"][0]["syncStates"]
        ]
        (subnet,) = [each["subnetId"] for state in states for each in state["attachments"] if each["endpointId"] == endpoint]
        return str(subnet)

    def _across(self, gateway: str, vpc: str, to: IPv4Address, zone: int, hops: list[str]) -> tuple[str, list[str]]:
        (attachment,) = [ident for ident, each in self.attachments.items() if each.inputs["vpcId"] == vpc and self._gateway(each) == gateway]
        table = self._table(str(attachment), gateway)
        routes = {
            IPv4Network(each.inputs["destinationCidrBlock"]): each.inputs
            for each in self._of("ec2transitgateway/route:Route")
            if self._in(each, table)
        }
        target = _longest({**self._propagated(gateway, table), **routes}, to)
        passed = [gateway, table]
        if target is None:
            raise Lost(f"{' > '.join([*hops, *(self.names[each] for each in passed)])}: no route to {to}")
        if target["transitGatewayAttachmentId"] not in self.attachments:
            return "", [*passed, target["transitGatewayAttachmentId"]]
        return str(sorted(self.attachments[target["transitGatewayAttachmentId"]].inputs["subnetIds"], key=self._zone)[zone]), passed

    def _zone(self, subnet: str) -> str:
        return str(self.subnets[subnet].inputs["availabilityZone"])

    @staticmethod
    def _gateway(resource: Resource) -> str:
        return str(resource.inputs["transitGatewayId"])

    @staticmethod
    def _in(resource: Resource, table: str) -> bool:
        return resource.inputs["transitGatewayRouteTableId"] == table

    def _table(self, attachment: str, gateway: str) -> str:
        for each in self._of("ec2transitgateway/routeTableAssociation:RouteTableAssociation"):
            if each.inputs["transitGatewayAttachmentId"] == attachment:
                return str(each.inputs["transitGatewayRouteTableId"])
        return self._default("Association", gateway)

    def _default(self, kind: str, gateway: str) -> str:
        token = f"ec2transitgateway/defaultRouteTable{kind}:DefaultRouteTable{kind}"
        (found,) = [each for each in self._of(token) if self._gateway(each) == gateway]
        return str(found.inputs["transitGatewayRouteTableId"])

    def _propagated(self, gateway: str, table: str) -> Mapping[IPv4Network, Mapping[str, str]]:
        """What newcomers make known by themselves."""
        if table != self._default("Propagation", gateway):
            return {}
        newcomers = {
            ident: each
            for ident, each in self.attachments.items()
            if self._gateway(each) == gateway and each.inputs.get("transitGatewayDefaultRouteTablePropagation") is not False
        }
        return {self.ranges[each.inputs["vpcId"]]: {"transitGatewayAttachmentId": str(ident)} for ident, each in newcomers.items()}


def _longest(routes: Mapping[IPv4Network, Mapping[str, str]], to: IPv4Address) -> Mapping[str, str] | None:
    matching = [block for block in routes if to in block]
    return routes[max(matching, key=lambda block: block.prefixlen)] if matching else None
