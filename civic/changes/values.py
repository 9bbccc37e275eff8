"""Values of two documents made comparable: a plan has ids that a simulated cloud chose, a state those of the real one, and secrets in neither are read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from civic.plan import Resource
from civic.plan.wire import UNKNOWN, UNKNOWNS, is_sealed

SHORTEST = 6
"""Characters of a value that a cloud chose; shorter ones, such as "true", say nothing of where they come from."""
_BETWEEN = re.compile(r"([A-Za-z0-9_.-]+)")
"""Pieces of an ARN, an Azure id, an address or a policy document that a cloud may have chosen."""
_WORDS = re.compile(r"[\s\"',;|]+")
"""What stands between ARNs and addresses in a document."""
_PROVIDERS = ("__defaults", "__internal")


@dataclass
class Names:
    """What the plan calls what the state calls otherwise."""

    known: dict[str, str] = field(default_factory=dict)
    """Text of the plan -> text of the state."""
    unsure: set[str] = field(default_factory=set)
    """Texts of the plan that stand for several of the state."""

    def learn(self, before: Resource, after: Resource) -> None:
        """Take the ids and computed outputs of one resource on both sides. What it was given itself is its own to differ in."""
        given = set(texts(after.inputs)) | set(texts(before.inputs))
        chosen = {"": (before.id, after.id)}
        chosen |= {key: (before.outputs.get(key), value) for key, value in after.outputs.items() if key not in after.inputs}
        for old, new in (pair for both in chosen.values() for pair in _leaves(*both)):
            if old == new or new in given or min(len(old), len(new)) < SHORTEST:
                continue
            if self.known.setdefault(new, old) != old:
                self.unsure.add(new)

    def __call__(self, text: str) -> str:
        if whole := self._one(text):
            return whole
        return "".join(self._one(piece) or piece for piece in _BETWEEN.split(text)) if self.known else text

    def _one(self, text: str) -> str:
        return "" if text in self.unsure else self.known.get(text, "")


def computed(resource: Resource) -> Iterator[str]:
    """Texts among the outputs that it was not given."""
    for key, value in resource.outputs.items():
        if key not in resource.inputs:
            yield from texts(value)


def pieces(text: str) -> frozenset[str]:
    """The text, the words of a document or list in it, and the parts of an ARN, an id or an address in it."""
    return frozenset((text, *_WORDS.split(text), *_BETWEEN.split(text)))


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, those inside an envelope left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if not is_sealed(value):
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def settled(before: Any, after: Any, names: Names) -> Any:
    """``after`` in the words of ``before``: whatever cannot be told to differ is as it was."""
    if is_sealed(before) or is_sealed(after):
        return before if before is not None else after
    if isinstance(after, str):
        return UNKNOWN if after in UNKNOWNS else before if after == before else _number(before, names(after))
    if isinstance(after, Mapping):
        old = before if isinstance(before, Mapping) else {}
        return {key: settled(old.get(key), value, names) for key, value in after.items()}
    if isinstance(after, list | tuple):
        olds = list(before) if isinstance(before, list | tuple) else []
        olds += [None] * (len(after) - len(olds))
        return [settled(old, value, names) for old, value in zip(olds, after, strict=False)]
    return _number(before, after)


def _number(before: Any, after: Any) -> Any:
    """A number or truth value that a provider keeps as text, or the other way round, is the same (``30`` and ``"30"``)."""
    simple = str | int | float | bool
    if isinstance(before, simple) and isinstance(after, simple) and type(before) is not type(after):
        return before if _as_text(before) == _as_text(after) else after
    return after


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def stripped(value: Any, other: Any = None) -> Any:
    """Inputs without what a provider keeps there for itself, without nothing, and without defaults that only this side has."""
    if isinstance(value, Mapping):
        if is_sealed(value):
            return value
        others = other if isinstance(other, Mapping) else {}
        defaults = {key for key in value.get("__defaults") or () if key not in others}
        kept = {key: inner for key, inner in value.items() if key not in _PROVIDERS and key not in defaults and inner is not None}
        return {key: stripped(inner, others.get(key)) for key, inner in kept.items()}
    if isinstance(value, list | tuple):
        others = list(other) if isinstance(other, list | tuple) else []
        others += [None] * (len(value) - len(others))
        return [stripped(inner, each) for inner, each in zip(value, others, strict=False)]
    return value


def differences(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, before, after) of what differs, as deep as both sides have the same shape."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and not (is_sealed(before) or is_sealed(after)):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key), after.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, f"{path}.{number}")
    else:
        yield path, before, after


def _leaves(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    """Texts at the same place of both sides."""
    if isinstance(before, str) and isinstance(after, str):
        yield before, after
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        if not (is_sealed(before) or is_sealed(after)):
            for key in before.keys() & after.keys():
                yield from _leaves(before[key], after[key])
    elif isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            yield from _leaves(old, new)
