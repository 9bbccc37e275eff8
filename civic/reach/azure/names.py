"""Private zones, who asks them, who resolves, and what is not resolved.

Sources: Microsoft Learn, "What is Azure DNS Private Resolver?"; "DNS security policy" (a blocked domain is blocked with all below it).
"""

from collections.abc import Iterator, Mapping

from civic.plan import Resource
from civic.reach.forwarding import Zone, same_name
from civic.reach.graph import Graph, Step
from civic.reach.resources import Resources, listed, mapping, step, text

ZONE, LINK, RECORDS = (f"azure-native:privatedns:{each}" for each in ("PrivateZone", "VirtualNetworkLink", "PrivateRecordSet"))
DNS = "azure-native:dnsresolver:"
RULESET_LINK, FORWARD, INBOUND = f"{DNS}PrivateResolverVirtualNetworkLink", f"{DNS}ForwardingRule", f"{DNS}InboundEndpoint"
POLICY = f"{DNS}DnsResolverPolicy"
RULE, DOMAINS, POLICY_LINK = f"{DNS}DnsSecurityRule", f"{DNS}DnsResolverDomainList", f"{DNS}DnsResolverPolicyVirtualNetworkLink"
NETWORK = "azure-native:network:VirtualNetwork"
ZONES_OF = {
    "registry": "privatelink.azurecr.io",
    "vault": "privatelink.vaultcore.azure.net",
    "postgresqlServer": "privatelink.postgres.database.azure.com",
    "blob": "privatelink.blob.core.windows.net",
}
"""Kind of endpoint -> the zone that its name is in (Microsoft Learn, "Azure Private Endpoint private DNS zone values")."""


def read_names(graph: Graph, resources: Resources) -> None:
    """Zones with their records, resolvers of networks, and blocked names."""
    asking = {_network(link) for link in resources.of(RULESET_LINK)}
    hubs = {graph.interfaces[each.id].network for each in resources.of(INBOUND) if each.id in graph.interfaces}
    servers = {name for each in resources.of(INBOUND) if each.id in graph.interfaces for name in graph.interfaces[each.id].names}
    for rule in resources.of(FORWARD):
        asked = [str(mapping(each).get("ipAddress")) for each in listed(rule.inputs.get("targetDnsServers"))]
        if strange := [each for each in asked if each not in servers]:
            resources.unknown(rule, f"it asks {strange[0]}, a server that no plan makes: what names lead to by its answers is not known")
    forwarded = [text(each, "domainName").rstrip(".").lower() for each in resources.of(FORWARD) if _asks(each, servers)]
    links: dict[str, set[str]] = {}
    for link in resources.of(LINK):
        links.setdefault(link.id.rpartition("/virtualNetworkLinks/")[0], set()).add(_network(link))
    records: dict[str, list[Resource]] = {}
    for record in resources.of(RECORDS):
        records.setdefault(record.id.rsplit("/", 2)[0], []).append(record)
    same_name(((text(zone, "privateZoneName"), network, zone) for zone in resources.of(ZONE) for network in links.get(zone.id, ())), resources)
    for zone in resources.of(ZONE):
        name = text(zone, "privateZoneName").rstrip(".").lower()
        linked = links.get(zone.id, set())
        led = any(name == each or name.endswith(f".{each}") for each in forwarded)
        asked = linked | (asking if linked & hubs and led else set())
        found = {_name(record, name): (step(record), tuple(_leads_to(record, resources))) for record in records.get(zone.id, ())}
        graph.zones.append(Zone(name, step(zone), frozenset(asked), {key: held for key, held in found.items() if held[1]}))
    _name_endpoints(graph, resources, asking, linked_to={zone.id: links.get(zone.id, set()) for zone in resources.of(ZONE)}, hubs=hubs)
    resources.once(LINK, "privateZoneName", "resourceGroupName", "virtualNetwork.id", told="a network is linked to a zone once")
    resources.once(POLICY_LINK, "virtualNetwork.id", told="a network is linked to one DNS security policy")
    resources.once(RULESET_LINK, "virtualNetwork.id", told="a network is linked to one ruleset")
    _resolvers(graph, resources, asking | hubs)
    _blocked(graph, resources)


def _asks(rule: Resource, servers: set[str]) -> bool:
    """Whether a rule forwards to a resolver of ours, where resolvers listen."""
    asked = [mapping(each) for each in listed(rule.inputs.get("targetDnsServers"))]
    found = all(str(each.get("ipAddress")) in servers and float(str(each.get("port") or 53)) == 53 for each in asked)
    return bool(asked) and found and rule.inputs.get("forwardingRuleState") != "Disabled"


def _name_endpoints(graph: Graph, resources: Resources, asking: set[str], *, linked_to: Mapping[str, set[str]], hubs: set[str]) -> None:
    """Policy writes an endpoint's record into the zone of its service; whether its network asks that zone decides whether the name leads there."""
    zones = {text(each, "privateZoneName").rstrip(".").lower(): each for each in resources.of(ZONE)}
    for ident, interface in graph.interfaces.items():
        name = ZONES_OF.get(interface.serves.removeprefix("azure."))
        if name and not any(each.name == name and interface.network in each.networks for each in graph.zones):
            zone = zones.get(name)
            if zone is None:
                graph.unnamed[ident] = Step(f"no plan makes the zone {name}")
            elif not linked_to.get(zone.id, set()) & hubs:
                graph.unnamed[ident] = Step(f"{zone.name} is linked to no network that a resolver listens in", zone.urn)
            elif interface.network not in asking:
                graph.unnamed[ident] = Step(f"no ruleset is linked to {resources.name(interface.network)}", "")
            else:
                graph.unnamed[ident] = _unforwarded(resources, name)


