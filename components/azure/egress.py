"""What bodies may reach outside, as firewall rules: plain data, bound to each body's own ranges."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from components.contracts import EgressRule

BUCKETS = 8
"""Rule collection groups that egress is spread over. A firewall policy has at most 60 groups, so never one for each body."""


def bucket_of(organisation: str) -> int:
    """The group of a body. It depends on the body's name alone, so a newcomer moves nobody."""
    return int.from_bytes(hashlib.sha256(organisation.encode()).digest()[:4], "big") % BUCKETS


def rules_by_bucket(rules: Iterable[EgressRule]) -> Mapping[int, list[dict[str, Any]]]:
    """Application rules by group: one rule for each body, with its ranges as the only sources."""
    made: dict[int, list[dict[str, Any]]] = {}
    for rule in sorted(rules, key=lambda rule: rule.organisation):
        made.setdefault(bucket_of(rule.organisation), []).append(
            {
                "rule_type": "ApplicationRule",
                "name": rule.organisation,
                "source_addresses": [str(block) for block in rule.ranges],
                "target_fqdns": sorted(set(rule.domains)),
                "protocols": [{"protocol_type": "Https", "port": 443}, {"protocol_type": "Http", "port": 80}],
                "terminate_tls": False,
            }
        )
    return made
