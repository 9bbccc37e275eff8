"""``civic check``: the rules over plans, or over a stack's real state."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.planning import checked, outcome, plan_and_check, uses_published_cards
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.estate.targets import targets
from civic.plan import Deployment, DocumentError
from civic.reports.console import counted, wide_console
from civic.reports.findings import as_json, print_findings, verdict
from civic.reports.results import Outcome, StackResult


def check_command(wanted: Sequence[str], estate_root: Path, project_root: Path, plans: Path | None, state: Path | None, form: str) -> int:
    """Check and print. Returns the exit code; bad input raises ``InputError``."""
    if plans and state:
        raise InputError("give --plans or --state, not both")
    if state and wanted:
        raise InputError(f"--state checks the one file; leave out {', '.join(wanted)}")
    console, complaints = wide_console(), Console(stderr=True)
    if state is not None:
        found = outcome([_from_state(state)])
    elif plans is not None:
        found = outcome(_from_plans(plans, wanted))
    else:
        project, estate = Project.read(project_root.resolve()), load_estate(estate_root)
        stacks = targets(estate, wanted, published=uses_published_cards(project))
        found = outcome(plan_and_check(complaints, project, estate, stacks), estate)
    if form == "json":
        print(as_json(found))
    else:
        _print(console, complaints, found)
    return exit_codes.of(found)


def _print(console: Console, complaints: Console, found: Outcome) -> None:
    for stack, error in found.errors:
        complaints.print(f"[bold red]{stack}[/] {escape(error)}", soft_wrap=True)
    print_findings(console, found.findings)
    console.print(f"{counted(len(found.stacks), 'stack')}, {counted(found.resources, 'resource')} checked.  {verdict(found)}", soft_wrap=True)


def _from_state(path: Path) -> StackResult:
    deployment = Deployment.read(path)
    try:
        stack = deployment.stack.stack
    except DocumentError as error:
        raise InputError(f"{path}: {error}; 'pulumi stack export' of a deployed stack has one") from error
    return checked(stack, deployment)


def _from_plans(folder: Path, wanted: Sequence[str]) -> list[StackResult]:
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; 'civic plan --out {folder}' writes plans into it")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no plans here; 'civic plan --out {folder}' writes them")
    chosen = [path for path in paths if not wanted or path.stem in wanted or StackName.parse(path.stem).owner in wanted]
    if not chosen:
        raise InputError(f"{folder}: no plan of {', '.join(wanted)}; found {', '.join(path.stem for path in paths)}")
    return [checked(path.stem, Deployment.read(path)) for path in chosen]
