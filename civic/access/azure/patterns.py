"""Patterns of actions: one wildcard that stands for any text, in any case; as a part of its own also for no part.

Sources: Microsoft Learn, "Understand Azure role definitions" (control and data actions) and "Azure custom roles" (wildcard permissions:
"Permission strings are case-insensitive"). "Managed identities for Azure resources frequently asked questions" (required permissions) has
``userAssignedIdentities/*/assign/action`` for what Azure Resource Manager asks for as ``userAssignedIdentities/assign/action``, and the roles
Managed Identity Operator and Key Vault Reader hold nothing else for what they are made for.
"""

import functools
import re
from collections.abc import Callable


@functools.lru_cache(maxsize=16_384)
def action_pattern(pattern: str) -> Callable[[str], bool]:
    """A test of lower-case actions against this pattern."""
    lowered = pattern.lower()
    if "*" not in lowered:
        return lowered.__eq__
    if lowered.endswith("*") and lowered.count("*") == 1:
        start = lowered[:-1]
        return lambda action: action.startswith(start)
    expression = re.compile(".*".join(map(re.escape, lowered.split("*"))).replace("/.*/", "/(?:.*/)?"), re.DOTALL)
    return lambda action: expression.fullmatch(action) is not None


def action_matches(pattern: str, action: str) -> bool:
    """Whether an action (in any case) is one of those that the pattern names."""
    return action_pattern(pattern)(action.lower())


@functools.lru_cache(maxsize=16_384)
def text_pattern(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    r"""``StringLike``: ``*`` is any text, ``?`` any one sign, and ``\*``, ``\?`` are themselves (Microsoft Learn, "Azure role assignment
    condition format and syntax", special characters)."""
    parts: list[str] = []
    position = 0
    while position < len(pattern):
        sign = pattern[position]
        if sign == "\\" and position + 1 < len(pattern) and pattern[position + 1] in "*?\\":
            position += 1
            parts.append(re.escape(pattern[position]))
        else:
            parts.append({"*": ".*", "?": "."}.get(sign) or re.escape(sign))
        position += 1
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))
