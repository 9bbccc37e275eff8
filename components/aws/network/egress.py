"""What bodies may reach outside, and that they may not reach each other, as firewall rules: pure text."""

import hashlib
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from components.contracts import AgreementRule, EgressRule

BUCKETS = 8
"""Rule groups that egress is spread over. AWS Network Firewall allows 20 stateful groups in a policy, so never one for each body."""
CAPACITY = 2000
"""Rules that a group can hold. It cannot be changed later; a policy's groups may have 30,000 together (Network Firewall quotas)."""
AGREEMENT_BUCKETS = 2
"""Rule groups that agreements are spread over."""
FIRST_SID = 1_000_000
SIDS = 2_000_000_000
INTERNET = "![10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10]"
"""A name in a handshake proves nothing about the address: without this, one body could reach another by naming an allowed domain."""


def bucket_of(organisation: str) -> int:
    """The group of a body. It depends on the body's name alone, so a newcomer moves nobody."""
    return _bucket(organisation, BUCKETS)


def _bucket(word: str, buckets: int) -> int:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % buckets


def rules_text(rules: Iterable[EgressRule]) -> Mapping[int, str]:
    """Suricata rules by group, for each group that has any. Raises ``ValueError`` for a group that is full.

    Domains and ranges were validated by the records; nothing else of a body's reaches the text.
    """
    lines: dict[int, list[str]] = {}
    taken: set[int] = set()
    for rule in sorted(rules, key=lambda rule: rule.organisation):
        made = lines.setdefault(bucket_of(rule.organisation), [])
        for domain in sorted({domain.lower() for domain in rule.domains}):
            made += [_pass(rule, domain, protocol, _sid(f"{rule.organisation}/{domain}/{protocol}", taken)) for protocol in ("tls", "http")]
    for bucket, made in lines.items():
        if len(made) > CAPACITY:
            raise ValueError(f"egress group {bucket} would have {len(made)} rules and holds {CAPACITY}: bodies must share broader names")
    return {bucket: "\n".join(made) for bucket, made in sorted(lines.items())}


def agreement_texts(rules: Iterable[AgreementRule]) -> Mapping[int, str]:
    """Suricata rules by group, for each agreement group that has any. Raises ``ValueError`` for a group that is full."""
    lines: dict[int, list[str]] = {}
    taken: set[int] = set()
    for rule in sorted(rules, key=lambda rule: rule.name):
        sid = _sid(f"agreement/{rule.name}", taken)
        ends = f"{_list(rule.sources)} any -> {_list(rule.destinations)} {rule.port}"
        made = lines.setdefault(_bucket(rule.name, AGREEMENT_BUCKETS), [])
        made.append(f'pass tcp {ends} (msg:"{rule.name}"; flow:to_server; rev:1; sid:{sid};)')
    for bucket, made in lines.items():
        if len(made) > CAPACITY:
            raise ValueError(
                f"agreement group {bucket} would have {len(made)} rules and holds {CAPACITY}: "
                "the hub carries no more agreements; give later bodies a region of their own"
            )
    return {bucket: "\n".join(made) for bucket, made in sorted(lines.items())}


def isolation_text(bodies: Iterable[IPv4Network]) -> str:
    """Rules that come after every other: no body reaches another, and nothing leaves but what a rule above lets pass.

    The policy's default drops established flows alone, so a first packet, and with it a scan or a datagram, would pass.
    """
    inside = _list(bodies)
    return "\n".join(
        (
            f'drop ip {inside} any -> {inside} any (msg:"between bodies"; sid:1; rev:1;)',
            f'drop udp {inside} any -> any any (msg:"datagram out"; sid:2; rev:1;)',
            f'drop icmp {inside} any -> any any (msg:"icmp out"; sid:3; rev:1;)',
        )
    )


def _sid(key: str, taken: set[int]) -> int:
    # From the rule's own words, so that a newcomer renumbers nobody; the next free number where two words meet.
    sid = FIRST_SID + int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % SIDS
    while sid in taken:
        sid += 1
    taken.add(sid)
    return sid


def _pass(rule: EgressRule, domain: str, protocol: str, sid: int) -> str:
    buffer, port = {"tls": ("tls.sni", 443), "http": ("http.host", 80)}[protocol]
    # Suricata lowers the host by itself and refuses a rule that says so again (Suricata User Guide, "http.host").
    case = " nocase;" if protocol == "tls" else ""
    wide = domain.startswith("*.")
    match = f'dotprefix; content:"{domain[1:]}";{case} endswith' if wide else f'content:"{domain}"; startswith;{case} endswith'
    tail = f'msg:"{rule.organisation}"; flow:to_server; rev:1; sid:{sid};'
    return f"pass {protocol} {_list(rule.ranges)} any -> {INTERNET} {port} ({buffer}; {match}; {tail})"


def _list(blocks: Iterable[IPv4Network]) -> str:
    return "[" + ",".join(str(block) for block in blocks) + "]"
