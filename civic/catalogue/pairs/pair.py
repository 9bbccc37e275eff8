"""What a pair is, and the few shapes that most of them have."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

Object = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """What is asked of an object at ``at``; ``refusal`` says why it is not taken, or nothing."""

    refusal: Callable[[Object], str]
    source: str
    at: str = ""
    """Path of the object; empty for the inputs themselves."""
    path: str = ""
    """Where in the object the fault is shown."""


def value(inputs: object, path: str) -> Any:
    """What lies at a path with dots; None where there is nothing."""
    for key in path.split("."):
        inputs = inputs.get(key) if isinstance(inputs, Mapping) else None
    return inputs


def number(inputs: object, path: str) -> float | None:
    """A number, also one that is written as text."""
    found = value(inputs, path)
    if isinstance(found, str) and re.fullmatch(r"\d+(\.\d+)?", found):
        return float(found)
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def not_above(low: str, high: str, source: str, *, at: str = "", plus: float = 0, times: float = 1, unit: str = "") -> Pair:
    """``high`` is at least ``low`` times ``times``, and ``plus``."""

    def refusal(inputs: Object) -> str:
        small, large = number(inputs, low), number(inputs, high)
        if small is None or large is None or small * times + plus <= large:
            return ""
        wanted = f"{small * times + plus:g}{unit and ' '}{unit}"
        return f"{high} is {large:g} where {low} is {small:g}; at least {wanted} is taken"

    return Pair(refusal, source, at, high)


def only_with(path: str, words: Collection[Any], other: str, taken: Collection[Any], source: str, *, at: str = "") -> Pair:
    """Where ``path`` is one of ``words``, ``other`` is one of ``taken``."""

    def refusal(inputs: Object) -> str:
        first, second = value(inputs, path), value(inputs, other)
        if first not in words or second is None or second in taken:
            return ""
        return f"{other} is '{second}' where {path} is '{first}'; taken with it: {', '.join(map(str, taken))}"

    return Pair(refusal, source, at, other)


def needs(path: str, words: Collection[Any], other: str, source: str, *, at: str = "") -> Pair:
    """Where ``path`` is one of ``words``, ``other`` is given. What is not known yet counts as given: its key is there."""

    def refusal(inputs: Object) -> str:
        *above, last = other.split(".")
        holder = value(inputs, ".".join(above)) if above else inputs
        given = isinstance(holder, Mapping) and last in holder
        return "" if value(inputs, path) not in words or given else f"{other} is missing; {path} '{value(inputs, path)}' needs it"

    return Pair(refusal, source, at, other)


def one_of(paths: Collection[str], source: str, *, at: str = "", least: int = 1) -> Pair:
    """No more than one of ``paths`` is given, and no fewer than ``least``."""

    def refusal(inputs: Object) -> str:
        given = [path for path in paths if path in inputs]
        if least <= len(given) <= 1:
            return ""
        return f"one of {', '.join(paths)} is given; found {' and '.join(given) or 'none'}"

    return Pair(refusal, source, at, next(iter(paths)))


def if_text(path: str, pattern: str, refusal: Callable[[Object], str], source: str, *, at: str = "") -> Pair:
    """``refusal`` is asked where the text at ``path`` has this form."""
    return Pair(lambda inputs: refusal(inputs) if re.fullmatch(pattern, str(value(inputs, path))) else "", source, at, path)


_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_SECONDS = (365 * 86400, 30 * 86400, 7 * 86400, 86400, 3600, 60, 1)


def seconds(text: object) -> int | None:
    """An ISO 8601 duration, a year as 365 and a month as 30 days; None for anything else."""
    found = _ISO.fullmatch(text) if isinstance(text, str) else None
    if found is None or not any(found.groups()):
        return None
    return sum(int(part or 0) * length for part, length in zip(found.groups(), _SECONDS, strict=True))


def not_longer(short: str, long: str, source: str, *, at: str = "") -> Pair:
    """The duration ``short`` is no longer than ``long``."""

    def refusal(inputs: Object) -> str:
        first, second = seconds(value(inputs, short)), seconds(value(inputs, long))
        if first is None or second is None or first <= second:
            return ""
        return f"{short} is {value(inputs, short)}, longer than {long}, {value(inputs, long)}"

    return Pair(refusal, source, at, short)
