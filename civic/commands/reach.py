"""``civic reach``: is every promise delivered, and nothing else? Or: how does one come from A to B, and what stops it?"""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import plan_and_ask
from civic.commands.reach_proof import Reached
from civic.commands.unreadable import report_unreadable
from civic.engine.project import Project
from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName, implied
from civic.plan import Deployment
from civic.reach.asked import StackReach, networked
from civic.reach.places import ask
from civic.reports.console import counted, print_json, print_table, wide_console
from civic.reports.evidence import with_mending
from civic.reports.findings import print_findings
from civic.reports.reach import not_modelled_line, path_lines, paths_document, promise_lines, proof_document, proof_table
from civic.reports.reach_picture import network_svg


def reach_command(
    ends: Sequence[str], estate_root: Path, project_root: Path, plans: Path | None, form: str, *, port: int, name: str, promised: bool
) -> int:
    """Print the proof, or the path between two ``ends``. Returns 1 where something is wrong, or the path does not arrive.

    Raises ``InputError`` for one end alone, for what is no place, and where not every stack of a cloud is there.
    """
    if len(ends) not in (0, 2):
        raise InputError(f"found {', '.join(ends)}; allowed: two places, A and B, between which a path is looked for, or none for the whole proof")
    if name and not ends:
        raise InputError("--name is what B is called by: give A and B too")
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    complaints = Console(stderr=True)
    report_unreadable(complaints, estate)
    networks, failed = _planned(complaints, project, estate, plans)
    reached = Reached(networks, estate)
    if not reached.clouds:
        raise InputError("not every stack of a cloud is here, and reach is not proved over a part; 'civic plan' says which fail")
    if ends:
        return _path(reached, ends, port, name, form)
    return exit_codes.FINDINGS if _proof(reached, form, estate_root, promised=promised) or failed else exit_codes.WELL


def _planned(console: Console, project: Project, estate: Estate, plans: Path | None) -> tuple[list[StackReach], bool]:
    """The networks of all stacks, planned here or read from a folder; and whether a stack failed."""
    if plans is not None:
        paths = sorted(plans.glob("*.json"))
        if not paths:
            raise InputError(f"{plans}: no plans here; 'civic plan --out {plans}' writes them")
        return [networked(str(StackName.parse(path.stem)), Deployment.read(path)) for path in paths], False
    results, _, networks = plan_and_ask(console, project, estate, implied(estate))
    failures = [result for result in results if result.error]
    for result in failures:
        console.print(f"[bold red]{result.stack}[/] {escape(result.error)}", soft_wrap=True)
    return networks, bool(failures)


def _path(reached: Reached, ends: Sequence[str], port: int, name: str, form: str) -> int:
    answers = ask(reached.graphs, *ends, port=port, name=name)
    sources = {urn: source for graph in reached.graphs.values() for urn, source in graph.sources.items()}
    if form == "json":
        print_json(paths_document(answers, sources))
    elif form == "svg":
        raise InputError("--format svg is the picture of the whole network: leave out A and B")
    else:
        console = wide_console()
        for answer in answers:
            for line in path_lines(answer, sources):
                console.print(line, soft_wrap=True)
        console.print(f"\n[dim]{escape(not_modelled_line())}[/]", soft_wrap=True)
    return exit_codes.WELL if all(answer.trace.arrives for answer in answers) else exit_codes.FINDINGS


def _proof(reached: Reached, form: str, estate_root: Path, *, promised: bool) -> bool:
    """Print it; whether anything is wrong."""
    proofs = reached.proofs
    wrong = any(not proof.well for proof in proofs)
    if form == "json":
        sources = {urn: source for graph in reached.graphs.values() for urn, source in graph.sources.items()}
        print_json(proof_document(proofs, sources))
        return wrong
    if form == "svg":
        print(network_svg(reached.graphs, proofs, reached.promises, reached.estate.platform.name))
        return wrong
    console = wide_console()
    print_table(console, proof_table(proofs))
    if promised:
        console.print()
        for line in promise_lines(proofs):
            console.print(line, soft_wrap=True)
    print_findings(console, with_mending(reached.findings, estate_root))
    count = sum(len(proof.delivered) for proof in proofs)
    faults = sum(len(proof.undelivered) + len(proof.wrongs) for proof in proofs)
    verdict = f"[bold red]{counted(faults, 'fault')}.[/]" if faults else "[green]Every promise is delivered, and nothing else is reachable.[/]"
    console.print(f"\n[dim]{escape(not_modelled_line())}[/]\n\n[bold]{counted(count, 'promise')}[/] asked.  {verdict}", soft_wrap=True)
    return wrong
