"""Where commands print."""

from rich.console import Console


def wide_console() -> Console:
    """A console as wide as its terminal, and wide enough for a table where there is no terminal."""
    console = Console()
    return console if console.is_terminal else Console(width=120)
