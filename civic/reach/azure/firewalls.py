"""Azure Firewall: a policy's rule collections as one filter.

Sources: Microsoft Learn, "Azure Firewall policy rule sets" and "Configure Azure Firewall rules": address translation first, then all network
rules by the priority of their group and collection, then all application rules in the same way; what no rule meets is denied.
"""

from collections.abc import Iterable, Iterator, Mapping

from civic.plan import Resource
from civic.reach.filters import Filter, FilterRule, NamePattern
from civic.reach.graph import Graph
from civic.reach.resources import Resources, listed, mapping, parsed, step, text
from civic.reach.sets import ANY_SERVICE, ANYWHERE, ICMP, LAST_PORT, TCP, UDP, Box, Intervals, blocks, service

POLICY, GROUP = "azure-native:network:FirewallPolicy", "azure-native:network:FirewallPolicyRuleCollectionGroup"
FIREWALL, RANGES = "azure-native:network:AzureFirewall", "azure-native:network:IpGroup"
MOST_BASES = 8
"""Policies above one another, after which they are taken for a circle."""
OWN_RULES = ("networkRuleCollections", "applicationRuleCollections", "natRuleCollections")
WITHIN = blocks(("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"))
PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP}


def read_firewalls(graph: Graph, resources: Resources) -> None:
    """Each policy as a filter by its id."""
    groups: dict[str, list[Resource]] = {}
    for group in resources.of(GROUP):
        groups.setdefault(group.id.rpartition("/ruleCollectionGroups/")[0], []).append(group)
    reader, policies = _Reader(resources), {each.id: each for each in resources.of(POLICY)}
    for firewall in resources.of(FIREWALL):
        if own := [key for key in OWN_RULES if listed(firewall.inputs.get(key))]:
            resources.unknown(firewall, f"its {own[0]} are rules of the firewall's own, outside of its policy, and are not read")
    for policy in policies.values():
        if mapping(policy.inputs.get("explicitProxy")).get("enableExplicitProxy"):
            resources.unknown(policy, "its explicitProxy is enabled: whoever calls the firewall itself is passed on, which is not read")
        # All groups of a base policy are asked before those of its children, in each kind of rule.
        held = [
            group
            for each in _with_bases(policy, policies, resources)
            for group in sorted(groups.get(each.id, ()), key=lambda group: float(group.inputs.get("priority") or 0))
        ]
        found = [(group, collection) for group in held for collection in _collections(group)]
        for group, collection in found:
            if "Nat" in str(collection.get("ruleCollectionType")):
                graph.inbound.append((step(group), f"its collection {collection.get('name')} translates calls from the internet to addresses inside"))
        network = [rule for group, collection in found for rule in reader.rules(group, collection, "NetworkRule")]
        application = [rule for group, collection in found for rule in reader.rules(group, collection, "ApplicationRule")]
        graph.filters[policy.id] = Filter((*network, *application), "drop", policy.urn, policy.name, policy.urn)


def _collections(group: Resource) -> list[Mapping]:
    return sorted((mapping(each) for each in listed(group.inputs.get("ruleCollections"))), key=lambda each: float(each.get("priority") or 0))


def _with_bases(policy: Resource, policies: Mapping[str, Resource], resources: Resources) -> list[Resource]:
    """A policy and those that it is based on, the last of them first."""
    found = [policy]
    while ident := str(mapping(found[0].inputs.get("basePolicy")).get("id") or ""):
        base = policies.get(ident)
        if base is None or base in found or len(found) > MOST_BASES:
            resources.unknown(found[0], f"its base policy {ident.rpartition('/')[2]} is made by no plan, and comes before its own rules")
            break
        found.insert(0, base)
    return found


