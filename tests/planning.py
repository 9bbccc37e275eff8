"""Run something through the offline engine and look at its plan: what nearly every test does."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from civic.commands.planning import CardWriter
from civic.engine.project import Project
from civic.engine.run import StackRun, run_program, run_stack
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.targets import targets, with_reads
from civic.plan import Deployment

ROOT = Path(__file__).resolve().parent.parent
ESTATE = ROOT / "tests" / "estate"
"""The example estate as tests have it, whatever the project's own ``estate/`` holds: that is data, and a fork's is another."""
SHARED = ROOT.parent / "shared"
"""Registers and facts that users do not have; tests that read it say so when it is missing."""


def own_estate(project: Path) -> Path:
    """Give a copy of the project the example as its own estate."""
    shutil.rmtree(project / "estate", ignore_errors=True)
    return Path(shutil.copytree(ESTATE, project / "estate"))


def environment_of_copy(**variables: str) -> dict[str, str]:
    """What a command is run with in a copy of the project: without the estate that tests have everywhere else."""
    return {**{name: value for name, value in os.environ.items() if name != "CIVIC_ESTATE"}, **variables}


class PlanFailed(AssertionError):
    """The program did not become a plan. The message is what a person would have seen."""


def ran(build: Callable[[], object], *, stack: str = "test-aws-landing-zone", project: Project | None = None) -> StackRun:
    """Run ``build`` as a stack's whole program."""
    return run_program(project or Project.read(ROOT), stack, build)


def planned(build: Callable[[], object], cloud: str = "aws") -> Deployment:
    """The plan of ``build``. Raises ``PlanFailed``."""
    run = ran(build, stack=f"test-{cloud}-landing-zone")
    if run.error:
        raise PlanFailed(run.error)
    return Deployment.from_json(json.loads(run.plan))


def plans_of(
    estate: Path | None = None, *wanted: str, project: Project | None = None, order: Callable[[list[str]], list[str]] = list
) -> Mapping[str, StackRun]:
    """Every stack of an estate run in this process, in layer order; within a layer in the order that ``order`` gives."""
    project = project or Project.read(ROOT)
    loaded: Estate = load_estate(estate or ESTATE)
    runs: dict[str, StackRun] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        environment.setenv("CIVIC_ESTATE", str(loaded.root.resolve()))
        environment.setenv("CIVIC_CARDS", Path(folder).as_uri())
        put_card = CardWriter(Path(folder))
        waiting = {stack: set(above) for stack, above in with_reads(targets(loaded, wanted), loaded).items()}
        while waiting:
            for stack in order([name for name, reads in waiting.items() if not reads & waiting.keys()]):
                del waiting[stack]
                runs[stack] = run_stack(project, stack)
                if not runs[stack].error:
                    put_card(runs[stack])
    return runs


@cache
def example_estate() -> Mapping[str, StackRun]:
    """Every stack of the example estate, planned once for the whole session. Raises ``PlanFailed``."""
    runs = plans_of()
    failed = [f"{name}: {run.error}" for name, run in runs.items() if run.error]
    if failed:
        raise PlanFailed("\n".join(failed))
    return runs
