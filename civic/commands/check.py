"""``civic check``: the rules over plans, or over a stack's real state."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.plan import run_with_progress
from civic.commands.planning import Planned, summarise, targets, uses_published_cards
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.checks import problems
from civic.estate.layers import StackName
from civic.estate.loading import load_estate
from civic.plan import Deployment, DocumentError
from civic.reports.console import counted, wide_console
from civic.reports.findings import as_json, print_findings, verdict
from policies.estate import estate_findings


def check_command(wanted: Sequence[str], estate_root: Path, project_root: Path, plans: Path | None, state: Path | None, form: str) -> int:
    """Check and print. Returns 0 without mandatory findings, else 1; bad input raises ``InputError``."""
    console, complaints = wide_console(), Console(stderr=True)
    if plans and state:
        raise InputError("give --plans or --state, not both")
    if state and wanted:
        raise InputError(f"--state checks the one file; leave out {', '.join(wanted)}")
    clashes: list[str] = []
    if state is not None:
        done = [_from_state(state)]
    elif plans is not None:
        done = _from_plans(plans, wanted)
    else:
        project, estate = Project.read(project_root.resolve()), load_estate(estate_root)
        clashes = [str(problem) for problem in problems(estate)]
        done = run_with_progress(complaints, project, estate, targets(estate, wanted, published=uses_published_cards(project)), None)
    findings = [*estate_findings({planned.stack: planned.shared for planned in done}), *(f for planned in done for f in planned.findings)]
    errors = [*((planned.stack, planned.error) for planned in done if planned.error), *(("estate", clash) for clash in clashes)]
    resources = sum(planned.resources for planned in done)
    if form == "json":
        print(as_json(findings, errors, stacks=len(done), resources=resources))
    else:
        for stack, error in errors:
            complaints.print(f"[bold red]{stack}[/] {escape(error)}", soft_wrap=True)
        print_findings(console, findings)
        last = verdict(findings, failed=sum(bool(planned.error) for planned in done), clashes=len(clashes))
        console.print(f"{counted(len(done), 'stack')}, {counted(resources, 'resource')} checked.  {last}", soft_wrap=True)
    return exit_codes.of_plans(done, findings, clashes)


def _from_state(path: Path) -> Planned:
    deployment = Deployment.read(path)
    try:
        stack = deployment.stack.stack
    except DocumentError as error:
        raise InputError(f"{path}: {error}; 'pulumi stack export' of a deployed stack has one") from error
    return summarise(stack, deployment, checked=True)


def _from_plans(folder: Path, wanted: Sequence[str]) -> list[Planned]:
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; 'civic plan --out {folder}' writes plans into it")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no plans here; 'civic plan --out {folder}' writes them")
    chosen = [path for path in paths if not wanted or path.stem in wanted or StackName.parse(path.stem).owner in wanted]
    if not chosen:
        raise InputError(f"{folder}: no plan of {', '.join(wanted)}; found {', '.join(path.stem for path in paths)}")
    return [summarise(path.stem, Deployment.read(path), checked=True) for path in chosen]
