"""Doors between networks on AWS: endpoint services, and what their balancers pass calls on to; zones, and what names lead to.

Sources: AWS PrivateLink Guide, "Create a service powered by AWS PrivateLink"; Elastic Load Balancing, "Listener rules"; Amazon Route 53
Developer Guide, "Working with private hosted zones".
"""

from collections.abc import Iterator

from civic.plan import Resource
from civic.reach.aws.interfaces import LISTENER, SERVICE
from civic.reach.aws.networks import VPC
from civic.reach.forwarding import Door, Forwarding, Zone, same_name
from civic.reach.graph import Graph
from civic.reach.resources import Resources, listed, mapping, step, text
from civic.reach.sets import TCP, service

DOOR, RULE, TARGETS = "aws:ec2/vpcEndpointService:VpcEndpointService", "aws:lb/listenerRule:ListenerRule", "aws:lb/targetGroup:TargetGroup"
ATTACHED, ZONE, RECORD = "aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:route53/zone:Zone", "aws:route53/record:Record"

DNS = "aws:route53/"
DOMAINS, BLOCK = f"{DNS}resolverFirewallDomainList:ResolverFirewallDomainList", f"{DNS}resolverFirewallRule:ResolverFirewallRule"
BLOCKS, ASSOCIATED = f"{DNS}resolverFirewallRuleGroup:ResolverFirewallRuleGroup", f"{DNS}profilesAssociation:ProfilesAssociation"
PROFILED = f"{DNS}profilesResourceAssociation:ProfilesResourceAssociation"


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
    for record in resources.of(RECORD):
        records.setdefault(text(record, "zoneId"), []).append(record)
    asked = ((text(zone, "name"), str(mapping(each).get("vpcId")), zone) for zone in resources.of(ZONE) for each in listed(zone.inputs.get("vpcs")))
    same_name(asked, resources)
    for zone in resources.of(ZONE):
        networks = frozenset(str(mapping(each).get("vpcId")) for each in listed(zone.inputs.get("vpcs")))
        named = {text(each, "name").rstrip(".").lower(): (step(each), tuple(_leads_to(each))) for each in records.get(zone.id, ())}
        found = {name: held for name, held in named.items() if held[1]}
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
    groups = {str(each.outputs.get("arn")): each.id for each in resources.of(BLOCKS)}
    members: dict[str, set[str]] = {}
    for each in resources.of(ASSOCIATED):
        members.setdefault(text(each, "profileId"), set()).add(text(each, "resourceId"))
    for each in resources.of(PROFILED):
        for name, rule in blocking.get(groups.get(text(each, "resourceArn"), ""), ()):
            graph.blocked.append((frozenset(members.get(text(each, "profileId"), ())), name.lower().rstrip("."), step(rule)))


def _leads_to(record: Resource) -> Iterator[str]:
    if text(record, "type") in ("A", "CNAME"):
        yield from (str(mapping(each).get("name")).rstrip(".").lower() for each in listed(record.inputs.get("aliases")))
        yield from (str(each).rstrip(".").lower() for each in listed(record.inputs.get("records")))


def _forwardings(resources: Resources) -> Iterator[tuple[str, Forwarding]]:
    """What a balancer passes on, by its listeners' defaults and rules."""
    listeners = {each.id: each for each in resources.of(LISTENER)}
    targets = {each.id: each for each in resources.of(TARGETS)}
    members = _members(resources)
    for listener in listeners.values():
        for action in listed(listener.inputs.get("defaultActions")):
            yield from _passed_on(listener, listener, action, (), targets, members)
    for rule in resources.of(RULE):
        listener = listeners.get(text(rule, "listenerArn"))
        if listener is None:
            resources.wrong(rule, f"its listener {text(rule, 'listenerArn') or 'is missing'} is made by no plan")
            continue
        hosts = [str(one) for each in listed(rule.inputs.get("conditions")) for one in listed(mapping(mapping(each).get("hostHeader")).get("values"))]
        for action in listed(rule.inputs.get("actions")):
            yield from _passed_on(listener, rule, action, tuple(hosts), targets, members)


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


def _passed_on(
    listener: Resource, rule: Resource, action: object, hosts: tuple[str, ...], targets: dict[str, Resource], members: dict[str, list[str]]
) -> Iterator[tuple[str, Forwarding]]:
    for arn in _groups_of(action):
        group = targets.get(arn)
        if group is None:
            continue
        port, calls = int(float(str(listener.inputs.get("port") or 0))), int(float(str(group.inputs.get("port") or 0)))
        passed = (step(listener),) if rule is listener else (step(listener), step(rule))
        yield (
            text(listener, "loadBalancerArn"),
            Forwarding(service(TCP, port, port), hosts, service(TCP, calls, calls), tuple(members.get(arn, ())), (*passed, step(group))),
        )
