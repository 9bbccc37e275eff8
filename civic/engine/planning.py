"""Plans stacks, hands each plan to whoever keeps its card and inspects it where it was made, and writes it to a folder."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from civic.engine.project import Project
from civic.engine.run import StackRun
from civic.engine.workers import Job, Pool
from civic.files import write
from civic.plan import Deployment

T = TypeVar("T")
Inspect = Callable[[str, Deployment], T]
"""Looks at a stack's plan in the worker that made it, and gives something small to send back."""
PutCard = Callable[[StackRun], None]
"""Puts the card of a finished stack where the program of those that read it looks for it."""
Progress = Callable[[int, int, str], None]
"""Told after each stack: how many are done, of how many, and which."""


@dataclass(frozen=True)
class Planned(Generic[T]):
    """What came of one stack."""

    run: StackRun
    """Without the plan's text and outputs."""
    inspected: T | None
    """What ``Inspect`` gave; nothing where there is no plan."""


@dataclass(frozen=True)
class _After(Generic[T]):
    """What a worker does with a finished run before it forgets it."""

    inspect: Inspect[T]
    put_card: PutCard
    out: Path | None
    wanted: frozenset[str]

    def __call__(self, run: StackRun) -> T | None:
        self.put_card(run)
        if self.out is not None and run.stack in self.wanted:
            write(self.out / f"{run.stack}.json", run.plan)
        return self.inspect(run.stack, Deployment.from_json(json.loads(run.plan)))


def plan_stacks(
    project: Project,
    jobs: Sequence[Job],
    wanted: Collection[str],
    inspect: Inspect[T],
    put_card: PutCard,
    *,
    out: Path | None = None,
    processes: int = 0,
    timeout: float = 120.0,
    progress: Progress = lambda done, total, stack: None,
) -> Iterator[Planned[T]]:
    """Plan ``jobs``; yield each outcome as it comes. Plans of ``wanted`` are written to ``out``."""
    pool = Pool(project, _After(inspect, put_card, out, frozenset(wanted)), processes=processes, timeout=timeout)
    for count, done in enumerate(pool.run(jobs), 1):
        progress(count, len(jobs), done.run.stack)
        yield Planned(done.run, done.result)
