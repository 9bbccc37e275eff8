"""What the AWS provider refuses in its own code, and AWS of sizes and formats, as far as one resource's inputs tell."""

import ipaddress
import json
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


def _event_rule(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Amazon EventBridge User Guide, "Event patterns": what is matched stands in a list."""
    text = opened(inputs.get("eventPattern"))
    try:
        pattern = json.loads(text) if isinstance(text, str) and UNKNOWN not in text else {}
    except ValueError:
        # That it is none is told by its form (``civic.catalogue.aws_allowed``).
        return
    if not isinstance(pattern, Mapping):
        return
    yield from (
        Failure("eventPattern", f"{path} is matched with a list of values, found {json.dumps(found)}") for path, found in _unlisted(pattern, "")
    )


def _unlisted(pattern: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    for key, value in pattern.items():
        path = f"{before}.{key}".lstrip(".")
        if isinstance(value, Mapping):
            yield from _unlisted(value, path)
        elif not isinstance(value, list):
            yield path, value


def _record(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """RFC 1035, RFC 8659; Route 53 Developer Guide, "Supported DNS record types"."""
    form = _RECORDS.get(str(opened(inputs.get("type"))))
    for number, text in enumerate(opened(inputs.get("records")) or ()):
        text = opened(text)
        if form and isinstance(text, str) and UNKNOWN not in text and not re.fullmatch(form[0], text):
            yield Failure(f"records[{number}]", f"'{text}' is no {inputs['type']} record: {form[1]}")


_ADDRESS = r"((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)"
_RECORDS = {
    "A": (_ADDRESS, "an IPv4 address"),
    "CAA": (
        r'\d{1,3} (issue|issuewild|iodef|issuemail|issuevmc|contactemail|contactphone) "[^"]*"',
        "flags, issue or another tag, and a value in quotes",
    ),
    "MX": (r"\d{1,5} \S+", "a preference and a host"),
    "SRV": (r"\d{1,5} \d{1,5} \d{1,5} \S+", "priority, weight, port and a host"),
    "DS": (r"\d{1,5} \d{1,3} \d{1,3} [0-9A-Fa-f ]+", "key tag, algorithm, digest type and digest"),
}
"""Type of a record -> form of its text, and that in words."""


def _termination(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Amazon Chime SDK Administrator Guide, "Editing termination settings": addresses of the internet."""
    for number, text in enumerate(opened(inputs.get("cidrAllowLists")) or ()):
        text = opened(text)
        try:
            block = ipaddress.ip_network(text) if isinstance(text, str) and UNKNOWN not in text else None
        except ValueError as error:
            yield Failure(f"cidrAllowLists[{number}]", f"'{text}' is not a range: {error}")
            continue
        if block is not None and any(block.version == 4 and block.overlaps(ipaddress.ip_network(other)) for other in _PRIVATE):
            yield Failure(f"cidrAllowLists[{number}]", f"{text} is private; calls come from addresses of the internet")


_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


REFUSALS: Mapping[str, Refuse] = {
    "aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination": _origination,
    "aws:chime/voiceConnectorTermination:VoiceConnectorTermination": _termination,
    "aws:cloudwatch/eventRule:EventRule": _event_rule,
    "aws:ec2/subnet:Subnet": _subnet,
    "aws:ec2/vpc:Vpc": _vpc,
    "aws:networkfirewall/ruleGroup:RuleGroup": _rule_group,
    "aws:route53/record:Record": _record,
}
"""Type -> what is refused of its inputs."""
