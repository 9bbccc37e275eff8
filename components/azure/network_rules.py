"""The security rules of each tier of a body's network, as plain data.

Source: Microsoft Learn, "Network security groups".
"""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network
from typing import Any

DOOR = "door"
"""Tier of the doors of shared services and of the endpoints that lead to others': Azure applies no security group to either."""
TIERS = ("application", "data", "endpoint", DOOR)
"""Tiers that have subnets on Azure."""


def wanted(subnets: Mapping[str, IPv4Network]) -> dict[str, IPv4Network]:
    """Subnets that are made on Azure, by name, in order of name.

    Virtual WAN attaches a whole network, so the ranges of the tier ``attachment`` are free, and the doors have them.
    """
    named = {f"{DOOR}-{name.rsplit('-', 1)[1]}" if tier_of(name) == "attachment" else name: block for name, block in subnets.items()}
    return {name: block for name, block in sorted(named.items()) if tier_of(name) in TIERS}


def doors(subnets: Iterable[str]) -> list[str]:
    """Names of the subnets for doors, in order. Raises ``ValueError`` where there is none."""
    found = sorted(name for name in subnets if tier_of(name) == DOOR)
    if not found:
        raise ValueError("subnets: a shared service needs the subnet door-a; run 'pulumi up' of the landing zone first")
    return found


def tier_of(subnet: str) -> str:
    """Tier of a subnet's name ``<tier>-<zone key>``."""
    return subnet.rsplit("-", 1)[0]


def security_rules(tier: str, block: IPv4Network, subnets: Mapping[str, IPv4Network]) -> list[dict[str, Any]]:
    """Rules of one tier's security group: what it needs, then nothing else.

    Within the network, applications reach each other and the endpoints on 443 and the data tier on 5432. The virtual network's
    own "allow" defaults, which would let every network behind the hub in, are overruled.
    """
    applications = _blocks("application", subnets)
    rules = []
    if tier == "application":
        rules.append(_rule("applications-in", 100, "Inbound", "Allow", "Tcp", "443", applications, _blocks(tier, subnets)))
        rules.append(_rule("balancer-in", 110, "Inbound", "Allow", "*", "*", ["AzureLoadBalancer"], ["*"]))
    if tier == "data":
        rules.append(_rule("database-in", 100, "Inbound", "Allow", "Tcp", "5432", applications, _blocks(tier, subnets)))
        # Replicas of one database talk to each other.
        rules.append(_rule("replicas-in", 110, "Inbound", "Allow", "Tcp", "5432", _blocks(tier, subnets), _blocks(tier, subnets)))
        rules.append(_rule("internet-out", 4000, "Outbound", "Deny", "*", "*", ["*"], ["Internet"]))
    if tier == "endpoint":
        rules.append(_rule("endpoints-in", 100, "Inbound", "Allow", "Tcp", "443", [str(block)], _blocks(tier, subnets)))
    rules.append(_rule("internet-in", 4000, "Inbound", "Deny", "*", "*", ["Internet"], ["*"]))
    rules.append(_rule("all-in", 4096, "Inbound", "Deny", "*", "*", ["*"], ["*"]))
    return [rule for rule in rules if rule]


def _blocks(tier: str, subnets: Mapping[str, IPv4Network]) -> list[str]:
    return [str(block) for name, block in sorted(subnets.items()) if tier_of(name) == tier]


def _rule(
    name: str, priority: int, direction: str, access: str, protocol: str, port: str, sources: Iterable[str], targets: Iterable[str]
) -> dict[str, Any]:
    ends = {"source": list(sources), "destination": list(targets)}
    if not all(ends.values()):
        return {}
    rule: dict[str, Any] = {
        "name": name,
        "priority": priority,
        "direction": direction,
        "access": access,
        "protocol": protocol,
        "source_port_range": "*",
        "destination_port_range": port,
    }
    for end, blocks in ends.items():
        if len(blocks) == 1:
            rule[f"{end}_address_prefix"] = blocks[0]
        else:
            rule[f"{end}_address_prefixes"] = blocks
    return rule
