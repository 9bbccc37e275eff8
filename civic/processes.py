"""Work that several processes share out. Each is forked, so it has all that the work looks at; only what it finds comes back."""

import gc
import multiprocessing
import os
from collections.abc import Callable
from typing import Any, TypeVar

R = TypeVar("R")


def processes_for(count: int, worth: int, wanted: int = 0) -> int:
    """How many processes share out ``count`` things: ``wanted``, or as many as there are processors, each with ``worth`` of them at least."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return wanted or min(os.cpu_count() or 1, max(1, count // worth))


def forked(work: Callable[[int], R], count: int, processes: int, chunk: int = 1) -> list[R]:
    """What ``work`` makes of each number below ``count``, in their order; each process takes ``chunk`` of them at once."""
    if processes == 1:
        return [work(number) for number in range(count)]
    _Shared.work = work
    # What the processes share stays shared: a collection in one of them would write to all of it.
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            return pool.map(_at, range(count), chunksize=chunk)
    finally:
        gc.unfreeze()
        _Shared.work = None


class _Shared:
    """What forked processes find."""

    work: Callable[[int], Any] | None = None


def _at(number: int) -> Any:
    assert _Shared.work is not None
    return _Shared.work(number)
