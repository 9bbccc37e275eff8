"""``civic plan``: plan and check, and say it so that a newcomer understands."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic import clock
from civic.commands import exit_codes
from civic.commands.against import Deployed, compared, keep_records, read_deployed
from civic.commands.forks import estate_of
from civic.commands.planning import gather_outcome, plan_and_check, report_unknown_agreements
from civic.commands.runs import BY_HAND
from civic.commands.unreadable import report_unreadable
from civic.engine.plan_folder import remove_stale
from civic.engine.project import Project
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.pending_actions import pending_actions
from civic.estate.secrets_to_fill import ToFill, secrets_to_fill, sentence
from civic.estate.targets import own_stacks, targets
from civic.reports.changes import as_data, print_changes
from civic.reports.console import counted, print_json, print_table, wide_console
from civic.reports.evidence import evidence, with_mending
from civic.reports.evidence_json import as_data as evidence_data
from civic.reports.findings import print_findings, verdict
from civic.reports.results import Outcome
from civic.reports.summary import agreement_limits, analogue_line_summary, bodies_table, sharing_summary


def plan_command(
    wanted: Sequence[str],
    estate_root: Path,
    project_root: Path,
    out: Path | None,
    *,
    timeout: float,
    processes: int,
    form: str,
    quiet: bool,
    against: Path | None = None,
) -> int:
    """Plan and check; print the estate and what is wrong, and what changes of what is deployed. Returns the exit code."""
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    started = time.monotonic()
    deployed = read_deployed(against, project.name).of(wanted) if against else None
    stacks = _stacks(estate, wanted, deployed, against)
    if out is not None:
        # A folder that cannot be written is found before the work, not after it.
        out.mkdir(parents=True, exist_ok=True)
    complaints = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="civic-plans-") as temporary:
        plans = out or (Path(temporary) if deployed else None)
        made = plan_and_check(complaints, project, estate, stacks, out=plans, timeout=timeout, processes=processes)
        outcome = gather_outcome(made, estate, wanted=wanted)
        change = compared(deployed, plans, estate, outcome) if deployed and plans else None
    if out is not None:
        _tidy(out, estate, outcome)
        keep_records(out, estate, stacks)
    if quiet or form == "json":
        report_unknown_agreements(complaints, estate, stacks)
    for line in deployed.left_out if deployed else ():
        complaints.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)
    if form == "json":
        document = evidence_data(evidence(outcome, estate_root, project_root, estate_root.rglob("*.yaml"), strict=False))
        document["secrets_to_fill"] = [{**asdict(each), "stack": str(each.stack)} for each in _to_fill(estate, outcome)]
        print_json({**document, "changes": as_data(*change)} if change else document)
    else:
        console = wide_console()
        _print(console, complaints, estate, outcome, time.monotonic() - started, out, quiet=quiet)
        if change and deployed:
            print_changes(console, *change, deployed.shown, quiet=quiet)
    return exit_codes.of(outcome) or (exit_codes.FINDINGS if change and (change[1] or change[0].not_compared) else exit_codes.WELL)


def _stacks(estate: Estate, wanted: Sequence[str], deployed: Deployed | None, against: Path | None) -> list[StackName]:
    """The stacks to plan: of one export that stack alone, where a record implies it; of whom nothing is implied any more, none."""
    implied = own_stacks(estate)
    if deployed is None:
        return targets(estate, wanted)
    if not wanted and against and not against.is_dir():
        return [name for name in implied if str(name) in deployed.stacks]
    known = {str(name) for name in implied} | {name.owner for name in implied}
    gone = {word for word in wanted if word not in known and deployed.of([word]).stacks}
    kept = [word for word in wanted if word not in gone]
    return targets(estate, kept) if kept or not gone else []


def _tidy(out: Path, estate: Estate, outcome: Outcome) -> None:
    """Leave no plan of a stack that is gone, or that failed now."""
    planned = {result.stack for result in outcome.stacks}
    others = {str(name) for name in own_stacks(estate)} - planned
    remove_stale(out, kept=others, written=planned - {result.stack for result in outcome.failed})


def _print(console: Console, complaints: Console, estate: Estate, outcome: Outcome, seconds: float, out: Path | None, *, quiet: bool) -> None:
    """Everything in order; where it is to be ``quiet``, only what is wrong, and nothing where nothing is."""
    if not quiet:
        print_table(console, bodies_table(estate, outcome.stacks))
    report_unreadable(complaints, estate)
    _print_failures(complaints, outcome)
    print_findings(console, with_mending(outcome.findings, estate.root))
    if not quiet:
        _print_sharing(console, estate, {StackName.parse(result.stack).owner for result in outcome.stacks})
        for each in _to_fill(estate, outcome):
            console.print(escape(sentence(each)), soft_wrap=True)
    if not quiet or not outcome.well:
        _print_end(console, outcome, seconds, out)


def _print_failures(console: Console, outcome: Outcome) -> None:
    for result in outcome.stacks:
        if result.error:
            console.print(f"\n[bold red]{result.stack}[/]\n{escape(result.error)}", soft_wrap=True)
        if result.printed:
            console.print(f"\n[bold]{result.stack}[/] printed:\n{escape(result.printed.rstrip())}", soft_wrap=True)
    for clash in outcome.clashes:
        console.print(f"[red]estate[/] {escape(clash)}", soft_wrap=True)


def _to_fill(estate: Estate, outcome: Outcome) -> list[ToFill]:
    return secrets_to_fill(estate, [StackName.parse(result.stack) for result in outcome.stacks if not result.error])


def _print_sharing(console: Console, estate: Estate, owners: set[str]) -> None:
    """What is shared, and what waits for somebody, as far as the bodies planned are concerned."""
    concerned = [each for each in estate.agreements if owners & {each.provider, each.consumer}]
    if line := sharing_summary(concerned):
        console.print(f"\n{line}")
    for line in agreement_limits(concerned):
        console.print(escape(line), soft_wrap=True)
    if line := analogue_line_summary(estate, owners, clock.today().isoformat()):
        console.print(line)
    for line in pending_actions(estate, clock.today(), owners):
        console.print(f"[yellow]{escape(line)}[/]", soft_wrap=True)


def _print_end(console: Console, outcome: Outcome, seconds: float, out: Path | None) -> None:
    bodies = {body for result in outcome.stacks if (body := StackName.parse(result.stack).body) != "platform"}
    unasked = [result for result in outcome.stacks if not (result.error or result.calls or StackName.parse(result.stack).layer in BY_HAND)]
    if unasked:
        console.print(
            f"\nRights were not asked of {counted(len(unasked), 'stack')}: what decides them is made above, and not planned here.", soft_wrap=True
        )
    promised = [result.promises for result in outcome.stacks if result.promises >= 0]
    if not promised:
        console.print("\nReach was not proved: not every stack of a cloud was planned here; 'civic reach' plans them all.", soft_wrap=True)
    elif not any(finding.rule.startswith("reach-") for finding in outcome.findings):
        console.print(f"\n{counted(sum(promised), 'promise')} of reach, each delivered, and nothing else reachable.", soft_wrap=True)
    if day := clock.as_of():
        console.print(f"\nLooked at as of {day}, as platform.yaml says.")
    console.print(
        f"\n[bold]{counted(len(outcome.stacks), 'stack')}, {counted(outcome.resources, 'resource')}, {counted(len(bodies), 'bod', 'ies', one='y')}[/] "
        f"planned and checked in {seconds:.1f} s, with no cloud account.  {verdict(outcome)}",
        soft_wrap=True,
    )
    if out is not None:
        console.print(f"Plans are in {out}/.")