def _unforwarded(resources: Resources, name: str) -> Step:
    """Why no rule leads questions for a zone to the resolver."""
    for rule in resources.of(FORWARD):
        asked = text(rule, "domainName").rstrip(".").lower()
        if name == asked or name.endswith(f".{asked}"):
            servers = [f"{mapping(each).get('ipAddress')}:{mapping(each).get('port') or 53}" for each in listed(rule.inputs.get("targetDnsServers"))]
            return Step(
                f"{rule.name} asks {', '.join(servers) or 'nobody'} ({text(rule, 'forwardingRuleState') or 'Enabled'}), where no resolver answers",
                rule.urn,
            )
    return Step(f"no rule forwards questions for {name}")


def _network(link: Resource) -> str:
    return str(mapping(link.inputs.get("virtualNetwork")).get("id"))


def _name(record: Resource, zone: str) -> str:
    relative = text(record, "relativeRecordSetName").lower()
    return zone if relative == "@" else f"{relative}.{zone}"


def _leads_to(record: Resource, resources: Resources) -> Iterator[str]:
    """Addresses or names; where an address is known only once an endpoint is made, the endpoint that it is of."""
    made = [urn for urn in record.property_dependencies.get("aRecords", ()) if "PrivateEndpoint::" in urn]
    yield from made
    if not made:
        yield from (str(mapping(each).get("ipv4Address")) for each in listed(record.inputs.get("aRecords")))
    canonical = mapping(record.inputs.get("cnameRecord")).get("cname")
    if canonical:
        yield str(canonical).rstrip(".").lower()


def _resolvers(graph: Graph, resources: Resources, asking: set[str]) -> None:
    servers = {name for each in resources.of(INBOUND) if each.id in graph.interfaces for name in graph.interfaces[each.id].names}
    for network in resources.of(NETWORK):
        own = [str(each) for each in listed(mapping(network.inputs.get("dhcpOptions")).get("dnsServers"))]
        strange = [each for each in own if each not in servers]
        if strange:
            graph.resolvers[network.id] = f"it asks {strange[0]}, which no plan makes"
        else:
            graph.resolvers[network.id] = "" if own or network.id in asking else "it asks nobody for the hub's names: no ruleset is linked to it"


def _blocked(graph: Graph, resources: Resources) -> None:
    lists = {each.id: [str(name).rstrip(".").lower() for name in listed(each.inputs.get("domains"))] for each in resources.of(DOMAINS)}
    networks: dict[str, set[str]] = {}
    for link in resources.of(POLICY_LINK):
        networks.setdefault(link.id.rpartition("/virtualNetworkLinks/")[0], set()).add(_network(link))
    policies = {each.id for each in resources.of(POLICY)}
    _told_of_blocking(graph, resources)
    for rule in resources.of(RULE):
        if mapping(rule.inputs.get("action")).get("actionType") == "Block" and rule.inputs.get("dnsSecurityRuleState") != "Disabled":
            policy = rule.id.rpartition("/dnsSecurityRules/")[0]
            if policy not in policies:
                resources.wrong(rule, f"its policy {policy.rpartition('/')[2] or 'is missing'} is made by no plan")
                continue
            for each in listed(rule.inputs.get("dnsResolverDomainLists")):
                _block(graph, frozenset(networks.get(policy, ())), lists.get(str(mapping(each).get("id")), []), step(rule))


def _told_of_blocking(graph: Graph, resources: Resources) -> None:
    """For people: what decides on the names that are blocked for each network."""
    linked = {_network(link): link for link in resources.of(POLICY_LINK)}
    for network in graph.networks:
        link = linked.get(network)
        policy = link.id.rpartition("/virtualNetworkLinks/")[0] if link else ""
        rules = [each for each in resources.of(RULE) if each.id.rpartition("/dnsSecurityRules/")[0] == policy]
        told = [f"{each.name} ({_does(each)}, {', '.join(_lists(resources, each)) or 'no list'})" for each in rules]
        has = f"{link.name} links it to {resources.name(policy)}, whose rules are {', '.join(told) or 'none'}" if link else ""
        graph.unblocking[network] = has or "no DNS security policy is linked to it"


def _does(rule: Resource) -> str:
    return f"{mapping(rule.inputs.get('action')).get('actionType')}, {text(rule, 'dnsSecurityRuleState') or 'Enabled'}"


def _lists(resources: Resources, rule: Resource) -> list[str]:
    return [resources.name(str(mapping(each).get("id"))) for each in listed(rule.inputs.get("dnsResolverDomainLists"))]


def _block(graph: Graph, networks: frozenset[str], names: list[str], rule: Step) -> None:
    for name in names:
        graph.blocked += [(networks, name, rule), (networks, f"*.{name}", rule)]
