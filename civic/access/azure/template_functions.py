"""The functions themselves, on values that are known. Source: Microsoft Learn, "ARM template functions"."""

import ipaddress
import json
from collections.abc import Callable, Mapping

from civic.access.azure.values import JsonValue, Unknown, Value, is_mapping, lookup
from civic.catalogue.row import words
from civic.plan import wire

MARK = wire.UNKNOWN
"""What stands for a value that is not known inside of another value."""


class EvaluationFailed(Exception):
    """A function that gives an error. Policy takes a failed evaluation for a deny ("avoiding template failures")."""


CONTEXTS = ("resourcegroup", "subscription", "policy", "requestcontext", "deployment", "managementgroup", "tenant")
FORBIDDEN = words(
    """copyindex datetimefromepoch datetimetoepoch environment extensionresourceid lambda newguid pickzones providers reference
    resourceid subscriptionresourceid tenantresourceid variables"""
)
"""Functions that no policy rule may use ("policy functions"); inside a deployment's template they may."""
UNREAD = words(
    """utcnow adddays base64 base64tojson base64tostring datauri datauritostring datetimeadd deployer filter format guid
    intersection json map mapvalues max min objectkeys padleft range reduce shallowmerge skip sort take togrouped toobject union uniquestring uri
    uricomponent uricomponenttostring"""
)
"""Functions that there are and whose result is not worked out here."""


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "True" if value else "False"
    return value if isinstance(value, str) else json.dumps(value)


def _concat(*values: Value) -> Value:
    if values and all(isinstance(value, list) for value in values):
        joined: list[JsonValue] = []
        for value in values:
            joined.extend(value if isinstance(value, list) else ())
        return joined
    return "".join(map(_text, values))


def _string(value: Value) -> str:
    return "" if value is None else _text(value)


def _contains(container: Value, item: Value) -> bool:
    if is_mapping(container):
        return isinstance(item, str) and item.lower() in map(str.lower, container)
    if isinstance(container, list):
        return item in container
    return _string(item) in _string(container)


def _empty(value: Value) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _length(value: Value) -> int:
    if value is None:
        return 0
    if isinstance(value, str | list) or is_mapping(value):
        return len(value)
    raise EvaluationFailed("length() takes a text, an array or an object")


def _first(value: Value) -> Value:
    if isinstance(value, str | list):
        return value[0] if value else ("" if isinstance(value, str) else None)
    raise EvaluationFailed("first() takes a text or an array")


def _last(value: Value) -> Value:
    if isinstance(value, str | list):
        return value[-1] if value else ("" if isinstance(value, str) else None)
    raise EvaluationFailed("last() takes a text or an array")


def _substring(text: Value, start: Value, length: Value = None) -> str:
    whole = _string(text)
    if not isinstance(start, int) or (length is not None and not isinstance(length, int)):
        raise EvaluationFailed("substring() takes a text and numbers")
    end = len(whole) if length is None else start + int(length)
    if start < 0 or end > len(whole) or end < start:
        raise EvaluationFailed("substring() reaches over the end of the text")
    return whole[start:end]


def _split(text: Value, delimiter: Value) -> list[JsonValue]:
    marks = [mark for mark in delimiter if isinstance(mark, str)] if isinstance(delimiter, list) else [_string(delimiter)]
    parts = [_string(text)]
    for mark in marks:
        parts = [piece for part in parts for piece in (part.split(mark) if mark else [part])]
    return list(parts)


def _join(values: Value, delimiter: Value) -> str:
    return _string(delimiter).join(map(_string, values)) if isinstance(values, list) else _string(values)


def _int(value: Value) -> int:
    try:
        return int(value) if isinstance(value, str | int | float) else int(_string(value))
    except ValueError:
        raise EvaluationFailed(f"{value!r} is no number") from None


def _bool(value: Value) -> bool:
    if isinstance(value, str):
        if value.lower() not in ("true", "false", "1", "0"):
            raise EvaluationFailed(f"{value!r} is neither true nor false")
        return value.lower() in ("true", "1")
    return bool(value)


