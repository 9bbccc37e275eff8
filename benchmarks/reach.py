"""Is every promise delivered, and nothing else? Asked over all councils of the register, and over a fourth of them."""

from pathlib import Path
from time import perf_counter, process_time

from benchmarks.estates import mixed, register_of
from benchmarks.measuring import civic
from benchmarks.result import Result, Row, Settings
from civic.commands.reach_proof import Reached
from civic.estate.loading import load_estate
from civic.plan import Deployment
from civic.reach.asked import StackReach, networked

CORES = 2
SECONDS = 30
GROWTH = 0.5
FEWER = 4


def measure(settings: Settings) -> Result:
    """Time from the plans in memory to the last verdict: what of each plan is network, the graphs, every promise and every invariant."""
    register, bodies = register_of(settings)
    few = max(1, bodies // FEWER)
    large = _proved(settings.scratch / "reach", register)
    small = _proved(settings.scratch / "reach-few", register_of(settings, few)[0])
    ratio = (large["cpu"] / large["promises"]) / (small["cpu"] / small["promises"])
    return Result(
        what=f"{large['promises']:,.0f} promises of {bodies} councils, and every invariant, two cores",
        measured=(
            f"{large['seconds']:.1f} s ({large['cpu']:.1f} s of processor time); each promise at {ratio:.2f} times what it takes at {few} councils; "
            f"{large['wrong']:.0f} faults"
        ),
        aim=ROW.aim,
        met=large["seconds"] < SECONDS and ratio <= 1 + GROWTH and not large["wrong"],
        ratio=ratio,
        included=(
            f"What of each plan is network ({large['asking']:.1f} s of one core, which `civic plan` spreads over its workers: half of it is counted), "
            f"the graphs and the proof ({large['proving']:.1f} s). Reading plans is not in it. Growth is of processor time."
        ),
        why="Seconds of the clock hang on what else the machine does; compare them with the processor time beside them.",
        numbers={key: large[key] for key in ("seconds", "cpu", "asking", "proving", "promises", "wrong")},
    )


def _proved(folder: Path, register: Path) -> dict[str, float]:
    estate, plans = folder / "estate", folder / "plans"
    folder.mkdir()
    mixed(estate, register)
    civic("plan", "--estate", str(estate), "--out", str(plans), "--processes", str(CORES), cores=CORES)
    networks: list[StackReach] = []
    asking = 0.0
    for path in sorted(plans.glob("*.json")):
        deployment = Deployment.read(path)
        started = process_time()
        networks.append(networked(path.stem, deployment))
        asking += process_time() - started
    started, before = perf_counter(), process_time()
    proofs = Reached(networks, load_estate(estate)).proofs
    proving, proving_cpu = perf_counter() - started, process_time() - before
    return {
        "seconds": asking / CORES + proving,
        "cpu": asking + proving_cpu,
        "asking": asking,
        "proving": proving,
        "promises": float(sum(len(proof.delivered) for proof in proofs)),
        "wrong": float(sum(len(proof.undelivered) + len(proof.wrongs) for proof in proofs)),
    }


ROW = Row(
    "reach",
    "every promise of every record proved delivered, and nothing else reachable, all councils, two cores",
    f"under {SECONDS} s, in step within {GROWTH:.0%}",
    measure,
)
