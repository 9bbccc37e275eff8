"""One rule as the derived files have it."""

import re
from collections.abc import Iterable
from typing import TypedDict


class Rule(TypedDict, total=False):
    """What a value may be. ``words``: one of them; ``low`` and ``high``: of a number; ``shortest``, ``longest`` and ``pattern`` (searched for): of a text."""

    words: list[str]
    low: float
    high: float
    shortest: int
    longest: int
    pattern: str
    source: str


def joined(rules: Iterable[Rule | None]) -> Rule | None:
    """What any of them allows; nothing where one allows everything, or they are of several kinds."""
    known = list(rules)
    if not known or None in known:
        return None
    first, *others = [rule for rule in known if rule is not None]
    for other in others:
        if {**first, "source": ""} == {**other, "source": ""}:
            continue
        if "words" in first and "words" in other:
            first = Rule(words=sorted({*first["words"], *other["words"]}), source=first["source"])
        else:
            return None
    return first


def usable(pattern: str) -> bool:
    """Whether Python reads it, and it says something."""
    try:
        _ = re.compile(pattern)
    except re.error:
        return False
    return pattern not in (".*", "^.*$", "^.+$", ".+", r"[\s\S]*", r"^[\s\S]*$", r"[\s\S]+")
