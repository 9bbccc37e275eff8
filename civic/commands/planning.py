"""Plan an estate's stacks and check each plan: where the estate, the engine and the rules meet."""

import importlib
import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from civic.engine.planning import plan_stacks
from civic.engine.project import Project
from civic.engine.workers import Job
from civic.estate.checks import problems
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.targets import with_reads
from civic.plan import Deployment
from civic.records.clouds import CLOUDS
from civic.reports.results import Outcome, StackResult
from policies import check, stack_rules
from policies.canonical import normalised
from policies.coverage import managed_types
from policies.estate import ESTATE_TYPES, estate_findings
from policies.frameworks import frameworks

PUBLISHED = "published"
ESTATE_VARIABLE = "CIVIC_ESTATE"


def uses_published_cards(project: Project) -> bool:
    """Whether this repository reads the platform's cards from ``estate/published`` instead of planning its stacks."""
    return project.defaults.get("cards") == PUBLISHED


def jobs_of(reads: Mapping[str, Sequence[str]]) -> list[Job]:
    """Jobs of one cloud are of one kind: they load the same SDK."""
    return [Job(stack, tuple(above), kind=StackName.parse(stack).cloud) for stack, above in reads.items()]


def plan_and_check(
    console: Console,
    project: Project,
    estate: Estate,
    stacks: Sequence[StackName],
    *,
    out: Path | None = None,
    timeout: float = 120.0,
    processes: int = 0,
) -> list[StackResult]:
    """Plan ``stacks`` and what they read, check each, with a bar on a terminal and in silence elsewhere; results in the order of ``stacks``."""
    os.environ[ESTATE_VARIABLE] = str(estate.root.resolve())
    jobs = jobs_of(with_reads(stacks, estate, published=uses_published_cards(project)))
    wanted = {str(name): place for place, name in enumerate(stacks)}
    preload({name.cloud for name in stacks})
    columns = (TextColumn("[bold]planning"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def progress(done: int, total: int, stack: str) -> None:
            bar.update(task, completed=done, total=total, description=stack, refresh=True)

        planned = plan_stacks(project, jobs, wanted, checked, out=out, timeout=timeout, processes=processes, progress=progress)
        results = [_result(one.run.stack, one.inspected, one.run.error, one.run.crashed, one.run.printed) for one in planned]
    return sorted(results, key=lambda result: wanted.get(result.stack, -1))


def _result(stack: str, inspected: StackResult | None, error: str, crashed: bool, printed: str) -> StackResult:
    if inspected is None:
        return StackResult(stack, error=error, crashed=crashed, printed=printed)
    return replace(inspected, printed=printed)


def outcome(results: Sequence[StackResult], estate: Estate | None = None) -> Outcome:
    """With the rules over all plans together, and what is wrong between the records of ``estate``."""
    across = estate_findings({result.stack: result.shared for result in results})
    findings = [*across, *(finding for result in results for finding in result.findings)]
    return Outcome(results, findings, [str(problem) for problem in problems(estate)] if estate else [])


def preload(clouds: Collection[str]) -> None:
    """Import the SDKs and the rules before the workers are forked, so that they are loaded once."""
    for cloud in sorted(clouds):
        importlib.import_module(CLOUDS[cloud].sdk)
    frameworks()


def checked(stack: str, deployment: Deployment) -> StackResult:
    """What the rules say of a plan or a state, of whichever clouds it has resources."""
    deployment = normalised(deployment)
    return StackResult(
        stack,
        len(deployment),
        findings=tuple(check(deployment, stack_rules(), stack_name=stack)),
        shared=tuple(resource for resource in deployment if resource.type in ESTATE_TYPES),
        counts=Counter(resource.type for resource in deployment if not resource.external),
        managed=managed_types(deployment),
    )
