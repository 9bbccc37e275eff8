"""The answer to "how does one come to the other?" as plain data for JSON, and as a picture."""

from collections.abc import Mapping
from html import escape

from civic.access.graph import Call, Node, Step
from civic.access.path_texts import call_text
from civic.access.paths import Answer

WIDTH, ROW, MARGIN = 960, 120, 24
_LONGEST = 110
"""Signs of a line that fit the picture's width."""


def answer_data(answer: Answer, sources: Mapping[str, str]) -> dict[str, object]:
    """``{"from": ..., "to": ..., "path": [step ...], "stopped": [step ...]}``; the path is empty where there is none."""
    return {
        "from": _node(answer.start),
        "to": _node(answer.end),
        "path": [_step(step, sources) for step in answer.steps],
        "stopped": [_step(step, sources) for step in answer.stopped],
    }


def _node(node: Node) -> dict[str, str]:
    return {"id": node.id, "name": node.name, "kind": node.kind.value, "owner": node.place.owner, "layer": node.place.layer}


def _step(step: Step, sources: Mapping[str, str]) -> dict[str, object]:
    return {
        "from": _node(step.source),
        "to": _node(step.target),
        "how": step.how,
        "unknown": sorted(step.unknown),
        "calls": [_call(call, sources) for call in step.calls],
    }


def _call(call: Call, sources: Mapping[str, str]) -> dict[str, object]:
    grounds = [
        {"urn": one.urn, "document": one.document, "statement": one.statement, "source": sources.get(one.urn, "")} for one in call.verdict.grounds
    ]
    decision, reason = call.verdict.decision.value, call.verdict.reason.value
    return {"action": call.action, "resource": call.resource, "decision": decision, "reason": reason, "grounds": grounds}


def answer_svg(answer: Answer, sources: Mapping[str, str]) -> str:
    """A picture of its own: a box for each node, an arrow for each step; where there is no path, a crossed arrow for what stops it."""
    steps = answer.steps or answer.stopped[:12]
    nodes = (
        [answer.start, *(step.target for step in answer.steps)]
        if answer.steps
        else [answer.start, *([answer.end] if answer.end != answer.start else [])]
    )
    body: list[str] = [_box(node, number) for number, node in enumerate(nodes)]
    if answer.steps:
        body += [_arrow(step, number, sources) for number, step in enumerate(steps)]
        height = ROW * len(nodes) + MARGIN
    else:
        body += [_text(f"✗ {_stopped(step, sources)}", ROW * len(nodes) + 18 * number, "stopped") for number, step in enumerate(steps)]
        height = ROW * len(nodes) + 18 * (len(steps) + 1)
    title = escape(f"{answer.start.name} to {answer.end.name}: {'a path' if answer.steps else 'no path'}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"><title>{title}</title>'
        "<style>text{font:13px sans-serif;fill:#0b0c0c}.stopped{fill:#942514}.small{font-size:11px;fill:#505a5f}"
        "rect{fill:#fff;stroke:#0b0c0c}line{stroke:#1d70b8;stroke-width:2}.maybe{stroke-dasharray:6 4}</style>"
        f"{''.join(body)}</svg>"
    )


def _box(node: Node, number: int) -> str:
    top = MARGIN + ROW * number
    frame = f'<rect x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="44" rx="4"/>'
    return frame + _text(node.name, top + 18, "", 12) + _text(f"{node.kind.value}; {node.place}", top + 35, "small", 12)


def _arrow(step: Step, number: int, sources: Mapping[str, str]) -> str:
    top = MARGIN + ROW * number + 44
    line = f'<line class="{"maybe" if step.unknown else "sure"}" x1="48" y1="{top}" x2="48" y2="{top + ROW - 46}"/>'
    calls = [call_text(call, sources) for call in step.calls[:3]]
    texts = [_text(step.how, top + 16, "", 40), *(_text(call, top + 32 + 14 * place, "small", 40) for place, call in enumerate(calls))]
    return line + "".join(texts)


def _stopped(step: Step, sources: Mapping[str, str]) -> str:
    refused = step.refused
    return f"{step.source.name} {step.how}: {call_text(refused, sources)}" if refused else f"{step.source.name} {step.how}"


def _text(text: str, top: int, kind: str, left: int = 0) -> str:
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return f'<text x="{MARGIN + left}" y="{top}" class="{kind}">{escape(short)}<title>{escape(text)}</title></text>'
