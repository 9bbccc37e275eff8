"""Networks on AWS."""

from collections.abc import Iterator
from typing import Any

from policies.rule import Subject, every, rule

ADMINISTRATION = (22, 3389)
EVERYWHERE = ("0.0.0.0/0", "::/0")
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
FIREWALL = "aws:networkfirewall/firewall:Firewall"
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
    if not any(log.value("trafficType") == "ALL" and log.is_set("logDestination") for log in logs):
        yield "the VPC has no flow log of all its traffic"


@rule(
    "ec2-no-public-administration",
    title="No security group lets the internet reach SSH or RDP",
    why="Whoever guesses one password, or knows one flaw, is inside.",
    severity="critical",
    types=("aws:ec2/securityGroup:SecurityGroup", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
    remediation="Take the rule away; administer through Session Manager.",
)
def no_public_administration(subject: Subject) -> Iterator[str]:
    if subject.resource.type == "aws:ec2/securityGroup:SecurityGroup":
        for entry in subject.value("ingress") or ():
            blocks = [*(entry.get("cidrBlocks") or ()), *(entry.get("ipv6CidrBlocks") or ())]
            yield from _open(blocks, entry.get("protocol"), entry.get("fromPort"), entry.get("toPort"))
        return
    blocks = [block for block in (subject.value("cidrIpv4"), subject.value("cidrIpv6")) if block]
    yield from _open(blocks, subject.value("ipProtocol"), subject.value("fromPort"), subject.value("toPort"))


def _open(blocks: list[str], protocol: Any, first: Any, last: Any) -> Iterator[str]:
    for block in blocks:
        every_port = str(protocol) == "-1"
        for port in ADMINISTRATION:
            if block in EVERYWHERE and (every_port or int(first) <= port <= int(last)):
                yield f"{block} may reach port {port}"


@rule(
    "ec2-internet-gateway-inspected",
    title="A gateway to the internet stands only in a VPC that a network firewall inspects",
    why="What leaves a network through a gateway of its own is seen by nobody.",
    severity="high",
    types=GATEWAYS,
    remediation="Take the gateway away and connect the network to the platform's transit, whose default way leads to inspection.",
    scope="stack",
    reads=(FIREWALL,),
)
def internet_gateway_inspected(subject: Subject) -> Iterator[str]:
    # A gateway may be made alone; its attachment then names the VPC.
    if subject.is_set("vpcId") and not subject.sharing(FIREWALL, "vpcId"):
        yield "the VPC has a gateway to the internet and no network firewall"
