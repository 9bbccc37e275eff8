"""``civic quotas``: what binds by number, where, and what to ask the clouds for before bodies join."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from civic import clock
from civic.commands import exit_codes
from civic.commands.forks import estate_of
from civic.commands.planning import plan_and_ask
from civic.commands.unreadable import report_unreadable
from civic.engine.project import Project
from civic.estate.joining import bodies_a_year
from civic.estate.targets import targets
from civic.quotas.totals import totals
from civic.reports.console import print_json, print_table, wide_console
from civic.reports.quotas import SHOWN, Pace, quota_lines, quota_table, quotas_document


def quotas_command(wanted: Sequence[str], estate_root: Path, project_root: Path, form: str) -> int:
    """Print what the plans of ``wanted`` take of each quota, what binds first at the head. Returns the exit code: 1 where a quota is exceeded."""
    project = Project.read(project_root.resolve())
    estate = estate_of(project, estate_root, tolerant=True)
    complaints = Console(stderr=True)
    report_unreadable(complaints, estate)
    results, *_ = plan_and_ask(complaints, project, estate, targets(estate, wanted))
    failed = [result for result in results if result.error]
    for result in failed:
        complaints.print(f"[bold red]{result.stack}[/] {escape(result.error)}", soft_wrap=True)
    found = totals(used for result in results for used in result.used)
    pace = Pace(clock.today(), bodies_a_year(estate, clock.today()))
    if form == "json":
        print_json(quotas_document(found, pace))
    else:
        console = wide_console()
        print_table(console, quota_table(found[:SHOWN]))
        for line in quota_lines(found, pace):
            console.print(escape(line), soft_wrap=True)
    return exit_codes.FINDINGS if failed or any(total.over for total in found) else exit_codes.WELL
