"""May every run do what its stack asks, and does no path lead upward or sideways? Asked over all councils, and over a tenth of them."""

import resource
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from benchmarks.estates import mixed, register_of
from benchmarks.measuring import civic
from benchmarks.result import Result, Row, Settings
from civic.access.asked import StackAsks, asked_by
from civic.commands.rights_proof import judged
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.plan import Deployment

CORES = 2
SECONDS = 15
GROWTH = 0.25
PROJECT = "civic-cloud"
T = TypeVar("T")


def measure(settings: Settings) -> Result:
    """From the plans in memory to the last verdict and the last path: what is asked, the clouds' rights, every call, every identity."""
    register, bodies = register_of(settings)
    few = max(1, bodies // 10)
    large = _judged(settings.scratch / "access", register)
    small = _judged(settings.scratch / "access-tenth", register_of(settings, few)[0])
    ratio = (large["cpu"] / large["resources"]) / (small["cpu"] / small["resources"])
    return Result(
        what=(
            f"{large['calls']:,.0f} calls of {large['stacks']:,.0f} stacks of {bodies} councils, each asked of its run's identity, "
            "and the paths of every identity, two cores"
        ),
        measured=(
            f"{large['seconds']:.1f} s ({large['cpu']:.1f} s of processor time); each resource at {ratio:.2f} times what it takes at {few} councils; "
            f"{large['refused']:,.0f} refusals, {large['wrong']:,.0f} wrong paths"
        ),
        aim=ROW.aim,
        met=large["seconds"] < SECONDS and ratio <= 1 + GROWTH and not large["refused"] and not large["wrong"],
        ratio=ratio,
        included=(
            f"What the stacks ask ({large['asking']:.1f} s of one core, which `civic plan` spreads over its workers: half of it is counted), "
            f"making the clouds' rights and asking for each call ({large['judging']:.1f} s; {large['judging_cpu']:.1f} s of processor time), "
            f"looking for paths ({large['paths']:.1f} s; {large['paths_cpu']:.1f} s). Reading plans is not in it. Growth is of processor time."
        ),
        why="Seconds of the clock hang on what else the machine does; compare them with the processor time beside them.",
        numbers={name: value for name, value in large.items() if name not in ("stacks", "resources")},
    )


def _judged(folder: Path, register: Path) -> dict[str, float]:
    estate, plans = folder / "estate", folder / "plans"
    folder.mkdir()
    mixed(estate, register)
    civic("plan", "--estate", str(estate), "--out", str(plans), "--processes", str(CORES), cores=CORES)
    return timed(plans, load_estate(estate))


def timed(plans: Path, estate: Estate) -> dict[str, float]:
    """What asking of a folder of plans takes, in seconds of the clock and, where the name says so, of processors."""
    asks: list[StackAsks] = []
    asking = resources = 0.0
    for path in sorted(plans.glob("*.json")):
        deployment = Deployment.read(path)
        asked, _, cpu = _taking(lambda stack=path.stem, deployment=deployment: asked_by(stack, deployment))
        asks.append(asked)
        asking += cpu
        resources += len(deployment)
    proof, judging, judging_cpu = _taking(lambda: judged(asks, {each.stack for each in asks}, estate, PROJECT, processes=CORES))
    wrong, paths, paths_cpu = _taking(lambda: proof.wrong_paths)
    return {
        "seconds": asking / CORES + judging + paths,
        "cpu": asking + judging_cpu + paths_cpu,
        "asking": asking,
        "judging": judging,
        "judging_cpu": judging_cpu,
        "paths": paths,
        "paths_cpu": paths_cpu,
        "calls": float(sum(len(each.calls) for each in asks)),
        "refused": float(len(proof.refused)),
        "wrong": float(len(wrong)),
        "stacks": float(len(asks)),
        "resources": resources,
    }


def _taking(work: Callable[[], T]) -> tuple[T, float, float]:
    """What a piece of work gives, its seconds of the clock, and those of processors, of the processes that it starts too."""
    started, before = perf_counter(), _processors()
    found = work()
    return found, perf_counter() - started, _processors() - before


def _processors() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


ROW = Row(
    "access",
    "every call of every stack asked of its run's identity, and every identity's paths, all councils, two cores",
    f"under {SECONDS} s, in step within {GROWTH:.0%}, nothing refused, no path upward or sideways",
    measure,
)
