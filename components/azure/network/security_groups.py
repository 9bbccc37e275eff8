"""The security rules of each tier of a network, as plain data.

Sources: Microsoft Learn, "Network security groups"; "Private Application Gateway deployment" (with network isolation the gateway
asks for no rule but the load balancer's, none for its own management); "Securing a virtual network in Azure Container Apps".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from types import MappingProxyType
from typing import Literal

import pulumi
from pulumi_azure_native import network

from components.contracts import ContractError, SubnetKey, of_tier, tier_named

DOOR = "door"
"""Tier of the doors of shared services, of their forwarders, and of the endpoints that lead to others' services.

Azure applies a security group to the forwarders alone: its policies for doors and endpoints are off there."""

DELEGATIONS: Mapping[str, str] = MappingProxyType({"environment": "Microsoft.App/environments"})
"""Service that a tier's subnets are handed to."""

ENVIRONMENT_PORTS = ("443", "31443")
"""HTTPS of a Container Apps environment: at its load balancer, and at the proxy behind it."""

Ranges = Mapping[SubnetKey, IPv4Network]


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """One rule. It is left out where nobody is at one of its ends."""

    name: str
    priority: int
    direction: Literal["Inbound", "Outbound"] = "Inbound"
    access: Literal["Allow", "Deny"] = "Allow"
    protocol: Literal["Tcp", "*"] = "Tcp"
    ports: tuple[str, ...] = ("*",)
    sources: Sequence[pulumi.Input[str]] = ("*",)
    targets: Sequence[pulumi.Input[str]] = ("*",)


_ALL_IN = _Rule(name="all-in", priority=4096, access="Deny", protocol="*")
_INTERNET_IN = _Rule(name="internet-in", priority=4000, access="Deny", protocol="*", sources=("Internet",))
_NO_INTERNET = _Rule(name="internet-out", priority=4000, direction="Outbound", access="Deny", protocol="*", targets=("Internet",))
_OUTSIDE_OUT = _Rule(name="outside-out", priority=4096, direction="Outbound", access="Deny", protocol="*")
_BALANCER_IN = _Rule(name="balancer-in", priority=110, protocol="*", sources=("AzureLoadBalancer",))


def security_rules(tier: str, block: IPv4Network, subnets: Ranges, callers: Sequence[IPv4Network] = ()) -> list[network.SecurityRuleArgsDict]:
    """Rules of one tier's security group: what it needs, then nothing else.

    Within the network, applications reach each other and the endpoints on 443 and the data tier on 5432; ``callers`` reach the
    entry on 443, and only the entry reaches the environment. The virtual network's own "allow" defaults, which would let every
    network behind the hub in, are overruled. A tier without rules of its own lets nobody in, and one that does not lead to the hub
    reaches its own network alone. Raises ``ContractError`` for an unknown tier.
    """
    needed = _NEEDED[tier](block, subnets, callers or (block,)) if tier in _NEEDED else []
    # A connected network has the hub's default route in every subnet, so rules keep a tier from it.
    outward = () if tier_named(tier).leads_to_hub else (_network_out(block), _OUTSIDE_OUT)
    return _as_arguments([*needed, *outward, _INTERNET_IN, _ALL_IN])


def _network_out(block: IPv4Network) -> _Rule:
    return _Rule(name="network-out", priority=3900, direction="Outbound", protocol="*", targets=[str(block)])


def _application(_block: IPv4Network, subnets: Ranges, _callers: Sequence[IPv4Network]) -> list[_Rule]:
    own = _blocks("application", subnets)
    return [_Rule(name="applications-in", priority=100, ports=("443",), sources=own, targets=own), _BALANCER_IN]


def _data(_block: IPv4Network, subnets: Ranges, _callers: Sequence[IPv4Network]) -> list[_Rule]:
    own = _blocks("data", subnets)
    return [
        _Rule(name="database-in", priority=100, ports=("5432",), sources=_blocks("application", subnets), targets=own),
        # Replicas of one database talk to each other.
        _Rule(name="replicas-in", priority=110, ports=("5432",), sources=own, targets=own),
        _NO_INTERNET,
    ]


