"""One rule: a small function with its metadata beside it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from policies.subject import Plans, Subject
from policies.values import Undecidable, at, entries, is_set, value

__all__ = [
    "Fault",
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
    "faults",
    "is_set",
    "must",
    "rule",
    "value",
]

M = TypeVar("M", bound="str | Fault")
Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["advisory", "mandatory"]
Scope = Literal["resource", "stack", "estate"]
"""What a rule must see to decide: the resource alone, its stack, or the plans of the whole estate."""


def must(holds: Callable[[], bool], message: M) -> Iterator[M]:
    """``message`` unless ``holds()``, for ``every`` to ask."""
    if not holds():
        yield message


def every(*demands: Iterable[M]) -> Iterator[M]:
    """The messages of all, each asked whatever the others said; what was unknown in any is raised at the end (``Undecidable``)."""
    unknown: Undecidable | None = None
    for demand in demands:
        try:
            yield from demand
        except Undecidable as reason:
            unknown = unknown or reason
    if unknown:
        raise unknown


@dataclass(frozen=True)
class Fault:
    """What is wrong, where the body's own record says it: a date that is past, a number that may not be called."""

    message: str
    record: tuple[str, ...]
    """Keys of the record that say it, from the top; in a list the text that tells its entry from the others, such as a group's id."""
    write: str
    """What its body would write there."""


Check = Callable[[Subject], Iterable[str | Fault] | None]


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


def faults(one: Rule, subject: Subject) -> Iterator[tuple[str, Fault]]:
    """(kind, fault) of everything that the rule has against ``subject``; ``broken``, ``undecidable`` or ``error``."""
    try:
        for fault in one.check(subject) or ():
            yield "broken", fault if isinstance(fault, Fault) else Fault(fault, (), "")
    except Undecidable as unknown:
        yield "undecidable", Fault(f"cannot be decided: {unknown}", (), "")
    except Exception as error:
        # A rule that fails must never look like one that holds.
        yield "error", Fault(f"the rule failed on this resource: {error!r}", (), "")
