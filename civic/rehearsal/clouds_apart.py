"""The simulated clouds in a process of their own, so that it can be killed: ``python -m civic.rehearsal.clouds_apart WORLD FAULT``.

It prints where they are served, and ends when its standard input does.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from civic.simulator import World
from civic.simulator.faults import Fault, Faults
from civic.simulator.serve import served


@contextmanager
def clouds_apart(file: Path, fault: Fault) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve what lies in the world's file elsewhere; gives the text for ``PULUMI_DEBUG_PROVIDERS`` and the process."""
    command = [sys.executable, "-m", "civic.rehearsal.clouds_apart", str(file), json.dumps(asdict(fault))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        _ = process.communicate()


def main(file: str, fault: str) -> None:
    with served(World(Path(file)), faults=Faults(Fault(**json.loads(fault)))) as providers:
        print(providers, flush=True)
        _ = sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
