"""``civic plan`` against a real ``pulumi preview`` of the same stacks."""

from statistics import median
from time import perf_counter

from benchmarks.measuring import civic
from benchmarks.result import ROOT, Result, Row, Settings, Skipped
from civic.estate.loading import load_estate
from civic.estate.targets import targets, with_reads
from civic.rehearsal import find_pulumi, opened

BODY = "eastvale"
FASTER = 15


def measure(settings: Settings) -> Result:
    """Preview every stack of one organisation, and plan them all after each preview, so that both meet the same machine."""
    if find_pulumi() is None:
        raise Skipped("the pulumi CLI is not on the PATH")
    estate = ROOT / "estate"
    loaded = load_estate(estate)
    stacks = list(with_reads(targets(loaded, [BODY]), loaded))
    stacks = stacks[:1] if settings.bodies else stacks
    previews: list[float] = []
    plans: list[float] = []
    with opened(ROOT, estate) as engine:
        for stack in stacks:
            engine.run("stack", "init", stack)
            started = perf_counter()
            engine.run("preview", "--stack", stack)
            previews.append(perf_counter() - started)
            plans.append(civic("plan", *stacks).seconds)
            # The next stacks read this one; deploying it is not timed.
            engine.run("up", "--stack", stack, "--yes", "--skip-preview")
    ours, theirs = median(plans) / len(stacks), median(previews)
    return Result(
        what=ROW.what,
        measured=f"{ours:.2f} s against {theirs:.2f} s for a stack: {theirs / ours:.0f} times faster",
        aim=ROW.aim,
        met=theirs >= FASTER * ours,
        ratio=theirs / ours,
        included=(
            f"Whole processes, cold, medians of {len(stacks)} runs by turns. Ours: one `civic plan` of {len(stacks)} stacks, with checking and printing. "
            "Pulumi: one `pulumi preview` each, providers simulated over gRPC and running already; no policy pack, state in a local folder."
        ),
        numbers={"plan": median(plans), "preview": theirs, "stacks": len(stacks)},
    )


ROW = Row("preview", "`civic plan` against `pulumi preview` of the same stacks", f"at least {FASTER} times faster for a stack", measure)