class _Reader:
    """Rules, with the groups of addresses that they name."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._ranges = {each.id.lower(): [str(one) for one in listed(each.inputs.get("ipAddresses"))] for each in resources.of(RANGES)}

    def rules(self, group: Resource, collection: Mapping, kind: str) -> Iterator[FilterRule]:
        passes = mapping(collection.get("action")).get("type") == "Allow"
        for rule in (mapping(each) for each in listed(collection.get("rules"))):
            if rule.get("ruleType") == kind:
                told = f"{'allow' if passes else 'deny'} {collection.get('name')}/{rule.get('name')}"
                box, known = self._box(group, rule, kind)
                if rule.get("fqdnTags") or rule.get("webCategories") or rule.get("targetUrls"):
                    yield FilterRule(passes, box, f"{told}, by groups of names that are not read", group.urn, exact=False)
                else:
                    yield FilterRule(passes, box, told, group.urn, _names(rule, kind), exact=known)

    def _box(self, group: Resource, rule: Mapping, kind: str) -> tuple[Box, bool]:
        """Packets that a rule matches at most, and whether it matches them all."""
        sources, known = self._addresses(group, "source", rule)
        if kind == "ApplicationRule":
            ports = [each.get("port") for each in map(mapping, listed(rule.get("protocols")))]
            return Box(sources, ANYWHERE, Intervals.of(span for port in ports for span in _tcp(group, port))), known
        destinations, known_too = self._addresses(group, "destination", rule)
        if rule.get("destinationFqdns"):
            # A rule by name meets the addresses that the firewall itself finds for it, and those of the internet are no private ones.
            destinations, known_too = ANYWHERE - WITHIN, True
        protocols = [str(each).lower() for each in listed(rule.get("ipProtocols"))]
        return Box(sources, destinations, _services(group, protocols, listed(rule.get("destinationPorts")))), known and known_too

    def _addresses(self, group: Resource, end: str, rule: Mapping) -> tuple[Intervals, bool]:
        """Addresses of one end, and whether it is all of them: a tag of one of Azure's services is some part of the internet."""
        key, known = f"{end}Addresses", True
        given = [str(each) for each in listed(rule.get(key))]
        for ident in (str(each) for each in listed(rule.get(f"{end}IpGroups"))):
            if ident.lower() not in self._ranges:
                self._resources.unknown(group, f"{rule.get('name')} names the IP group {ident.rpartition('/')[2]}, which no plan makes")
                return ANYWHERE, False
            given += self._ranges[ident.lower()]
        if "*" in given:
            return ANYWHERE, known
        tags = [each for each in given if not each[:1].isdigit() and ":" not in each]
        ranges = [each for each in given if each not in tags]
        shown = next((each for each in ranges if ":" in each), ", ".join(ranges))
        found = parsed(group, f"{rule.get('name')}: {key}", shown, lambda _: _ranges(ranges))
        return (found | (ANYWHERE - WITHIN), False) if tags else (found, known)


def _tcp(group: Resource, port: object) -> Intervals:
    return parsed(group, "protocols.port", port, lambda _: service(TCP, int(float(str(port))), int(float(str(port)))))


def _names(rule: Mapping, kind: str) -> tuple[NamePattern, ...]:
    names = [str(each).lower() for each in listed(rule.get("targetFqdns" if kind == "ApplicationRule" else "destinationFqdns"))]
    if "*" in names:
        return ()
    # A wildcard stands for whatever is below, and not for the name itself.
    return tuple(
        NamePattern(each.removeprefix("*.").removeprefix("*"), below=each.startswith("*"), itself=not each.startswith("*.")) for each in names
    )


def _ranges(given: Iterable[str]) -> Intervals:
    """Addresses, ranges as CIDR and ranges as first and last."""
    spans: list[tuple[int, int]] = []
    for each in given:
        first, dash, last = each.partition("-")
        if dash:
            low, high = (blocks([end]).spans[0][0] for end in (first, last))
            spans.append((low, high))
        else:
            spans += blocks([each]).spans
    return Intervals.of(spans)


def _services(group: Resource, protocols: list[str], ports: list) -> Intervals:
    chosen = Intervals.of(span for port in ports for span in parsed(group, "destinationPorts", port, lambda given: port_range(str(given))))
    if "any" in protocols:
        return ANY_SERVICE if chosen.spans == ((0, LAST_PORT),) else Intervals.of(span for each in (TCP, UDP) for span in _of(each, chosen))
    numbers = [PROTOCOLS[each] for each in protocols if each in PROTOCOLS]
    return Intervals.of(span for each in numbers for span in (service(ICMP) if each == ICMP else _of(each, chosen)))


def _of(number: int, ports: Intervals) -> Iterator[tuple[int, int]]:
    for low, high in ports:
        yield from service(number, low, high)


def port_range(given: str) -> Intervals:
    """``*``, ``443`` or ``1000-2000``. Raises ``ValueError``."""
    if given == "*":
        return Intervals(((0, LAST_PORT),))
    first, dash, last = given.partition("-")
    low, high = int(first), int(last if dash else first)
    if not 0 <= low <= high <= LAST_PORT:
        raise ValueError(f"ports {given}; allowed: two numbers from 0 to {LAST_PORT}, the smaller first")
    return Intervals(((low, high),))


def policy_of(firewall: Resource) -> str:
    return str(mapping(firewall.inputs.get("firewallPolicy")).get("id") or text(firewall, "firewallPolicyId"))
