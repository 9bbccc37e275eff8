"""Whether an event matches a pattern, as far as the patterns here go (EventBridge User Guide, "Comparison operators for use in event patterns")."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Every field of the pattern must match; of an ``$or``, one of its patterns."""
    for field, wanted in pattern.items():
        if field == "$or":
            if not any(matches(one, event) for one in wanted):
                return False
        elif isinstance(wanted, Mapping):
            if not isinstance(event.get(field), Mapping) or not matches(wanted, event[field]):
                return False
        elif field not in event or not any(_is(one, event[field]) for one in wanted):
            return False
    return True


def _is(wanted: Any, found: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return bool(wanted == found)
    ((operator, operand),) = wanted.items()
    if operator == "prefix":
        return str(found).startswith(operand)
    if operator == "wildcard":
        return any(fnmatchcase(str(found), one) for one in ([operand] if isinstance(operand, str) else operand))
    if operator == "anything-but":
        return not (_is(operand, found) if isinstance(operand, Mapping) else found in operand)
    raise AssertionError(f"no such operator here: {operator}")
