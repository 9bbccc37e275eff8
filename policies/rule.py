"""One rule: a small function with its metadata beside it, and the verbs in which it asks."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from civic.plan import Deployment, Resource
from policies.values import Undecidable, at, entries, is_set, known, value

__all__ = ["Level", "Rule", "Severity", "Subject", "Undecidable", "at", "entries", "every", "is_set", "messages", "must", "rule", "value"]

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["advisory", "mandatory"]


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that a rule looks at, with a view of its stack."""

    resource: Resource
    stack: Deployment
    """Only the resource itself, unless the rule ``joins``."""

    @property
    def type(self) -> str:
        return self.resource.type

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def urn(self) -> str:
        return self.resource.urn

    @property
    def inputs(self) -> Mapping[str, Any]:
        return self.resource.inputs

    @property
    def protect(self) -> bool:
        return self.resource.protect

    def get(self, *path: str | int) -> Any:
        """The input at ``path`` or ``None``. Unknown and secret values come as they are: ask them with the verbs."""
        return at(self.resource.inputs, *path)

    def value(self, *path: str | int) -> Any:
        """The known value at ``path`` (``None`` when unset). Raises ``Undecidable`` and names the path."""
        try:
            return value(self.get(*path))
        except Undecidable as unknown:
            where = ".".join(str(step) for step in path) or "the inputs"
            raise Undecidable(unknown.state, f"'{where}' of {self.name}") from None

    def is_set(self, *path: str | int) -> bool:
        """Whether there is a value at ``path``; one that is not known yet counts."""
        return is_set(self.get(*path))

    def told(self, *path: str | int) -> Any:
        """The known value at ``path`` of what a component registered as its outputs. Raises ``Undecidable`` and names the path."""
        found = at(self.resource.outputs, *path)
        try:
            return value(self.get(*path) if found is None else found)
        except Undecidable as unknown:
            raise Undecidable(unknown.state, f"'{'.'.join(map(str, path))}' of {self.name}") from None

    def is_inside(self, component: str) -> bool:
        """Whether a component of type ``component`` made it."""
        return component in self.urn.split("::")[2].split("$")[:-1]

    def refers_to(self, token: str, key: str = "") -> tuple[Resource, ...]:
        """Resources of type ``token`` that this one depends on, through ``key`` or any property."""
        return self.stack.refers_to(self.resource, token, key)

    def meant(self, token: str, key: str) -> tuple["Subject", ...]:
        """Resources of type ``token`` in this stack that this one's ``key`` means, whether it holds one or a list. Raises ``Undecidable``."""
        found = self.refers_to(token, key)
        if not found:
            text = self.value(key)
            texts = text if isinstance(text, list) else [text]
            found = tuple(other for other in self.stack.of_type(token) if other.id in texts or (at(other.inputs, "name") or ()) in texts)
        return tuple(Subject(other, self.stack) for other in found)

    def referrers(self, token: str, key: str) -> tuple["Subject", ...]:
        """Resources of type ``token`` whose property ``key`` means this one. Raises ``Undecidable`` when none does and one might."""
        others = self.stack.of_type(token)
        found = [other for other in others if self._is_meant(other, key)]
        if not found and any(not other.property_dependencies.get(key) and not known(other.inputs.get(key)) for other in others):
            raise Undecidable("is not known yet", f"'{key}' of a {token.rsplit(':', 1)[-1]}")
        return tuple(Subject(other, self.stack) for other in found)

    def sharing(self, token: str, key: str) -> tuple["Subject", ...]:
        """Resources of type ``token`` whose ``key`` means what this one's ``key`` means. Raises ``Undecidable`` when none does and one might."""
        others = self.stack.of_type(token)
        found = [other for other in others if self._same(other, key)]
        if not found and any(not self._comparable(other, key) for other in others):
            raise Undecidable("is not known yet", f"'{key}' of this or of a {token.rsplit(':', 1)[-1]}")
        return tuple(Subject(other, self.stack) for other in found)

    def _same(self, other: Resource, key: str) -> bool:
        mine, its = self.resource.property_dependencies.get(key), other.property_dependencies.get(key)
        if mine and its:
            return not set(mine).isdisjoint(its)
        texts = self.get(key), at(other.inputs, key)
        return all(is_set(text) and known(text) for text in texts) and value(texts[0]) == value(texts[1])

    def _comparable(self, other: Resource, key: str) -> bool:
        both = (self.resource, other)
        return all(one.property_dependencies.get(key) for one in both) or all(known(at(one.inputs, key)) for one in both)

    def _is_meant(self, other: Resource, key: str) -> bool:
        depends = other.property_dependencies.get(key)
        if depends:
            return self.resource.urn in depends
        # Two regions may each have a thing of this name; a text means the one of its own provider.
        if other.provider != self.resource.provider:
            return False
        text = at(other.inputs, key)
        return is_set(text) and known(text) and value(text) in (self.resource.id, self.inputs.get("bucket"), self.inputs.get("name"))


def must(holds: Callable[[], bool], message: str) -> Iterator[str]:
    """``message`` unless ``holds()``, for ``every`` to ask."""
    if not holds():
        yield message


def every(*asked: Iterable[str]) -> Iterator[str]:
    """The messages of all, each asked whatever the others said; what was unknown in any is raised at the end (``Undecidable``)."""
    unknown: Undecidable | None = None
    for messages_of_one in asked:
        try:
            yield from messages_of_one
        except Undecidable as reason:
            unknown = unknown or reason
    if unknown:
        raise unknown


Check = Callable[[Subject], Iterable[str] | None]


@dataclass(frozen=True, eq=False)
class Rule:
    """What must hold for resources of certain types."""

    id: str
    title: str
    why: str
    severity: Severity
    types: tuple[str, ...]
    controls: Mapping[str, tuple[str, ...]]
    """Framework (a file of ``policies/frameworks``) -> ids of the controls that this rule is evidence for."""
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
