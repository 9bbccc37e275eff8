"""``civic rehearse``: the real engine against the simulated clouds, told as it happens."""

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from civic.access.asked import StackAsks
from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import plan_and_ask
from civic.commands.rights_proof import judged
from civic.commands.unreadable import report_unreadable
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.targets import targets, with_reads
from civic.files import write
from civic.records.edits import with_existing_organisation
from civic.records.platform_template import PLATFORM_FILE
from civic.rehearsal import NO_CLI, STEPS, KeptRun, Rehearsed, find_pulumi, rehearse
from civic.rehearsal.remains import PROTECTED
from civic.rehearsal.trials import digest_of_program
from civic.reports.console import counted, print_json, wide_console
from civic.simulator.denials import Denials

COLOURS = {"passed": "green", "failed": "red", "not run": "yellow"}
AT_ONCE = 4
"""Stacks at once unless told otherwise, however many processors there are: each takes about half a gigabyte."""
SHOWN = 10
"""Mismatches of one stack that are printed; the rest are counted."""


def rehearse_command(
    wanted: Sequence[str],
    estate_root: Path,
    project_root: Path,
    *,
    keep: Path | None,
    at_once: int,
    much_exists: bool = False,
    results: Path | None = None,
    form: str = "table",
    quiet: bool = False,
) -> int:
    """Rehearse ``wanted`` and what they read, layer after layer. Returns the exit code. Raises ``InputError`` where there is no CLI.

    ``results``: folder where clouds, store and results stay, so that it goes on there when it was broken off.

    Where it is to be ``quiet`` only what is wrong is printed; as JSON it is one document, with nothing else on standard output.
    """
    if find_pulumi() is None:
        raise InputError(NO_CLI)
    # Told to end, it ends as when it is interrupted: with nothing left running and no file left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    console, complaints = Console(quiet=True) if quiet or form == "json" else wide_console(), Console(stderr=True)
    with _told_what_exists(estate_root) if much_exists else nullcontext(estate_root) as root:
        return _rehearsed(
            wanted,
            root,
            project_root,
            console,
            complaints,
            keep=keep,
            at_once=at_once,
            much_exists=much_exists,
            results=results,
            form=form,
            quiet=quiet,
        )


@contextmanager
def _told_what_exists(estate_root: Path) -> Iterator[Path]:
    """A copy of the estate whose platform record says what there is on clouds where much exists, and otherwise what it said before."""
    with tempfile.TemporaryDirectory(prefix="civic-estate-") as folder:
        copy = Path(shutil.copytree(estate_root, Path(folder) / estate_root.resolve().name))
        record = copy / PLATFORM_FILE
        if record.is_file():
            text = record.read_text(encoding="utf-8")
            record.write_text(with_existing_organisation(text, f"{estate_root.name}/{PLATFORM_FILE}"), encoding="utf-8")
        yield copy


def _rehearsed(
    wanted: Sequence[str],
    estate_root: Path,
    project_root: Path,
    console: Console,
    complaints: Console,
    *,
    keep: Path | None,
    at_once: int,
    much_exists: bool,
    results: Path | None,
    form: str,
    quiet: bool,
) -> int:
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    reads = with_reads(targets(estate, wanted), estate)
    report_unreadable(complaints, estate)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    kept = KeptRun(results, digest_of_program(project.root, estate.root.resolve())) if results else None
    workers = 1 if kept else at_once or min(AT_ONCE, os.cpu_count() or 1)
    _print_start(console, len(reads), workers)
    started = time.monotonic()
    plans, asks, errors, crashed = _plans(console, project, estate, [StackName.parse(stack) for stack in reads])
    for stack, error in errors.items():
        complaints.print(f"[bold red]{stack}[/] cannot be planned:\n{escape(error)}\n", soft_wrap=True)

    def say(done: Rehearsed, step: str) -> None:
        console.print(_line(done, step), soft_wrap=True)
        if keep is not None and step == "up" and done.state:
            write(keep / f"{done.stack}.json", json.dumps(done.state, indent=2) + "\n")

    with console.status("preview, up, up again, destroy"):
        rehearsed = rehearse(
            project.root,
            reads,
            plans,
            estate=estate.root.resolve(),
            say=say,
            workers=workers,
            denials=Denials.of(judged(asks, plans.keys(), estate, project.name).refusals),
            much_exists=much_exists,
            kept=kept,
        )
    seconds, well = time.monotonic() - started, all(done.passed for done in rehearsed)
    _print_remains(console, rehearsed)
    if form == "json":
        print_json({"seconds": round(seconds, 1), "stacks": [_as_data(done, errors.get(done.stack, "")) for done in rehearsed]})
    else:
        _print_faults(wide_console(), rehearsed)
    console.print(_table(rehearsed))
    _print_end(wide_console() if quiet and not well and form != "json" else console, rehearsed, seconds)
    if keep is not None:
        console.print(f"States after 'up' are in {keep}/, as 'pulumi stack export' writes them.")
    if crashed or any(done.crashed for done in rehearsed):
        return exit_codes.PROGRAMMING_ERROR
    return exit_codes.WELL if well and (wanted or not estate.unreadable) else exit_codes.FINDINGS


