"""Runs whole commands and sees how long they take, how much of the processors and how much memory."""

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import psutil

from benchmarks.result import ROOT

SAMPLE_EVERY = 0.2
"""Seconds between two looks at memory. Looking costs the kernel a walk over the pages, so not oftener."""

CIVIC = str(Path(sys.executable).with_name("civic"))

T = TypeVar("T")


@dataclass(frozen=True)
class Ran:
    """One command from start to end."""

    seconds: float
    cpu: float
    """Processor seconds of the process and all its children."""
    peak: int
    """Most bytes held at once by all processes together, shared pages counted once (PSS; RSS where the system has no PSS)."""
    stdout: str


class CommandFailed(RuntimeError):
    """The command did not do its work, so there is nothing to time. The message is what it printed."""


def run(*words: str, environment: Mapping[str, str] | None = None, cores: int = 0, cwd: Path = ROOT) -> Ran:
    """Run a command to its end, on at most ``cores`` processors if given. Raises ``CommandFailed``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = perf_counter()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with _confined(cores), subprocess.Popen(words, cwd=cwd, env={**os.environ, **(environment or {})}, **pipes) as process:
        watch = _Memory(process.pid)
        stdout, stderr = process.communicate()
        seconds = perf_counter() - started
    if process.returncode:
        raise CommandFailed(f"{' '.join(words)} ended with {process.returncode}:\n{(stderr.strip() or stdout)[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(seconds, cpu, watch.stop(), stdout)


def civic(*words: str, cores: int = 0) -> Ran:
    """Run the ``civic`` command of this environment."""
    return run(CIVIC, *words, cores=cores)


def quickest(times: int, measure: Callable[[], T], key: Callable[[T], float]) -> T:
    """The least disturbed of several measurements."""
    return min((measure() for _ in range(times)), key=key)


class _Memory:
    """Looks at a process and its children until told to stop."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(SAMPLE_EVERY):
            try:
                root = psutil.Process(self._pid)
                self._peak = max(self._peak, sum(_held(process) for process in [root, *root.children(recursive=True)]))
            except psutil.Error:
                continue


def _held(process: psutil.Process) -> int:
    try:
        found = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(found, "pss", found.rss))


class _confined:
    """Children started inside run on the first ``cores`` of the processors that this process may use."""

    def __init__(self, cores: int) -> None:
        self._all: Sequence[int] = sorted(os.sched_getaffinity(0)) if cores and hasattr(os, "sched_getaffinity") else ()
        self._few = self._all[:cores]

    def __enter__(self) -> None:
        if self._few:
            os.sched_setaffinity(0, self._few)

    def __exit__(self, *_error: object) -> None:
        if self._all:
            os.sched_setaffinity(0, self._all)
