"""Values as plans hold them: known, not known yet, or sealed in one of Pulumi's envelopes."""

from collections.abc import Mapping
from typing import Any

from civic.plan import wire


class Undecidable(Exception):
    """A value that the rule needs is not known yet, or is secret: ``what`` it is, and which of the two."""

    def __init__(self, state: str, what: str = "a value") -> None:
        super().__init__(f"{what} {state}")
        self.state = state


def is_set(raw: Any) -> bool:
    """Whether there is a value at all; one that is not known yet counts."""
    bare = wire.opened(raw)
    return bare is not None and bare not in ("", [], {})


def value(raw: Any) -> Any:
    """The value itself. Raises ``Undecidable`` where it, or anything in it, is unknown or a hidden secret."""
    bare = _opened(raw)
    if isinstance(bare, Mapping):
        return {key: value(inner) for key, inner in bare.items()}
    if isinstance(bare, list):
        return [value(inner) for inner in bare]
    return bare


def is_secret(raw: Any) -> bool:
    """Whether Pulumi keeps it as a secret, whatever it is."""
    return raw == wire.HIDDEN or wire.is_sealed(raw)


def known(raw: Any) -> bool:
    """Whether ``value`` would answer."""
    try:
        value(raw)
    except Undecidable:
        return False
    return True


def at(raw: Any, *path: str | int) -> Any:
    """What is at ``path`` inside ``raw``, or ``None``; unknown when the way there is."""
    for step in path:
        raw = wire.opened(raw)
        if isinstance(raw, str) and (raw in wire.UNKNOWNS or raw == wire.HIDDEN):
            return raw
        if isinstance(step, int):
            raw = raw[step] if isinstance(raw, list) and len(raw) > step else None
        else:
            raw = raw.get(step) if isinstance(raw, Mapping) else None
    return raw


def entries(raw: Any) -> list[Any]:
    """The entries of a list, each as it comes; none when unset. Raises ``Undecidable``, and ``TypeError`` for what is no list."""
    bare = _opened(raw)
    if bare is not None and not isinstance(bare, list):
        raise TypeError(f"expected a list, found {type(bare).__name__}")
    return bare or []


def _opened(raw: Any) -> Any:
    bare = wire.opened(raw)
    if isinstance(bare, str):
        if bare in wire.UNKNOWNS:
            raise Undecidable("is not known yet")
        if bare == wire.HIDDEN:
            raise Undecidable("is secret")
    return bare
