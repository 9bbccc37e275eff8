"""Every path that must not be, looked for by several processes: whoever a path starts from is looked at by himself."""

from collections.abc import Sequence
from dataclasses import replace

from civic.access import paths
from civic.access.graph import Graph
from civic.access.paths import Path
from civic.processes import forked, processes_for

STARTS_WORTH_A_PROCESS = 200


def wrong_paths(graph: Graph, processes: int = 0) -> tuple[list[Path], list[Path]]:
    """Those upward and those sideways, each in the order of the graph's starts. ``processes``: 0 for as many as are worth it."""
    shared = processes_for(len(graph.starts), STARTS_WORTH_A_PROCESS, processes)
    # Each works out its own steps, once for all its starts.
    found = forked(lambda number: _looked_for(graph, graph.starts[number::shared]), shared, shared)
    return _ordered(graph, [path for upward, _ in found for path in upward]), _ordered(graph, [path for _, sideways in found for path in sideways])


def _ordered(graph: Graph, found: Sequence[Path]) -> list[Path]:
    places = {start: place for place, start in enumerate(graph.starts)}
    return sorted(found, key=lambda path: places[path.start.id])


def _looked_for(graph: Graph, starts: Sequence[str]) -> tuple[list[Path], list[Path]]:
    part = replace(graph, starts=tuple(starts))
    return paths.upward(part), paths.sideways(part)
