"""Plans many stacks over worker processes, each stack as soon as those it reads are done."""

import gc
import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from civic.engine.project import Project
from civic.engine.run import StackRun, run_stack
from civic.errors import InputError, message

COLLECT_EVERY = 8
"""Stacks between two garbage collections of a worker: collecting costs more than half of a run, never collecting costs memory."""
STACKS_WORTH_A_WORKER = 5
"""A worker loads the cloud's SDK for itself, which takes as long as some five stacks."""


@dataclass(frozen=True)
class Job:
    """One stack to plan, and the stacks that must be planned before, because it reads their cards."""

    stack: str
    reads: tuple[str, ...] = ()
    kind: str = ""
    """Jobs of one kind (cloud) load the same libraries, so a worker keeps to a kind while there is one of it to do."""


@dataclass(frozen=True)
class Done:
    """A finished job: the run without its plan's text and outputs, and what ``after`` made of it."""

    run: StackRun
    result: Any = None
    seconds: float = 0.0


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Any
    """Our end of the pipe (``multiprocessing.connection.Connection``)."""
    job: Job | None = None
    since: float = 0.0
    kind: str | None = None
    """The kind of its last job."""


class _Order:
    """Which job is next: one whose reads are done, and of the worker's own kind if there is one."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = {job.stack: job for job in jobs}
        self._graph = TopologicalSorter({job.stack: [above for above in job.reads if above in self._jobs] for job in jobs})
        self._graph.prepare()
        self._ready: dict[str, deque[Job]] = {job.kind: deque() for job in jobs}
        self._failed: set[str] = set()

    def unfinished(self) -> bool:
        return self._graph.is_active()

    def finished(self, stack: str, *, failed: bool) -> None:
        self._graph.done(stack)
        if failed:
            self._failed.add(stack)

    def skipped(self) -> Iterator[Done]:
        """Queue what has become ready, and give up what reads a failed stack."""
        # A stack that is passed over fails those that read it in turn, so look again until nothing more is found.
        while became := self._graph.get_ready():
            for job in (self._jobs[stack] for stack in became):
                broken = ", ".join(sorted(self._failed & set(job.reads)))
                if not broken:
                    self._ready[job.kind].append(job)
                    continue
                self.finished(job.stack, failed=True)
                yield Done(StackRun(job.stack, error=f"not planned, because it reads {broken}, which failed"))

    def take(self, kind: str | None) -> Job | None:
        """A ready job of ``kind``, else of the kind of which most are waiting."""
        waiting = self._ready.get(kind or "") or max(self._ready.values(), key=len)
        return waiting.popleft() if waiting else None


@dataclass
class Pool:
    """Plans jobs in dependency order.

    ``after`` runs in the worker on each finished plan (it writes its card and checks it) and gives something
    small to send back. A stack that takes longer than ``timeout`` seconds is killed with its worker
    and named; stacks that read a failed one are not tried.
    """

    project: Project
    after: Callable[[StackRun], Any]
    processes: int = 0
    timeout: float = 120.0

    def run(self, jobs: Sequence[Job]) -> Iterator[Done]:
        """Yield each job's outcome as it comes. A job that reads a stack that is not planned here still runs: its program says what is missing."""
        if not jobs:
            return
        order = _Order(jobs)
        wanted = self.processes or min(os.cpu_count() or 1, -(-len(jobs) // STACKS_WORTH_A_WORKER))
        workers = [self._start() for _ in range(min(wanted, len(jobs)))]
        try:
            while order.unfinished():
                yield from order.skipped()
                self._hand_out(order, workers)
                for done in self._finished(workers):
                    order.finished(done.run.stack, failed=bool(done.run.error))
                    yield done
        finally:
            for worker in workers:
                self._stop(worker)

    def _hand_out(self, order: _Order, workers: list[_Worker]) -> None:
        for worker in workers:
            if worker.job is None and (job := order.take(worker.kind)):
                worker.job, worker.kind, worker.since = job, job.kind, time.monotonic()
                worker.pipe.send(job)

    def _finished(self, workers: list[_Worker]) -> Iterator[Done]:
        busy = {worker.pipe: worker for worker in workers if worker.job}
        if not busy:
            return
        patience = max(0.0, min(worker.since for worker in busy.values()) + self.timeout - time.monotonic())
        heard = wait(list(busy), timeout=min(patience, 1.0))
        for worker in [worker for pipe, worker in busy.items() if pipe in heard]:
            yield self._received(worker, workers)
        for worker in [worker for pipe, worker in busy.items() if pipe not in heard]:
            if time.monotonic() - worker.since >= self.timeout:
                yield self._lost(worker, workers, f"did not finish within {self.timeout:g} seconds and was stopped")

    def _received(self, worker: _Worker, workers: list[_Worker]) -> Done:
        try:
            done: Done = worker.pipe.recv()
        except EOFError:
            return self._lost(worker, workers, f"ended its worker process (exit code {_exit_code(worker)})")
        worker.job = None
        return done

    def _lost(self, worker: _Worker, workers: list[_Worker], why: str) -> Done:
        assert worker.job is not None
        done = Done(StackRun(worker.job.stack, error=f"the program {why}"), seconds=time.monotonic() - worker.since)
        worker.job = None
        self._stop(worker)
        workers[workers.index(worker)] = self._start()
        return done

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.project, self.after), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _stop(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _exit_code(worker: _Worker) -> int | None:
    worker.process.join(1)
    return worker.process.exitcode


def _serve(pipe: Connection, project: Project, after: Callable[[StackRun], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing is collected but below, between two stacks; what the program loads for a kind of stack stays, and is not looked through again.
    gc.disable()
    gc.freeze()
    served, loaded = 0, set[str]()
    while True:
        try:
            job: Job = pipe.recv()
        except EOFError:
            return
        started = time.monotonic()
        run = run_stack(project, job.stack)
        result = None
        if not run.error:
            try:
                result = after(run)
            except (InputError, OSError) as error:
                run = StackRun(run.stack, error=f"the plan was made, but what follows was refused: {message(error)}")
            except Exception:
                run = StackRun(run.stack, error=f"the plan was made, but what follows failed:\n{traceback.format_exc()}", crashed=True)
        slim = replace(run, plan="", outputs=None)
        pipe.send(Done(slim, result, time.monotonic() - started))
        served += 1
        if job.kind not in loaded or served % COLLECT_EVERY == 0:
            gc.collect()
        if job.kind not in loaded:
            loaded.add(job.kind)
            gc.freeze()
