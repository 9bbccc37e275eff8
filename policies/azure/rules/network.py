"""Networks on Azure."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.rule import Subject, every, must, rule

ADMINISTRATION = {22: ("tcp", "*"), 3389: ("tcp", "udp", "*")}
"""Port -> protocols: SSH runs over TCP, RDP over both."""
EVERYWHERE = ("*", "0.0.0.0/0", "internet", "::/0", "any")
WITHOUT_GROUP = ("GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "RouteServerSubnet")
"""Azure refuses a security group on these, or leaves it without effect (Virtual network planning, "Subnets")."""


@rule(
    "network-subnet-guarded",
    title="A subnet has a security group and no default outbound access",
    why="A subnet without a group takes whatever comes; with default outbound access it also lets anything leave.",
    severity="high",
    types=("azure-native:network:Subnet",),
    remediation="Give the subnet a network security group and set default_outbound_access to false.",
)
def subnet_guarded(subject: Subject) -> Iterator[str]:
    # Subnets delegated to a service of Azure's own, and those of gateways and firewalls, take no group of ours.
    if subject.is_set("delegations") or (subject.settled("subnetName") or subject.settled("name")) in WITHOUT_GROUP:
        return
    yield from every(
        must(lambda: subject.is_set("networkSecurityGroup"), "the subnet has no network security group"),
        # With a NAT gateway nothing leaves by default outbound access.
        must(
            lambda: subject.is_set("natGateway") or subject.settled("defaultOutboundAccess") is False,
            "the subnet reaches the internet without asking the hub",
        ),
    )


@rule(
    "network-no-public-administration",
    title="No security group lets the internet reach SSH or RDP",
    why="Whoever guesses one password, or knows one flaw, is inside.",
    severity="critical",
    types=("azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"),
    remediation="Take the rule away; administer through Bastion.",
)
def no_public_administration(subject: Subject) -> Iterator[str]:
    alone = subject.resource.type.endswith(":SecurityRule")
    entries = [subject.value()] if alone else list(subject.value("securityRules") or ())
    inbound = [entry for entry in entries if str(entry.get("direction")).lower() == "inbound"]
    for port in ADMINISTRATION:
        # The first that fits decides: what is denied before is not opened by a later one.
        fitting = sorted((entry for entry in inbound if _fits(entry, port)), key=lambda entry: entry.get("priority") or 0)
        if fitting and str(fitting[0].get("access")).lower() == "allow":
            yield f"the internet may reach port {port}"


def _fits(entry: Mapping[str, Any], port: int) -> bool:
    """Whether a rule is about the whole internet and this port. ICMP, ESP and the like have no ports."""
    sources = [entry.get("sourceAddressPrefix"), *(entry.get("sourceAddressPrefixes") or ())]
    ports = [entry.get("destinationPortRange"), *(entry.get("destinationPortRanges") or ())]
    return (
        str(entry.get("protocol") or "*").lower() in ADMINISTRATION[port]
        and any(str(source).lower() in EVERYWHERE for source in sources if source is not None)
        and any(_covers(str(span), port) for span in ports if span is not None)
    )


def _covers(span: str, port: int) -> bool:
    if span == "*":
        return True
    first, _, last = span.partition("-")
    return int(first) <= port <= int(last or first)


@rule(
    "network-hub-connection-inspected",
    title="A body's network reaches the internet through the hub's firewall",
    why="A connection without internet security sends traffic to the internet that nobody inspects.",
    severity="high",
    types=("azure-native:network:HubVirtualNetworkConnection",),
    remediation="Set enable_internet_security to true.",
)
def hub_connection_inspected(subject: Subject) -> Iterator[str]:
    if subject.value("enableInternetSecurity") is not True:
        yield "traffic to the internet does not pass the firewall"


@rule(
    "network-firewall-denies-threats",
    title="The firewall denies known threats",
    why="An alert that nobody reads stops nothing.",
    severity="high",
    types=("azure-native:network:FirewallPolicy",),
    remediation="Set threat_intel_mode to Deny and intrusion_detection.mode to Deny.",
)
def firewall_denies_threats(subject: Subject) -> Iterator[str]:
    yield from every(
        must(lambda: subject.value("threatIntelMode") == "Deny", "known bad addresses are not denied"),
        must(lambda: subject.value("intrusionDetection", "mode") == "Deny", "known attacks are not denied"),
    )
