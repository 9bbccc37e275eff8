"""Plan an estate's stacks and check each plan: where the estate, the engine and the rules meet."""

import contextlib
import importlib
import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from civic.access.asked import StackAsks, asked_by
from civic.commands.options import ESTATE_VARIABLE
from civic.commands.reach_proof import with_reach
from civic.commands.rights_proof import with_rights
from civic.commands.unreadable import refusal
from civic.engine.planning import Planned, plan_stacks
from civic.engine.project import Project
from civic.engine.run import StackRun
from civic.engine.workers import Job
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.estate.card_store import FolderStore
from civic.estate.card_writing import put_planned_card
from civic.estate.checks import problems
from civic.estate.estate import Estate
from civic.estate.layers import BY_NAME, StackName
from civic.estate.loading import CARDS_ALONE
from civic.estate.pending_actions import unknown_agreements
from civic.estate.targets import with_reads
from civic.plan import Deployment
from civic.quotas.usage import used_by
from civic.reach.asked import StackReach, networked
from civic.records.clouds import CLOUDS
from civic.records.errors import Problem, RecordError
from civic.records.owners import PLATFORM
from civic.reports.results import Outcome, StackResult
from civic.simulator.across import StackTakes, refused_across, takes_of
from policies import check, stack_rules
from policies.canonical import normalised
from policies.coverage import managed_types
from policies.estate import ESTATE_TYPES, estate_findings
from policies.frameworks import frameworks


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
    """Plan ``stacks`` and what they read, and check each, rights and reach included; results in the order of ``stacks``."""
    planned = plan_and_ask(console, project, estate, stacks, out=out, timeout=timeout, processes=processes)
    with_asked = with_rights(planned.results, planned.asks, estate, project.name, processes=processes)
    return with_reach(with_asked, planned.networks, estate, processes=processes)


class PlannedStacks(NamedTuple):
    """What came of planning: of those that were wanted the results, of all that were planned what they ask and what networks they make."""

    results: list[StackResult]
    asks: list[StackAsks]
    networks: list[StackReach]


def plan_and_ask(
    console: Console,
    project: Project,
    estate: Estate,
    stacks: Sequence[StackName],
    *,
    out: Path | None = None,
    timeout: float = 120.0,
    processes: int = 0,
) -> PlannedStacks:
    """The same with a bar on a terminal and in silence elsewhere, but rights and reach: what they and those that they read ask comes with it."""
    reads = with_reads(stacks, estate)
    jobs = jobs_of(reads)
    wanted = {str(name): place for place, name in enumerate(stacks)}
    refused = {str(name): problems for name in map(StackName.parse, reads) if name.owner == PLATFORM and (problems := refusal(estate, name))}
    preload({name.cloud for name in stacks})
    columns = (TextColumn("[bold]planning"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def progress(done: int, total: int, stack: str) -> None:
            bar.update(task, completed=done, total=total, description=stack, refresh=True)

        seen = wanted.keys() - refused.keys()
        with (
            _cards_folder() as cards,
            _environment({ESTATE_VARIABLE: str(estate.root.resolve()), CARDS_ALONE: " ".join(refused), CARDS_VARIABLE: cards.as_uri()}),
        ):
            inspect = partial(_inspected, frozenset(seen))
            made = list(
                plan_stacks(project, jobs, seen, inspect, CardWriter(cards), out=out, timeout=timeout, processes=processes, progress=progress)
            )
    met = refused_across(sorted((one.inspected.takes for one in made if one.inspected), key=lambda takes: _in_layers(takes.stack)))
    results = [_unless(_result(one), met) for one in made if one.run.stack in seen or one.run.error]
    results += [StackResult(stack, error=problems) for stack, problems in refused.items() if stack in wanted]
    inspected = [one.inspected for one in made if one.inspected]
    return PlannedStacks(
        sorted(results, key=lambda result: wanted.get(result.stack, -1)), [each.asks for each in inspected], [each.networks for each in inspected]
    )


class Inspected(NamedTuple):
    """What was made of one plan where it was planned: the result is of those that were wanted alone."""

    result: StackResult | None
    asks: StackAsks
    takes: StackTakes
    networks: StackReach


def _inspected(seen: Collection[str], stack: str, deployment: Deployment) -> Inspected:
    """What the rules say of a plan that was asked for, what any plan asks of its cloud, what it takes there, and what of it is network."""
    result = checked(stack, deployment) if stack in seen else None
    return Inspected(result, asked_by(stack, deployment), takes_of(stack, deployment), networked(stack, deployment))


def _in_layers(stack: str) -> tuple[int, str]:
    return BY_NAME[StackName.parse(stack).layer].number, stack


def _unless(result: StackResult, refused: Mapping[str, Sequence[str]]) -> StackResult:
    """The result, or a failure where a cloud would refuse what the stack makes because of what others have made."""
    told = refused.get(result.stack)
    return StackResult(result.stack, error="\n".join(told)) if told and not result.error else result


@dataclass(frozen=True)
class CardWriter:
    """Puts each planned stack's card into a folder, so that those that read it are planned from a card as it lies in any store."""

    folder: Path

    def __call__(self, run: StackRun) -> None:
        put_planned_card(FolderStore(self.folder), run.stack, run.plan, run.outputs or {})


@contextlib.contextmanager
def _cards_folder() -> Iterator[Path]:
    """A folder of cards that one command's workers share."""
    with tempfile.TemporaryDirectory(prefix="civic-cards-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """The program is told by its environment where the records are, as under Pulumi. The workers inherit it."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _result(one: Planned[Inspected]) -> StackResult:
    run = one.run
    inspected = one.inspected.result if one.inspected else None
    if inspected is None:
        return StackResult(run.stack, error=run.error, crashed=run.crashed, printed=run.printed)
    return replace(inspected, printed=run.printed)


def gather_outcome(results: Sequence[StackResult], estate: Estate | None = None, *, wanted: Collection[str] = ()) -> Outcome:
    """With the rules over all plans together, and what is wrong between the records of ``estate``.

    Where only some stacks are ``wanted``, what is wrong with other bodies is theirs alone.
    """
    across = estate_findings({result.stack: result.shared for result in results})
    findings = [*across, *(finding for result in results for finding in result.findings)]
    if estate is None:
        return Outcome(results, findings)
    owners = {StackName.parse(result.stack).owner for result in results} if wanted else set(estate.owners)
    clashes = clashes_of(estate, owners)
    return Outcome(
        results, findings, clashes, unreadable={} if wanted else {slug: str(RecordError(found)) for slug, found in estate.unreadable.items()}
    )


def clashes_of(estate: Estate, owners: Collection[str]) -> list[str]:
    """What is wrong between the records of ``owners``, and in what is nobody's own; a sentence each."""
    return [str(problem) for problem in problems(estate) if _concerns(problem, {*owners, PLATFORM})]


def _concerns(problem: Problem, owners: Collection[str]) -> bool:
    """Whether it stands in a file of one of ``owners``, or in one that is nobody's own, such as a manifest."""
    path = PurePath(problem.file)
    return path.parent.name not in ("organisations", "ledger") or path.name.removesuffix(".yaml") in owners


def report_unknown_agreements(console: Console, estate: Estate, names: Sequence[StackName]) -> None:
    """Say in a fork which agreements are not known here, for commands that do not print what waits for a decision."""
    for line in unknown_agreements(estate, {name.body for name in names}):
        console.print(f"[bold yellow]{escape(line)}[/]", soft_wrap=True)


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
        used=used_by(stack, deployment),
    )
