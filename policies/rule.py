"""One rule: a small function with its metadata beside it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from policies.subject import Plans, Subject
from policies.values import Undecidable, at, entries, is_set, value

__all__ = [
    "Level",
    "Plans",
    "Rule",
    "Scope",
    "Severity",
    "Subject",
    "Undecidable",
    "at",
    "entries",
    "every",
    "is_set",
    "messages",
    "must",
    "rule",
    "value",
]

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["advisory", "mandatory"]
Scope = Literal["resource", "stack", "estate"]
"""What a rule must see to decide: the resource alone, its stack, or the plans of the whole estate."""


def must(holds: Callable[[], bool], message: str) -> Iterator[str]:
    """``message`` unless ``holds()``, for ``every`` to ask."""
    if not holds():
        yield message


def every(*demands: Iterable[str]) -> Iterator[str]:
    """The messages of all, each asked whatever the others said; what was unknown in any is raised at the end (``Undecidable``)."""
    unknown: Undecidable | None = None
    for demand in demands:
        try:
            yield from demand
        except Undecidable as reason:
            unknown = unknown or reason
    if unknown:
        raise unknown


Check = Callable[[Subject], Iterable[str] | None]


@dataclass(frozen=True, eq=False)
class Rule:
    """What must hold for resources of certain types. Which controls it is evidence for stands in ``policies/frameworks``."""

    id: str
    title: str
    why: str
    severity: Severity
    types: tuple[str, ...]
    """Types of the resources that it is asked of."""
    remediation: str
    check: Check = field(repr=False, compare=False, default=lambda subject: ())
    level: Level = "mandatory"
    scope: Scope = "resource"
    reads: tuple[str, ...] = ()
    """Types of other resources that it looks at to decide."""


def rule(
    id: str,
    *,
    title: str,
    why: str,
    severity: Severity,
    types: tuple[str, ...],
    remediation: str,
    level: Level = "mandatory",
    scope: Scope = "resource",
    reads: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Make the decorated function a rule. It yields one message for each thing wrong."""

    def decorated(function: Check) -> Rule:
        return Rule(id, title, why, severity, types, remediation, function, level, scope, reads)

    return decorated


def messages(one: Rule, subject: Subject) -> Iterator[tuple[str, str]]:
    """(kind, message) of everything that the rule has against ``subject``; ``broken``, ``undecidable`` or ``error``."""
    try:
        for message in one.check(subject) or ():
            yield "broken", message
    except Undecidable as unknown:
        yield "undecidable", f"cannot be decided: {unknown}"
    except Exception as error:
        # A rule that fails must never look like one that holds.
        yield "error", f"the rule failed on this resource: {error!r}"
