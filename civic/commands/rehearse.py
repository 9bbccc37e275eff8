"""``civic rehearse``: the real engine against the simulated clouds, told as it happens."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from civic.engine.project import Project
from civic.planning import targets, with_reads
from civic.records.estate import load_estate
from civic.rehearsal import rehearse


def rehearse_command(wanted: Sequence[str], estate_root: Path, project_root: Path) -> int:
    """Rehearse ``wanted`` and what they read, layer after layer. Returns the exit code."""
    console = Console()
    project, estate = Project.read(project_root.resolve()), load_estate(estate_root)
    stacks = [job.stack for job in with_reads(targets(estate, wanted), estate)]
    result = rehearse(project.root, stacks, estate=estate.root.resolve(), say=lambda line: console.print(line, markup=False, soft_wrap=True))
    return 0 if result.passed else 1
