"""What happens to one resource."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from civic.catalogue import row
from civic.plan import Resource
from civic.plan.wire import HIDDEN, is_secret

Kind = Literal["new", "changed", "replaced", "deleted", "orphaned", "kept"]
"""``orphaned``: deployed, and no record implies its stack. ``kept``: nothing happens to it."""
LONGEST = 120
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class Shift:
    """A property that is to have another value."""

    path: str
    """Property, with dots for what lies in it and numbers for places in a list."""
    before: str
    """As people read it; ``[secret]`` for what is or holds a secret. Of a list, what only this side has."""
    after: str

    @classmethod
    def of(cls, path: str, before: object, after: object) -> "Shift":
        if isinstance(before, list) and isinstance(after, list) and all(isinstance(each, str | int) for each in (*before, *after)):
            gone, come = [each for each in before if each not in after], [each for each in after if each not in before]
            if gone or come:
                return cls(path, shown(", ".join(map(str, gone)) or "nothing"), shown(", ".join(map(str, come)) or "nothing"))
        return cls(path, shown(before), shown(after))

    def __str__(self) -> str:
        return f"{self.path}: {self.before} -> {self.after}"


@dataclass(frozen=True)
class Change:
    """One resource, in one class."""

    stack: str
    kind: Kind
    urn: str
    """As it will be, or was."""
    type: str
    name: str
    managed: bool
    """Whether a provider makes it: no component, no provider's own resource, nothing that is only read."""
    stateful: bool = False
    """Whether something is lost with it: it is protected or kept on deletion, or the catalogue says that it is to be."""
    why_stateful: str = ""
    shifts: tuple[Shift, ...] = ()
    """What differs."""
    forces: tuple[Shift, ...] = ()
    """What of that makes another resource of it."""
    refused: tuple[Shift, ...] = ()
    """What of that its cloud lets nobody change, and its provider tries all the same."""
    shortened: tuple[Shift, ...] = ()
    """What of that lets something be kept for less time."""
    follows: tuple[str, ...] = ()
    """URNs of replaced resources for whose sake it differs."""
    protect: bool = False
    """Whether the engine stops before it would delete or replace it."""
    retained: bool = False
    """Whether the cloud still has it when the engine has forgotten it."""
    deleted_first: bool = False
    """Whether the old one goes before the new one comes, since both would have one name."""
    was: str = ""
    """URN that it had, where it is called otherwise now."""
    source: str = ""
    """``path:line`` of the program that makes it, where the plan knows."""

    @property
    def is_finding(self) -> bool:
        """Whether somebody must look before this is deployed."""
        return bool(self.refused or self.shortened) or (self.stateful and self.kind in ("replaced", "deleted", "orphaned"))


def statefulness(resource: Resource) -> str:
    """Why something is lost with a resource; nothing where it can be made again."""
    known = row(resource.type)
    if known and known.keep != "no":
        return known.keep_reason
    if resource.protect:
        return "it is protected"
    return "it is kept on deletion" if resource.retain_on_delete else ""


def is_managed(resource: Resource) -> bool:
    return resource.custom and not resource.external and not resource.type.startswith("pulumi:")


def shown(value: object) -> str:
    """A value on one line, cut, with nothing secret in it."""
    if value is None:
        return "nothing"
    if is_secret(value) or _holds_hidden(value):
        return HIDDEN
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: LONGEST + 1])
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _holds_hidden(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_hidden(inner) for inner in value.values())
    return any(_holds_hidden(inner) for inner in value) if isinstance(value, list | tuple) else value == HIDDEN
