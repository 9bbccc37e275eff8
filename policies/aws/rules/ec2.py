"""Networks on AWS."""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from policies.rule import Subject, every, rule

TCP, UDP = ("tcp", "6"), ("udp", "17")
"""A protocol's name and its number (IANA, "Protocol Numbers"); providers take both."""
ADMINISTRATION = {22: TCP, 3389: (*TCP, *UDP)}
"""Port -> protocols: SSH runs over TCP, RDP over both."""
GROUP = "aws:ec2/securityGroup:SecurityGroup"
GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
FIREWALL = "aws:networkfirewall/firewall:Firewall"
ORIGIN, ROUTE = "aws:cloudfront/vpcOrigin:VpcOrigin", "aws:ec2/route:Route"
EXCLUSION = "aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"
GATEWAYS = (
    "aws:ec2/internetGateway:InternetGateway",
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
)


@rule(
    "ec2-default-group-empty",
    title="A VPC's default security group has no rules",
    why="Everything that names no group lands in the default one, where members may talk to each other.",
    severity="high",
    types=("aws:ec2/vpc:Vpc",),
    remediation="Adopt the group with aws.ec2.DefaultSecurityGroup and give it no ingress and no egress.",
    scope="stack",
    reads=(DEFAULT_GROUP,),
)
def default_group_empty(subject: Subject) -> Iterator[str]:
    groups = subject.referred_by(DEFAULT_GROUP, "vpcId")
    if not groups:
        yield "the VPC's default security group is as AWS made it: its members may talk to each other"
    yield from every(*(_rules_of(group) for group in groups))


def _rules_of(group: Subject) -> Iterator[str]:
    for direction in ("ingress", "egress"):
        if group.value(direction):
            yield f"the default security group {group.name} has {direction} rules"


@rule(
    "ec2-flow-logged",
    title="A VPC records all its traffic",
    why="After an incident, only what was recorded can be looked into.",
    severity="medium",
    types=("aws:ec2/vpc:Vpc",),
    remediation="Add an aws.ec2.FlowLog for the VPC with traffic_type ALL and a destination.",
    scope="stack",
    reads=(FLOW_LOG,),
)
def flow_logged(subject: Subject) -> Iterator[str]:
    logs = subject.referred_by(FLOW_LOG, "vpcId")
    if not any(log.value("trafficType") == "ALL" and (log.is_set("logDestination") or log.is_set("logGroupName")) for log in logs):
        yield "the VPC has no flow log of all its traffic"


@rule(
    "ec2-no-public-administration",
    title="No security group lets the internet reach SSH or RDP",
    why="Whoever guesses one password, or knows one flaw, is inside.",
    severity="critical",
    types=(GROUP, GROUP_RULE, INGRESS_RULE),
    remediation="Take the rule away; administer through Session Manager.",
)
def no_public_administration(subject: Subject) -> Iterator[str]:
    for block, protocol, first, last in openings(subject):
        yield from _reachable(block, str(protocol).lower(), first, last)


def openings(subject: Subject) -> Iterator[tuple[str, Any, Any, Any]]:
    """(range of addresses, protocol, first port, last port) of all that a group, or a rule of one, lets in. Raises ``Undecidable``."""
    if subject.type == INGRESS_RULE:
        for key in ("cidrIpv4", "cidrIpv6"):
            if subject.is_set(key):
                yield subject.value(key), subject.value("ipProtocol"), subject.value("fromPort"), subject.value("toPort")
        return
    inside = subject.type == GROUP
    alone = () if inside or subject.value("type") != "ingress" else (subject.value(),)
    for entry in (subject.value("ingress") or ()) if inside else alone:
        for block in (*(entry.get("cidrBlocks") or ()), *(entry.get("ipv6CidrBlocks") or ())):
            yield block, entry.get("protocol"), entry.get("fromPort"), entry.get("toPort")


def is_everywhere(block: str) -> bool:
    return ip_network(block, strict=False).prefixlen == 0


def _reachable(block: str, protocol: str, first: Any, last: Any) -> Iterator[str]:
    # ICMP, ESP and the like have no ports; what stands in their place is no port.
    for port, carriers in ADMINISTRATION.items():
        every_port = protocol in ("-1", "all")
        if is_everywhere(block) and (every_port or (protocol in carriers and int(first) <= port <= int(last))):
            yield f"{block} may reach port {port}"


@rule(
    "ec2-internet-gateway-inspected",
    title="A gateway to the internet stands in a VPC that a network firewall inspects, or with no route to it before the edge's origin",
    why="What leaves a network through a gateway of its own is seen by nobody.",
    severity="high",
    types=GATEWAYS,
    remediation="Take the gateway away and connect the network to the platform's transit, whose default way leads to inspection. For what is "
    "published an aws.cloudfront.VpcOrigin needs one, to which no aws.ec2.Route leads.",
    scope="stack",
    reads=(FIREWALL, EXCLUSION, ROUTE),
)
def internet_gateway_inspected(subject: Subject) -> Iterator[str]:
    # A gateway may be made alone; its attachment then names the VPC.
    if not subject.is_set("vpcId") or subject.sharing(FIREWALL, "vpcId"):
        return
    if subject.type != GATEWAYS[0] or not subject.sharing(EXCLUSION, "vpcId"):
        yield "the VPC has a gateway to the internet and no network firewall"
        return
    for route in subject.referred_by(ROUTE, "gatewayId"):
        yield f"{route.name} leads to the gateway, which is there for the edge's origin alone, and past every firewall"


@rule(
    "ec2-exclusion-for-the-edge",
    title="A VPC is let through the block of public access for the edge's origin alone",
    why="The block holds where somebody makes a gateway and a route by mistake; whoever is let through it has nothing else.",
    severity="high",
    types=(EXCLUSION,),
    remediation="Take the exclusion away, or make the aws.cloudfront.VpcOrigin that it is for.",
    scope="stack",
    reads=(ORIGIN, FIREWALL),
)
def exclusion_for_the_edge(subject: Subject) -> Iterator[str]:
    if not subject.stack.of_type(ORIGIN) and not subject.sharing(FIREWALL, "vpcId"):
        yield "the VPC is let through the block of public access, and no origin of the edge's needs it"
