"""``civic rights``: as whom each stack is deployed, what that identity needs, is granted, and has in excess."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic.access import paths
from civic.access.excess import IdentityRights, identity_rights
from civic.access.explaining import Told
from civic.access.path_texts import answer_lines
from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import plan_and_ask
from civic.commands.rights_proof import Judged, judged
from civic.commands.unreadable import report_unreadable
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.targets import targets
from civic.reports.console import counted, print_json, print_table, wide_console
from civic.reports.evidence import with_mending
from civic.reports.findings import print_findings
from civic.reports.rights import identity_lines, identity_table, rights_document
from civic.reports.rights_paths import answer_data, answer_svg
from policies import Finding


def rights_command(wanted: Sequence[str], estate_root: Path, project_root: Path, form: str, *, start: str = "", end: str = "") -> int:
    """Print the rights of every identity that ``wanted`` stacks act as, and what is refused; with ``start`` and ``end`` the path between them.

    Returns the exit code: of a path 0 where there is none, 1 where there is one. Raises ``InputError`` for one end without the other, and for
    what is no identity or data of these plans.
    """
    if bool(start) != bool(end):
        raise InputError("--from and --to go together: give whose path is looked for, and what it should lead to")
    if form == "svg" and not start:
        raise InputError("--format svg is the picture of a path: give --from and --to")
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    complaints = Console(stderr=True)
    report_unreadable(complaints, estate)
    stacks = targets(estate, wanted)
    results, asks, _ = plan_and_ask(complaints, project, estate, stacks)
    failed = [result for result in results if result.error]
    for result in failed:
        complaints.print(f"[bold red]{result.stack}[/] {escape(result.error)}", soft_wrap=True)
    proof = judged(asks, {str(name) for name in stacks}, estate, project.name)
    if start:
        return _path(proof, start, end, form)
    identities = [each for each in identity_rights(proof.worlds, proof.runs, proof.concerned) if each.granted or each.needed]
    wrong = proof.wrong_paths
    if form == "json":
        print_json(rights_document(identities, proof.refused, wrong))
    else:
        _print(wide_console(), identities, proof.refused, wrong, estate_root, detailed=bool(wanted))
    return exit_codes.FINDINGS if failed or proof.refused or wrong else exit_codes.WELL


def _path(proof: Judged, start: str, end: str, form: str) -> int:
    try:
        answer = paths.path(proof.graph, start, end)
    except LookupError as error:
        raise InputError(f"{error.args[0]}; 'civic rights' lists identities, a plan the ids of what it makes") from None
    if form == "json":
        print_json(answer_data(answer, proof.sources))
    elif form == "svg":
        print(answer_svg(answer, proof.sources))
    else:
        console = wide_console()
        for line in answer_lines(answer, proof.sources):
            console.print(escape(line), soft_wrap=True)
    return exit_codes.FINDINGS if answer.steps else exit_codes.WELL


def _print(
    console: Console, identities: Sequence[IdentityRights], refused: Sequence[Told], wrong: Sequence[Finding], estate: Path, *, detailed: bool
) -> None:
    print_table(console, identity_table(identities))
    if detailed:
        for line in identity_lines(identities):
            console.print(line, soft_wrap=True)
    if wrong:
        print_findings(console, with_mending(wrong, estate))
    said = (
        [f"[bold red]{counted(len(refused), 'call')} refused[/]; 'civic plan' says which"] if refused else ["Nothing that is asked for is refused."]
    )
    said.append(f"[bold red]{counted(len(wrong), 'path')} that must not be.[/]" if wrong else "No path leads upward or sideways.")
    console.print(f"\n{counted(len(identities), 'identit', 'ies', one='y')}.  {'  '.join(said)}", soft_wrap=True)
