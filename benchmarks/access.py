"""May every run do what its stack asks? Asked over all councils of the register, and over a tenth of them."""

from pathlib import Path
from time import perf_counter

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


def measure(settings: Settings) -> Result:
    """Time from the plans in memory to the last verdict: what is asked, the clouds' rights, and every call."""
    register, bodies = register_of(settings)
    few = max(1, bodies // 10)
    large = _judged(settings.scratch / "access", register)
    small = _judged(settings.scratch / "access-tenth", register_of(settings, few)[0])
    ratio = (large["seconds"] / large["resources"]) / (small["seconds"] / small["resources"])
    return Result(
        what=f"{large['calls']:,.0f} calls of {large['stacks']:,.0f} stacks of {bodies} councils, each asked of its run's identity, two cores",
        measured=f"{large['seconds']:.1f} s; each resource at {ratio:.2f} times what it takes at {few} councils",
        aim=ROW.aim,
        met=large["seconds"] < SECONDS and ratio <= 1 + GROWTH,
        ratio=ratio,
        included=(
            f"What the stacks ask ({large['asking']:.1f} s of one core, which `civic plan` spreads over its workers: half of it is counted), "
            f"making the clouds' rights and asking for each call ({large['judging']:.1f} s). Reading plans is not in it."
        ),
        numbers={
            "seconds": large["seconds"],
            "asking": large["asking"],
            "judging": large["judging"],
            "calls": large["calls"],
            "refused": large["refused"],
        },
    )


def _judged(folder: Path, register: Path) -> dict[str, float]:
    estate, plans = folder / "estate", folder / "plans"
    folder.mkdir()
    mixed(estate, register)
    civic("plan", "--estate", str(estate), "--out", str(plans), "--processes", str(CORES), cores=CORES)
    asks: list[StackAsks] = []
    asking = resources = 0.0
    for path in sorted(plans.glob("*.json")):
        deployment = Deployment.read(path)
        started = perf_counter()
        asks.append(asked_by(path.stem, deployment))
        asking += perf_counter() - started
        resources += len(deployment)
    started = perf_counter()
    refused = _refused(asks, load_estate(estate))
    judging = perf_counter() - started
    calls = float(sum(len(each.calls) for each in asks))
    seconds = asking / CORES + judging
    return {
        "seconds": seconds,
        "asking": asking,
        "judging": judging,
        "calls": calls,
        "stacks": float(len(asks)),
        "resources": resources,
        "refused": float(refused),
    }


def _refused(asks: list[StackAsks], estate: Estate) -> int:
    return len(judged(asks, {each.stack for each in asks}, estate, PROJECT, processes=CORES).refused)


ROW = Row(
    "access",
    "every call of every stack asked of its run's identity, all councils, two cores",
    f"under {SECONDS} s, in step within {GROWTH:.0%}",
    measure,
)
