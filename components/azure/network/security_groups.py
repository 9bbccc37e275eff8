"""The security rules of each tier of a network, as plain data.

Sources: Microsoft Learn, "Network security groups"; "Private Application Gateway deployment" (with network isolation the gateway
asks for no rule but the load balancer's, none for its own management); "Securing a virtual network in Azure Container Apps".
"""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network
from typing import Any

DOOR = "door"
"""Tier of the doors of shared services, of their forwarders, and of the endpoints that lead to others' services.

Azure applies a security group to the forwarders alone: its policies for doors and endpoints are off there."""

TIERS = ("application", "data", "endpoint", DOOR, "entry", "environment")
"""Tiers that have subnets on Azure. Virtual WAN attaches a whole network, so the tier ``attachment`` has none."""

HOSTING_TIERS = ("entry", "environment")
"""Tiers that hosting adds to a network, each with one subnet for all zones."""

DELEGATIONS = {"environment": "Microsoft.App/environments"}
"""Service that a tier's subnets are handed to."""

ENVIRONMENT_PORTS = ("443", "31443")
"""HTTPS of a Container Apps environment: at its load balancer, and at the proxy behind it."""


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


def security_rules(tier: str, block: IPv4Network, subnets: Mapping[str, IPv4Network], callers: Iterable[IPv4Network] = ()) -> list[dict[str, Any]]:
    """Rules of one tier's security group: what it needs, then nothing else.

    Within the network, applications reach each other and the endpoints on 443 and the data tier on 5432; ``callers`` reach the
    entry on 443, and only the entry reaches the environment. The virtual network's own "allow" defaults, which would let every
    network behind the hub in, are overruled.
    """
    needed = {"application": _application, "data": _data, "endpoint": _endpoint, "entry": _entry, "environment": _environment, DOOR: _door}.get(tier)
    rules = needed(block, subnets, [str(caller) for caller in callers] or [str(block)]) if needed else []
    rules.append(_rule("internet-in", 4000, "Inbound", "Deny", "*", "*", ["Internet"], ["*"]))
    rules.append(_rule("all-in", 4096, "Inbound", "Deny", "*", "*", ["*"], ["*"]))
    return [rule for rule in rules if rule]


def _application(_block: IPv4Network, subnets: Mapping[str, IPv4Network], _callers: list[str]) -> list[dict[str, Any]]:
    mine = _blocks("application", subnets)
    return [
        _rule("applications-in", 100, "Inbound", "Allow", "Tcp", "443", mine, mine),
        _rule("balancer-in", 110, "Inbound", "Allow", "*", "*", ["AzureLoadBalancer"], ["*"]),
    ]


def _data(_block: IPv4Network, subnets: Mapping[str, IPv4Network], _callers: list[str]) -> list[dict[str, Any]]:
    mine = _blocks("data", subnets)
    return [
        _rule("database-in", 100, "Inbound", "Allow", "Tcp", "5432", _blocks("application", subnets), mine),
        # Replicas of one database talk to each other.
        _rule("replicas-in", 110, "Inbound", "Allow", "Tcp", "5432", mine, mine),
        _no_internet(),
    ]


def _endpoint(block: IPv4Network, subnets: Mapping[str, IPv4Network], _callers: list[str]) -> list[dict[str, Any]]:
    mine = _blocks("endpoint", subnets)
    return [
        _rule("endpoints-in", 100, "Inbound", "Allow", "Tcp", "443", [str(block)], mine),
        # The database of hosted applications answers at a private endpoint.
        _rule("database-in", 110, "Inbound", "Allow", "Tcp", "5432", _blocks("environment", subnets), mine),
    ]


def _entry(_block: IPv4Network, subnets: Mapping[str, IPv4Network], callers: list[str]) -> list[dict[str, Any]]:
    return [
        _rule("callers-in", 100, "Inbound", "Allow", "Tcp", "443", callers, _blocks("entry", subnets)),
        _rule("balancer-in", 110, "Inbound", "Allow", "*", "*", ["AzureLoadBalancer"], ["*"]),
        _no_internet(),
    ]


def _environment(_block: IPv4Network, subnets: Mapping[str, IPv4Network], _callers: list[str]) -> list[dict[str, Any]]:
    mine = _blocks("environment", subnets)
    return [
        _rule("entry-in", 100, "Inbound", "Allow", "Tcp", ENVIRONMENT_PORTS, _blocks("entry", subnets), mine),
        _rule("balancer-in", 110, "Inbound", "Allow", "Tcp", "30000-32767", ["AzureLoadBalancer"], mine),
        # Its parts talk to each other on ports that the service chooses.
        _rule("environment-in", 120, "Inbound", "Allow", "*", "*", mine, mine),
    ]


def _door(_block: IPv4Network, subnets: Mapping[str, IPv4Network], _callers: list[str]) -> list[dict[str, Any]]:
    mine = _blocks(DOOR, subnets)
    return [
        # Who comes through a door has its address; each offer's forwarders say for themselves which port.
        _rule("doors-in", 100, "Inbound", "Allow", "Tcp", "*", mine, mine),
        _rule("balancer-in", 110, "Inbound", "Allow", "Tcp", "*", ["AzureLoadBalancer"], mine),
        _no_internet(),
    ]


def forwarder_rules(subnets: Mapping[str, IPv4Network], port: int, target: Any) -> list[dict[str, Any]]:
    """Rules of one offer's forwarders: its door and the balancer's probe in on ``port``, ``target`` (a block, or an output of one) out on it.

    Azure's own address for probes and for the machine's start is not subject to them (Microsoft Learn, "What is IP address
    168.63.129.16?"). Raises ``ValueError`` where ``subnets`` has no door.
    """
    mine = _blocks(DOOR, {key: subnets[key] for key in doors(subnets)})
    return [
        _rule("door-in", 100, "Inbound", "Allow", "Tcp", str(port), mine, mine),
        _rule("balancer-in", 110, "Inbound", "Allow", "Tcp", str(port), ["AzureLoadBalancer"], mine),
        _rule("all-in", 4096, "Inbound", "Deny", "*", "*", ["*"], ["*"]),
        _rule("target-out", 100, "Outbound", "Allow", "Tcp", str(port), mine, [target]),
        _rule("all-out", 4096, "Outbound", "Deny", "*", "*", ["*"], ["*"]),
    ]


def _no_internet() -> dict[str, Any]:
    return _rule("internet-out", 4000, "Outbound", "Deny", "*", "*", ["*"], ["Internet"])


def _blocks(tier: str, subnets: Mapping[str, IPv4Network]) -> list[str]:
    return [str(block) for name, block in sorted(subnets.items()) if tier_of(name) == tier]


def _rule(
    name: str,
    priority: int,
    direction: str,
    access: str,
    protocol: str,
    ports: str | tuple[str, ...],
    sources: Iterable[str],
    targets: Iterable[str],
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
    }
    if isinstance(ports, str):
        rule["destination_port_range"] = ports
    else:
        rule["destination_port_ranges"] = list(ports)
    for end, blocks in ends.items():
        if len(blocks) == 1:
            rule[f"{end}_address_prefix"] = blocks[0]
        else:
            rule[f"{end}_address_prefixes"] = blocks
    return rule
