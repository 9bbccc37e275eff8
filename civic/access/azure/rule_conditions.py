"""The conditions of policy rules: one value against another. All ignore case but ``match`` and ``notMatch``.

Source: Microsoft Learn, "Azure Policy definition structure policy rule" (conditions).
"""

import functools
import re
from collections.abc import Callable, Mapping

from civic.access.azure.template_functions import EvaluationFailed
from civic.access.azure.values import Value, has_unknown, is_mapping
from civic.access.verdict import Truth

Test = Callable[[Value, Value], Truth]


def _plain(value: Value) -> Value:
    """As Azure compares: any case, and a number or a truth as text is the number or the truth."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        lowered = value.lower()
        try:
            return float(lowered) if lowered[:1] in "-0123456789" else lowered
        except ValueError:
            return lowered
    return float(value) if isinstance(value, int) else value


def _equals(left: Value, right: Value) -> Truth:
    one, other = _plain(left), _plain(right)
    if one == other:
        return None if has_unknown(left) or has_unknown(right) else True
    return None if has_unknown(left) or has_unknown(right) else False


def _in(left: Value, right: Value) -> Truth:
    if not isinstance(right, list):
        raise EvaluationFailed("in takes an array")
    results = [_equals(left, entry) for entry in right]
    return True if True in results else None if None in results else False


def _texts(test: Callable[[str, str], bool]) -> Test:
    """A test of two texts; what is absent never meets it."""

    def holds(left: Value, right: Value) -> Truth:
        if has_unknown(left) or has_unknown(right):
            return None
        if left is None or right is None or is_mapping(left) or isinstance(left, list):
            return False
        return test(_written(left), _written(right))

    return holds


def _written(value: Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


@functools.lru_cache(maxsize=4096)
def _like_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.lower().split("*"))), re.DOTALL)


def _like(text: str, pattern: str) -> bool:
    return _like_pattern(pattern).fullmatch(text.lower()) is not None


@functools.lru_cache(maxsize=4096)
def _match_pattern(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    signs = {"#": r"\d", "?": r"[A-Za-z]", ".": "."}
    return re.compile("".join(signs.get(sign) or re.escape(sign) for sign in pattern), re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _match(ignore_case: bool) -> Callable[[str, str], bool]:
    return lambda text, pattern: _match_pattern(pattern, ignore_case).fullmatch(text) is not None


def _contains(left: Value, right: Value) -> Truth:
    if isinstance(left, list):
        return _in(right, left)
    return _texts(lambda text, part: part.lower() in text.lower())(left, right)


def _contains_key(left: Value, right: Value) -> Truth:
    if has_unknown(left) or has_unknown(right):
        return None
    if not is_mapping(left):
        return False
    return isinstance(right, str) and right.lower() in map(str.lower, left)


def _exists(left: Value, right: Value) -> Truth:
    wanted = _written(right).lower()
    if wanted not in ("true", "false"):
        raise EvaluationFailed("exists takes true or false")
    # The fields that every resource has are empty texts where nothing is in them.
    return (left is not None) is (wanted == "true")


def _ordered(test: Callable[[int], bool]) -> Test:
    def holds(left: Value, right: Value) -> Truth:
        if has_unknown(left) or has_unknown(right):
            return None
        if left is None:
            return False
        one, other = _plain(left), _plain(right)
        if isinstance(one, float) and isinstance(other, float):
            return test((one > other) - (one < other))
        if isinstance(one, str) and isinstance(other, str):
            return test((one > other) - (one < other))
        raise EvaluationFailed("a comparison takes two numbers, two dates or two texts")

    return holds


def _not(test: Test) -> Test:
    def holds(left: Value, right: Value) -> Truth:
        result = test(left, right)
        return None if result is None else not result

    return holds


_POSITIVE: Mapping[str, Test] = {
    "equals": _equals,
    "like": _texts(_like),
    "match": _texts(_match(ignore_case=False)),
    "matchinsensitively": _texts(_match(ignore_case=True)),
    "contains": _contains,
    "in": _in,
    "containskey": _contains_key,
}
CONDITIONS: Mapping[str, Test] = {
    **_POSITIVE,
    "notequals": _not(_equals),
    "notlike": _not(_POSITIVE["like"]),
    "notmatch": _not(_POSITIVE["match"]),
    "notmatchinsensitively": _not(_POSITIVE["matchinsensitively"]),
    "notcontains": _not(_contains),
    "notin": _not(_in),
    "notcontainskey": _not(_contains_key),
    "less": _ordered(lambda order: order < 0),
    "lessorequals": _ordered(lambda order: order <= 0),
    "greater": _ordered(lambda order: order > 0),
    "greaterorequals": _ordered(lambda order: order >= 0),
    "exists": _exists,
}
"""By name in lower case."""
