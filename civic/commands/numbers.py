"""``civic numbers`` and ``civic lines``: telephone numbers that bodies hold, and analogue lines still to move."""

from pathlib import Path

import click
from rich.markup import escape

from civic.commands import exit_codes
from civic.estate.analogue_lines import analogue_lines, is_late
from civic.estate.loading import load_estate
from civic.estate.pending_actions import SWITCH_OFF
from civic.ledger.locking import locked_estate
from civic.ledger.numbers import give_numbers, withdraw_numbers
from civic.records.phone_numbers import how_many
from civic.reports.console import counted, plain_table, wide_console


def numbers_command(estate_root: Path) -> int:
    """List who holds which numbers."""
    estate = load_estate(estate_root)
    table = plain_table("body", "numbers", "how many", "held from the regulator by", "since", whole=("numbers", "since"), right=("how many",))
    for slug, ledger in sorted(estate.ledgers.items()):
        for held in ledger.number_ranges():
            table.add_row(slug, held.numbers, str(how_many(held.numbers)), escape(held.holder), held.on)
    wide_console().print(table if table.row_count else "No body holds numbers yet; 'civic numbers give BODY RANGE --holder NAME' gives some.")
    return 0


def give_command(estate_root: Path, slug: str, numbers: str, holder: str, on: str) -> int:
    """Give a body numbers that nobody else ever had."""
    with locked_estate(estate_root) as estate:
        give_numbers(estate, slug, numbers, holder, on)
    click.echo(f"{slug}: {numbers} given ({counted(how_many(numbers), 'number')})")
    return exit_codes.WELL


def withdraw_command(estate_root: Path, slug: str, numbers: str, because: str, on: str) -> int:
    """Withdraw numbers from a body."""
    with locked_estate(estate_root) as estate:
        withdraw_numbers(estate, slug, numbers, because, on)
    click.echo(f"{slug}: {numbers} withdrawn")
    return exit_codes.WELL


def lines_command(estate_root: Path, today: str) -> int:
    """List analogue lines by the day they are to move. Exit code 1 where one is late."""
    estate = load_estate(estate_root)
    table = plain_table("move by", "body", "line", "serves", "moves to", whole=("move by", "line"))
    rows = sorted((line.move_by, slug, line) for slug, record in estate.organisations.items() for line in record.analogue_lines)
    for move_by, slug, line in rows:
        late = is_late(line, today)
        table.add_row(
            f"[red]{move_by} late[/]" if late else move_by, slug, line.line, escape(line.serves), escape(line.to or "") or "[yellow]not decided[/]"
        )
    counts = analogue_lines(estate, today)
    console = wide_console()
    console.print(table if rows else "No body has analogue lines on its register.")
    if rows:
        total, undecided, late = (sum(getattr(each, key) for each in counts.values()) for key in ("total", "undecided", "late"))
        console.print(f"\n{counted(total, 'line')} still to move before {SWITCH_OFF}; {undecided} not decided, {late} late.")
    return exit_codes.FINDINGS if any(each.late for each in counts.values()) else exit_codes.WELL
