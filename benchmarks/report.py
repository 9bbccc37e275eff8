"""Results as a table on the terminal, as JSON, and as the table between two markers of a page."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.result import Failed, Result, Row

START, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"

Outcome = tuple[Row, Result | str]
"""A row with its result, or with the reason why there is none."""


def machine() -> str:
    """On what this was measured, and how busy it was."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} processors, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}; load {load:.1f} at the end"


def table(outcomes: Sequence[Outcome]) -> Table:
    """For people at a terminal."""
    made = Table(title=machine(), title_justify="left", show_lines=True)
    for heading in ("row", "what", "measured", "aim", "", "ratio"):
        made.add_column(heading, overflow="fold", justify="right" if heading == "ratio" else "left")
    for row, found in outcomes:
        if isinstance(found, str):
            state = _state(found)
            made.add_row(row.name, escape(row.what), f"{state.upper()}: {escape(found)}", escape(row.aim), f"[yellow]{state}[/]", "")
        else:
            verdict = "[green]met[/]" if found.met else "[bold red]missed[/]"
            made.add_row(row.name, escape(found.what), escape(found.measured), escape(found.aim), verdict, _ratio(found))
    return made


def as_json(outcomes: Sequence[Outcome]) -> str:
    """For programs. A skipped row has a reason and no numbers."""
    rows: dict[str, Any] = {row.name: {_state(found): found} if isinstance(found, str) else asdict(found) for row, found in outcomes}
    return json.dumps({"machine": machine(), "date": date.today().isoformat(), "rows": rows}, indent=2, ensure_ascii=False) + "\n"


def write(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Put the table between the page's markers. Raises ``ValueError`` for a page without them."""
    text = path.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{path}: the page needs a line '{START}' and, below it, a line '{END}'")
    path.write_text(f"{before}{START}\n{_markdown(outcomes)}{END}{after}", encoding="utf-8")


def _markdown(outcomes: Sequence[Outcome]) -> str:
    lines = [f"Measured on {date.today().isoformat()}: {machine()}.", "", "| row | what | measured | aim | | ratio |", "|---|---|---|---|---|---|"]
    notes, missed = [], []
    for row, found in outcomes:
        if isinstance(found, str):
            lines.append(f"| {row.name} | {row.what} | not measured: {_cell(found)} | {row.aim} | {_state(found)} | |")
            continue
        verdict = "met" if found.met else "**missed**"
        lines.append(f"| {row.name} | {found.what} | {_cell(found.measured)} | {found.aim} | {verdict} | {_ratio(found)} |")
        notes.append(f"- **{row.name}**: {found.included}")
        if not found.met:
            missed.append(f"- **{row.name}**: {found.measured}; the aim is {found.aim}. {found.why}".rstrip())
    told = ["", "Aims missed in this run:", "", *missed] if missed else []
    return "\n".join([*lines, *told, "", "What is in the times:", "", *notes, ""])


def _state(found: str) -> str:
    return "failed" if isinstance(found, Failed) else "skipped"


def _ratio(found: Result) -> str:
    return "" if found.ratio is None else f"{found.ratio:.2f}" if found.ratio < 10 else f"{found.ratio:.0f}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def show(outcomes: Sequence[Outcome]) -> None:
    console = Console()
    (console if console.is_terminal else Console(width=160)).print(table(outcomes))
