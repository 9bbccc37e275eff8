"""``civic numbers`` and ``civic lines``: telephone numbers that bodies hold, and analogue lines still to move."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError
from rich.markup import escape
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.loading import load_estate
from civic.estate.pending_actions import SWITCH_OFF
from civic.ledger.writing import append
from civic.records.errors import nearest
from civic.records.values import NumberRange
from civic.reports.console import counted, plain_table, wide_console


def numbers_command(estate_root: Path) -> int:
    """List who holds which numbers."""
    estate = load_estate(estate_root)
    table = plain_table("body", "numbers", "how many", "held from the regulator by", "since", whole=("numbers", "since"), right=("how many",))
    for slug, ledger in sorted(estate.ledgers.items()):
        held = ledger.numbers_held()
        for entry in ledger.numbers:
            if entry.given in held:
                table.add_row(slug, entry.given, str(how_many(entry.given or "")), escape(entry.holder), entry.on)
    wide_console().print(table if table.row_count else "No body holds numbers yet; 'civic numbers give BODY RANGE --holder NAME' gives some.")
    return 0


def give_command(estate_root: Path, slug: str, numbers: str, holder: str, on: str) -> int:
    """Give a body numbers that nobody ever had."""
    click.echo(give(load_estate(estate_root), slug, numbers, holder, on))
    return 0


def give(estate: Estate, slug: str, numbers: str, holder: str, on: str) -> str:
    """Append to the ledger. Raises ``InputError`` for numbers that somebody has, or had: a number is never given twice."""
    path, shown = _ledger(estate, slug)
    wanted = _span(_checked(numbers))
    for other, ledger in sorted(estate.ledgers.items()):
        for entry in ledger.numbers:
            if entry.given and _touch(wanted, _span(entry.given)):
                had = "has" if entry.given in ledger.numbers_held() else "had"
                raise InputError(f"{shown}: numbers: found {numbers}; {other} {had} {entry.given}, and a number is never given twice")
    append(path, shown, {"numbers": [{"given": Quoted(numbers), "holder": holder, "on": Quoted(on)}]})
    return f"{slug}: {numbers} given ({counted(how_many(numbers), 'number')})"


def withdraw_command(estate_root: Path, slug: str, numbers: str, because: str, on: str) -> int:
    """Withdraw numbers from a body."""
    estate = load_estate(estate_root)
    path, shown = _ledger(estate, slug)
    held = estate.ledgers[slug].numbers_held()
    if numbers not in held:
        raise InputError(
            f"{shown}: numbers: found {numbers}; allowed: {', '.join(held) or 'nothing, for it holds none'}; {nearest(numbers, held)}".rstrip("; ")
        )
    holder = next(entry.holder for entry in estate.ledgers[slug].numbers if entry.given == numbers)
    append(path, shown, {"numbers": [{"withdrawn": Quoted(numbers), "holder": holder, "on": Quoted(on), "because": because}]})
    click.echo(f"{slug}: {numbers} withdrawn")
    return 0


def _ledger(estate: Estate, slug: str) -> tuple[Path, str]:
    estate.organisation(slug)
    return estate.root / "ledger" / f"{slug}.yaml", f"{estate.root.name}/ledger/{slug}.yaml"


def _checked(numbers: str) -> str:
    try:
        return TypeAdapter(NumberRange).validate_python(numbers)
    except ValidationError as error:
        raise InputError(f"numbers: found '{numbers}'; allowed: {error.errors()[0].get('ctx', {}).get('error')}") from None


def _span(numbers: str) -> tuple[int, int, int]:
    """Digits, first and last: numbers of different length never meet."""
    first, _, last = numbers.replace("+", "").partition("-")
    return len(first), int(first), int(last or first)


def _touch(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]


def how_many(numbers: str) -> int:
    """Numbers of a range."""
    _, first, last = _span(numbers)
    return last - first + 1


@dataclass(frozen=True)
class Lines:
    """A body's analogue lines still to move."""

    total: int
    undecided: int
    """Of which nobody has decided yet what takes their place."""
    late: int
    """Whose day has passed, or comes after the network is off."""


def analogue_lines(estate: Estate, today: str) -> dict[str, Lines]:
    """By slug, of bodies that have any. ``today`` is ``YYYY-MM-DD``. A range of numbers counts as many lines."""
    found: dict[str, Lines] = {}
    for slug, record in sorted(estate.organisations.items()):
        if record.analogue_lines:
            lines = record.analogue_lines
            late = [line for line in lines if line.move_by < today or line.move_by > str(SWITCH_OFF)]
            found[slug] = Lines(_count(lines), _count(line for line in lines if not line.to), _count(late))
    return found


def _count(lines: Iterable[object]) -> int:
    return sum(how_many(getattr(line, "line", "")) for line in lines)


def lines_command(estate_root: Path, today: str) -> int:
    """List analogue lines by the day they are to move. Exit code 1 where one is late."""
    estate = load_estate(estate_root)
    table = plain_table("move by", "body", "line", "serves", "moves to", whole=("move by", "line"))
    rows = sorted((line.move_by, slug, line) for slug, record in estate.organisations.items() for line in record.analogue_lines)
    for move_by, slug, line in rows:
        late = move_by < today or move_by > str(SWITCH_OFF)
        table.add_row(
            f"[red]{move_by} late[/]" if late else move_by, slug, line.line, escape(line.serves), escape(line.to or "") or "[yellow]not decided[/]"
        )
    counts = analogue_lines(estate, today)
    console = wide_console()
    console.print(table if rows else "No body has analogue lines on its register.")
    if rows:
        total, undecided, late = (sum(getattr(each, key) for each in counts.values()) for key in ("total", "undecided", "late"))
        console.print(f"\n{counted(total, 'line')} still to move before {SWITCH_OFF}; {undecided} not decided, {late} late.")
    return 1 if any(each.late for each in counts.values()) else 0
