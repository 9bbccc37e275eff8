"""What stands in networks on AWS, and the security groups before it.

Sources: Amazon VPC User Guide, "Security group rules"; Elastic Load Balancing, "Security groups for your Network Load Balancer".
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from civic.plan import Resource
from civic.reach.aws.networks import ASSOCIATION
from civic.reach.aws.prefix_lists import addresses_of, prefix_lists
from civic.reach.graph import Allow, Gateway, Graph, Guard, Interface, Step
from civic.reach.placing import standing_in
from civic.reach.resources import Resources, listed, mapping, parsed, step, text
from civic.reach.sets import ANY_SERVICE, NOTHING, PROTOCOLS, TCP, Intervals, blocks, service

GROUP, DEFAULT_GROUP = "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
INGRESS, EGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
BALANCER, LISTENER, SERVICE = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener", "aws:ecs/service:Service"
DATABASE, DATABASE_SUBNETS, ENDPOINT = "aws:rds/instance:Instance", "aws:rds/subnetGroup:SubnetGroup", "aws:ec2/vpcEndpoint:VpcEndpoint"
SIDES: dict[str, Literal["inward", "outward"]] = {INGRESS: "inward", EGRESS: "outward"}


def read_interfaces(graph: Graph, resources: Resources) -> None:
    """Balancers, databases, endpoints and workloads, each with what its groups let through."""
    reader = _Reader(graph, resources, _groups(resources))
    for balancer in resources.of(BALANCER):
        reader.balancer(balancer)
    for database in resources.of(DATABASE):
        reader.database(database)
    for endpoint in resources.of(ENDPOINT):
        if text(endpoint, "vpcEndpointType") == "Gateway":
            reader.gateway(endpoint)
        else:
            reader.endpoint(endpoint)
    for each in resources.of(SERVICE):
        reader.workload(each)


class _Reader:
    def __init__(self, graph: Graph, resources: Resources, groups: Mapping[str, Guard]) -> None:
        self._graph, self._resources, self._groups = graph, resources, groups
        self._listening: dict[str, list[Resource]] = {}
        for listener in resources.of(LISTENER):
            self._listening.setdefault(text(listener, "loadBalancerArn"), []).append(listener)
        self._homes = {each.id: text(each, "vpcId") for token in (GROUP, DEFAULT_GROUP) for each in resources.of(token)}
        self._subnets = {text(each, "name"): listed(each.inputs.get("subnetIds")) for each in resources.of(DATABASE_SUBNETS)}

    def balancer(self, balancer: Resource) -> None:
        listens = Intervals.of(span for each in self._listening.get(balancer.id, ()) for span in _port(each, "port"))
        public = "" if balancer.inputs.get("internal") is True else "it faces the internet (internal is not true)"
        names = (str(balancer.outputs.get("dnsName") or ""),)
        subnets, groups = listed(balancer.inputs.get("subnets")), listed(balancer.inputs.get("securityGroups"))
        listeners = tuple(each.name for each in self._listening.get(balancer.id, ()))
        self._add(balancer, "balancer", subnets, groups, listens, public, names, listeners=listeners)

    def database(self, database: Resource) -> None:
        subnets = self._subnets.get(text(database, "dbSubnetGroupName"), [])
        public = "publiclyAccessible is true" if database.inputs.get("publiclyAccessible") else ""
        listens = _port(database, "port") if database.inputs.get("port") else service(TCP, 5432, 5432)
        names = (str(database.outputs.get("address") or ""),)
        self._add(database, "database", subnets, listed(database.inputs.get("vpcSecurityGroupIds")), listens, public, names)

    def endpoint(self, endpoint: Resource) -> None:
        # An endpoint of no service leads to a resource or a network of services of somebody's (VPC Lattice).
        serves = text(endpoint, "serviceName") or text(endpoint, "resourceConfigurationArn") or text(endpoint, "serviceNetworkArn")
        entries = [str(mapping(each).get("dnsName")) for each in listed(endpoint.outputs.get("dnsEntries"))]
        names = (*entries, *_private_names(endpoint, serves))
        groups = listed(endpoint.inputs.get("securityGroupIds"))
        own = serves.startswith("com.amazonaws.") and ".vpce." not in serves
        if own and not any(_private_names(endpoint, serves)):
            self._graph.unnamed[endpoint.id] = Step("its privateDnsEnabled is not true", endpoint.urn)
        answers = service(TCP, 443, 443) if own else service(TCP)
        self._add(endpoint, "endpoint", listed(endpoint.inputs.get("subnetIds")), groups, answers, "", names, serves)

    def gateway(self, endpoint: Resource) -> None:
        tables = {str(each) for each in listed(endpoint.inputs.get("routeTableIds"))}
        subnets = frozenset(text(each, "subnetId") for each in self._resources.of(ASSOCIATION) if text(each, "routeTableId") in tables)
        made = Gateway(step(endpoint), text(endpoint, "serviceName").rpartition(".")[2], subnets)
        self._graph.gateways.setdefault(text(endpoint, "vpcId"), []).append(made)

    def workload(self, made: Resource) -> None:
        network = mapping(made.inputs.get("networkConfiguration"))
        public = "its tasks get public addresses (assignPublicIp)" if network.get("assignPublicIp") else ""
        self._add(made, "workload", listed(network.get("subnets")), listed(network.get("securityGroups")), ANY_SERVICE, public, ())

    def _add(
        self,
        made: Resource,
        kind: Literal["workload", "balancer", "database", "endpoint"],
        subnets: list,
        groups: list,
        listens: Intervals,
        public: str,
        names: tuple[str, ...],
        serves: str = "",
        listeners: tuple[str, ...] = (),
    ) -> None:
        known = standing_in(self._graph, self._resources, made, subnets, public)
        if not known:
            return
        for group in groups:
            if group not in self._groups:
                self._resources.wrong(made, f"its security group {group} is made by no plan")
            elif self._homes.get(group) != known[0].network:
                self._resources.wrong(made, f"its security group {self._resources.name(group)} is of another network")
        self._graph.interfaces[made.id] = Interface(
            id=made.id,
            kind=kind,
            step=step(made),
            holder=self._resources.holder(made),
            network=known[0].network,
            subnets=tuple(each.id for each in known),
            addresses=(where := Intervals.of(span for each in known for span in each.addresses)),
            sends_from=where,
            listens=listens,
            guard=_together([self._groups[each] for each in groups if each in self._groups], groups, self._resources),
            serves=serves,
            listeners=listeners,
            names=tuple(name for name in names if name),
        )


def _private_names(endpoint: Resource, serves: str) -> Iterator[str]:
    """What a provider's own service is called in the network of an endpoint with private names."""
    parts = serves.split(".")
    if endpoint.inputs.get("privateDnsEnabled") and len(parts) >= 4 and parts[:2] == ["com", "amazonaws"] and parts[2] != "vpce":
        # com.amazonaws.eu-west-2.ecr.api answers to api.ecr.eu-west-2.amazonaws.com.
        yield f"{'.'.join(reversed(parts[3:]))}.{parts[2]}.amazonaws.com"


