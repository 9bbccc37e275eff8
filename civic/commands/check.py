"""``civic check``: the rules over plans, or over a stack's real state."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import checked, gather_outcome, plan_and_check, report_unknown_agreements
from civic.commands.unreadable import report_unreadable
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.layers import StackName
from civic.estate.targets import targets
from civic.plan import Deployment
from civic.reports.console import counted, wide_console
from civic.reports.evidence import Evidence, evidence
from civic.reports.evidence_json import as_json
from civic.reports.findings import print_findings, under_rules, verdict
from civic.reports.junit import as_junit
from civic.reports.results import Outcome, StackResult
from civic.reports.sarif import as_sarif

DOCUMENTS: Mapping[str, Callable[[Evidence], str]] = {"json": as_json, "sarif": as_sarif, "junit": as_junit}
"""Forms for programs."""


def check_command(
    wanted: Sequence[str],
    estate_root: Path,
    project_root: Path,
    plans: Path | None,
    state: Path | None,
    form: str,
    *,
    strict: bool = False,
    quiet: bool = False,
) -> int:
    """Check and print. Returns the exit code; bad input raises ``InputError``."""
    if plans and state:
        raise InputError("give --plans or --state, not both")
    if state and wanted:
        raise InputError(f"--state checks the one file; leave out {', '.join(wanted)}")
    console, complaints = wide_console(), Console(stderr=True)
    outcome, files = _looked_at(complaints, wanted, estate_root, project_root, plans, state)
    proof = evidence(outcome, estate_root, project_root, files, strict=strict)
    if form in DOCUMENTS:
        print(DOCUMENTS[form](proof))
    elif not quiet or not proof.well or proof.findings:
        _print(console, complaints, proof)
    return exit_codes.of(outcome) or (exit_codes.WELL if proof.well else exit_codes.FINDINGS)


def _looked_at(
    complaints: Console, wanted: Sequence[str], estate_root: Path, project_root: Path, plans: Path | None, state: Path | None
) -> tuple[Outcome, Iterable[Path]]:
    """The outcome, and the files that it follows from."""
    if state is not None:
        return gather_outcome([_from_file(state)]), [state]
    if plans is not None:
        chosen = _chosen(plans, wanted)
        return gather_outcome([_from_file(path) for path in chosen]), chosen
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    if wanted:
        report_unreadable(complaints, estate)
    stacks = targets(estate, wanted)
    report_unknown_agreements(complaints, estate, stacks)
    return gather_outcome(plan_and_check(complaints, project, estate, stacks), estate, wanted=wanted), estate_root.rglob("*.yaml")


def _print(console: Console, complaints: Console, proof: Evidence) -> None:
    outcome = proof.outcome
    for stack, error in outcome.errors:
        complaints.print(f"[bold red]{stack}[/] {escape(error)}", soft_wrap=True)
    print_findings(console, proof.findings)
    console.print(under_rules(proof.coverage, whole=proof.strict), soft_wrap=True)
    last = f"[bold red]Not everything is under rules.[/]  {verdict(outcome)}" if proof.gaps else verdict(outcome)
    console.print(f"{counted(len(outcome.stacks), 'stack')}, {counted(outcome.resources, 'resource')} checked.  {last}", soft_wrap=True)


def _from_file(path: Path) -> StackResult:
    """One stack of anybody's. Its name is what its resources say; a file without any has its own."""
    deployment = Deployment.read(path)
    names = {resource.stack for resource in deployment}
    return checked(names.pop() if len(names) == 1 else path.stem, deployment)


def _chosen(folder: Path, wanted: Sequence[str]) -> list[Path]:
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; 'civic plan --out {folder}' writes plans into it")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no plans here; 'civic plan --out {folder}' writes them")
    chosen = [path for path in paths if not wanted or path.stem in wanted or _owner(path.stem) in wanted]
    if not chosen:
        raise InputError(f"{folder}: no plan of {', '.join(wanted)}; found {', '.join(path.stem for path in paths)}")
    return chosen


def _owner(name: str) -> str:
    """Owner of a stack of this estate; nothing for a file that is called otherwise."""
    try:
        return StackName.parse(name).owner
    except InputError:
        return ""
