"""A process that plans one stack over one set of records after another: ``python -m civic.rehearsal.planner PROJECT STACK``.

Most edits of a record change nothing in one stack, and the offline engine, whose plan is the real one's state (conformance), says so in a tenth of the
time. Each line on standard input is a folder of records; each on standard output the plan's digest, or nothing where there is no plan.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from civic.engine.project import Project
from civic.engine.run import run_stack
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE

ESTATE_VARIABLE = "CIVIC_ESTATE"


class Planner:
    """Plans of one stack."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.unedited = ""
        """Digest of the plan over the records as they are."""

    def digest(self, estate: Path) -> str:
        """Of the stack's plan over these records; empty where it cannot be planned."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(estate, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


@contextmanager
def planner(project: Path, stack: str, estate: Path, cards: Path) -> Iterator[Planner]:
    """Plan ``stack`` from the cards in a folder. ``estate``: records with which it can be planned."""
    command = [sys.executable, "-m", "civic.rehearsal.planner", str(project), stack]
    environment = os.environ | {CARDS_VARIABLE: cards.as_uri(), ESTATE_VARIABLE: str(estate)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True) as process:
        try:
            yield Planner(process)
        finally:
            process.kill()


def main(project: str, stack: str) -> None:
    read = Project.read(Path(project))
    # Loads what the program needs; each run is then a copy of this process, in which nothing is remembered of the records before.
    _ = run_stack(read, stack)
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    _ = os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        told, telling = os.pipe()
        child = os.fork()
        if not child:
            _plan(read, stack, line.strip(), telling)
        os.close(telling)
        with os.fdopen(told, encoding="utf-8") as answer:
            digest = answer.read()
        _ = os.waitpid(child, 0)
        try:
            print(digest, file=answers)
        except BrokenPipeError:
            # Nobody is there to hear it.
            os._exit(0)


def _plan(project: Project, stack: str, estate: str, telling: int) -> None:
    """Tell the digest and end; never returns."""
    try:
        os.environ[ESTATE_VARIABLE] = estate
        run = run_stack(project, stack)
        _ = os.write(telling, b"" if run.error else hashlib.sha256(run.plan.encode()).hexdigest().encode())
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
