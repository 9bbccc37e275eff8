"""Every council of the register on one cloud or both, each with what ``mix`` gives it: how long, how much memory, and that it grows in step."""

import re
from pathlib import Path

from benchmarks.estates import mixed, nobody, register_of
from benchmarks.measuring import Ran, civic, quickest
from benchmarks.result import Result, Row, Settings

CORES = 2
SECONDS = 150
"""For everything, rights and paths included."""
GIBIBYTES = 1.5
GROWTH = 0.10


def councils(settings: Settings) -> Result:
    """Join, equip, plan and check all of them on two cores."""
    register, bodies = register_of(settings)
    join, plan = _WHOLE[settings.register, settings.bodies] = _whole(settings.scratch / "councils", register)
    seconds, peak = join.seconds + plan.seconds, max(join.peak, plan.peak)
    stacks, resources = _counted(plan)
    return Result(
        what=f"{bodies} councils, each on a cloud by rule, joined, with hosting, applications and shared services, planned and checked with rights and paths, two cores",
        measured=f"{seconds:.1f} s ({plan.cpu:.0f} s of processor time), {peak / 2**30:.2f} GiB",
        aim=COUNCILS.aim,
        met=seconds < SECONDS and peak < GIBIBYTES * 2**30,
        included=(
            f"Writing records and ledgers ({join.seconds:.1f} s); {stacks:,.0f} stacks, {resources:,.0f} resources, no finding. "
            "Memory of all processes, shared pages counted once."
        ),
        why=f"Planning got {plan.cpu / plan.seconds:.1f} of {CORES} processors on average.",
        numbers={"join": join.seconds, "plan": plan.seconds, "cpu": plan.cpu, "peak_bytes": peak, "stacks": stacks, "resources": resources},
    )


def growth(settings: Settings) -> Result:
    """Processor time for each body of the whole register against each of a tenth of it, without what the platform alone takes."""
    _, many = register_of(settings)
    few = max(1, many // 10)
    times = min(2, settings.repeats)
    alone = quickest(times, lambda: _planned(_estate(settings, 0)), key=lambda ran: ran.cpu).cpu
    small = (quickest(times, lambda: _planned(_estate(settings, few)), key=lambda ran: ran.cpu).cpu - alone) / few
    register = register_of(settings)[0]
    _, whole = _WHOLE.get((settings.register, settings.bodies)) or _whole(settings.scratch / "growth", register)
    large = (whole.cpu - alone) / many
    return Result(
        what=f"growth: time for each body at {many} bodies against at {few}",
        measured=f"{large * 1000:.0f} ms against {small * 1000:.0f} ms",
        aim=GROWING.aim,
        met=large <= small * (1 + GROWTH),
        ratio=large / small,
        included=(
            "Processor time of all processes; the platform's own stacks, planned without bodies, are taken off both. "
            "The tenth has as many of each kind in proportion."
        ),
        numbers={"large": large, "small": small, "platform": alone, "bodies_large": many, "bodies_small": few},
    )


_WHOLE: dict[tuple[Path, int], tuple[Ran, Ran]] = {}
"""What making and planning the whole register took, so that two rows of one run do it once."""


def _whole(estate: Path, register: Path) -> tuple[Ran, Ran]:
    return mixed(estate, register), _planned(estate)


def _estate(settings: Settings, bodies: int) -> Path:
    folder = settings.scratch / f"growth-{bodies}"
    if not folder.exists():
        mixed(folder, register_of(settings, bodies)[0]) if bodies else nobody(folder)
    return folder


def _planned(estate: Path) -> Ran:
    return civic("plan", "--estate", str(estate), "--processes", str(CORES), cores=CORES)


def _counted(plan: Ran) -> tuple[float, float]:
    found = re.search(r"([\d,]+) stacks, ([\d,]+) resources", plan.stdout)
    assert found, plan.stdout
    stacks, resources = (float(text.replace(",", "")) for text in found.groups())
    return stacks, resources


COUNCILS = Row(
    "councils", "every council joined, planned and checked with rights and paths, two cores", f"under {SECONDS} s, under {GIBIBYTES} GiB", councils
)
GROWING = Row("growth", "growth: time for each body, all councils against a tenth", f"within {GROWTH:.0%}", growth)
