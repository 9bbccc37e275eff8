"""Paths as sentences: who comes to what, by which calls, allowed by which statements in which lines; or what stops it."""

from collections.abc import Mapping

from civic.access.explaining import told_place
from civic.access.graph import Call, NodeKind, Step
from civic.access.paths import Answer, Path
from civic.access.verdict import Decision

_BECOMES = frozenset({NodeKind.IDENTITY, NodeKind.ACCOUNT})
Sources = Mapping[str, str]
"""URN -> program line."""


def path_message(path: Path, sources: Sources, *, but_for_guardrails: bool = False) -> str:
    """One sentence for a finding. ``but_for_guardrails``: of a path that they alone stop."""
    becomes = path.end.kind in _BECOMES
    verb = ("but for guardrails becomes" if becomes else "but for guardrails reaches") if but_for_guardrails else "becomes" if becomes else "reaches"
    more = f" and {len(path.others):,} more of that kind" if path.others else ""
    perhaps = f"; whether it can hangs on {', '.join(sorted(path.unknown))}, which nobody can know" if path.unknown else ""
    steps = "; then ".join(step_text(step, sources) for step in path.steps)
    return f"{path.start.name} ({path.start.place}) {verb} {path.end.name} ({path.end.place}){more}: {steps}{perhaps}"


def path_cure(path: Path, sources: Sources) -> str:
    """The nearest fix: what the last step's statement would have to say."""
    last = path.steps[-1]
    calls = " or ".join(dict.fromkeys(call.action for call in last.calls))
    places = [told_place(ground, sources) for ground in last.grounds if ground.urn]
    where = f" in {places[0]}" if places else ""
    return f"Narrow {calls}{where} to what is {path.start.place.owner}'s own and of its layer, or let a guardrail deny it to this identity."


def step_text(step: Step, sources: Sources) -> str:
    """What the source does, by which calls, and what lets it."""
    calls = "; ".join(call_text(call, sources) for call in step.calls)
    return f"{step.source.name} {step.how}: {step.target.name} ({calls})" if calls else f"{step.source.name} {step.how}: {step.target.name}"


def call_text(call: Call, sources: Sources) -> str:
    """One call, what was decided and by what."""
    verdict = call.verdict
    grounds = "; ".join(told_place(ground, sources) for ground in verdict.grounds[:2])
    by = f" by {grounds}" if grounds else ""
    if verdict.allowed:
        return f"{call.action} on {call.resource} is allowed{by}"
    if verdict.decision is Decision.UNKNOWN:
        return f"{call.action} on {call.resource} may be allowed{by}: it hangs on {', '.join(sorted(verdict.unknown))}"
    return f"{call.action} on {call.resource} is refused: {verdict.reason.value}{by}"


def answer_lines(answer: Answer, sources: Sources) -> list[str]:
    """The whole answer, a line each."""
    head = f"{answer.start.name} ({answer.start.place}) to {answer.end.name} ({answer.end.place})"
    if answer.start == answer.end:
        return [f"{head}: the same."]
    if answer.steps:
        lines = [f"{head}: a path of {len(answer.steps)} {'step' if len(answer.steps) == 1 else 'steps'}."]
        for number, step in enumerate(answer.steps, 1):
            lines.append(f"{number}. {step.source.name} {step.how}: {step.target.name}")
            lines += [f"   {call_text(call, sources)}" for call in step.calls]
        return lines
    return [f"{head}: no path.", *_stopped(answer, sources)]


def _stopped(answer: Answer, sources: Sources) -> list[str]:
    """What refuses every last step; one line for all on the way whom the same thing stops."""
    same: dict[object, list[tuple[Step, Call]]] = {}
    for step in answer.stopped:
        if call := step.refused:
            same.setdefault((step.how, call.action, call.verdict.reason, call.verdict.grounds), []).append((step, call))
    lines: list[str] = []
    for found in same.values():
        step, call = found[0]
        more = f" (and {len(found) - 1:,} more on the way)" if len(found) > 1 else ""
        lines.append(f"- stopped where {step.source.name}{more} {step.how}: {call_text(call, sources)}")
    return lines or ["- Nobody on the way is in a place from which a single call could reach it."]
