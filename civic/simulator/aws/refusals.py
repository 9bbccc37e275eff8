"""What the AWS provider refuses in its own code, and AWS of sizes and formats, as far as one resource's inputs tell."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import Failure

Refuse = Callable[[Mapping[str, Any]], Iterator[Failure]]

_RULE = re.compile(
    r"(?P<action>pass|drop|reject|alert) (?P<protocol>[a-z0-9-]+) (?P<source>\S+) (?P<from>\S+) (?:->|<>) (?P<target>\S+) (?P<to>\S+) \((?P<options>.*)\)"
)
"""Suricata User Guide, "Rules Format"."""
_PROTOCOLS = {
    "tcp", "udp", "icmp", "ip", "http", "http2", "tls", "ssh", "smtp", "ftp", "dns", "dcerpc", "smb", "imap", "ikev2", "krb5", "msn", "ntp", "dhcp",
    "tftp", "quic",
}  # fmt: skip
"""AWS Network Firewall API Reference, "Header: Protocol"."""
_SID = re.compile(r"(?:^|;)\s*sid:(\d+)\s*;")


def nothing(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Nothing is known of the type."""
    return iter(())


def _origination(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """``validation.IsIPAddress`` (``internal/service/chime/voice_connector_origination.go``; terraform-provider-aws issue 32545)."""
    for number, route in enumerate(opened(inputs.get("routes")) or ()):
        host = str(opened(opened(route).get("host")))
        if UNKNOWN not in host and not _is_address(host):
            yield Failure(f"routes[{number}].host", f"expected a valid IP address, got '{host}'; the API takes a name, this resource does not")


def _vpc(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    yield from _sized(inputs, "Amazon VPC User Guide, 'VPC CIDR blocks'")


def _subnet(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    yield from _sized(inputs, "Amazon VPC User Guide, 'Subnet sizing for IPv4'")


def _sized(inputs: Mapping[str, Any], source: str) -> Iterator[Failure]:
    block = str(opened(inputs.get("cidrBlock")))
    try:
        length = ipaddress.IPv4Network(block).prefixlen
    except ValueError:
        return
    if not 16 <= length <= 28:
        yield Failure("cidrBlock", f"{block} is not between a /16 and a /28 ({source})")


def _rule_group(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """AWS Network Firewall Developer Guide, "Suricata compatible rule strings" and "Limitations and caveats"."""
    group = opened(inputs.get("ruleGroup"))
    text = opened(opened(group.get("rulesSource") or {}).get("rulesString")) if isinstance(group, Mapping) else None
    if not isinstance(text, str) or UNKNOWN in text:
        return
    where, seen = "ruleGroup.rulesSource.rulesString", set[str]()
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    for number, line in enumerate(lines, start=1):
        rule, sids = _RULE.fullmatch(line.strip()), _SID.findall(line.partition("(")[2])
        if rule is None:
            yield Failure(where, f"line {number} is no Suricata rule: {line}")
        elif rule["protocol"] not in _PROTOCOLS:
            yield Failure(where, f"line {number}: the firewall does not know the protocol '{rule['protocol']}'")
        elif len(sids) != 1 or sids[0] in seen:
            yield Failure(where, f"line {number}: each rule has one sid, which no other of its group has; found {', '.join(sids) or 'none'}")
        seen.update(sids)
    capacity = inputs.get("capacity")
    if isinstance(capacity, int | float) and len(lines) > capacity:
        yield Failure("capacity", f"{len(lines)} rules in a group that holds {capacity:g}")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


REFUSALS: Mapping[str, Refuse] = {
    "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination": _origination,
    "aws:ec2/subnet:Subnet": _subnet,
    "aws:ec2/vpc:Vpc": _vpc,
    "aws:networkfirewall/ruleGroup:RuleGroup": _rule_group,
}
"""Type -> what is refused of its inputs."""
