"""A proof of reach, and one path, as a table, as lines and as plain data."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from civic.reach.delivery import Delivery
from civic.reach.paths import Trace
from civic.reach.places import Answer
from civic.reach.promises import KINDS
from civic.reach.proof import INVARIANTS, NOT_MODELLED, Proof
from civic.reports.console import plain_table

Sources = Mapping[str, str]
"""URN -> program line."""
CLOUDS = {"aws": "AWS", "azure": "Azure"}


def proof_table(proofs: Sequence[Proof]) -> Table:
    """A row for each kind of promise and each invariant, with a verdict for each cloud."""
    table = plain_table("what", *(CLOUDS[proof.cloud] for proof in proofs), whole=tuple(CLOUDS[proof.cloud] for proof in proofs))
    for kind, text in KINDS.items():
        if any(each.promise.kind == kind for proof in proofs for each in proof.delivered):
            table.add_row(text, *(_delivered(proof, kind) for proof in proofs))
    for invariant, text in INVARIANTS.items():
        table.add_row(text, *(_holds(proof, invariant) for proof in proofs))
    return table


def _delivered(proof: Proof, kind: str) -> str:
    asked = [each for each in proof.delivered if each.promise.kind == kind]
    well = sum(each.trace.arrives for each in asked)
    if not asked:
        return "none promised"
    return f"[green]all {well} delivered[/]" if well == len(asked) else f"[bold red]{len(asked) - well} of {len(asked)} not delivered[/]"


def _holds(proof: Proof, invariant: str) -> str:
    found = sum(each.invariant == invariant for each in proof.wrongs)
    return "[green]holds[/]" if not found else f"[bold red]{found} found[/]"


def promise_lines(proofs: Sequence[Proof]) -> Iterator[str]:
    """Each promise with its verdict."""
    for proof in proofs:
        for each in proof.delivered:
            verdict = "[green]delivered[/]" if each.trace.arrives else f"[bold red]not delivered[/]: {escape(each.trace.stopped)}"
            yield f"{CLOUDS[proof.cloud]}  {escape(str(each.promise))}  {verdict}"


def not_modelled_line() -> str:
    return f"Not modelled: {'; '.join(NOT_MODELLED)}."


def path_lines(answer: Answer, sources: Sources) -> Iterator[str]:
    """Every hop with its resource and program line, and the one that stops it."""
    yield f"[bold]{escape(answer.start)}[/] to [bold]{escape(answer.end)}[/] on {CLOUDS[answer.cloud]}"
    for number, step in enumerate(_distinct(answer.trace), 1):
        where = sources.get(step.urn, "")
        yield f"  {number:>2}  {escape(step.text)}{f'  [dim]{escape(where)}[/]' if where else ''}"
    if answer.trace.arrives:
        yield "  [green]arrives, and is answered by the same way[/]"
        return
    where = sources.get(answer.trace.at, "")
    at = answer.trace.at.rpartition("::")[2]
    place = f"  [dim]{escape('  '.join(part for part in (at, where) if part))}[/]" if at else ""
    yield f"  [bold red]stops[/]: {escape(answer.trace.stopped)}{place}"


def _distinct(trace: Trace):
    """Steps without those that follow themselves."""
    return [step for number, step in enumerate(trace.steps) if not number or step != trace.steps[number - 1]]


def answer_data(answer: Answer, sources: Sources) -> dict[str, Any]:
    return {"cloud": answer.cloud, "from": answer.start, "to": answer.end, **_trace(answer.trace, sources)}


def _trace(trace: Trace, sources: Sources) -> dict[str, Any]:
    return {
        "arrives": trace.arrives,
        "hops": [{"name": step.text, "urn": step.urn, "source": sources.get(step.urn, "")} for step in _distinct(trace)],
        "stopped": trace.stopped,
        "at": {"urn": trace.at, "source": sources.get(trace.at, "")} if trace.at else None,
    }


def paths_document(answers: Sequence[Answer], sources: Sources) -> dict[str, Any]:
    return {"paths": [answer_data(each, sources) for each in answers], "not_modelled": list(NOT_MODELLED)}


def proof_document(proofs: Sequence[Proof], sources: Sources) -> dict[str, Any]:
    """``{"clouds": {"aws": {"promises": [...], "invariants": {name: {"holds", "text", "found"}}}}, "not_modelled": [...]}``."""
    return {"clouds": {proof.cloud: _proof(proof, sources) for proof in proofs}, "not_modelled": list(NOT_MODELLED)}


def _proof(proof: Proof, sources: Sources) -> dict[str, Any]:
    counts = Counter(each.invariant for each in proof.wrongs)
    return {
        "promises": [_delivery(each, sources) for each in proof.delivered],
        "invariants": {
            name: {
                "text": text,
                "holds": not counts[name],
                "found": [
                    {"text": each.text, "urn": each.urn, "source": sources.get(each.urn, ""), "undecidable": each.unknown}
                    for each in proof.wrongs
                    if each.invariant == name
                ],
            }
            for name, text in INVARIANTS.items()
        },
    }


def _delivery(each: Delivery, sources: Sources) -> dict[str, Any]:
    promise = each.promise
    return {
        "kind": promise.kind,
        "caller": str(promise.caller),
        "name": promise.name,
        "service": promise.service,
        "addresses": list(promise.addresses),
        "port": promise.port,
        **_trace(each.trace, sources),
    }
