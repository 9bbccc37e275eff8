"""Reach over plans that were read from files: asked of every cloud of which all stacks with a part of the network are among the files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from civic.commands.forks import estate_of
from civic.commands.reach_proof import with_reach
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.layers import implied
from civic.plan import Deployment
from civic.reach.asked import networked
from civic.reports.results import StackResult


def with_reach_of_files(
    results: Sequence[StackResult], read: Mapping[str, Deployment], estate_root: Path, project: Project | None
) -> list[StackResult]:
    """The results with what is wrong with the reach of their stacks. ``read``: every stack that was read, those of no result among them.

    Raises ``ReachError`` for plans from which no network can be read.
    """
    if project is None:
        return list(results)
    try:
        estate = estate_of(project, estate_root, tolerant=True)
    except InputError:
        # Whoever cannot read the records is told by the rights, which need them too.
        return list(results)
    known = {str(name) for name in implied(estate)}
    return with_reach(results, [networked(name, deployment) for name, deployment in read.items() if name in known], estate)
