"""Doors between networks on AWS: endpoint services, and what their balancers pass calls on to; zones, and what names lead to.

Sources: AWS PrivateLink Guide, "Create a service powered by AWS PrivateLink"; Elastic Load Balancing, "Listener rules"; Amazon Route 53
Developer Guide, "Working with private hosted zones".
"""

from collections.abc import Iterator

from civic.plan import Resource
from civic.reach.aws.interfaces import LISTENER, SERVICE
from civic.reach.aws.networks import VPC
from civic.reach.forwarding import Door, Forwarding, Zone, same_name
from civic.reach.graph import Fault, Graph
from civic.reach.resources import Resources, listed, mapping, step, text
from civic.reach.sets import TCP, service

DOOR, RULE, TARGETS = "aws:ec2/vpcEndpointService:VpcEndpointService", "aws:lb/listenerRule:ListenerRule", "aws:lb/targetGroup:TargetGroup"
ATTACHED, ZONE, RECORD = "aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:route53/zone:Zone", "aws:route53/record:Record"

DNS = "aws:route53/"
DOMAINS, BLOCK = f"{DNS}resolverFirewallDomainList:ResolverFirewallDomainList", f"{DNS}resolverFirewallRule:ResolverFirewallRule"
BLOCKS, ASSOCIATED = f"{DNS}resolverFirewallRuleGroup:ResolverFirewallRuleGroup", f"{DNS}profilesAssociation:ProfilesAssociation"
PROFILED = f"{DNS}profilesResourceAssociation:ProfilesResourceAssociation"


MOST_NAMED = 6
"""Resources in one message."""


def read_services(graph: Graph, resources: Resources) -> None:
    """Doors, what balancers pass on, zones and resolvers."""
    graph.own_services = ("com.amazonaws.", "aws.")
    _resolvers(graph, resources)
    for each in resources.of(DOOR):
        balancers = tuple(str(arn) for arn in listed(each.inputs.get("networkLoadBalancerArns")))
        accounts = tuple(str(arn) for arn in listed(each.inputs.get("allowedPrincipals")))
        approves = each.inputs.get("acceptanceRequired") is False
        graph.doors[str(each.outputs.get("serviceName"))] = Door(step(each), resources.holder(each), balancers, accounts, approves=approves)
    _dangling(resources)
    for balancer, found in _forwardings(resources):
        graph.forwarding.setdefault(balancer, []).append(found)
    records: dict[str, list[Resource]] = {}
    zones = {zone.id for zone in resources.of(ZONE)}
    for record in resources.of(RECORD):
        if text(record, "zoneId") not in zones:
            resources.wrong(record, f"it is a record of the zone {text(record, 'zoneId') or 'that is left out'}, which no plan makes")
        records.setdefault(text(record, "zoneId"), []).append(record)
    asked = ((text(zone, "name"), str(mapping(each).get("vpcId")), zone) for zone in resources.of(ZONE) for each in listed(zone.inputs.get("vpcs")))
    same_name(asked, resources)
    profiled = _by_profile(resources)
    for zone in resources.of(ZONE):
        own_networks = frozenset(str(mapping(each).get("vpcId")) for each in listed(zone.inputs.get("vpcs")))
        networks = own_networks | profiled.get(str(zone.outputs.get("arn")), frozenset())
        named = {text(each, "name").rstrip(".").lower(): (step(each), tuple(_leads_to(each))) for each in records.get(zone.id, ())}
        found = {name: held for name, held in named.items() if held[1]}
        own = text(zone, "name").rstrip(".").lower()
        for name, (at, _) in named.items():
            if name != own and not name.endswith(f".{own}"):
                resources.faults.append(
                    Fault(at.urn, f"its name {name} is not in {zone.name}, the zone {own} that it is a record of: AWS refuses it")
                )
        graph.zones.append(Zone(text(zone, "name").rstrip(".").lower(), step(zone), networks, found, public=not networks))


def _resolvers(graph: Graph, resources: Resources) -> None:
    """Every network has a resolver of AWS's own unless it is switched off; a profile that it is associated with brings a DNS firewall."""
    for vpc in resources.of(VPC):
        off = vpc.inputs.get("enableDnsSupport") is False
        graph.resolvers[vpc.id] = "enableDnsSupport is false: nobody resolves names in it" if off else ""
    domains = {each.id: listed(each.inputs.get("domains")) for each in resources.of(DOMAINS)}
    blocking: dict[str, list[tuple[str, Resource]]] = {}
    for rule in resources.of(BLOCK):
        if text(rule, "action") == "BLOCK":
            names = [(str(each), rule) for each in domains.get(text(rule, "firewallDomainListId"), ())]
            blocking.setdefault(text(rule, "firewallRuleGroupId"), []).extend(names)
    _told_of_blocking(graph, resources)
    resources.once(ASSOCIATED, "resourceId", told="a network is associated with one profile")
    groups = {str(each.outputs.get("arn")): each.id for each in resources.of(BLOCKS)}
    for arn, networks in _by_profile(resources).items():
        for name, rule in blocking.get(groups.get(arn, ""), ()):
            graph.blocked.append((networks, name.lower().rstrip("."), step(rule)))