def _endpoint(block: IPv4Network, subnets: Ranges, _callers: Sequence[IPv4Network]) -> list[_Rule]:
    own = _blocks("endpoint", subnets)
    return [
        _Rule(name="endpoints-in", priority=100, ports=("443",), sources=[str(block)], targets=own),
        # The database of hosted applications answers at a private endpoint.
        _Rule(name="database-in", priority=110, ports=("5432",), sources=_blocks("environment", subnets), targets=own),
    ]


def _entry(_block: IPv4Network, subnets: Ranges, callers: Sequence[IPv4Network]) -> list[_Rule]:
    sources = [str(caller) for caller in callers]
    return [
        _Rule(name="callers-in", priority=100, ports=("443",), sources=sources, targets=_blocks("entry", subnets)),
        _BALANCER_IN,
        _NO_INTERNET,
    ]


def _environment(_block: IPv4Network, subnets: Ranges, _callers: Sequence[IPv4Network]) -> list[_Rule]:
    own = _blocks("environment", subnets)
    return [
        _Rule(name="entry-in", priority=100, ports=ENVIRONMENT_PORTS, sources=_blocks("entry", subnets), targets=own),
        _Rule(name="balancer-in", priority=110, ports=("30000-32767",), sources=("AzureLoadBalancer",), targets=own),
        # Its parts talk to each other on ports that the service chooses.
        _Rule(name="environment-in", priority=120, protocol="*", sources=own, targets=own),
    ]


def _door(_block: IPv4Network, subnets: Ranges, _callers: Sequence[IPv4Network]) -> list[_Rule]:
    own = _blocks(DOOR, subnets)
    return [
        # Who comes through a door has its address; each offer's forwarders say for themselves which port.
        _Rule(name="doors-in", priority=100, sources=own, targets=own),
        _Rule(name="balancer-in", priority=110, sources=("AzureLoadBalancer",), targets=own),
        _NO_INTERNET,
    ]


_NEEDED: Mapping[str, Callable[[IPv4Network, Ranges, Sequence[IPv4Network]], list[_Rule]]] = MappingProxyType(
    {"application": _application, "data": _data, "endpoint": _endpoint, "entry": _entry, "environment": _environment, DOOR: _door}
)


def forwarder_rules(subnets: Ranges, port: int, target: pulumi.Input[str]) -> list[network.SecurityRuleArgsDict]:
    """Rules of one offer's forwarders: its door and the balancer's probe in on ``port``, ``target`` (a range) out on it.

    Azure's own address for probes and for the machine's start is not subject to them (Microsoft Learn, "What is IP address
    168.63.129.16?"). Raises ``ContractError`` where ``subnets`` has no door.
    """
    own = _blocks(DOOR, subnets)
    if not own:
        raise ContractError("ranges: a shared service needs the tier 'door'; run 'pulumi up' of the landing zone first")
    return _as_arguments(
        [
            _Rule(name="door-in", priority=100, ports=(str(port),), sources=own, targets=own),
            _Rule(name="balancer-in", priority=110, ports=(str(port),), sources=("AzureLoadBalancer",), targets=own),
            _ALL_IN,
            _Rule(name="target-out", priority=100, direction="Outbound", ports=(str(port),), sources=own, targets=[target]),
            _Rule(name="all-out", priority=4096, direction="Outbound", access="Deny", protocol="*"),
        ]
    )


def _blocks(tier: str, subnets: Ranges) -> list[str]:
    return [str(block) for block in of_tier(subnets, tier)]


def _as_arguments(rules: Sequence[_Rule]) -> list[network.SecurityRuleArgsDict]:
    return [_argument(rule) for rule in rules if rule.sources and rule.targets]


def _argument(rule: _Rule) -> network.SecurityRuleArgsDict:
    """The rule as Azure takes it: one value and several stand in different fields."""
    argument: network.SecurityRuleArgsDict = {
        "name": rule.name,
        "priority": rule.priority,
        "direction": rule.direction,
        "access": rule.access,
        "protocol": rule.protocol,
        "source_port_range": "*",
    }
    if len(rule.ports) == 1:
        argument["destination_port_range"] = rule.ports[0]
    else:
        argument["destination_port_ranges"] = list(rule.ports)
    if len(rule.sources) == 1:
        argument["source_address_prefix"] = rule.sources[0]
    else:
        argument["source_address_prefixes"] = list(rule.sources)
    if len(rule.targets) == 1:
        argument["destination_address_prefix"] = rule.targets[0]
    else:
        argument["destination_address_prefixes"] = list(rule.targets)
    return argument