def _as_data(done: Rehearsed, error: str) -> dict[str, Any]:
    """One stack for programs. ``error`` is why it has no offline plan."""
    return {
        "stack": done.stack,
        "result": _result(done),
        "not_run": done.not_run,
        "error": error,
        "faults": done.faults,
        "mismatches": [str(mismatch) for mismatch in done.mismatches],
        "resources": len(done.resources),
        "seconds": {step: round(took, 1) for step, took in done.seconds.items()},
        "protected": done.protected,
        "remaining": [{"name": entry.name, "why": entry.why} for entry in done.remaining],
        "retained": done.retained,
    }


def _result(done: Rehearsed) -> str:
    return "not run" if done.not_run else "passed" if done.passed else "failed"


def _print_start(console: Console, stacks: int, workers: int) -> None:
    console.print(
        f"Rehearsing {counted(stacks, 'stack')}, up to {workers} at once: Pulumi's own engine, a store that is thrown away, and simulated clouds. "
        "No cloud is reached and no credential is used.\n",
        soft_wrap=True,
    )


def _plans(
    console: Console, project: Project, estate: Estate, stacks: Sequence[StackName]
) -> tuple[Mapping[str, Any], list[StackAsks], dict[str, str], bool]:
    """The offline plan of each stack that has one and what it asks, why the others have none, and whether one crashed."""
    with tempfile.TemporaryDirectory(prefix="civic-plans-") as folder:
        results, asks, _ = plan_and_ask(console, project, estate, stacks, out=Path(folder))
        plans = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
    errors = {planned.stack: planned.error for planned in results if planned.error}
    return plans, asks, errors, any(planned.crashed for planned in results)


def _line(done: Rehearsed, step: str) -> str:
    """One stack's half as one line."""
    if done.not_run:
        return f"[yellow]not run[/] {done.stack}: {done.not_run}"
    if step == "destroy":
        refusal = f"destroy is refused for {len(done.protected)} protected, then " if done.protected else ""
        return f"{_mark(not done.faults)} {done.stack}: {refusal}{len(done.resources) - len(done.remaining)} destroyed, {len(done.remaining)} remain"
    if not done.state:
        return f"{_mark(False)} {done.stack}: did not come up"
    again = "a second up changes nothing" if not done.faults else "the second up failed"
    agreement = f"[red]{counted(len(done.mismatches), 'mismatch', 'es')} with the plan[/]" if done.mismatches else "the state is as planned"
    return f"{_mark(done.passed)} {done.stack}: {len(done.resources)} resources up, {again}, {agreement}"


def _mark(well: bool) -> str:
    return "[green]ok[/]    " if well else "[red]failed[/]"


def _print_remains(console: Console, results: Sequence[Rehearsed]) -> None:
    """What stays of each stack, and why, resources with one reason together."""
    console.print("\n[bold]What remains, and why[/]")
    for done in results:
        reasons: dict[str, list[str]] = {}
        for entry in sorted(done.remaining, key=lambda entry: (entry.why != PROTECTED, entry.name)):
            reasons.setdefault(entry.why or "nothing explains it", []).append(entry.name)
        if done.retained:
            reasons["kept by the cloud, forgotten by Pulumi (retained on delete)"] = done.retained
        if reasons:
            console.print(f"\n{done.stack}")
        for why, names in reasons.items():
            console.print(f"  {escape(why)}: [dim]{escape(', '.join(names))}[/]", soft_wrap=True)
    console.print()


def _print_faults(console: Console, results: Sequence[Rehearsed]) -> None:
    for done in results:
        if done.passed:
            continue
        told = [f"not run: it {done.not_run}"] if done.not_run else [*done.faults, *(str(mismatch) for mismatch in done.mismatches[:SHOWN])]
        if len(done.mismatches) > SHOWN:
            told.append(f"and {len(done.mismatches) - SHOWN} more mismatches; --keep DIR keeps the states, to compare with 'civic plan --out DIR'")
        console.print(f"[bold red]{done.stack}[/]")
        for line in told:
            console.print(f"  {escape(line)}", soft_wrap=True)
        console.print()


def _table(results: Sequence[Rehearsed]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("stack", no_wrap=True)
    for heading in ("resources", *(f"{step} s" for step in STEPS), "mismatches", "remaining"):
        table.add_column(heading, justify="right")
    table.add_column("result")
    for done in results:
        up = bool(done.state)
        table.add_row(
            done.stack,
            str(len(done.resources)) if up else "",
            *(f"{done.seconds[step]:.1f}" if step in done.seconds else "" for step in STEPS),
            str(len(done.mismatches)) if up else "",
            str(len(done.remaining)) if "destroy" in done.seconds else "",
            f"[{COLOURS[_result(done)]}]{_result(done)}[/]",
        )
    return table


def _print_end(console: Console, results: Sequence[Rehearsed], seconds: float) -> None:
    passed, not_run = sum(done.passed for done in results), sum(bool(done.not_run) for done in results)
    failed = len(results) - passed - not_run
    resources, mismatches = sum(len(done.resources) for done in results), sum(len(done.mismatches) for done in results)
    console.print(
        f"\n[bold]{counted(passed, 'stack')} passed, {failed} failed, {not_run} not run[/]: "
        f"{counted(resources, 'resource')}, {counted(mismatches, 'mismatch', 'es')}, {seconds:.0f} s.",
        soft_wrap=True,
    )