def _together(guards: Iterable[Guard], groups: Iterable[str], resources: Resources) -> Guard:
    """What several groups let through together."""
    guards = tuple(guards)
    return Guard(
        tuple(allow for guard in guards for allow in guard.inward),
        tuple(allow for guard in guards for allow in guard.outward),
        frozenset(groups),
        tuple(resources.name(each) for each in groups),
    )


def _groups(resources: Resources) -> dict[str, Guard]:
    """Security group id -> what it lets through."""
    inward: dict[str, list[Allow]] = {}
    outward: dict[str, list[Allow]] = {}
    sides, lists = {"inward": inward, "outward": outward}, prefix_lists(resources)
    found = [*resources.of(GROUP), *resources.of(DEFAULT_GROUP)]
    homes = {group.id: text(group, "vpcId") for group in found}
    for group in found:
        inward[group.id] = [_inline(group, "ingress", each, lists) for each in listed(group.inputs.get("ingress"))]
        # A group without rules of its own has AWS's: everything out. The provider takes that away where it makes the group.
        outward[group.id] = [_inline(group, "egress", each, lists) for each in listed(group.inputs.get("egress"))]
    for token, side in SIDES.items():
        for rule in resources.of(token):
            held = sides[side].get(text(rule, "securityGroupId"))
            if held is None:
                resources.wrong(rule, f"its security group {text(rule, 'securityGroupId') or 'is missing'} is made by no plan")
            else:
                held.append(_allow(rule, lists))
                if (
                    homes.get(other := text(rule, "referencedSecurityGroupId"), homes[text(rule, "securityGroupId")])
                    != homes[text(rule, "securityGroupId")]
                ):
                    told = f"it lets through members of {resources.name(other)}, a group of another network: AWS refuses one without a peering"
                    resources.wrong(rule, told)
    for rule in resources.of(OLD_RULE):
        side = sides["inward" if text(rule, "type") == "ingress" else "outward"]
        side.setdefault(text(rule, "securityGroupId"), []).append(_inline(rule, "rule", rule.inputs, lists))
    return {group.id: Guard(tuple(inward[group.id]), tuple(outward[group.id]), frozenset((group.id,))) for group in found}


