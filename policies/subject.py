"""What a rule looks at: one resource, with a view of its stack and, for rules over the estate, of all plans. Rules ask in verbs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from civic.plan import Deployment, Resource
from policies.values import Undecidable, at, entries, is_set, known, value

T = TypeVar("T")


class Plans:
    """The plans of an estate, seen together: what its rules look at, by stack."""

    def __init__(self, by_stack: Mapping[str, Sequence[Resource]] | None = None) -> None:
        self.by_stack = dict(sorted((by_stack or {}).items()))
        self._computed: dict[Callable[[Plans], object], object] = {}

    def once(self, compute: Callable[["Plans"], T]) -> T:
        """What ``compute`` makes of these plans; computed for the first resource that asks, and kept for the others."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        return cast(T, self._computed[compute])


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that a rule looks at."""

    resource: Resource
    stack: Deployment
    """Only the resource itself for a rule of scope ``resource``."""
    plans: Plans = field(default_factory=Plans)
    """Nothing unless the rule's scope is ``estate``."""
    stack_name: str = ""

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
        return self._known(self.get(*path), path)

    def is_set(self, *path: str | int) -> bool:
        """Whether there is a value at ``path``; one that is not known yet counts."""
        return is_set(self.get(*path))

    def entries(self, *path: str | int) -> list[Any]:
        """The entries of the list at ``path``, each as it comes; none when unset. Raises ``Undecidable`` and names the path, ``TypeError`` for no list."""
        raw = self.get(*path)
        return [] if isinstance(raw, str) and not self._known(raw, path) else entries(raw)

    def settled(self, *path: str | int) -> Any:
        """The known value at ``path``; where it was not asked for, what the provider made of that. Raises ``Undecidable`` and names the path."""
        return self.value(*path) if self.is_set(*path) or self.get(*path) is not None else self._known(at(self.resource.outputs, *path), path)

    def output(self, *path: str | int) -> Any:
        """The known value at ``path`` of what a component registered as its outputs. Raises ``Undecidable`` and names the path."""
        registered = at(self.resource.outputs, *path)
        return self._known(self.get(*path) if registered is None else registered, path)

    def _known(self, raw: Any, path: tuple[str | int, ...]) -> Any:
        try:
            return value(raw)
        except Undecidable as unknown:
            where = ".".join(str(step) for step in path) or "the inputs"
            raise Undecidable(unknown.state, f"'{where}' of {self.name}") from None

    def is_inside(self, component: str) -> bool:
        """Whether a component of type ``component`` made it."""
        return component in self.urn.split("::")[2].split("$")[:-1]

    def refers_to(self, token: str, key: str) -> tuple["Subject", ...]:
        """Resources of type ``token`` in this stack that this one's ``key`` names, whether it holds one or a list. Raises ``Undecidable``."""
        targets = self.stack.refers_to(self.resource, token, key)
        if not targets:
            text = self.value(key)
            texts = text if isinstance(text, list) else [text]
            targets = tuple(other for other in self.stack.of_type(token) if other.id in texts or (at(other.inputs, "name") or ()) in texts)
        return tuple(self._beside(other) for other in targets)

    def referred_by(self, token: str, key: str) -> tuple["Subject", ...]:
        """Resources of type ``token`` whose property ``key`` names this one. Raises ``Undecidable`` when none does and one might."""
        others = self.stack.of_type(token)
        referring = [other for other in others if self._is_named(other, key)]
        if not referring and any(not other.property_dependencies.get(key) and not known(other.inputs.get(key)) for other in others):
            raise Undecidable("is not known yet", f"'{key}' of a {token.rsplit(':', 1)[-1]}")
        return tuple(self._beside(other) for other in referring)

    def sharing(self, token: str, key: str) -> tuple["Subject", ...]:
        """Resources of type ``token`` whose ``key`` names what this one's ``key`` names. Raises ``Undecidable`` when none does and one might."""
        others = self.stack.of_type(token)
        same = [other for other in others if self._same(other, key)]
        if not same and any(not self._comparable(other, key) for other in others):
            raise Undecidable("is not known yet", f"'{key}' of this or of a {token.rsplit(':', 1)[-1]}")
        return tuple(self._beside(other) for other in same)

    def _names(self) -> list[Any]:
        """What other resources may call it by."""
        inputs, outputs = self.resource.inputs, self.resource.outputs
        return [self.resource.id, *(place.get(key) for place in (inputs, outputs) for key in ("bucket", "name", "arn") if place.get(key))]

    def _beside(self, other: Resource) -> "Subject":
        return Subject(other, self.stack, self.plans, self.stack_name)

    def _same(self, other: Resource, key: str) -> bool:
        mine, its = self.resource.property_dependencies.get(key), other.property_dependencies.get(key)
        if mine and its:
            return not set(mine).isdisjoint(its)
        texts = self.get(key), at(other.inputs, key)
        return all(is_set(text) and known(text) for text in texts) and value(texts[0]) == value(texts[1])

    def _comparable(self, other: Resource, key: str) -> bool:
        both = (self.resource, other)
        return all(one.property_dependencies.get(key) for one in both) or all(known(at(one.inputs, key)) for one in both)

    def _is_named(self, other: Resource, key: str) -> bool:
        depends = other.property_dependencies.get(key)
        if depends:
            return self.resource.urn in depends
        # Two regions may each have a resource of this name; a text means the one of its own provider, unless it says the whole.
        text = at(other.inputs, key)
        whole = isinstance(text, str) and text.startswith(("arn:", "/subscriptions/"))
        if other.provider != self.resource.provider and not whole:
            return False
        return is_set(text) and known(text) and value(text) in self._names()
