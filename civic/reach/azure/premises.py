"""Premises behind a hub's gateways for VPN and ExpressRoute, and the maps that let their routes pass.

A plan does not say what a device on premises makes known: what its connection's inbound map lets pass is what stands there. Sources: Microsoft
Learn, "About Route-maps for virtual hubs" (rules in their order; what no rule drops passes), "Virtual WAN routing intent and routing policies".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from civic.plan import Resource
from civic.reach.resources import Resources, listed, mapping, prefix, within

VPN, LINE, MAP = (f"azure-native:network:{each}" for each in ("VpnConnection", "ExpressRouteConnection", "RouteMap"))
GATEWAYS = {
    VPN: ("azure-native:network:VpnGateway", "/vpnConnections/"),
    LINE: ("azure-native:network:ExpressRouteGateway", "/expressRouteConnections/"),
}
EVERYWHERE = IPv4Network("0.0.0.0/0")


@dataclass(frozen=True)
class Way:
    """One connection of a hub's gateway."""

    made: Resource
    hub: str
    """Id of the hub; empty where its gateway is in none that a plan makes."""
    ranges: tuple[IPv4Network, ...]
    """What is known of it."""
    told: tuple[IPv4Network, ...]
    """What is made known there."""


def read_ways(resources: Resources) -> tuple[Way, ...]:
    """All connections to premises."""
    maps = {each.id: each for each in resources.of(MAP)}
    return tuple(_way(resources, maps, each) for token in (VPN, LINE) for each in resources.of(token))


def _way(resources: Resources, maps: dict[str, Resource], made: Resource) -> Way:
    kind, part = GATEWAYS[made.type]
    gateway = next((each for each in resources.of(kind) if each.id == made.id.rpartition(part)[0]), None)
    hub = str(mapping(gateway.inputs.get("virtualHub")).get("id") or "") if gateway else ""
    inward = _passed(
        resources, maps, made, "inboundRouteMap", "whatever is made known on premises comes into the hub, and it may be anybody's addresses"
    )
    outward = _passed(resources, maps, made, "outboundRouteMap", "whatever the hub knows is made known on premises")
    return Way(made, hub, inward, outward)


def _passed(resources: Resources, maps: dict[str, Resource], made: Resource, key: str, otherwise: str) -> tuple[IPv4Network, ...]:
    """What a connection's map lets pass. Where it has none, or one that does not drop the rest, everything might: that is told."""
    ident = str(within(made.inputs, f"routingConfiguration.{key}.id") or "")
    found = maps.get(ident)
    if found is None:
        what = f"its {key} {ident.rpartition('/')[2]} is made by no plan" if ident else f"it has no {key}"
        resources.wrong(made, f"{what}: {otherwise}")
        return ()
    passed, dropped = _rules(resources, found)
    if not dropped:
        resources.wrong(found, f"no rule of it drops what the others do not let pass: {otherwise}")
    return passed


def _rules(resources: Resources, found: Resource) -> tuple[tuple[IPv4Network, ...], bool]:
    """Ranges that pass, and whether all others are dropped."""
    passed: list[IPv4Network] = []
    for rule in map(mapping, listed(found.inputs.get("rules"))):
        blocks = list(_matched(resources, found, rule))
        if any(mapping(action).get("type") == "Drop" for action in listed(rule.get("actions"))):
            if EVERYWHERE in blocks:
                return tuple(passed), True
            # What is dropped of a range and passes otherwise is not told apart.
            resources.unknown(found, f"its rule {_name(rule)} drops {', '.join(map(str, blocks)) or 'nothing'}, and such a rule is not read")
        elif rule.get("nextStepIfMatched") != "Terminate":
            resources.unknown(found, f"its rule {_name(rule)} goes on to the next, which is not read")
        else:
            passed += blocks
    return tuple(passed), False


def _matched(resources: Resources, found: Resource, rule: Mapping) -> Iterator[IPv4Network]:
    """Ranges that a rule is about. A rule without any is about all."""
    criteria = [mapping(each) for each in listed(rule.get("matchCriteria"))]
    if not criteria:
        yield EVERYWHERE
    for each in criteria:
        if each.get("matchCondition") not in ("Contains", "Equals") or listed(each.get("community")) or listed(each.get("asPath")):
            resources.unknown(found, f"its rule {_name(rule)} matches by {each.get('matchCondition')}, communities or paths, which is not read")
        yield from (prefix(found, f"{_name(rule)}: routePrefix", block) for block in listed(each.get("routePrefix")))


def _name(rule: Mapping) -> str:
    return str(rule.get("name") or "without a name")
