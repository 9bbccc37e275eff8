"""Where commands print, and how their tables and counts look."""

from collections.abc import Collection

from rich.console import Console
from rich.table import Table


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


def counted(count: int, what: str, plural: str = "s", *, one: str = "") -> str:
    """``1 line``, ``1,200 lines``: ``what`` with the ending ``plural``, or ``one`` where there is but one."""
    return f"{count:,} {what}{one if count == 1 else plural}"
