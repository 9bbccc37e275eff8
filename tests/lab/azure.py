"""A lab of planned networks on Azure, from resources alone.

Written from Microsoft Learn: "Virtual network traffic routing"; "How to configure Virtual WAN Hub routing intent and routing policies"; "Network
security groups" and "How network security groups filter network traffic"; "Azure Firewall policy rule sets" and "Rule processing logic"; "Azure
Firewall SNAT private IP address ranges"; "Manage network policies for private endpoints"; "IP ingress restrictions in Azure Container Apps".
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from civic.plan import Resource
from tests.lab.parts import Host, Lab, Lookup, table

PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
UNTRANSLATED = (*PRIVATE, "100.64.0.0/10")
PROBES = "168.63.129.16/32"
BEHIND = 1000
"""Table of what comes out of a hub's firewall."""
HTTPS = frozenset({("tcp", 443)})
POSTGRES = frozenset({("tcp", 5432)})
QUESTIONS = frozenset({("tcp", 53), ("udp", 53)})
ESTABLISHED = "ct state established,related accept"


def lab(resources: Sequence[Resource], names: Mapping[str, str], chance: random.Random) -> Lab:
    """The lab of all planned networks."""
    return _Translator(resources, names, chance).translate()


def _items(values: object) -> list[Mapping]:
    return [each for each in values if isinstance(each, Mapping)] if isinstance(values, list) else []


def _id(value: object) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else ""


