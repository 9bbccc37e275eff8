"""``civic agreements``: what is offered, requested and agreed, and who must do what."""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from civic.records.agreements import Agreement
from civic.records.estate import load_estate


def agreements_command(estate_root: Path, form: str) -> int:
    """Print every offer and request. Returns 0: a request that waits is no mistake."""
    found = load_estate(estate_root).agreements
    if form == "json":
        print(json.dumps([asdict(agreement) for agreement in found], indent=2))
        return 0
    console = Console()
    console = console if console.is_terminal else Console(width=160)
    console.print(table(found) if found else "Nobody offers or asks for a shared service.")
    return 0


def table(found: list[Agreement]) -> Table:
    """One row for each offer and request, in the order of ``found``."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("provider", "offer", "version", "consumer", "state", "cloud", "calls it as", "who must do what, or must know"):
        made.add_column(heading, overflow="fold", no_wrap=heading in ("state", "cloud", "version"))
    colours = {"agreed": "green", "requested": "yellow", "offered": ""}
    for one in found:
        state = f"[{colours[one.state]}]{one.state}[/]" if colours[one.state] else one.state
        place = f"{one.host}:{one.port}" if one.host else ""
        made.add_row(
            *(escape(text) for text in (one.provider, one.offer, one.version, one.consumer)), state, one.cloud, place, escape(one.todo or one.note)
        )
    return made
