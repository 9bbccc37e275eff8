"""The offline engine against the SDK's own mocks, out of the box: the same program, the same stacks, in one process, in turns."""

import json
import sys

from benchmarks.measuring import run
from benchmarks.result import Result, Row, Settings

LIMIT = 0.6
SMOKE = ("eastvale",)


def measure(settings: Settings) -> Result:
    """Compare over the example estate, in a process of its own so that other rows leave no garbage to collect. The worse cloud decides."""
    wanted = SMOKE if settings.bodies else ()
    ran = run(sys.executable, "-m", "benchmarks.mocks_turns", str(settings.repeats), *wanted)
    clouds = json.loads(ran.stdout.splitlines()[-1])
    ratios = {cloud: found["ours"] / found["mocks"] for cloud, found in clouds.items()}
    told = [
        f"{cloud} {found['ours'] / found['resources'] * 1000:.2f} ms against {found['mocks'] / found['resources'] * 1000:.2f} ms: {ratios[cloud]:.2f}"
        for cloud, found in clouds.items()
    ]
    return Result(
        what=ROW.what,
        measured="; ".join(told),
        aim=ROW.aim,
        met=max(ratios.values()) <= LIMIT,
        ratio=max(ratios.values()),
        included=(
            "Processor time, SDKs loaded. Ours: the simulated clouds' checks and answers, and the plan's text. "
            "Mocks: answers looked up in a table, nothing checked and nothing written; garbage collector as Python comes."
        ),
        numbers={f"{cloud}_{name}": value for cloud, found in clouds.items() for name, value in found.items()},
    )


ROW = Row("mocks", "planning time for each resource against the SDK's own mocks", f"at most {LIMIT:g} times", measure)
