"""Network security groups as filters, one for each direction.

Source: Microsoft Learn, "Network security groups" (default rules, service tags).
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal

from civic.plan import Resource
from civic.reach.azure.firewalls import port_range
from civic.reach.filters import Filter, FilterRule
from civic.reach.resources import Resources, listed, mapping, parsed
from civic.reach.sets import ANY_SERVICE, ANYWHERE, ICMP, LAST_PORT, NOTHING, TCP, UDP, Box, Intervals, blocks, service

GROUP, RULE = "azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"
Direction = Literal["Inbound", "Outbound"]
WITHIN = blocks(("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"))
"""What the tag VirtualNetwork means where a hub connects networks: every private range, whichever hub or circuit makes known."""
PROBES = blocks(("168.63.129.16/32",))
"""AzureLoadBalancer."""
PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "esp": 50, "ah": 51}
PORTED = (TCP, UDP)


def read_groups(resources: Resources) -> dict[str, dict[Direction, Filter]]:
    """Security group id -> its filters."""
    apart: dict[str, list[Mapping]] = {}
    for rule in resources.of(RULE):
        apart.setdefault(rule.id.rpartition("/securityRules/")[0], []).append(rule.inputs)
    return {
        group.id: {direction: _filter(resources, group, direction, apart.get(group.id, [])) for direction in ("Inbound", "Outbound")}
        for group in resources.of(GROUP)
    }


def _filter(resources: Resources, group: Resource, direction: Direction, apart: list[Mapping]) -> Filter:
    own = [rule for each in (*listed(group.inputs.get("securityRules")), *apart) if (rule := mapping(each)).get("direction") == direction]
    own.sort(key=lambda rule: float(rule.get("priority") or 0))
    for one, other in pairwise(own):
        if one.get("priority") == other.get("priority"):
            told = f"{one.get('name')} and {other.get('name')} have one priority, {one.get('priority')}, in one direction: Azure refuses the two"
            resources.wrong(group, told)
    rules = [_rule(group, rule) for rule in own]
    return Filter((*rules, *_defaults(group, direction)), "drop", group.urn, group.name, group.urn)


def _rule(group: Resource, rule: Mapping) -> FilterRule:
    passes = rule.get("access") == "Allow"
    sources, known = _ends(group, rule, "source")
    destinations, known_too = _ends(group, rule, "destination")
    ports = [str(each) for each in (rule.get("destinationPortRange"), *listed(rule.get("destinationPortRanges"))) if each]
    box = Box(sources, destinations, _services(group, str(rule.get("protocol")).lower(), ports))
    whole = {str(each) for each in (rule.get("sourcePortRange"), *listed(rule.get("sourcePortRanges"))) if each} <= {"*", "0-65535"}
    return FilterRule(
        passes, box, f"{rule.get('access')} {rule.get('name')} ({rule.get('priority')})".lower(), group.urn, exact=known and known_too and whole
    )


def _ends(group: Resource, rule: Mapping, end: str) -> tuple[Intervals, bool]:
    """Addresses of one end, and whether all of them are known."""
    given = [str(each) for each in (rule.get(f"{end}AddressPrefix"), *listed(rule.get(f"{end}AddressPrefixes"))) if each]
    tags = {"*": ANYWHERE, "VirtualNetwork": WITHIN, "Internet": ANYWHERE - WITHIN, "AzureLoadBalancer": PROBES}
    ranges = [each for each in given if each not in tags and (each[0].isdigit() or ":" in each)]
    named = [each for each in given if each not in tags and each not in ranges]
    shown = next((each for each in ranges if ":" in each), ", ".join(ranges))
    found = parsed(group, f"{rule.get('name')}: {end}AddressPrefix", shown, lambda _: blocks(ranges))
    # A tag of one of Azure's services is some part of the internet.
    spans = [span for each in given if each in tags for span in tags[each]] + [span for _ in named for span in tags["Internet"]]
    applications = bool(rule.get(f"{end}ApplicationSecurityGroups"))
    return Intervals.of((*found, *spans)) if not applications else ANYWHERE, not named and not applications


def _services(group: Resource, protocol: str, ports: list[str]) -> Intervals:
    chosen = Intervals.of(span for each in ports for span in parsed(group, "destinationPortRange", each, lambda given: port_range(str(given))))
    if protocol in ("*", "any", "none"):
        whole = chosen.spans == ((0, LAST_PORT),) or not ports
        return ANY_SERVICE if whole else Intervals.of(span for each in (TCP, UDP) for span in _of(each, chosen))
    number = PROTOCOLS.get(protocol)
    if number is None:
        return NOTHING
    return Intervals.of(_of(number, chosen)) if number in PORTED else service(number)


def _of(number: int, ports: Intervals) -> Iterator[tuple[int, int]]:
    for low, high in ports:
        yield from service(number, low, high)


def _defaults(group: Resource, direction: Direction) -> Iterator[FilterRule]:
    yield FilterRule(True, Box(WITHIN, WITHIN), "allow vnet (65000)", group.urn)
    if direction == "Inbound":
        yield FilterRule(True, Box(PROBES), "allow azureloadbalancer (65001)", group.urn)
    else:
        yield FilterRule(True, Box(ANYWHERE, ANYWHERE - WITHIN), "allow internet (65001)", group.urn)