def _by_profile(resources: Resources) -> dict[str, frozenset[str]]:
    """ARN of what profiles hold -> the networks that are associated with them."""
    members: dict[str, set[str]] = {}
    for each in resources.of(ASSOCIATED):
        members.setdefault(text(each, "profileId"), set()).add(text(each, "resourceId"))
    found: dict[str, frozenset[str]] = {}
    for each in resources.of(PROFILED):
        arn = text(each, "resourceArn")
        found[arn] = found.get(arn, frozenset()) | frozenset(members.get(text(each, "profileId"), ()))
    return found


def _told_of_blocking(graph: Graph, resources: Resources) -> None:
    """For people: what decides on the names that are blocked for each network."""
    associated = {text(each, "resourceId"): each for each in resources.of(ASSOCIATED)}
    groups = {str(each.outputs.get("arn")): each.name for each in resources.of(BLOCKS)}
    profiled = [f"{each.name} ({groups.get(text(each, 'resourceArn'), 'no group of rules')})" for each in resources.of(PROFILED)]
    rules = [f"{each.name} ({text(each, 'action')}, {resources.name(text(each, 'firewallDomainListId'))})" for each in resources.of(BLOCK)]
    shown = f"profiles have {', '.join(profiled[:MOST_NAMED]) or 'nothing'}; rules are {', '.join(rules[:MOST_NAMED]) or 'none'}"
    for network in graph.networks:
        own = associated.get(network)
        has = f"{own.name} associates it with {resources.name(text(own, 'profileId'))}; {shown}" if own else ""
        graph.unblocking[network] = has or "no profile is associated with it"


def _leads_to(record: Resource) -> Iterator[str]:
    if text(record, "type") in ("A", "CNAME"):
        yield from (str(mapping(each).get("name")).rstrip(".").lower() for each in listed(record.inputs.get("aliases")))
        yield from (str(each).rstrip(".").lower() for each in listed(record.inputs.get("records")))


def _forwardings(resources: Resources) -> Iterator[tuple[str, Forwarding]]:
    """What a balancer passes on, by its listeners' defaults and rules."""
    listeners = {each.id: each for each in resources.of(LISTENER)}
    targets = {each.id: each for each in resources.of(TARGETS)}
    members, attached = _members(resources), _attached(resources)
    for listener in listeners.values():
        for action in listed(listener.inputs.get("defaultActions")):
            yield from _passed_on(listener, listener, action, (), targets, members, attached)
    for rule in resources.of(RULE):
        listener = listeners.get(text(rule, "listenerArn"))
        if listener is None:
            resources.wrong(rule, f"its listener {text(rule, 'listenerArn') or 'is missing'} is made by no plan")
            continue
        hosts = [str(one) for each in listed(rule.inputs.get("conditions")) for one in listed(mapping(mapping(each).get("hostHeader")).get("values"))]
        for action in listed(rule.inputs.get("actions")):
            yield from _passed_on(listener, rule, action, tuple(hosts), targets, members, attached)


def _groups_of(action: object) -> Iterator[str]:
    """ARNs of the target groups that an action forwards to."""
    action = mapping(action)
    arns = [action.get("targetGroupArn"), *(mapping(each).get("arn") for each in listed(mapping(action.get("forward")).get("targetGroups")))]
    return (str(each) for each in arns if each)


def _dangling(resources: Resources) -> None:
    """Listeners and rules that pass calls on to what no plan makes."""
    targets = {each.id for each in resources.of(TARGETS)}
    for token, key in ((LISTENER, "defaultActions"), (RULE, "actions")):
        for made in resources.of(token):
            for arn in (arn for action in listed(made.inputs.get(key)) for arn in _groups_of(action)):
                if arn not in targets:
                    resources.wrong(made, f"it passes calls on to {arn.rpartition(':')[2]}, which no plan makes")


def _members(resources: Resources) -> dict[str, list[str]]:
    """Target group -> ids of the interfaces in it."""
    found: dict[str, list[str]] = {}
    for made in resources.of(SERVICE):
        for balancer in listed(made.inputs.get("loadBalancers")):
            found.setdefault(str(mapping(balancer).get("targetGroupArn")), []).append(made.id)
    for attached in resources.of(ATTACHED):
        found.setdefault(text(attached, "targetGroupArn"), []).append(text(attached, "targetId"))
    return found


def _attached(resources: Resources) -> dict[str, list[Resource]]:
    """Target group -> what puts members into it."""
    found: dict[str, list[Resource]] = {}
    for each in resources.of(ATTACHED):
        found.setdefault(text(each, "targetGroupArn"), []).append(each)
    return found


def _passed_on(
    listener: Resource,
    rule: Resource,
    action: object,
    hosts: tuple[str, ...],
    targets: dict[str, Resource],
    members: dict[str, list[str]],
    attached: dict[str, list[Resource]],
) -> Iterator[tuple[str, Forwarding]]:
    for arn in _groups_of(action):
        group = targets.get(arn)
        if group is None:
            continue
        port, calls = int(float(str(listener.inputs.get("port") or 0))), int(float(str(group.inputs.get("port") or 0)))
        passed = (step(listener),) if rule is listener else (step(listener), step(rule))
        yield (
            text(listener, "loadBalancerArn"),
            Forwarding(
                service(TCP, port, port),
                hosts,
                service(TCP, calls, calls),
                tuple(members.get(arn, ())),
                (*passed, step(group), *map(step, attached.get(arn, ()))),
            ),
        )
