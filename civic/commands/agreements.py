"""``civic agreements``: what is offered, requested and agreed, and who must do what."""

from dataclasses import asdict
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from civic.commands.forks import estate_here
from civic.commands.unreadable import exit_code_of_list
from civic.estate.agreements import Agreement
from civic.reports.console import plain_table, print_json, print_table, wide_console


def agreements_command(estate_root: Path, form: str) -> int:
    """Print every offer and request. Returns 0: a request that waits is no mistake; 1 where a body's files cannot be read."""
    estate = estate_here(estate_root, tolerant=True)
    agreements, code = estate.agreements, exit_code_of_list(estate)
    if form == "json":
        print_json([asdict(agreement) for agreement in agreements])
        return code
    console = wide_console()
    if agreements:
        print_table(console, table(agreements))
    else:
        console.print("Nobody offers or asks for a shared service.")
    if notable := [each for each in agreements if each.todo or each.note]:
        console.print("\n[bold]who must do what, or must know[/]")
    for each in notable:
        console.print(escape(_sentence(each)), soft_wrap=True)
    return code


def table(agreements: list[Agreement]) -> Table:
    """One row for each offer and request, in the order of ``agreements``."""
    whole = ("provider", "offer", "version", "consumer", "state", "cloud")
    rows = plain_table(*whole, "calls it as", whole=whole)
    colours = {"agreed": "green", "requested": "yellow", "offered": ""}
    for one in agreements:
        state = f"[{colours[one.state]}]{one.state}[/]" if colours[one.state] else one.state
        place = f"{one.host}:{one.port}" if one.host else ""
        rows.add_row(*(escape(text) for text in (one.provider, one.offer, one.version, one.consumer)), state, one.cloud, place)
    return rows


def _sentence(one: Agreement) -> str:
    name = f"{one.provider}/{one.offer}"
    if not one.todo:
        return f"{one.consumer} has {name} {one.note}"
    return f"{one.consumer} asks for {name}: {one.todo}" if one.consumer else f"{one.provider} offers {one.offer}: {one.todo}"
