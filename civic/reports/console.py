"""Where commands print, and how their tables and counts look."""

import json
from collections.abc import Collection

from rich.console import Console
from rich.table import Table

WIDEST = 10_000
"""Columns of a terminal on which nothing need be cut."""


def wide_console() -> Console:
    """A console as wide as its terminal, and wide enough for a table where there is no terminal."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=120, highlight=False)


def plain_table(*headings: str, whole: Collection[str] = (), right: Collection[str] = ()) -> Table:
    """A table without lines. Columns in ``whole`` are never cut or folded, so that what they say can be copied."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in whole, justify="right" if heading in right else "left")
    return table


def print_json(value: object) -> None:
    """For programs: one document on standard output, whatever the terminal's width and encoding."""
    print(json.dumps(value, indent=2))


def print_table(console: Console, table: Table) -> None:
    """The table, or where the terminal is too narrow for its columns each row as lines of ``heading: value``, so that nothing vanishes.

    Where there is no terminal, a table is as wide as its lines: whoever reads a file or a pipe must find the same table on every machine.
    """
    measured = console.measure(table, options=console.options.update(width=WIDEST))
    if measured.minimum > console.width and not console.is_terminal:
        console.width = measured.maximum
    if measured.minimum <= console.width:
        console.print(table)
        return
    if table.title:
        console.print(table.title, style="bold", soft_wrap=True)
    rows = zip(*(list(column.cells) for column in table.columns), strict=True)
    for number, row in enumerate(rows):
        if number:
            console.print()
        for column, cell in zip(table.columns, row, strict=True):
            if cell:
                console.print(f"[bold]{column.header}[/]: {cell}", soft_wrap=column.no_wrap)


def counted(count: int, what: str, plural: str = "s", *, one: str = "") -> str:
    """``1 line``, ``1,200 lines``: ``what`` with the ending ``plural``, or ``one`` where there is but one."""
    return f"{count:,} {what}{one if count == 1 else plural}"
