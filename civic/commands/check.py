"""``civic check``: the rules over plans, or over a stack's real state."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import checked, gather_outcome, plan_and_check, report_unknown_agreements
from civic.commands.reach_of_files import with_reach_of_files
from civic.commands.rights_of_files import with_rights_of_files
from civic.commands.unreadable import report_unreadable
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.layers import StackName
from civic.estate.targets import targets
from civic.plan import Deployment, Resource
from civic.reports.console import counted, wide_console
from civic.reports.evidence import Evidence, evidence
from civic.reports.evidence_json import as_json
from civic.reports.findings import print_findings, rights_unasked, under_rules, verdict
from civic.reports.junit import as_junit
from civic.reports.results import Entry, Outcome, StackResult
from civic.reports.sarif import as_sarif
from civic.workspace import CLONE, is_clone

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
        raise InputError(f"--state checks what it names; leave out {', '.join(wanted)}")
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
        files = _exports(state)
        return gather_outcome(_from_files(files, files, estate_root, project_root, are_states=True)), files
    if plans is not None:
        files = _chosen(plans, wanted)
        return gather_outcome(_from_files(files, sorted(plans.glob("*.json")), estate_root, project_root, are_states=False)), files
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
    print_findings(console, proof.findings, proof.entry)
    console.print(under_rules(proof.coverage, outcome.resources, whole=proof.strict), soft_wrap=True)
    for line in rights_unasked(outcome):
        console.print(escape(line), soft_wrap=True)
    last = verdict(outcome, looked=bool(proof.coverage.resources_under_rules))
    gaps = "[bold red]Not everything is under rules.[/]  " if proof.gaps else ""
    console.print(f"{counted(len(outcome.stacks), 'stack')}, {counted(outcome.resources, 'resource')} read.  {gaps}{last}", soft_wrap=True)


def _from_files(paths: Iterable[Path], beside: Iterable[Path], estate_root: Path, project_root: Path, *, are_states: bool) -> Sequence[StackResult]:
    """A stack of anybody's from each file; what those ``beside`` them make decides rights. Raises ``InputError`` where two files are of one stack."""
    project, checking = _own_project(project_root), set(paths)
    first, read, results = dict[str, Path](), dict[str, Deployment](), list[StackResult]()
    for path in dict.fromkeys((*paths, *beside)):
        deployment = Deployment.read(path)
        name = _stack_name(deployment, project.name if project else "") or path.stem
        if name in first:
            raise InputError(f"{path}: found the stack {name}, which {first[name]} is of too; allowed: one file for each stack")
        first[name], read[name] = path, deployment
        if path in checking:
            result = checked(name, deployment)
            results.append(replace(result, state=_entries(deployment, path)) if are_states else result)
    asked = with_rights_of_files(results, read, estate_root, project)
    return asked if are_states else with_reach_of_files(asked, read, estate_root, project)


def _own_project(root: Path) -> Project | None:
    """The project whose rules are asked; nothing where there is none."""
    folder = next((one for one in (root, CLONE) if is_clone(one)), None)
    return Project.read(folder.resolve()) if folder else None


def _stack_name(deployment: Deployment, ours: str) -> str:
    """``stack`` for one of this project's, ``project/stack`` for another's, as Pulumi says it; empty for a file that does not say which."""
    names = {(resource.project, resource.stack) for resource in deployment}
    if len(names) != 1:
        return ""
    ((project, stack),) = names
    return stack if project == ours else f"{project}/{stack}"


def _entries(deployment: Deployment, path: Path) -> Mapping[str, Entry]:
    return {resource.urn: Entry(_cloud_id(resource), str(path), resource.line) for resource in deployment if resource.custom}


def _cloud_id(resource: Resource) -> str:
    # An ARN says the account and the region, which an id such as that of a VPC does not.
    arn = resource.outputs.get("arn")
    return arn if isinstance(arn, str) and arn.startswith("arn:") else resource.id


def _exports(path: Path) -> list[Path]:
    """The one file, or those of a folder. Raises ``InputError`` where there are none."""
    if not path.is_dir():
        return [path]
    paths = sorted(path.glob("*.json"))
    if not paths:
        raise InputError(f"{path}: no states here; 'pulumi stack export --file {path}/NAME.json' writes one")
    return paths


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
