"""Every path that must not be, looked for by several processes: whoever a path starts from is looked at by himself."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from civic.access import paths
from civic.access.graph import Graph
from civic.access.paths import Path

STARTS_WORTH_A_PROCESS = 200


def wrong_paths(graph: Graph, processes: int = 0) -> tuple[list[Path], list[Path]]:
    """Those upward and those sideways, each in the order of the graph's starts. ``processes``: 0 for as many as are worth it."""
    wanted = processes or min(os.cpu_count() or 1, max(1, len(graph.starts) // STARTS_WORTH_A_PROCESS))
    if wanted == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return paths.upward(graph), paths.sideways(graph)
    # Every process inherits the graph by being forked, and works out its own steps; only paths come back.
    _Shared.graph = graph
    try:
        with multiprocessing.get_context("fork").Pool(wanted) as pool:
            found = pool.map(_looked_for, [graph.starts[number::wanted] for number in range(wanted)], chunksize=1)
    finally:
        _Shared.graph = None
    return _ordered(graph, [path for upward, _ in found for path in upward]), _ordered(graph, [path for _, sideways in found for path in sideways])


def _ordered(graph: Graph, found: list[Path]) -> list[Path]:
    places = {start: place for place, start in enumerate(graph.starts)}
    by_start: Callable[[Path], int] = lambda path: places[path.start.id]  # noqa: E731
    return sorted(found, key=by_start)


class _Shared:
    """What forked processes find."""

    graph: Graph | None = None


def _looked_for(starts: Sequence[str]) -> tuple[list[Path], list[Path]]:
    assert _Shared.graph is not None
    graph = replace(_Shared.graph, starts=tuple(starts))
    return paths.upward(graph), paths.sideways(graph)
