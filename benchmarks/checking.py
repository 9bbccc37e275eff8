"""Rules in process against the same pack under ``pulumi policy analyze``."""

import json
from pathlib import Path
from time import perf_counter

from benchmarks.measuring import civic, quickest, run
from benchmarks.result import ROOT, Result, Row, Settings, Skipped
from civic.plan import Deployment
from civic.rehearsal import find_pulumi
from policies import check, rules_for

BODY = "eastvale"
STACK = f"{BODY}-aws-landing-zone"
FASTER = 20
COPIES = 20
"""How often the stack's resources are repeated under other names, so that what a resource costs stands out from starting a process."""


def measure(settings: Settings) -> Result:
    """Check a stack and the same stack many times over, both ways; the difference is what resources cost."""
    if find_pulumi() is None:
        raise Skipped("the pulumi CLI is not on the PATH")
    civic("plan", STACK, "--out", str(settings.scratch / "plans"))
    document = json.loads((settings.scratch / "plans" / f"{STACK}.json").read_text(encoding="utf-8"))
    small, large = _file(settings, document, 1), _file(settings, document, 1 + COPIES)
    more = len(Deployment.read(large)) - len(Deployment.read(small))
    ours = (_in_process(large, settings) - _in_process(small, settings)) / more
    cold = _analyzed(small, settings)
    theirs = (_analyzed(large, settings) - cold) / more
    rules = len(rules_for("aws"))
    return Result(
        what=ROW.what,
        measured=f"{ours / rules * 1e6:.2f} µs against {theirs / rules * 1e6:.1f} µs: {theirs / ours:.0f} times faster",
        aim=ROW.aim,
        met=theirs >= FASTER * ours,
        ratio=theirs / ours,
        included=(
            f"Reading the plan's file and {rules} rules on each resource; what the first stack takes is taken off both, "
            f"so starting a process (Pulumi: {cold:.1f} s) is in neither."
        ),
        numbers={"ours_per_resource": ours, "analyze_per_resource": theirs, "rules": rules, "resources": more, "analyze_one_stack": cold},
    )


def _file(settings: Settings, document: dict, times: int) -> Path:
    text = json.dumps(document["deployment"]["resources"])
    # Another name for the stack makes every URN, and every reference to one, another.
    resources = [entry for n in range(times) for entry in json.loads(text.replace(f"urn:pulumi:{STACK}::", f"urn:pulumi:{STACK}{n or ''}::"))]
    path = settings.scratch / f"plans-{times}.json"
    path.write_text(json.dumps({**document, "deployment": {**document["deployment"], "resources": resources}}), encoding="utf-8")
    return path


def _in_process(path: Path, settings: Settings) -> float:
    def once() -> float:
        started = perf_counter()
        check(Deployment.read(path), rules_for("aws"), stack_name=STACK)
        return perf_counter() - started

    return quickest(max(5, settings.repeats), once, key=float)


def _analyzed(path: Path, settings: Settings) -> float:
    words = ("pulumi", "policy", "analyze", "--file", str(path), "--policy-pack", str(ROOT / "policies" / "aws"), "--non-interactive")
    own = {"PULUMI_HOME": str(settings.scratch / "pulumi"), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    return quickest(settings.repeats, lambda: run(*words, environment=own), key=lambda ran: ran.seconds).seconds


ROW = Row(
    "checking", "checking, for each resource and rule, against `pulumi policy analyze` with the same pack", f"at least {FASTER} times faster", measure
)