def _allow(rule: Resource, known: Mapping[str, tuple[str, ...]]) -> Allow:
    ranges = [text(rule, "cidrIpv4")] if text(rule, "cidrIpv4") else []
    other, prefixes = text(rule, "referencedSecurityGroupId"), text(rule, "prefixListId")
    return Allow(
        _services(rule, text(rule, "ipProtocol"), rule.inputs.get("fromPort"), rule.inputs.get("toPort")),
        rule.urn,
        parsed(rule, "cidrIpv4", ranges[0] if ranges else "", lambda _: blocks(ranges)) | addresses_of(known, prefixes),
        frozenset((other,)) if other else frozenset(),
        frozenset((prefixes,)) if prefixes and prefixes not in known else frozenset(),
    )


def _inline(group: Resource, key: str, rule: Mapping, known: Mapping[str, tuple[str, ...]]) -> Allow:
    ranges = [str(each) for each in listed(rule.get("cidrBlocks"))]
    others = [str(each) for each in listed(rule.get("securityGroups"))] + [str(each) for each in (rule.get("sourceSecurityGroupId"),) if each]
    if rule.get("self"):
        others.append(group.id if key != "rule" else text(group, "securityGroupId"))
    services = _services(group, str(rule.get("protocol")), rule.get("fromPort"), rule.get("toPort"))
    lists = [str(each) for each in listed(rule.get("prefixListIds"))]
    addresses = parsed(group, f"{key}.cidrBlocks", ", ".join(ranges), lambda _: blocks(ranges))
    addresses |= blocks(cidr for each in lists for cidr in known.get(each, ()))
    return Allow(services, group.urn, addresses, frozenset(others), frozenset(each for each in lists if each not in known))


def _services(rule: Resource, protocol: str, low: object, high: object) -> Intervals:
    """What a rule names by protocol and ports; -1 is every one."""
    if protocol in ("-1", "all"):
        return ANY_SERVICE
    number = PROTOCOLS.get(protocol) or (int(protocol) if protocol.isdigit() else None)
    if number is None:
        return NOTHING
    if number == PROTOCOLS["icmp"] or low is None:
        return service(number)
    return parsed(rule, "ports", f"{low}-{high}", lambda _: service(number, int(float(str(low))), int(float(str(high)))))


def _port(resource: Resource, key: str) -> Intervals:
    given = resource.inputs.get(key)
    return parsed(resource, key, given, lambda _: service(TCP, int(float(str(given))), int(float(str(given)))))
