"""How one value of a request is compared with one value of a policy, an operator each.

IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from civic.access.aws.patterns import arn_glob, glob

Compare = Callable[[str], bool]
"""Whether a value of the request is the policy's."""


def _equal(text: str) -> Compare:
    return text.__eq__


def _equal_ignoring_case(text: str) -> Compare:
    lowered = text.lower()
    return lambda value: value.lower() == lowered


def _like(text: str) -> Compare:
    pattern = glob(text)
    return lambda value: pattern.fullmatch(value) is not None


def _arn(text: str) -> Compare:
    if text != "*" and not text.startswith("arn:"):
        raise ValueError("found no ARN; allowed: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, with * and ? inside its parts")
    pattern = arn_glob(text)
    return lambda value: pattern.fullmatch(value) is not None


def _boolean(text: str) -> Compare:
    lowered = text.lower()
    if lowered not in ("true", "false"):
        raise ValueError("found neither true nor false")
    return lambda value: value.lower() == lowered


def _binary(text: str) -> Compare:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("found no base64 text") from None
    return text.__eq__


def _address(text: str) -> Compare:
    network = _network(text)

    def inside(value: str) -> bool:
        found = _ip(value)
        return found is not None and found.version == network.version and found in network

    return inside


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise ValueError("found no address range; allowed: 203.0.113.0/24 or 2001:db8::/32") from None


@lru_cache(maxsize=4096)
def _ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _ordered(read: Callable[[str], float], test: Callable[[float, float], bool]) -> Callable[[str], Compare]:
    def make(text: str) -> Compare:
        bound = read(text)

        def compare(value: str) -> bool:
            try:
                return test(read(value), bound)
            except ValueError:
                return False

        return compare

    return make


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        raise ValueError("found no number")
    return float(text)


def _moment(text: str) -> float:
    """Seconds since 1970 of a date of ISO 8601 (its W3C forms) or of such seconds."""
    if re.fullmatch(r"\d+(\.\d+)?", text) and not re.fullmatch(r"\d{4}", text):
        return float(text)
    try:
        whole = text if len(text) > 7 else f"{text}-01" if len(text) == 7 else f"{text}-01-01"
        moment = datetime.fromisoformat(whole.replace("Z", "+00:00"))
    except ValueError:
        raise ValueError("found no date; allowed: 2026-11-24T12:00:00Z or seconds since 1970") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


_TESTS: dict[str, Callable[[float, float], bool]] = {
    "equals": lambda left, right: left == right,
    "lessthan": lambda left, right: left < right,
    "lessthanequals": lambda left, right: left <= right,
    "greaterthan": lambda left, right: left > right,
    "greaterthanequals": lambda left, right: left >= right,
}

POSITIVE: dict[str, Callable[[str], Compare]] = {
    "stringequals": _equal,
    "stringequalsignorecase": _equal_ignoring_case,
    "stringlike": _like,
    "arnequals": _arn,
    "arnlike": _arn,
    "bool": _boolean,
    "binaryequals": _binary,
    "ipaddress": _address,
    **{f"numeric{name}": _ordered(_number, test) for name, test in _TESTS.items()},
    **{f"date{name}": _ordered(_moment, test) for name, test in _TESTS.items()},
}
"""Operator in small letters -> what makes the comparison from a policy's value. It raises ``ValueError`` for a value that is none."""

NEGATED = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
    "numericnotequals": "numericequals",
    "datenotequals": "dateequals",
}
"""Negated operator -> the one it negates. A negated one holds for an absent key."""

NAMES = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"),
    *("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"),
    *("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "Null"),
)
"""As the document spells them, for messages."""
