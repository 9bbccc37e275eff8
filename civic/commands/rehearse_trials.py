"""``civic rehearse --faults``, ``--drift`` and ``--changes``: what can go wrong, or be changed, tried one at a time on a deployed stack."""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from civic import clock
from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import plan_and_ask
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName, implied
from civic.estate.loading import load_estate
from civic.estate.targets import targets, with_reads
from civic.ledger.deployed import note_deployed
from civic.records.owners import PLATFORM
from civic.rehearsal import NO_CLI, find_pulumi
from civic.rehearsal.changes import Edit, edits_of, try_edit
from civic.rehearsal.deployed import DeployedStack
from civic.rehearsal.drift import KINDS, Drift, try_drift
from civic.rehearsal.engine import EngineFailed, opened
from civic.rehearsal.faults import Scenario, scenarios, try_fault
from civic.rehearsal.planner import Planner, planner
from civic.rehearsal.recovery import is_clouds
from civic.rehearsal.trials import Trials, Tried, digest_of_program
from civic.reports.console import counted, plain_table, print_json, print_table, wide_console

PATIENCE = 600.0
"""Seconds that one plan may take: trials run for an hour beside other work."""
Trial = Scenario | Drift | Edit
COLOURS = {"survived": "green", "failed": "red", "skipped": "yellow"}


def rehearse_trials_command(
    what: str, wanted: Sequence[str], estate_root: Path, project_root: Path, *, results: Path | None, at_once: int, first: int, form: str
) -> int:
    """Try ``what`` ("faults", "drift", "changes") on the stacks wanted; without a name on one of each layer and cloud. Returns the exit code.

    ``results``: file with a line for each trial; those in it that this program survived are not tried again. ``first``: so many of each
    stack, of edits so many that it sees; 0 for all. Raises ``InputError`` where there is no CLI.
    """
    if find_pulumi() is None:
        raise InputError(NO_CLI)
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root)
    console = Console(quiet=True) if form == "json" else wide_console()
    stacks = targets(estate, wanted) if wanted else one_of_each(estate)
    trials = Trials(results, digest_of_program(project.root, estate.root.resolve()))
    plans = _plans(console, project, estate, stacks)
    each = partial(_stack, what, project, estate, plans, trials, console, first)
    with ThreadPoolExecutor(at_once or min(2, os.cpu_count() or 1)) as pool:
        tried = [one for found in pool.map(each, stacks) for one in found]
    _report(console, tried, form)
    return exit_codes.WELL if tried and not any(one.wrong for one in tried) else exit_codes.FINDINGS


def one_of_each(estate: Estate) -> list[StackName]:
    """The first stack of each layer and cloud; of the layer of applications the first that has some to run, since the others make next to nothing."""
    found: dict[tuple[str, str], StackName] = {}
    for name in sorted(implied(estate), key=lambda name: name.layer == "applications" and not _runs_some(estate, name)):
        found.setdefault((name.layer, name.cloud), name)
    return list(found.values())


def _runs_some(estate: Estate, name: StackName) -> bool:
    record = estate.owners[name.owner]
    return any(record.on(name.cloud, application) for application in record.applications)


def _plans(console: Console, project: Project, estate: Estate, stacks: Sequence[StackName]) -> Mapping[str, Any]:
    """The plans of the stacks and all they read, from which their cards are. Raises ``InputError`` where one has none."""
    needed = [StackName.parse(stack) for stack in with_reads(stacks, estate)]
    with tempfile.TemporaryDirectory(prefix="civic-plans-") as folder:
        results, *_ = plan_and_ask(console, project, estate, needed, out=Path(folder), timeout=PATIENCE)
        plans = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
    if errors := [f"{planned.stack} cannot be planned: {planned.error}" for planned in results if planned.error]:
        raise InputError("\n".join(errors))
    return plans


def _stack(
    what: str, project: Project, estate: Estate, plans: Mapping[str, Any], trials: Trials, console: Console, first: int, name: StackName
) -> list[Tried]:
    """Every trial of one stack, in a store and clouds of its own."""
    listed = list(_trials(what, name, plans[str(name)], estate))
    listed = listed[:first] if first and what != "changes" else listed
    open_ = [trial for trial in listed if str(trial) not in trials.before]
    done = [trials.before[str(trial)] for trial in listed if str(trial) in trials.before]
    if not open_:
        return done
    with opened(project.root, estate.root.resolve()) as engine, engine.warm():
        try:
            above = [read for read in with_reads([name], estate) if read != str(name)]
            deployed = DeployedStack(engine, str(name), plans, above, partial(_note_deployed, [name, *map(StackName.parse, above)]))
        except EngineFailed as error:
            return [*done, Tried(str(name), str(name), wrong=[f"did not come up: {error}"])]
        with planner(engine.project, str(name), engine.estate, engine.store.parent / "cards") if what == "changes" else nullcontext() as asked:
            for trial in open_:
                if first and sum(not one.skipped for one in done) >= first:
                    break
                one = _tried(trial, deployed, asked)
                trials.add(one)
                done.append(one)
                console.print(f"[{COLOURS[one.result]}]{one.result}[/] {escape(one.trial)} [dim]{one.seconds:.0f} s[/]", soft_wrap=True)
    return done


def _note_deployed(names: Sequence[StackName], records: Path) -> None:
    _ = note_deployed(load_estate(records), [name for name in names if name.owner != PLATFORM], clock.today().isoformat())


def _trials(what: str, name: StackName, plan: Mapping[str, Any], estate: Estate) -> Iterator[Trial]:
    if what == "faults":
        yield from scenarios(str(name), sum(map(is_clouds, plan["deployment"]["resources"])))
    elif what == "drift":
        yield from (Drift(str(name), kind) for kind in KINDS)
    else:
        yield from edits_of(estate, name)


def _tried(trial: Trial, deployed: DeployedStack, asked: Planner | None) -> Tried:
    tried, started = Tried(str(trial), deployed.stack), time.monotonic()
    attempt: Callable[[], None]
    if isinstance(trial, Scenario):
        attempt = partial(try_fault, deployed, trial, tried)
    elif isinstance(trial, Drift):
        attempt = partial(try_drift, deployed, trial, tried)
    else:
        attempt = partial(try_edit, deployed, trial, tried, asked)
    try:
        attempt()
    except EngineFailed as error:
        tried.wrong.append(str(error))
    tried.seconds = round(time.monotonic() - started, 1)
    return tried


def _report(console: Console, tried: Sequence[Tried], form: str) -> None:
    if form == "json":
        print_json([{**asdict(one), "result": one.result} for one in tried])
        return
    for one in tried:
        for line in one.wrong:
            wide_console().print(f"[bold red]{escape(one.trial)}[/] {escape(line)}", soft_wrap=True)
    table = plain_table("stack", *COLOURS, whole=("stack",))
    for stack in dict.fromkeys(one.stack for one in tried):
        row = [one.result for one in tried if one.stack == stack]
        table.add_row(stack, *(str(row.count(result)) for result in COLOURS))
    print_table(console, table)
    console.print(f"[bold]{counted(len(tried), 'trial')}, {sum(one.result == 'survived' for one in tried)} survived.[/]")
