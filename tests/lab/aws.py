"""A lab of planned networks on AWS, from resources alone.

Written from: Amazon VPC User Guide ("Route tables", "Subnet routing", "Security group rules", "NAT gateway basics"); Amazon VPC Transit Gateways
Guide ("How transit gateways work", "Availability Zones", "Appliance in a shared services VPC"); AWS Network Firewall Developer Guide.
A subnet is a namespace whose routes are its route table; a zone's way into a transit gateway is that of its attachment's subnet there.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from civic.plan import Resource
from tests.lab.parts import Host, Lab, Lookup, table
from tests.lab.suricata_rules import in_nftables

NEW = "ct state invalid drop\nmeta l4proto tcp ct state new tcp flags & (fin|syn|rst|ack) != syn drop"
"""What keeps state drops what begins in the middle."""
NO_TABLE = 250
"""Of an attachment that is associated with none."""
HTTPS = frozenset({("tcp", 443)})


def lab(resources: Sequence[Resource], names: Mapping[str, str], chance: random.Random) -> Lab:
    """The lab of all planned networks."""
    return _Translator(resources, names, chance).translate()


class _Translator:
    def __init__(self, resources: Sequence[Resource], names: Mapping[str, str], chance: random.Random) -> None:
        self.lab = Lab(names=names, outside="internet")
        self.chance = chance
        self.every = resources
        self.by_id = {each.id: each for each in resources}
        self.subnets = {each.id: each for each in self.of("aws:ec2/subnet:")}
        self.endpoints = dict(self._endpoints())
        self.tables = {each.inputs["subnetId"]: each.inputs["routeTableId"] for each in self.of("aws:ec2/routeTableAssociation:")}
        self.taken: dict[str, int] = {}
        self.leads: dict[str, list[str]] = {}
        """Gateway -> subnets that have a route to it."""

    def of(self, prefix: str) -> list[Resource]:
        return [each for each in self.every if each.type.startswith(prefix)]

    def translate(self) -> Lab:
        outside = self.lab.add("internet")
        outside.addresses += self.lab.names.values()
        for vpc in self.of("aws:ec2/vpc:"):
            self.lab.add(vpc.id)
        for subnet in self.subnets.values():
            self._subnet(subnet)
        for endpoint, (subnet, policy) in self.endpoints.items():
            self._appliance(endpoint, subnet, self._firewall(policy))
        for number, nat in enumerate(self.of("aws:ec2/natGateway:")):
            self._nat(nat, f"198.18.0.{number + 1}")
        for gateway in self.of("aws:ec2transitgateway/transitGateway:"):
            self.lab.add(gateway.id)
        for subnet, held in self.tables.items():
            self._routes(self.subnets[subnet], held)
        for gateway in self.of("aws:ec2transitgateway/transitGateway:"):
            self._transit(gateway)
        self._outside()
        self._hosts()
        return self.lab

    def _subnet(self, subnet: Resource) -> None:
        """Every address of the network is local to it, whatever else its table says."""
        vpc = self.by_id[subnet.inputs["vpcId"]]
        self.lab.add(subnet.id)
        self.lab.link(subnet.id, vpc.id)
        self.lab.route(subnet.id, vpc.inputs["cidrBlock"], vpc.id)
        self.lab.route(vpc.id, subnet.inputs["cidrBlock"], subnet.id)
        self.lab.route(subnet.id, subnet.inputs["cidrBlock"], "")

    def _endpoints(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for firewall in self.of("aws:networkfirewall/firewall:"):
            for status in firewall.outputs["firewallStatuses"]:
                for state in status["syncStates"]:
                    for each in state["attachments"]:
                        yield each["endpointId"], (each["subnetId"], firewall.inputs["firewallPolicyArn"])

    def _appliance(self, name: str, subnet: str, rules: str) -> None:
        """What leaves it takes the routes of the subnet that it stands in."""
        self.lab.add(name).rules = rules
        self.lab.link(name, subnet)
        self.lab.route(name, "0.0.0.0/0", subnet)

    def _firewall(self, policy: str) -> str:
        (made,) = [each for each in self.of("aws:networkfirewall/firewallPolicy:") if each.outputs["arn"] == policy]
        settings = made.inputs["firewallPolicy"]
        groups = {each.outputs["arn"]: each for each in self.of("aws:networkfirewall/ruleGroup:")}
        # What AWS keeps refuses attackers, whom nobody plays here.
        ordered = self.ordered([each for each in settings["statefulRuleGroupReferences"] if ":aws-managed:" not in each["resourceArn"]])
        texts = [groups[each["resourceArn"]].inputs["ruleGroup"]["rulesSource"]["rulesString"] for each in ordered]
        rules = [line for text in texts for line in in_nftables(text, self.lab.names)]
        if any(action.startswith("aws:drop_established") for action in settings["statefulDefaultActions"]):
            # A connection over TCP is established before it says anything; of others the first packet is not.
            default = ["ct direction reply accept", "meta l4proto != tcp ct state new accept", "drop"]
        else:
            default = ["ct direction reply accept", "drop" if "aws:drop_strict" in settings["statefulDefaultActions"] else "accept"]
        return table("lab", {"forward": ("type filter hook forward priority 0;", [NEW, *rules, *default])})

    @staticmethod
    def ordered(references: Iterable[Mapping]) -> list[Mapping]:
        return sorted(references, key=lambda each: each["priority"])

    def _nat(self, nat: Resource, address: str) -> None:
        subnet = nat.inputs["subnetId"]
        snat = f"iifname != IF({subnet}) snat ip to {address}"
        self._appliance(nat.id, subnet, table("lab", {"after": ("type nat hook postrouting priority 100;", [snat])}))
        self.lab.route(subnet, f"{address}/32", nat.id)

    def _transit(self, gateway: Resource) -> None:
        """A zone is a mark: a packet leaves in the zone that it came in by, or, where an attachment is an appliance's, in that of its connection."""
        made = self.lab.namespaces[gateway.id]
        attachments = [each for each in self.of("aws:ec2transitgateway/vpcAttachment:") if each.inputs["transitGatewayId"] == gateway.id]
        zones = sorted({self._zone(subnet) for each in attachments for subnet in each.inputs["subnetIds"]})
        marks: list[str] = []
        for attachment in attachments:
            held = self._table_of(attachment, gateway)
            for subnet in self._ways_in(attachment, gateway.id):
                self.lab.link(gateway.id, subnet)
                marks.append(f"iifname IF({subnet}) meta mark set {zones.index(self._zone(subnet)) + 1}")
                numbers = [self._number(held, mark) for mark in range(1, len(zones) + 1)] if held else []
                made.lookups += [Lookup(subnet, number, number % 10) for number in numbers] or [Lookup(subnet, NO_TABLE)]
        appliance = any(each.inputs.get("applianceModeSupport") == "enable" for each in attachments)
        if appliance:
            marks += ["ct mark != 0 meta mark set ct mark", "ct mark 0 ct mark set meta mark"]
        made.rules = table("lab", {"before": ("type filter hook prerouting priority -150;", marks)})
        for routes in self.of("aws:ec2transitgateway/routeTable:"):
            for prefix, attachment in self._transit_routes(routes, attachments, gateway):
                for mark, zone in enumerate(zones, 1):
                    self.lab.route(gateway.id, prefix, self._towards(attachment, zone), self._number(routes.id, mark))

    def _ways_in(self, attachment: Resource, gateway: str) -> list[str]:
        """Subnets of the attachment, and those of its network that have a route to the gateway: they come in by it."""
        network = attachment.inputs["vpcId"]
        leading = [each for each in self.leads.get(gateway, ()) if self.subnets[each].inputs["vpcId"] == network]
        return list(dict.fromkeys((*attachment.inputs["subnetIds"], *leading)))

    def _number(self, routes: str, mark: int) -> int:
        ids = [each.id for each in self.of("aws:ec2transitgateway/routeTable:")]
        return 1000 + 10 * ids.index(routes) + mark

    def _towards(self, attachment: Resource | None, zone: str) -> str:
        """A subnet of the attachment in the zone, or else in another. Nobody plays premises here: what leads there is dropped."""
        subnets = attachment.inputs.get("subnetIds", []) if attachment else []
        return next((each for each in subnets if self._zone(each) == zone), subnets[0] if subnets else "")

    def _zone(self, subnet: str) -> str:
        return self.subnets[subnet].inputs["availabilityZone"][-1]

    def _table_of(self, attachment: Resource, gateway: Resource) -> str:
        for each in self.of("aws:ec2transitgateway/routeTableAssociation:"):
            if each.inputs["transitGatewayAttachmentId"] == attachment.id:
                return each.inputs["transitGatewayRouteTableId"]
        return self._default("Association", attachment, gateway)

    def _default(self, kind: str, attachment: Resource, gateway: Resource) -> str:
        own = attachment.inputs.get(f"transitGatewayDefaultRouteTable{kind}", True)
        if not own or gateway.inputs.get(f"defaultRouteTable{kind}") == "disable":
            return ""
        chosen = self.of(f"aws:ec2transitgateway/defaultRouteTable{kind}:")
        return next((each.inputs["transitGatewayRouteTableId"] for each in chosen if each.inputs["transitGatewayId"] == gateway.id), "")

    def _transit_routes(self, routes: Resource, attachments: list[Resource], gateway: Resource) -> Iterator[tuple[str, Resource | None]]:
        for route in self.of("aws:ec2transitgateway/route:"):
            if route.inputs["transitGatewayRouteTableId"] == routes.id:
                yield route.inputs["destinationCidrBlock"], self.by_id.get(route.inputs.get("transitGatewayAttachmentId", ""))
        for attachment in attachments:
            known = {
                each.inputs["transitGatewayRouteTableId"]
                for each in self.of("aws:ec2transitgateway/routeTablePropagation:")
                if each.inputs["transitGatewayAttachmentId"] == attachment.id
            }
            if routes.id in known | {self._default("Propagation", attachment, gateway)}:
                yield self.by_id[attachment.inputs["vpcId"]].inputs["cidrBlock"], attachment

    def _routes(self, subnet: Resource, held: str) -> None:
        for route in self.of("aws:ec2/route:"):
            if route.inputs["routeTableId"] == held and "destinationCidrBlock" in route.inputs:
                self._route(subnet, route.inputs["destinationCidrBlock"], route)

    def _route(self, subnet: Resource, prefix: str, route: Resource) -> None:
        given = route.inputs
        towards = ""
        if gateway := given.get("transitGatewayId"):
            towards = gateway if self._attached(subnet, gateway) else ""
        elif appliance := given.get("vpcEndpointId") or given.get("natGatewayId"):
            towards = appliance
        elif given.get("gatewayId"):
            towards = "internet"
        if towards:
            self.lab.link(subnet.id, towards)
            self.leads.setdefault(towards, []).append(subnet.id)
        self.lab.route(subnet.id, prefix, towards)

    def _attached(self, subnet: Resource, gateway: str) -> bool:
        """A zone without an attachment's subnet has no way to the gateway."""
        for each in self.of("aws:ec2transitgateway/vpcAttachment:"):
            if each.inputs["transitGatewayId"] == gateway and each.inputs["vpcId"] == subnet.inputs["vpcId"]:
                return any(self._zone(one) == self._zone(subnet.id) for one in each.inputs["subnetIds"])
        return False

    def _outside(self) -> None:
        """Nobody out there answers to an address of RFC 1918: an internet gateway passes on what has a public one."""
        public = sorted(route.prefix for held in self.lab.namespaces.values() for route in held.routes if route.prefix.startswith("198.18."))
        for nat in self.of("aws:ec2/natGateway:"):
            subnet = nat.inputs["subnetId"]
            address = next(each.prefix for each in self.lab.namespaces[subnet].routes if each.towards == nat.id)
            if ("internet", subnet) in self.lab.links or (subnet, "internet") in self.lab.links:
                self.lab.route("internet", address, subnet)
        if public:
            self.lab.namespaces["internet"].rules = table(
                "lab", {"in": ("type filter hook input priority 0;", [f"ip saddr != {{ {', '.join(public)} }} drop"])}
            )

    def _hosts(self) -> None:
        made: list[tuple[Host, list[str] | None]] = []
        for subnet in self.subnets.values():
            made.append((self._host(subnet.id, "", None), None))
        for resource, subnets, groups, answers in self._standing():
            if subnets:
                made.append((self._host(self.chance.choice(subnets), resource.id, answers), groups))
        members: dict[str, list[str]] = {}
        for host, groups in made:
            for group in groups or ():
                members.setdefault(group, []).append(host.address)
        for host, groups in made:
            if groups is not None:
                self.lab.namespaces[host.name].rules = self.guard(groups, members)

    def _host(self, subnet: str, resource: str, answers: frozenset[tuple[str, int]] | None) -> Host:
        number = self.taken[subnet] = self.taken.get(subnet, 3) + 1
        address = str(IPv4Network(self.subnets[subnet].inputs["cidrBlock"])[number])
        made = Host(f"host {address}", address, subnet, resource, answers)
        self.lab.add(made.name).addresses.append(address)
        self.lab.link(made.name, subnet)
        self.lab.route(made.name, "0.0.0.0/0", subnet)
        self.lab.route(subnet, f"{address}/32", made.name)
        self.lab.hosts.append(made)
        return made

    def _standing(self) -> Iterator[tuple[Resource, list[str], list[str], frozenset[tuple[str, int]] | None]]:
        """What stands in subnets, its security groups, and what it answers."""
        listening: dict[str, set[tuple[str, int]]] = {}
        for listener in self.of("aws:lb/listener:"):
            listening.setdefault(listener.inputs["loadBalancerArn"], set()).add(("tcp", int(listener.inputs["port"])))
        for balancer in self.of("aws:lb/loadBalancer:"):
            yield balancer, balancer.inputs["subnets"], balancer.inputs.get("securityGroups", []), frozenset(listening.get(balancer.id, ()))
        groups = {each.inputs["name"]: each.inputs["subnetIds"] for each in self.of("aws:rds/subnetGroup:")}
        for database in self.of("aws:rds/instance:"):
            port = int(database.inputs.get("port", 5432))
            yield database, groups[database.inputs["dbSubnetGroupName"]], database.inputs["vpcSecurityGroupIds"], frozenset({("tcp", port)})
        for endpoint in self.of("aws:ec2/vpcEndpoint:"):
            if endpoint.inputs.get("vpcEndpointType") == "Interface":
                yield endpoint, endpoint.inputs["subnetIds"], endpoint.inputs["securityGroupIds"], HTTPS
        for service in self.of("aws:ecs/service:"):
            network = service.inputs["networkConfiguration"]
            yield service, network["subnets"], network["securityGroups"], None

    def guard(self, groups: Sequence[str], members: Mapping[str, list[str]]) -> str:
        """Stateful; whatever one of the groups lets through."""
        sides = {"in": ("Ingress", "saddr", "input"), "out": ("Egress", "daddr", "output")}
        chains: dict[str, tuple[str, list[str]]] = {}
        for chain, (kind, side, hook) in sides.items():
            rules = ['iifname "lo" accept' if chain == "in" else 'oifname "lo" accept', "ct state established,related accept"]
            for rule in self.of(f"aws:vpc/securityGroup{kind}Rule:"):
                if rule.inputs["securityGroupId"] in groups:
                    rules += self.allows(rule, side, members)
            chains[chain] = (f"type filter hook {hook} priority 0; policy drop;", rules)
        return table("lab", chains)

    @staticmethod
    def allows(rule: Resource, side: str, members: Mapping[str, list[str]]) -> list[str]:
        given = rule.inputs
        if "cidrIpv4" in given:
            ends = [given["cidrIpv4"]]
        else:
            ends = members.get(given.get("referencedSecurityGroupId", ""), [])
        if not ends:
            return []
        asked = f"ip {side} {{ {', '.join(ends)} }}"
        protocol = given["ipProtocol"]
        if protocol == "-1":
            return [f"{asked} accept"]
        if protocol == "icmp":
            return [f"{asked} ip protocol icmp accept"]
        return [f"{asked} {protocol} dport {int(given['fromPort'])}-{int(given['toPort'])} accept"]
