"""One rule: a small function with its metadata beside it, and the three verbs in which it asks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from plan import SECRET, UNKNOWN, Deployment, Resource

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["advisory", "mandatory"]

_SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
_OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
HIDDEN = "[secret]"


class Undecidable(Exception):
    """A value that the rule needs is not known yet, or is secret."""


@dataclass(frozen=True)
class Subject:
    """The resource that a rule looks at, with a view of its stack where there is one."""

    resource: Resource
    stack: Deployment

    @property
    def inputs(self) -> Mapping[str, Any]:
        return self.resource.inputs

    def get(self, *path: str | int) -> Any:
        """The input at ``path`` or ``None``. Unknown and secret values come as they are: ask them with the verbs."""
        found: Any = self.resource.inputs
        for step in path:
            found = _bare(found)
            if isinstance(step, int):
                found = found[step] if isinstance(found, list) and len(found) > step else None
            else:
                found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def value(self, *path: str | int) -> Any:
        """The known value at ``path`` (``None`` when unset). Raises ``Undecidable``."""
        return value(self.get(*path))

    def is_set(self, *path: str | int) -> bool:
        return is_set(self.get(*path))

    def refers_to(self, token: str, key: str = "") -> tuple[Resource, ...]:
        """Resources of type ``token`` that this one depends on, through ``key`` or any property."""
        return self.stack.refers_to(self.resource, token, key)

    def referrers(self, token: str, key: str) -> tuple[Resource, ...]:
        """Resources of type ``token`` whose property ``key`` means this one: by dependency, or by its id or name."""
        mine = {self.resource.id, self.resource.inputs.get("bucket")} - {None, ""}
        return tuple(
            other
            for other in self.stack.of_type(token)
            if self.resource.urn in other.property_dependencies.get(key, ()) or other.inputs.get(key) in mine
        )


def is_set(found: Any) -> bool:
    """Whether there is a value at all; one that is not known yet counts."""
    return found is not None and found not in ("", [], {})


def value(found: Any) -> Any:
    """The value itself. Raises ``Undecidable`` where it, or anything in it, is unknown or a hidden secret."""
    bare = _bare(found)
    if bare in (UNKNOWN, HIDDEN):
        raise Undecidable("a value is not known yet" if bare == UNKNOWN else "a value is secret")
    if isinstance(bare, Mapping):
        return {key: value(inner) for key, inner in bare.items()}
    if isinstance(bare, list):
        return [value(inner) for inner in bare]
    return bare


def _bare(found: Any) -> Any:
    if isinstance(found, Mapping) and SECRET in found:
        if found[SECRET] == _SECRET_SIGNATURE:
            return _bare(found.get("value", HIDDEN))
        if found[SECRET] == _OUTPUT_SIGNATURE:
            return _bare(found.get("value", UNKNOWN))
    return found


Check = Callable[[Subject], Iterable[str]]


@dataclass(frozen=True, eq=False)
class Rule:
    """What must hold for resources of certain types."""

    id: str
    title: str
    why: str
    severity: Severity
    types: tuple[str, ...]
    controls: Mapping[str, tuple[str, ...]]
    """Framework -> ids of the controls that this rule is evidence for."""
    remediation: str
    check: Check = field(repr=False, compare=False, default=lambda subject: ())
    level: Level = "mandatory"
    joins: bool = False
    """Looks at other resources of the stack, so it is asked when all of them are known."""


def rule(
    id: str,
    *,
    title: str,
    why: str,
    severity: Severity,
    types: tuple[str, ...],
    controls: Mapping[str, tuple[str, ...]],
    remediation: str,
    level: Level = "mandatory",
    joins: bool = False,
) -> Callable[[Check], Rule]:
    """Make the decorated function a rule. It yields one message for each thing wrong."""

    def made(function: Check) -> Rule:
        return Rule(id, title, why, severity, types, controls, remediation, function, level, joins)

    return made


def messages(asked: Rule, subject: Subject) -> Iterator[tuple[str, str]]:
    """(kind, message) of everything that ``asked`` has against ``subject``; ``broken``, ``undecidable`` or ``error``."""
    try:
        for message in asked.check(subject) or ():
            yield "broken", message
    except Undecidable as unknown:
        yield "undecidable", f"cannot be decided: {unknown}"
    except Exception as error:
        # A rule that fails must never look like one that holds.
        yield "error", f"the rule failed on this resource: {error!r}"
