"""Values of a plan as they are: some are not known yet, some are secret, and some are not what they should be."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, TypeGuard

from civic.plan import wire

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | Mapping[str, JsonValue] | None"
"""What inputs, policy rules and templates are made of."""


class Unknown:
    """The one value of what cannot be known from a plan."""

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = Unknown()
_MARKS = re.compile("|".join(map(re.escape, sorted(wire.UNKNOWNS))))
Value: TypeAlias = "JsonValue | Unknown"


def is_unknown(value: object) -> bool:
    """Whether this value itself is not known: an output of a resource not made yet, or a secret."""
    if isinstance(value, str):
        return len(value) == 36 and value in wire.UNKNOWNS
    if type(value) is dict:
        return value.get(wire.SIGNATURE) == wire.SECRET
    return value is UNKNOWN or (isinstance(value, Mapping) and wire.is_sealed(value))


def has_unknown(value: object) -> bool:
    """Whether a text is made with an unknown one, or anything inside is unknown."""
    if isinstance(value, str):
        # The marks are GUIDs: nothing shorter holds one.
        return len(value) >= 36 and _MARKS.search(value) is not None
    if value is None or isinstance(value, bool | int | float):
        return False
    if isinstance(value, Mapping):
        return wire.is_sealed(value) or any(has_unknown(inner) for inner in value.values())
    return value is UNKNOWN or (isinstance(value, list | tuple) and any(has_unknown(inner) for inner in value))


def is_mapping(value: object) -> TypeGuard[Mapping[str, JsonValue]]:
    """Whether this is an object that is known."""
    if type(value) is dict:
        # Nearly all are, and asking an abstract class is slow.
        return value.get(wire.SIGNATURE) != wire.SECRET
    return isinstance(value, Mapping) and not wire.is_sealed(value)


def lookup(mapping: Mapping[str, JsonValue], key: str) -> Value:
    """The member of this name in any case, as Azure reads names; None where there is none."""
    if key in mapping:
        found = mapping[key]
    else:
        wanted = key.lower()
        found = next((inner for name, inner in mapping.items() if name.lower() == wanted), None)
    return UNKNOWN if is_unknown(found) else found


def texts(value: object) -> Iterator[str]:
    """All texts inside a value, keys of objects too, since Azure keeps identities' ids there."""
    if isinstance(value, str):
        yield value
    elif is_mapping(value):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
