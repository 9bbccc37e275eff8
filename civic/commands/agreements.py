"""``civic agreements``: what is offered, requested and agreed, and who must do what."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from civic.estate.agreements import Agreement
from civic.estate.loading import load_estate
from civic.reports.console import plain_table, wide_console


def agreements_command(estate_root: Path, form: str) -> int:
    """Print every offer and request. Returns 0: a request that waits is no mistake."""
    found = load_estate(estate_root).agreements
    if form == "json":
        print(json.dumps([asdict(agreement) for agreement in found], indent=2))
        return 0
    console = wide_console()
    console.print(table(found) if found else "Nobody offers or asks for a shared service.")
    if told := [each for each in found if each.todo or each.note]:
        console.print("\n[bold]who must do what, or must know[/]")
    for each in told:
        console.print(escape(_told(each)), soft_wrap=True)
    return 0


def table(found: list[Agreement]) -> Table:
    """One row for each offer and request, in the order of ``found``."""
    whole = ("provider", "offer", "version", "consumer", "state", "cloud")
    made = plain_table(*whole, "calls it as", whole=whole)
    colours = {"agreed": "green", "requested": "yellow", "offered": ""}
    for one in found:
        state = f"[{colours[one.state]}]{one.state}[/]" if colours[one.state] else one.state
        place = f"{one.host}:{one.port}" if one.host else ""
        made.add_row(*(escape(text) for text in (one.provider, one.offer, one.version, one.consumer)), state, one.cloud, place)
    return made


def _told(one: Agreement) -> str:
    name = f"{one.provider}/{one.offer}"
    if not one.todo:
        return f"{one.consumer} has {name} {one.note}"
    return f"{one.consumer} asks for {name}: {one.todo}" if one.consumer else f"{one.provider} offers {one.offer}: {one.todo}"
