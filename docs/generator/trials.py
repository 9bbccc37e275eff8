"""What was tried on the rehearsed engine and came of it, from ``docs/trials.jsonl``: a line for each trial.

``python -m docs.generator.trials FILE...`` takes over what ``civic rehearse --faults``, ``--drift`` and ``--changes`` wrote with ``--results``; a trial that was
tried again has its last outcome.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from civic.commands.rehearse_trials import one_of_each
from civic.estate.loading import load_estate
from civic.rehearsal.changes import REFUSED
from civic.rehearsal.steps import ANEW, UNCONFIGURED, UNFORETOLD
from docs.generator.markdown import code, joined, prose, table

FILE = Path(__file__).resolve().parents[1] / "trials.jsonl"
ESTATE = Path(__file__).resolve().parents[2] / "estate"
FAULTS = {"create": "made", "update": "changed", "replace": "replaced", "delete": "destroyed"}
"""Change during which a fault struck -> column."""
COLUMNS = (*FAULTS.values(), "drift", "edits", "refused alike")


class Line(TypedDict):
    """One trial."""

    trial: str
    stack: str
    kind: str
    """One of ``COLUMNS``, or ``edits by number``: what preview and ``up`` did was then compared by how many resources, not by which."""
    result: str
    """survived, failed."""
    seconds: float
    day: str
    """On which it was tried."""


def trials_page(lines: Sequence[Line] | None = None) -> str:
    lines = read() if lines is None else lines
    survived = [line for line in lines if line["result"] == "survived"]
    rows = [
        (code(stack), *(_count(survived, stack, column) for column in COLUMNS), _count(survived, stack, "edits by number"))
        for stack in dict.fromkeys(line["stack"] for line in lines)
    ]
    by_kind = {kind: sum(line["kind"] == kind for line in survived) for kind in (*COLUMNS, "edits by number")}
    faults = sum(by_kind[column] for column in FAULTS.values())
    edits = by_kind["edits"] + by_kind["refused alike"]
    failed = [line for line in lines if line["result"] != "survived"]
    return joined(
        "# Trials",
        "What was tried on Pulumi's engine against the simulated clouds ([engines.md](../engines.md#faults) says how) and survived: faults while a stack is "
        "made, changed, replaced and destroyed, drift, and edits of records. An edit was compared resource by resource; one that preview and `up` refuse "
        "alike, with nothing gone, is counted apart, and so is one that an earlier program compared by numbers of resources alone.",
        table(("stack", *COLUMNS, "edits by number"), rows),
        f"**{faults} faults, {by_kind['drift']} drifts and {edits} edits survived** ({by_kind['edits']} done, {by_kind['refused alike']} refused alike; "
        f"{by_kind['edits by number']} more by number), in {_hours(lines)} beside other work, {_days(lines)}. {_failures(failed)} {_untried(lines)}",
        "`make rehearse-all` tries again, and `python -m docs.generator.trials out/rehearsed/*.jsonl` takes its results over. It tries the first 15 faults of each "
        "stack, which are of all four changes in turn, and the first 8 edits that a stack sees; `civic rehearse --faults STACK` and `--changes STACK` try the rest.",
        "## When a preview may say more than is done",
        "Nothing else is forgiven, and what is done and was not said, never (`civic/rehearsal/steps.py`).",
        table(
            ("what the resource is given comes from", "why a preview cannot know"),
            [
                *((f"{code(package)}, changed in place", prose(f"It {why}")) for package, why in UNFORETOLD.items()),
                ("anything that is made, or made anew", prose(f"It {ANEW}")),
                ("its provider", prose(f"It {UNCONFIGURED}")),
            ],
        ),
    )


def read(file: Path = FILE) -> list[Line]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def merged(before: Iterable[Line], results: Iterable[Mapping[str, Any]], day: str) -> list[Line]:
    """With the outcomes of more trials, by stack and kind. What was skipped was not tried."""
    found = {line["trial"]: line for line in before}
    for one in results:
        if not one["skipped"]:
            found[one["trial"]] = _line(one, day)
    order = [*COLUMNS, "edits by number"]
    return sorted(found.values(), key=lambda line: (line["stack"], order.index(line["kind"]), line["trial"]))


def _line(one: Mapping[str, Any], day: str) -> Line:
    kind = str(one["trial"]).split(": ")[1]
    if kind == "edit":
        kind = "refused alike" if any(str(done).startswith(REFUSED) for done in one["done"]) else "edits"
    result = "failed" if one["wrong"] else "survived"
    return {"trial": one["trial"], "stack": one["stack"], "kind": FAULTS.get(kind, kind), "result": result, "seconds": one["seconds"], "day": day}


def _count(lines: Iterable[Line], stack: str, kind: str) -> str:
    count = sum((line["stack"], line["kind"]) == (stack, kind) for line in lines)
    return str(count) if count else ""


def _hours(lines: Iterable[Line]) -> str:
    return f"{sum(line['seconds'] for line in lines) / 3600:.1f} hours"


def _days(lines: Iterable[Line]) -> str:
    days = sorted({line["day"] for line in lines})
    return f"from {days[0]} to {days[-1]}" if days else "on no day"


def _failures(failed: Sequence[Line]) -> str:
    if not failed:
        return "None failed."
    return f"{len(failed)} failed: {'; '.join(code(line['trial']) for line in failed)}."


def _untried(lines: Iterable[Line]) -> str:
    """Of one stack of each layer and cloud of the example."""
    tried = {line["stack"] for line in lines}
    left = [str(name) for name in one_of_each(load_estate(ESTATE)) if str(name) not in tried]
    return f"Not tried yet: {', '.join(map(code, left))}." if left else "One stack of each layer and cloud was tried."


def _results(files: Iterable[Path]) -> Iterator[Mapping[str, Any]]:
    for file in files:
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    taken = merged(read() if FILE.exists() else [], _results(map(Path, sys.argv[1:])), date.today().isoformat())
    _ = FILE.write_text("".join(json.dumps(line) + "\n" for line in taken), encoding="utf-8")