class _Translator:
    def __init__(self, resources: Sequence[Resource], names: Mapping[str, str], chance: random.Random) -> None:
        self.lab = Lab(names=names, outside="internet")
        self.chance = chance
        self.every = resources
        self.subnets = {each.id: each for each in self.of("network:Subnet")}
        self.groups = {each.id: each for each in self.of("network:NetworkSecurityGroup")}
        self.spaces = {each.id: each.inputs["addressSpace"]["addressPrefixes"] for each in self.of("network:VirtualNetwork")}
        self.connections = {_id(each.inputs["remoteVirtualNetwork"]): each for each in self.of("network:HubVirtualNetworkConnection")}
        self.intents = {each.id.partition("/routingIntent/")[0]: each.inputs["routingPolicies"] for each in self.of("network:RoutingIntent")}
        self.taken: dict[str, set[str]] = {}

    def of(self, token: str) -> list[Resource]:
        return [each for each in self.every if each.type == f"azure-native:{token}"]

    def translate(self) -> Lab:
        self.lab.add("internet").addresses += self.lab.names.values()
        for network in self.spaces:
            self.lab.add(network)
        for hub in self.of("network:VirtualHub"):
            self._hub(hub)
        for subnet in self.subnets.values():
            self._subnet(subnet)
        self._hosts()
        for subnet in self.subnets.values():
            self._filter(subnet)
        return self.lab

    def _hub_of(self, network: str) -> str:
        return self.connections[network].id.partition("/hubVirtualNetworkConnections/")[0] if network in self.connections else ""

    def next_hop(self, hub: str, traffic: str) -> str:
        return next((each["nextHop"] for each in self.intents.get(hub, ()) if traffic in each["destinations"]), "")

    def _hub(self, hub: Resource) -> None:
        """From networks to the firewall where a policy says so; from there to networks, or under the firewall's own address to the internet."""
        self.lab.add(hub.id)
        inside = [(prefix, network) for network in self.spaces if self._hub_of(network) == hub.id for prefix in self.spaces[network]]
        for prefix, network in inside:
            self.lab.link(hub.id, network)
            self.lab.route(hub.id, prefix, network, BEHIND)
        private, outward = (self.next_hop(hub.id, traffic) for traffic in ("PrivateTraffic", "Internet"))
        for firewall in {private, outward} - {""}:
            self._firewall(firewall, hub.id)
        for prefix, network in inside:
            self.lab.route(hub.id, prefix, private or network)
        for prefix in PRIVATE if private else ():
            self.lab.route(hub.id, prefix, private)
        if outward:
            self.lab.route(hub.id, "0.0.0.0/0", outward)

    def _firewall(self, ident: str, hub: str) -> None:
        (made,) = [each for each in self.of("network:AzureFirewall") if each.id == ident]
        held = self.lab.add(ident)
        self.lab.link(ident, hub)
        self.lab.link(ident, "internet")
        self.lab.namespaces[hub].lookups.append(Lookup(ident, BEHIND))
        for prefix in UNTRANSLATED:
            self.lab.route(ident, prefix, hub)
        self.lab.route(ident, "0.0.0.0/0", "internet")
        self.lab.route("internet", "198.18.0.1/32", ident)
        rules = [ESTABLISHED, *self.firewall_rules(_id(made.inputs["firewallPolicy"])), "drop"]
        translated = f"ip daddr != {{ {', '.join(UNTRANSLATED)} }} snat ip to 198.18.0.1"
        held.rules = table(
            "lab", {"forward": ("type filter hook forward priority 0;", rules), "after": ("type nat hook postrouting priority 100;", [translated])}
        )

    def firewall_rules(self, policy: str) -> Iterator[str]:
        """All network rules before all application rules, each by the priority of group and collection."""
        groups = [each for each in self.of("network:FirewallPolicyRuleCollectionGroup") if each.id.partition("/ruleCollectionGroups/")[0] == policy]
        groups = self.ordered(groups, lambda each: each.inputs["priority"])
        collections = [one for group in groups for one in self.ordered(_items(group.inputs["ruleCollections"]), lambda each: each["priority"])]
        for kind, line in (("NetworkRule", self._network_rule), ("ApplicationRule", self._application_rule)):
            for collection in collections:
                verdict = "accept" if collection["action"]["type"] == "Allow" else "drop"
                for rule in _items(collection["rules"]):
                    if rule["ruleType"] == kind:
                        yield from (f"{each} {verdict}" for each in line(rule))

    @staticmethod
    def ordered(items: Iterable, priority) -> list:
        return sorted(items, key=priority)

    def _network_rule(self, rule: Mapping) -> Iterator[str]:
        ends = self._named(rule["destinationFqdns"]) if rule.get("destinationFqdns") else rule["destinationAddresses"]
        if ends:
            yield from _matches(rule["sourceAddresses"], ends, rule["ipProtocols"], rule["destinationPorts"])

    def _application_rule(self, rule: Mapping) -> Iterator[str]:
        ports = [str(int(each["port"])) for each in rule["protocols"]]
        if ends := self._named(rule["targetFqdns"]):
            yield from _matches(rule["sourceAddresses"], ends, ["TCP"], ports)

    def _named(self, patterns: Iterable[str]) -> list[str]:
        """Addresses that stand for names; a wildcard is for whatever is below."""
        patterns = list(patterns)
        return [
            address
            for name, address in self.lab.names.items()
            if any(name == each or each == "*" or (each.startswith("*") and name.endswith(each[1:])) for each in patterns)
        ]

    def _subnet(self, subnet: Resource) -> None:
        network = subnet.id.partition("/subnets/")[0]
        hub = self._hub_of(network)
        connection = self.connections.get(network)
        self.lab.add(subnet.id)
        self.lab.link(subnet.id, network)
        for prefix in self.spaces[network]:
            self.lab.route(subnet.id, prefix, network)
        self.lab.route(network, subnet.inputs["addressPrefix"], subnet.id)
        for prefix in self.spaces[network]:
            self.lab.route(network, prefix, "")
        others = [prefix for other in self.spaces if hub and other != network and self._hub_of(other) == hub for prefix in self.spaces[other]]
        if connection is not None:
            others += PRIVATE if self.next_hop(hub, "PrivateTraffic") else ()
            others += ["0.0.0.0/0"] if connection.inputs.get("enableInternetSecurity") and self.next_hop(hub, "Internet") else []
        for prefix in others:
            self.lab.route(subnet.id, prefix, network)
            self.lab.route(network, prefix, hub)

    def _filter(self, subnet: Resource) -> None:
        """A subnet's group is asked of what its hosts send and of what they get, from within the subnet too."""
        group = self.groups.get(_id(subnet.inputs.get("networkSecurityGroup")))
        if group is None:
            return
        here = [host for host in self.lab.hosts if host.subnet == subnet.id]
        asked = [host for host in here if not self._exempt(host, subnet)]
        chains: dict[str, tuple[str, Iterable[str]]] = {
            direction.lower(): ("", self.group_rules(group, direction, "return")) for direction in ("Inbound", "Outbound")
        }
        jumps = [
            ESTABLISHED,
            *(f"iifname IF({host.name}) jump outbound" for host in here),
            *(f"oifname IF({host.name}) jump inbound" for host in asked),
        ]
        chains["forward"] = ("type filter hook forward priority 0;", jumps)
        self.lab.namespaces[subnet.id].rules = table("lab", chains)

    def _exempt(self, host: Host, subnet: Resource) -> bool:
        """Groups look at private endpoints only where the subnet says so."""
        enabled = subnet.inputs.get("privateEndpointNetworkPolicies") in ("Enabled", "NetworkSecurityGroupEnabled")
        return not enabled and any(each.id == host.resource for each in self.of("network:PrivateEndpoint"))

    def group_rules(self, group: Resource, direction: str, verdict: str) -> list[str]:
        """By priority, then the default rules."""
        rules = [each for each in _items(group.inputs["securityRules"]) if each["direction"] == direction]
        lines: list[str] = []
        for rule in self.ordered(rules, lambda each: each["priority"]):
            ports = [str(each) for each in (rule.get("destinationPortRange"), *rule.get("destinationPortRanges", ())) if each]
            sources, destinations = self._ends(rule, "source"), self._ends(rule, "destination")
            if sources and destinations:
                allowed = verdict if rule["access"] == "Allow" else "drop"
                lines += [f"{each} {allowed}" for each in _matches(sources, destinations, [rule["protocol"]], ports)]
        within = ", ".join(self._virtual_network())
        lines.append(f"ip saddr {{ {within} }} ip daddr {{ {within} }} {verdict}")
        lines.append(f"ip saddr {PROBES} {verdict}" if direction == "Inbound" else f"ip daddr != {{ {within} }} {verdict}")
        return [*lines, "drop"]

    def _virtual_network(self) -> tuple[str, ...]:
        """The tag: every connected address space, which a hub's policy for private traffic makes all of RFC 1918."""
        return UNTRANSLATED

    def _ends(self, rule: Mapping, end: str) -> list[str]:
        given = [each for each in (rule.get(f"{end}AddressPrefix"), *rule.get(f"{end}AddressPrefixes", ())) if each]
        tags = {"VirtualNetwork": self._virtual_network(), "AzureLoadBalancer": (PROBES,), "Internet": ("!",), "*": ("*",)}
        # Another tag is of a service, which no host of the lab is.
        return [one for each in given for one in (tags.get(each) or ((each,) if each[0].isdigit() else ()))]

    def _hosts(self) -> None:
        for subnet in self.subnets.values():
            self._host(subnet.id, "", None)
        for gateway in self.of("network:ApplicationGateway"):
            ports = {each["name"]: int(each["port"]) for each in _items(gateway.inputs["frontendPorts"])}
            used = {ports[_id(each["frontendPort"]).rpartition("/")[2]] for each in _items(gateway.inputs["httpListeners"])}
            self._front(gateway, used)
        for balancer in self.of("network:LoadBalancer"):
            self._front(balancer, {int(each["frontendPort"]) for each in _items(balancer.inputs["loadBalancingRules"])})
        for endpoint in self.of("network:PrivateEndpoint"):
            self._endpoint(endpoint)
        for application in self.of("app:ContainerApp"):
            self._application(application)
        for machines in self.of("compute:VirtualMachineScaleSet"):
            self._machines(machines)
        for resolver in self.of("dnsresolver:InboundEndpoint"):
            (setting,) = resolver.inputs["ipConfigurations"]
            self._host(_id(setting["subnet"]), resolver.id, QUESTIONS, setting.get("privateIpAddress", ""))

    def _host(self, subnet: str, resource: str, answers: frozenset[tuple[str, int]] | None, address: str = "", rules: str = "") -> None:
        held = self.taken.setdefault(subnet, set())
        free = (str(each) for each in list(IPv4Network(self.subnets[subnet].inputs["addressPrefix"]))[8:])
        address = address or next(each for each in free if each not in held)
        held.add(address)
        made = Host(f"host {address}", address, subnet, resource, answers)
        self.lab.add(made.name).addresses.append(address)
        self.lab.namespaces[made.name].rules = rules
        self.lab.link(made.name, subnet)
        self.lab.route(made.name, "0.0.0.0/0", subnet)
        self.lab.route(subnet, f"{address}/32", made.name)
        self.lab.hosts.append(made)

    def _front(self, made: Resource, ports: Iterable[int]) -> None:
        (front,) = made.inputs["frontendIPConfigurations"]
        self._host(_id(front["subnet"]), made.id, frozenset(("tcp", port) for port in ports), front.get("privateIPAddress", ""))

    def _endpoint(self, endpoint: Resource) -> None:
        keys = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")
        (link,) = [each for key in keys for each in _items(endpoint.inputs.get(key))]
        self._host(_id(endpoint.inputs["subnet"]), endpoint.id, POSTGRES if "postgresqlServer" in link["groupIds"] else HTTPS)

    def _application(self, application: Resource) -> None:
        """Reached on its environment's port for HTTPS, by whom its restrictions name."""
        key = application.inputs.get("environmentId") or application.inputs["managedEnvironmentId"]
        (environment,) = [each for each in self.of("app:ManagedEnvironment") if each.id == key]
        subnet = environment.inputs["vnetConfiguration"]["infrastructureSubnetId"]
        ingress = application.inputs["configuration"]["ingress"]
        restrictions = _items(ingress.get("ipSecurityRestrictions"))
        allowed = [each["ipAddressRange"] for each in restrictions if each["action"] == "Allow"]
        denied = [each["ipAddressRange"] for each in restrictions if each["action"] == "Deny"]
        rules = [] if ingress.get("external") else [f"ip saddr != {self.subnets[subnet].inputs['addressPrefix']} drop"]
        rules += [f"ip saddr {{ {', '.join(denied)} }} drop"] if denied else []
        rules += [f"ip saddr {{ {', '.join(allowed)} }} tcp dport 443 accept" if allowed else "tcp dport 443 accept"]
        head = "type filter hook input priority 0; policy drop;"
        self._host(subnet, application.id, HTTPS, rules=table("lab", {"in": (head, ['iifname "lo" accept', ESTABLISHED, *rules])}))

    def _machines(self, machines: Resource) -> None:
        (card,) = machines.inputs["virtualMachineProfile"]["networkProfile"]["networkInterfaceConfigurations"]
        group = self.groups[_id(card["networkSecurityGroup"])]
        subnets = [_id(each["subnet"]) for each in card["ipConfigurations"]]
        chains = {
            chain: (f"type filter hook {hook} priority 0;", [f'{side} "lo" accept', ESTABLISHED, *self.group_rules(group, direction, "accept")])
            for chain, hook, side, direction in (("in", "input", "iifname", "Inbound"), ("out", "output", "oifname", "Outbound"))
        }
        self._host(self.chance.choice(subnets), machines.id, None, rules=table("lab", chains))


def _matches(sources: Iterable[str], destinations: Iterable[str], protocols: Iterable[str], ports: Iterable[str]) -> Iterator[str]:
    """A line for each protocol. ``!`` stands for the internet."""
    ends = " ".join(filter(None, (_end("saddr", sources), _end("daddr", destinations))))
    wanted = ", ".join(each for each in ports if each != "*")
    for protocol in protocols:
        spoken = protocol.lower()
        if spoken in ("any", "*"):
            yield f"{ends} meta l4proto {{ tcp, udp }} th dport {{ {wanted} }}" if wanted else ends
        elif spoken == "icmp":
            yield f"{ends} ip protocol icmp"
        else:
            yield f"{ends} {spoken} dport {{ {wanted} }}" if wanted else f"{ends} ip protocol {spoken}"


def _end(side: str, ends: Iterable[str]) -> str:
    ends = list(ends)
    if "*" in ends:
        return ""
    if "!" in ends:
        return f"ip {side} != {{ {', '.join(UNTRANSLATED)} }}"
    return f"ip {side} {{ {', '.join(ends)} }}"
