"""Physical names: one pure function and one table.

``physical("aws:s3:bucket", platform="ccp", organisation="northshire", role="state")`` gives the same
name for ever. Where kind, organisation and role fit they stand in full; where they do not, the
organisation is cut and a hash of the whole keeps the name unique.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Scope = Literal["global", "tenancy", "resource-group"]


@dataclass(frozen=True)
class NameRule:
    """What a provider allows: length, alphabet and where the name must be unique."""

    longest: int
    alphabet: Literal["lower-hyphen", "lower-digits", "lower-underscore", "mixed-hyphen"]
    scope: Scope


RULES: Mapping[str, NameRule] = MappingProxyType(
    {
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        "aws:bucket": NameRule(63, "lower-hyphen", "global"),
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        "aws:role": NameRule(64, "mixed-hyphen", "tenancy"),
        "aws:policy": NameRule(128, "mixed-hyphen", "tenancy"),
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
        "aws:load-balancer": NameRule(32, "mixed-hyphen", "tenancy"),
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
        "aws:target-group": NameRule(32, "mixed-hyphen", "tenancy"),
        # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
        "aws:database": NameRule(63, "lower-hyphen", "tenancy"),
        # https://www.postgresql.org/docs/17/sql-syntax-lexical.html (63 bytes); for databases and logins on every cloud
        # One server holds the databases of many bodies, and one underscore joins a body's words and an application's: without a hash,
        # "forms" of "north-shire" and "shire-forms" of "north" would be one login. So it is "global", whose names end in one.
        "postgres:name": NameRule(63, "lower-underscore", "global"),
        "aws:backup-vault": NameRule(50, "mixed-hyphen", "tenancy"),
        "aws:account": NameRule(50, "mixed-hyphen", "tenancy"),
        "aws:organization-policy": NameRule(128, "mixed-hyphen", "tenancy"),
        "aws:network-firewall": NameRule(128, "mixed-hyphen", "tenancy"),
        # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html (and PutDeliveryDestination)
        "aws:log-delivery": NameRule(60, "mixed-hyphen", "tenancy"),
        "aws:general": NameRule(64, "mixed-hyphen", "tenancy"),
        # https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
        "azure:storage-account": NameRule(24, "lower-digits", "global"),
        "azure:key-vault": NameRule(24, "mixed-hyphen", "global"),
        "azure:resource-group": NameRule(90, "mixed-hyphen", "tenancy"),
        "azure:management-group": NameRule(90, "mixed-hyphen", "tenancy"),
        "azure:subscription-alias": NameRule(63, "mixed-hyphen", "tenancy"),
        "azure:policy-assignment": NameRule(24, "mixed-hyphen", "tenancy"),
        "azure:network": NameRule(64, "mixed-hyphen", "resource-group"),
        "azure:scale-set": NameRule(64, "mixed-hyphen", "resource-group"),
        "azure:workspace": NameRule(63, "mixed-hyphen", "resource-group"),
        "azure:backup-vault": NameRule(50, "mixed-hyphen", "resource-group"),
        "azure:communication-service": NameRule(63, "mixed-hyphen", "global"),
        # Same page: Microsoft.ContainerRegistry, Microsoft.App, Microsoft.DBforPostgreSQL.
        "azure:registry": NameRule(50, "lower-digits", "global"),
        "azure:container-app": NameRule(32, "mixed-hyphen", "resource-group"),
        "azure:postgres": NameRule(63, "mixed-hyphen", "global"),
        # Same page: Microsoft.Cdn, Microsoft.Network/frontdoorWebApplicationFirewallPolicies. Letters and digits alone, so that a hash keeps "a-b" from "ab".
        "azure:front-door-rules": NameRule(60, "lower-digits", "global"),
        "azure:front-door-endpoint": NameRule(46, "mixed-hyphen", "resource-group"),
        "azure:general": NameRule(60, "mixed-hyphen", "resource-group"),
    }
)


def physical(kind: str, *, platform: str, role: str, organisation: str = "") -> str:
    """The name that ``kind`` (a key of ``RULES``) of this organisation carries in this role.

    ``platform`` is the platform's short code, ``organisation`` a body's key (empty for the
    platform's own) and ``role`` what the resource is for. A global name always ends in eight
    characters of hash, since strangers name things too, and so
    does one of an environment that is not live. Raises ``KeyError`` for an unknown kind and
    ``ValueError`` where even platform, role and hash do not fit.
    """
    rule = RULES[kind]
    joint = {"lower-digits": "", "lower-underscore": "_"}.get(rule.alphabet, "-")
    parts = [_clean(part, rule) for part in (platform, organisation, role) if part]
    whole = joint.join(parts)
    # No slug has a dot, which no name keeps: 'northshire.test' is told by its hash from a body called 'northshire-test'.
    if rule.scope != "global" and "." not in organisation and len(whole) <= rule.longest:
        return whole
    digest = hashlib.sha256("/".join((kind, platform, organisation, role)).encode()).hexdigest()[:8]
    if len(whole) + len(joint) + 8 <= rule.longest:
        return f"{whole}{joint}{digest}"
    head, tail = _clean(platform, rule), _clean(role, rule)
    room = rule.longest - len(head) - len(tail) - 8 - 3 * len(joint)
    if room < 1 and len(head) + len(joint) + 8 + 1 > rule.longest:
        raise ValueError(f"{kind}: platform code {platform!r} leaves no room in {rule.longest} characters")
    if room < 1 or not organisation:
        tail = tail[: rule.longest - len(head) - 8 - 2 * len(joint)].strip("-_")
        return joint.join((head, tail, digest))
    middle = _clean(organisation, rule)[:room].strip("-_")
    return joint.join(part for part in (head, middle, tail, digest) if part)


def short_hash(word: str, length: int = 8) -> str:
    """Stands for a word in names that have no separator of their own: ``north-*`` would be ``north-shire``'s as well. At most 64 characters."""
    return hashlib.sha256(word.encode()).hexdigest()[:length]


def number_from(word: str, below: int) -> int:
    """A number from 0 to ``below`` - 1 that depends on ``word`` alone, so that another word moves nobody."""
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big") % below


def _clean(text: str, rule: NameRule) -> str:
    if rule.alphabet == "lower-digits":
        return re.sub(r"[^a-z0-9]", "", text.lower())
    if rule.alphabet == "lower-underscore":
        return re.sub(r"[^a-z0-9]", "_", text.lower()).strip("_")
    return re.sub(r"[^a-z0-9-]", "-", text.lower()).strip("-")
