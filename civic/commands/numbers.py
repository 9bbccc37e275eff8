"""``civic numbers`` and ``civic lines``: telephone numbers that bodies hold, and analogue lines still to move."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.markup import escape

from civic.commands import exit_codes
from civic.commands.forks import refuse_giving_in_fork
from civic.commands.unreadable import exit_code_of_list
from civic.estate.analogue_lines import LineCounts, analogue_lines, is_late
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.pending_actions import SWITCH_OFF
from civic.ledger.locking import locked_estate
from civic.ledger.numbers import give_numbers, withdraw_numbers
from civic.records.phone_numbers import how_many
from civic.records.voice import AnalogueLine
from civic.reports.console import counted, plain_table, print_json, print_table, wide_console


def numbers_command(estate_root: Path, form: str) -> int:
    """List who holds which numbers. Exit code 1 where a body's files cannot be read."""
    estate = load_estate(estate_root, tolerant=True)
    code = exit_code_of_list(estate)
    if form == "json":
        print_json([row for owner in sorted(estate.ledgers) for row in _numbers_of(estate, owner)])
        return code
    table = plain_table("body", "numbers", "how many", "held from the regulator by", "since", whole=("numbers", "since"), right=("how many",))
    for owner in sorted(estate.ledgers):
        for row in _numbers_of(estate, owner):
            table.add_row(*(escape(str(value)) for value in row.values()))
    console = wide_console()
    if table.row_count:
        print_table(console, table)
    else:
        console.print("No body holds numbers yet; 'civic numbers give BODY RANGE --holder NAME' gives some.")
    return code


def _numbers_of(estate: Estate, owner: str) -> list[dict[str, object]]:
    """Ranges that an owner holds, in the order of the table's columns."""
    return [
        {"body": owner, "numbers": held.numbers, "how_many": how_many(held.numbers), "holder": held.holder, "since": held.on}
        for held in estate.ledgers[owner].number_ranges()
    ]


def give_command(estate_root: Path, slug: str, numbers: str, holder: str, on: str) -> int:
    """Give a body numbers that nobody else ever had."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        give_numbers(estate, slug, numbers, holder, on)
    click.echo(f"{slug}: {numbers} given ({counted(how_many(numbers), 'number')})")
    return exit_codes.WELL


def withdraw_command(estate_root: Path, slug: str, numbers: str, because: str, on: str) -> int:
    """Withdraw numbers from a body."""
    refuse_giving_in_fork(estate_root)
    with locked_estate(estate_root) as estate:
        withdraw_numbers(estate, slug, numbers, because, on)
    click.echo(f"{slug}: {numbers} withdrawn")
    return exit_codes.WELL


def lines_command(estate_root: Path, today: str, form: str) -> int:
    """List analogue lines by the day they are to move. Exit code 1 where one is late, or a body's files cannot be read."""
    estate = load_estate(estate_root, tolerant=True)
    code = exit_code_of_list(estate)
    counts = analogue_lines(estate, today)
    bodies = [(slug, line) for slug, record in estate.organisations.items() for line in record.analogue_lines]
    lines = sorted(bodies, key=lambda pair: (pair[1].move_by, pair[0], pair[1].line))
    if form == "json":
        print_json([{"body": slug, **line.model_dump(), "late": is_late(line, today)} for slug, line in lines])
    elif lines:
        _print_lines(lines, list(counts.values()), today)
    else:
        wide_console().print("No body has analogue lines on its register.")
    return exit_codes.FINDINGS if any(each.late for each in counts.values()) else code


def _print_lines(lines: Sequence[tuple[str, AnalogueLine]], counts: Sequence[LineCounts], today: str) -> None:
    table = plain_table("move by", "body", "line", "serves", "moves to", whole=("move by", "line"))
    for slug, line in lines:
        day = f"[red]{line.move_by} late[/]" if is_late(line, today) else line.move_by
        table.add_row(day, slug, line.line, escape(line.serves), escape(line.to or "") or "[yellow]not decided[/]")
    console = wide_console()
    print_table(console, table)
    total, undecided, late = (sum(getattr(each, key) for each in counts) for key in ("total", "undecided", "late"))
    console.print(f"\n{counted(total, 'line')} still to move before {SWITCH_OFF}; {undecided} not decided, {late} late.")
