"""What a component cannot be without, read from a cloud's file in this folder.

A file maps each component to ``why`` it is there and a list of ``needs``. A need is a ``type``, how many there are at least (``count``: 1 where it
is left out, 0 for what may be absent and has to be so where it is there), which of that type are meant (``where``), what each of them has
(``with``), whether each is ``protected``, and ``because``; ``unless`` names what the component may have found there already (its input
``existing``), and then need not make.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import yaml

from civic.errors import InputError
from policies.components.demands import DEMANDS
from policies.rule import Severity

FOLDER = Path(__file__).resolve().parent
NEED_KEYS = {"type": str, "count": int, "where": dict, "with": dict, "protected": bool, "unless": str, "because": str}
SEVERITIES = get_args(Severity)


@dataclass(frozen=True)
class Need:
    """Resources of one type without which a component does not keep its promise."""

    type: str
    because: str
    """What is lost without it: the end of 'it needs ..., so that ...'."""
    count: int = 1
    where: Mapping[str, Any] = field(default_factory=dict)
    """Path -> demand by which those that are meant are told from others of the type."""
    having: Mapping[str, Any] = field(default_factory=dict)
    """Path -> demand on each of them. A demand is a value, or one of ``DEMANDS`` with its value."""
    protected: bool = False
    unless: str = ""
    """What was there already where none of these has to be made; those that are made are still held to the rest."""


@dataclass(frozen=True)
class Component:
    """A component's token, and what it needs."""

    token: str
    why: str
    severity: Severity
    needs: tuple[Need, ...]


@lru_cache(maxsize=4)
def components(cloud: str) -> tuple[Component, ...]:
    """Every component of a cloud. Raises ``InputError`` where the file says what cannot be."""
    path = FOLDER / f"{cloud}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = list(_wrong(data))
    if problems:
        raise InputError("\n".join(f"{path}: {problem}" for problem in problems))
    return tuple(Component(token, entry["why"], entry.get("severity", "high"), tuple(map(_need, entry["needs"]))) for token, entry in data.items())


def _need(entry: Mapping[str, Any]) -> Need:
    return Need(
        entry["type"],
        entry["because"],
        entry.get("count", 1),
        entry.get("where") or {},
        entry.get("with") or {},
        bool(entry.get("protected")),
        entry.get("unless", ""),
    )


def _wrong(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        yield f"found {type(data).__name__}; allowed: component -> why, severity and needs"
        return
    for token, entry in data.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("why"), str) or not isinstance(entry.get("needs"), list):
            yield f"{token}: found {entry!r}; allowed: why and a list of needs"
            continue
        if entry.get("severity", "high") not in SEVERITIES:
            yield f"{token}.severity: found {entry['severity']!r}; allowed: {', '.join(SEVERITIES)}"
        for number, need in enumerate(entry["needs"]):
            yield from (f"{token}.needs[{number}]{problem}" for problem in _wrong_need(need))


def _wrong_need(need: Any) -> Iterator[str]:
    if not isinstance(need, dict):
        yield f": found {need!r}; allowed: {', '.join(NEED_KEYS)}"
        return
    for key, value in need.items():
        if key not in NEED_KEYS or not isinstance(value, NEED_KEYS[key]):
            yield f".{key}: found {value!r}; allowed: {', '.join(f'{name} ({kind.__name__})' for name, kind in NEED_KEYS.items())}"
    yield from (f": found no {key}" for key in ("type", "because") if key not in need)
    for part in ("where", "with"):
        yield from _wrong_demands(part, need.get(part) or {})


def _wrong_demands(part: str, demands: Any) -> Iterator[str]:
    for path, demand in demands.items() if isinstance(demands, dict) else ():
        named: Sequence[object] = list(demand) if isinstance(demand, dict) else ()
        if unknown := [name for name in named if name not in DEMANDS]:
            yield f".{part}.{path}: found {', '.join(map(str, unknown))}; allowed: a value, or one of {', '.join(DEMANDS)}"
