"""The answer to "may this identity do that?", the same for every cloud: three-valued, with the statements that decided."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Decision(Enum):
    """What the cloud answers. ``UNKNOWN`` where that hangs on something that cannot be known from what was read; never a silent yes."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNKNOWN = "unknown"


class Reason(Enum):
    """Which part of the evaluation decided. The first that denies, in the order in which the cloud asks; grounds say whether by a statement."""

    ALLOWED = "an identity's own rights allow it"
    RESOURCE_POLICY_ALLOWED = "the resource's own policy allows it"
    EXPLICIT_DENY = "a statement of the identity's own policies denies it"
    SERVICE_CONTROL_POLICY = "a service control policy denies it, or none of one level of the tree allows it"
    RESOURCE_CONTROL_POLICY = "a resource control policy denies it"
    BOUNDARY = "the permissions boundary denies it or does not allow it"
    SESSION = "the session's policy denies it or does not allow it"
    ENDPOINT = "the policy of the VPC endpoint that it passes denies it or does not allow it"
    RESOURCE_POLICY = "the resource's own policy denies it or does not allow it"
    TRUST = "the role's trust policy does not let this principal in"
    NO_ALLOW = "nothing allows it"
    AZURE_POLICY = "an Azure Policy assignment denies it"
    DENY_ASSIGNMENT = "a deny assignment forbids it"
    LOCK = "a management lock forbids it"
    NOT_REGISTERED = "the resource provider is not registered in the subscription"
    UNKNOWN_CONDITION = "a condition that cannot be known decides"
    UNKNOWN_DOCUMENT = "a document whose content cannot be known decides"


@dataclass(frozen=True, slots=True)
class Grounds:
    """One statement (or assignment) that decided."""

    urn: str
    """Of the resource that carries it. Empty for what the cloud itself brings (``FullAWSAccess``, a managed policy)."""
    document: str
    """Property of that resource that holds it: ``"policy"``, ``"assumeRolePolicy"``, ``"inlinePolicies[0]"``; or the name of what the cloud brings."""
    statement: str = ""
    """``Sid`` of the statement, or ``"#3"`` for the third one; name of the role definition for an assignment."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision and why. Immutable, so that verdicts can be kept and compared."""

    decision: Decision
    reason: Reason
    grounds: tuple[Grounds, ...] = ()
    """The statements that decided: the denials, or the allows. Empty where nothing speaks of it."""
    unknown: frozenset[str] = frozenset()
    """Condition keys (lower case), attributes or documents that would have to be known. Empty unless ``decision`` is ``UNKNOWN``."""

    @property
    def allowed(self) -> bool:
        """A certain yes."""
        return self.decision is Decision.ALLOWED

    @property
    def denied(self) -> bool:
        """A certain no."""
        return self.decision is Decision.DENIED


Truth = bool | None
"""Kleene's three values: ``None`` is unknown."""


def both(values: Iterable[Truth]) -> Truth:
    """Kleene's "and": false if any is false, else unknown if any is unknown. True for nothing."""
    return _settled(values, by=False)


def either(values: Iterable[Truth]) -> Truth:
    """Kleene's "or": true if any is true, else unknown if any is unknown. False for nothing."""
    return _settled(values, by=True)


def joined_by_and(tests: Sequence[Callable[[T], Truth]]) -> Callable[[T], Truth]:
    """One test of all: ``both`` of their answers, asked in their order until one is false."""
    return _joined(tests, by=False)


def joined_by_or(tests: Sequence[Callable[[T], Truth]]) -> Callable[[T], Truth]:
    """One test of all: ``either`` of their answers, asked in their order until one is true."""
    return _joined(tests, by=True)


def _settled(values: Iterable[Truth], *, by: bool) -> Truth:
    result: Truth = not by
    for value in values:
        if value is by:
            return by
        if value is None:
            result = None
    return result


def _joined(tests: Sequence[Callable[[T], Truth]], *, by: bool) -> Callable[[T], Truth]:
    # A loop of its own: conditions are asked most of all, and a generator of answers costs more than they do.
    def holds(subject: T) -> Truth:
        result: Truth = not by
        for test in tests:
            value = test(subject)
            if value is by:
                return by
            if value is None:
                result = None
        return result

    return holds


def negated(value: Truth) -> Truth:
    """Kleene's "not"."""
    return None if value is None else not value
