"""``civic plan``: plan and check, and say it so that a newcomer understands."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from civic.commands import exit_codes
from civic.commands.planning import Planned, plan_stacks, targets, uses_published_cards
from civic.engine.project import Project
from civic.estate.checks import problems
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.estate.pending_actions import decisions
from civic.reports.console import counted, wide_console
from civic.reports.findings import print_findings, verdict
from civic.reports.summary import bodies, limits, lines, sharing
from policies import Finding
from policies.estate import estate_findings


def plan_command(wanted: Sequence[str], estate_root: Path, project_root: Path, out: Path | None, *, timeout: float, processes: int) -> int:
    """Plan and check; print the estate and what is wrong. Returns the exit code."""
    console, complaints = wide_console(), Console(stderr=True)
    project = Project.read(project_root.resolve())
    estate = load_estate(estate_root)
    started = time.monotonic()
    stacks = targets(estate, wanted, published=uses_published_cards(project))
    if out is not None:
        # A folder that cannot be written is found before the work, not after it.
        out.mkdir(parents=True, exist_ok=True)
    done = run_with_progress(complaints, project, estate, stacks, out, timeout=timeout, processes=processes)
    console.print(bodies(estate, done))
    findings = [*estate_findings({planned.stack: planned.shared for planned in done}), *(f for planned in done for f in planned.findings)]
    _print_failures(complaints, done)
    clashes = problems(estate)
    for problem in clashes:
        complaints.print(f"[red]estate[/] {escape(str(problem))}", soft_wrap=True)
    print_findings(console, findings)
    _print_sharing(console, estate, {StackName.parse(planned.stack).owner for planned in done})
    _print_end(console, done, findings, len(clashes), time.monotonic() - started, out)
    return exit_codes.of_plans(done, findings, clashes)


def run_with_progress(
    console: Console, project: Project, estate: Estate, stacks: Sequence[StackName], out: Path | None, *, timeout: float = 120.0, processes: int = 0
) -> list[Planned]:
    """Plan with a bar on a terminal and in silence elsewhere; outcomes in the order of ``stacks``."""
    columns = (TextColumn("[bold]planning"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def progress(done: int, total: int, stack: str) -> None:
            bar.update(task, completed=done, total=total, description=stack, refresh=True)

        found = list(plan_stacks(project, estate, stacks, out=out, timeout=timeout, processes=processes, progress=progress))
    order = {str(name): place for place, name in enumerate(stacks)}
    return sorted(found, key=lambda planned: order.get(planned.stack, -1))


def _print_failures(console: Console, done: Sequence[Planned]) -> None:
    for planned in done:
        if planned.error:
            console.print(f"\n[bold red]{planned.stack}[/]\n{escape(planned.error)}", soft_wrap=True)
        if planned.printed:
            console.print(f"\n[bold]{planned.stack}[/] printed:\n{escape(planned.printed.rstrip())}", soft_wrap=True)


def _print_sharing(console: Console, estate: Estate, owners: set[str]) -> None:
    """What is shared, and what waits for somebody, as far as the bodies planned are concerned."""
    concerned = [each for each in estate.agreements if owners & {each.provider, each.consumer}]
    if told := sharing(concerned):
        console.print(f"\n{told}")
    for line in limits(concerned):
        console.print(escape(line), soft_wrap=True)
    if told := lines(estate, owners, date.today().isoformat()):
        console.print(told)
    for line in decisions(estate, date.today(), owners):
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)


def _print_end(console: Console, done: Sequence[Planned], findings: Sequence[Finding], clashes: int, seconds: float, out: Path | None) -> None:
    resources = sum(planned.resources for planned in done)
    owners = {owner for planned in done if (owner := StackName.parse(planned.stack).owner) != "platform"}
    last = verdict(findings, failed=sum(bool(planned.error) for planned in done), clashes=clashes)
    told = "1 body" if len(owners) == 1 else f"{len(owners)} bodies"
    console.print(
        f"\n[bold]{counted(len(done), 'stack')}, {counted(resources, 'resource')}, {told}[/] planned and checked in {seconds:.1f} s, "
        f"with no cloud account.  {last}",
        soft_wrap=True,
    )
    if out is not None:
        console.print(f"Plans are in {out}/.")
