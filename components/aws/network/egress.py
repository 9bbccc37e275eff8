"""What bodies may reach outside, and that they may not reach each other, as firewall rules: pure text."""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Network

from components.contracts import AgreementRule, ContractError, EgressRule
from components.naming import number_from

BUCKETS = 8
"""Rule groups that egress is spread over. AWS Network Firewall allows 20 stateful groups in a policy, so never one for each body."""
CAPACITY = 1500
"""Rules that a group can hold. It cannot be changed later; a policy's groups may have 30,000 together (AWS Network Firewall quotas), of which AWS's own
lists of threats take no more than 14,000: 800 for names and 13,200 for all common signatures (AWS Network Firewall best practices, "Capacity summary")."""
AGREEMENT_BUCKETS = 2
"""Rule groups that agreements are spread over."""
FIRST_SID = 1_000_000
SIDS = 2_000_000_000
PROTOCOLS = {"tls": ("tls.sni", 443), "http": ("http.host", 80)}
"""Protocol in which a name can be called -> where the name stands in it, and its port."""


def bucket_of(owner: str) -> int:
    """The group of a body. It depends on the body's key alone, so a newcomer moves nobody."""
    return number_from(owner, BUCKETS)


def rules_text(rules: Iterable[EgressRule], inside: Sequence[IPv4Network]) -> Mapping[int, str]:
    """Suricata rules by group, for each group that has any. Raises ``ContractError`` for a group that is full.

    A name in a handshake proves nothing about the address: but for ``inside``, one body could reach another by naming an allowed domain.
    Domains and ranges were validated by the records; nothing else of a body's reaches the text.
    """
    groups: dict[int, list[str]] = {}
    numbers: set[int] = set()
    internet = f"!{_list(inside)}"
    for rule in sorted(rules, key=lambda rule: rule.owner):
        lines = groups.setdefault(bucket_of(rule.owner), [])
        for domain in sorted({domain.lower() for domain in rule.domains}):
            lines += [_pass(rule, domain, protocol, internet, _sid(f"{rule.owner}/{domain}/{protocol}", numbers)) for protocol in PROTOCOLS]
    for bucket, lines in groups.items():
        if len(lines) > CAPACITY:
            raise ContractError(f"egress: group {bucket} would have {len(lines)} rules and holds {CAPACITY}: bodies must share broader names")
    return _texts(groups)


def agreement_texts(rules: Iterable[AgreementRule]) -> Mapping[int, str]:
    """Suricata rules by group, for each agreement group that has any. Raises ``ContractError`` for a group that is full."""
    groups: dict[int, list[str]] = {}
    numbers: set[int] = set()
    for rule in sorted(rules, key=lambda rule: rule.name):
        sid = _sid(f"agreement/{rule.name}", numbers)
        ends = f"{_list(rule.sources)} any -> {_list(rule.destinations)} {rule.port}"
        lines = groups.setdefault(number_from(rule.name, AGREEMENT_BUCKETS), [])
        lines.append(f'pass tcp {ends} (msg:"{rule.name}"; flow:to_server; rev:1; sid:{sid};)')
    for bucket, lines in groups.items():
        if len(lines) > CAPACITY:
            raise ContractError(
                f"agreements: group {bucket} would have {len(lines)} rules and holds {CAPACITY}: "
                "the hub carries no more agreements; give later bodies a region of their own"
            )
    return _texts(groups)


def _texts(groups: Mapping[int, list[str]]) -> Mapping[int, str]:
    return {bucket: "\n".join(lines) for bucket, lines in sorted(groups.items())}


def isolation_text(ranges: Iterable[IPv4Network]) -> str:
    """Rules that come after every other: nothing inside reaches anything inside, and nothing leaves but what a rule above lets pass.

    The policy's default drops established flows alone, so a first packet, and with it a scan or a datagram, would pass; and it leaves alone
    what a server sends of itself, so a port is closed here before anything is said on it. An answer is no first packet: without
    ``flow:to_server`` the last rules would drop the answers to what an agreement lets pass.
    """
    inside = _list(ranges)
    ports = ",".join(str(port) for _, port in PROTOCOLS.values())
    return "\n".join(
        (
            f'drop ip {inside} any -> {inside} any (msg:"between networks"; flow:to_server; sid:1; rev:1;)',
            f'drop udp {inside} any -> any any (msg:"datagram out"; flow:to_server; sid:2; rev:1;)',
            f'drop icmp {inside} any -> any any (msg:"icmp out"; flow:to_server; sid:3; rev:1;)',
            f'drop tcp {inside} any -> any ![{ports}] (msg:"port out"; flow:to_server; sid:4; rev:1;)',
        )
    )


def _sid(key: str, numbers: set[int]) -> int:
    """From the rule's own words, so that a newcomer renumbers nobody; the next free number where two words meet. Added to ``numbers``."""
    sid = FIRST_SID + number_from(key, SIDS)
    while sid in numbers:
        sid += 1
    numbers.add(sid)
    return sid


def _pass(rule: EgressRule, domain: str, protocol: str, internet: str, sid: int) -> str:
    buffer, port = PROTOCOLS[protocol]
    # Suricata lowers the host by itself and refuses a rule that says so again (Suricata User Guide, "http.host").
    case = " nocase;" if protocol == "tls" else ""
    wide = domain.startswith("*.")
    match = f'dotprefix; content:"{domain[1:]}";{case} endswith' if wide else f'content:"{domain}"; startswith;{case} endswith'
    tail = f'msg:"{rule.owner}"; flow:to_server; rev:1; sid:{sid};'
    return f"pass {protocol} {_list(rule.ranges)} any -> {internet} {port} ({buffer}; {match}; {tail})"


def _list(blocks: Iterable[IPv4Network]) -> str:
    return "[" + ",".join(str(block) for block in blocks) + "]"