def _equal(one: Value, other: Value) -> bool:
    return one.lower() == other.lower() if isinstance(one, str) and isinstance(other, str) else one == other


def _ordered(test: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    def compare(one: Value, other: Value) -> bool:
        if isinstance(one, int | float) and isinstance(other, int | float):
            return test(one, other)
        if isinstance(one, str) and isinstance(other, str):
            first, second = one.lower(), other.lower()
            return test((first > second) - (first < second), 0)
        raise EvaluationFailed("a comparison takes two numbers or two texts")

    return compare


def _arithmetic(apply: Callable[[int, int], int]) -> Callable[[Value, Value], int]:
    def work(one: Value, other: Value) -> int:
        try:
            return apply(_int(one), _int(other))
        except ZeroDivisionError:
            raise EvaluationFailed("a division by zero") from None

    return work


def _and(*values: Value) -> Value:
    return False if False in values else _or_unknown(values, True)


def _or(*values: Value) -> Value:
    return True if True in values else _or_unknown(values, False)


def _or_unknown(values: tuple[Value, ...], otherwise: bool) -> Value:
    """Unknown where one of them is; else this."""
    return next((value for value in values if isinstance(value, Unknown)), otherwise)


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if value is not None), None)


def _try_get(value: Value, *keys: Value) -> Value:
    for key in keys:
        if is_mapping(value) and isinstance(key, str):
            value = lookup(value, key)
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def _range_contains(outer: Value, inner: Value) -> bool:
    try:
        wide, narrow = _addresses(_string(outer)), _addresses(_string(inner))
    except ValueError as error:
        raise EvaluationFailed(str(error)) from None
    if wide[2] != narrow[2]:
        raise EvaluationFailed("addresses of two families cannot be compared")
    return wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _addresses(text: str) -> tuple[int, int, int]:
    """First and last address of a range, and its family."""
    if "-" in text:
        start, _, end = text.partition("-")
        low, high = ipaddress.ip_address(start.strip()), ipaddress.ip_address(end.strip())
        return int(low), int(high), low.version
    network = ipaddress.ip_network(text.strip(), strict=False)
    return int(network.network_address), int(network.broadcast_address), network.version


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "concat": _concat,
    "string": _string,
    "tolower": lambda text: _string(text).lower(),
    "toupper": lambda text: _string(text).upper(),
    "trim": lambda text: _string(text).strip(),
    "replace": lambda text, old, new: _string(text).replace(_string(old), _string(new)),
    "substring": _substring,
    "split": _split,
    "join": _join,
    "startswith": lambda text, start: _string(text).lower().startswith(_string(start).lower()),
    "endswith": lambda text, end: _string(text).lower().endswith(_string(end).lower()),
    "indexof": lambda text, part: _string(text).lower().find(_string(part).lower()),
    "lastindexof": lambda text, part: _string(text).lower().rfind(_string(part).lower()),
    "contains": _contains,
    "empty": _empty,
    "length": _length,
    "first": _first,
    "last": _last,
    "array": lambda value: value if isinstance(value, list) else [value],
    "createarray": lambda *values: list(values),
    "int": _int,
    "float": lambda value: float(_string(value)),
    "bool": _bool,
    "true": lambda: True,
    "false": lambda: False,
    "null": lambda: None,
    "equals": _equal,
    "not": lambda value: not _bool(value),
    "and": _and,
    "or": _or,
    "coalesce": _coalesce,
    "tryget": _try_get,
    "less": _ordered(lambda one, other: one < other),
    "lessorequals": _ordered(lambda one, other: one <= other),
    "greater": _ordered(lambda one, other: one > other),
    "greaterorequals": _ordered(lambda one, other: one >= other),
    "add": _arithmetic(lambda one, other: one + other),
    "sub": _arithmetic(lambda one, other: one - other),
    "mul": _arithmetic(lambda one, other: one * other),
    "div": _arithmetic(lambda one, other: int(one / other)),
    "mod": _arithmetic(lambda one, other: one % other),
    "iprangecontains": _range_contains,
}
"""By name in lower case."""
LENIENT = (_and, _or)
"""Those that may know their answer though an argument is not known."""
