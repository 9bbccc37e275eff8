"""Refusals as sentences: who may not do what to which resource, why, and which statement would have to say so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from civic.access.runs import Refusal
from civic.access.verdict import Decision, Grounds, Reason

LACKING = frozenset({Reason.NO_ALLOW, Reason.RESOURCE_POLICY, Reason.TRUST})
"""Reasons that one more statement cures; all others are a statement that forbids."""


@dataclass(frozen=True)
class Told:
    """Refusals of one kind: one identity, one action, one reason, in one stack. What nobody can know is of one kind where the same is unknown."""

    first: Refusal
    message: str
    cure: str


def told(refusals: Iterable[Refusal], carriers: Mapping[str, tuple[str, ...]], sources: Mapping[str, str]) -> Iterator[Told]:
    """One for each kind of refusal. ``carriers``: identity -> URNs of the documents that hold its rights; ``sources``: URN -> program line."""
    kinds: dict[tuple[object, ...], list[Refusal]] = {}
    for refusal in refusals:
        verdict = refusal.verdict
        unknown = verdict.decision is Decision.UNKNOWN
        # One document that cannot be read leaves every call of an account undecided.
        of_whom = () if unknown else (refusal.identity, refusal.action, verdict.grounds)
        kinds.setdefault((refusal.stack, verdict.decision, verdict.reason, verdict.unknown, *of_whom), []).append(refusal)
    for same in kinds.values():
        yield Told(same[0], _message(same, sources), _cure(same[0], carriers, sources))


def _message(same: list[Refusal], sources: Mapping[str, str]) -> str:
    first, verdict = same[0], same[0].verdict
    unknown = verdict.decision is Decision.UNKNOWN
    others = len({(refusal.identity, refusal.action, refusal.resource) if unknown else refusal.resource for refusal in same}) - 1
    what = f"{first.action} on {first.resource}" + (f" and {others:,} more{' calls' if unknown else ''}" if others else "")
    when = f" ({first.operation})" if first.operation else ""
    if unknown:
        return (
            f"nobody can know whether {first.identity} may do {what}{when}: {verdict.reason.value}: {', '.join(sorted(verdict.unknown)) or 'unknown'}"
        )
    return f"{first.identity} may not do {what}{when}: {verdict.reason.value}{_said(verdict.grounds, sources)}"


def _said(grounds: tuple[Grounds, ...], sources: Mapping[str, str]) -> str:
    named = [told_place(each, sources) for each in grounds[:3]]
    return f": {'; '.join(named)}" if named else ""


def told_place(grounds: Grounds, sources: Mapping[str, str]) -> str:
    """Which statement, of what, in which line."""
    name = grounds.urn.rpartition("::")[2]
    statement = f"statement {grounds.statement} of " if grounds.statement else ""
    line = f", {source}" if (source := sources.get(grounds.urn, "")) else ""
    return f"{statement}{name or grounds.document}{f' ({grounds.document}{line})' if name else ''}"


def _cure(first: Refusal, carriers: Mapping[str, tuple[str, ...]], sources: Mapping[str, str]) -> str:
    if first.verdict.decision is Decision.UNKNOWN:
        return "Ask in the condition for what is known before anything is deployed, or say the value in the plan."
    if first.verdict.reason not in LACKING:
        return "Except this identity from what forbids it where it is its work, or let another identity do it. Never widen a guardrail for all."
    held = carriers.get(first.identity, ())
    places = [f"{urn.rpartition('::')[2]}{f' ({sources[urn]})' if sources.get(urn) else ''}" for urn in held[:2]]
    where = f" in {' or '.join(places)}" if places else ""
    return f"Allow {first.action} on {first.resource}{where}, or take away what asks for it."
