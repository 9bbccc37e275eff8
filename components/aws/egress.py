"""What bodies may reach outside, as firewall rules: pure text, bound to each body's own ranges."""

import hashlib
from collections.abc import Iterable, Mapping

from components.contracts import EgressRule

BUCKETS = 8
"""Rule groups that egress is spread over. AWS Network Firewall allows 20 stateful groups in a policy, so never one for each body."""
CAPACITY = 2000
"""Rules that a group can hold. It cannot be changed later; a policy's groups may have 30,000 together (Network Firewall quotas)."""
FIRST_SID = 1_000_000


def bucket_of(organisation: str) -> int:
    """The group of a body. It depends on the body's name alone, so a newcomer moves nobody."""
    return int.from_bytes(hashlib.sha256(organisation.encode()).digest()[:4], "big") % BUCKETS


def rules_text(rules: Iterable[EgressRule]) -> Mapping[int, str]:
    """Suricata rules by group, for each group that has any. Raises ``ValueError`` for a group that is full.

    Domains and ranges were validated by the records; nothing else of a body's reaches the text.
    """
    lines: dict[int, list[str]] = {}
    for rule in sorted(rules, key=lambda rule: rule.organisation):
        made = lines.setdefault(bucket_of(rule.organisation), [])
        for domain in sorted(set(rule.domains)):
            made += _pass(rule, domain, FIRST_SID + len(made))
    for bucket, made in lines.items():
        if len(made) > CAPACITY:
            raise ValueError(f"egress group {bucket} would have {len(made)} rules and holds {CAPACITY}: bodies must share broader names")
    return {bucket: "\n".join(made) for bucket, made in sorted(lines.items())}


def _pass(rule: EgressRule, domain: str, sid: int) -> list[str]:
    source = "[" + ",".join(str(block) for block in rule.ranges) + "]"
    wide = domain.startswith("*.")
    name = domain.removeprefix("*")
    match = f'dotprefix; content:"{name}"; nocase; endswith' if wide else f'content:"{name}"; startswith; nocase; endswith'
    stem = f'msg:"{rule.organisation}"; flow:to_server; rev:1'
    return [
        f"pass tls {source} any -> any 443 (tls.sni; {match}; {stem}; sid:{sid};)",
        f"pass http {source} any -> any 80 (http.host; {match}; {stem}; sid:{sid + 1};)",
    ]
