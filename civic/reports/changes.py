"""What a change does, for people, Markdown and programs: per body first, then what is lost, then the rest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.markup import escape

from civic.changes import Change, Comparison
from civic.estate.layers import StackName
from civic.records.differences import Edit
from civic.reports.console import counted, plain_table, print_table

CLASSES = ("new", "changed", "replaced", "deleted", "orphaned")
MOST_EDITS = 3
"""Edits that are named for one finding."""
MOST_SHIFTS = 4
"""Properties that are named for one resource."""


@dataclass(frozen=True)
class ToldChange:
    """A change with what led to it."""

    change: Change
    edits: Sequence[Edit] = ()

    def fate(self) -> str:
        """How far the engine gets with it, and what is lost."""
        change = self.change
        if change.refused:
            return "its cloud lets nobody change that: 'pulumi up' fails there"
        if change.shortened and change.kind == "changed":
            return "kept for less time: what is older than that is deleted"
        if change.kind == "orphaned":
            return "deployed, and no record implies its stack"
        if change.protect:
            return "protected: 'pulumi up' stops there"
        first = ", before another one of that name is there" if change.deleted_first else ""
        return f"the cloud keeps it, and no state knows it{first}" if change.retained else f"nothing stops that{first}"

    def reasons(self) -> list[str]:
        """The properties that do it, what they follow from, and the line of the program."""
        change = self.change
        shifts = change.forces or change.refused or change.shortened
        lines = [f"for {shift}" for shift in shifts[:MOST_SHIFTS]]
        if change.follows:
            lines.append(f"follows from {', '.join(urn.rsplit('::', 1)[-1] for urn in change.follows[:MOST_SHIFTS])}")
        return lines

    def because(self) -> list[str]:
        """The edits that did it."""
        named = [str(edit) for edit in self.edits[:MOST_EDITS]]
        more = len(self.edits) - len(named)
        return [*named, f"and {more} more edits, which 'civic diff' lists"] if more else named


def tell(comparison: Comparison, causes: Callable[[Change], Sequence[Edit]]) -> list[ToldChange]:
    """The findings, each with its cause."""
    return [ToldChange(change, causes(change)) for change in comparison.findings]


def counts(changes: Iterable[Change]) -> Mapping[str, Mapping[str, int]]:
    """Owner -> class -> how many resources that providers make; owners of whom nothing changes are left out."""
    found: dict[str, dict[str, int]] = {}
    for change in changes:
        if change.managed and change.kind != "kept":
            row = found.setdefault(StackName.parse(change.stack).owner, dict.fromkeys(CLASSES, 0))
            row[change.kind] += 1
    return dict(sorted(found.items()))


def print_changes(console: Console, comparison: Comparison, told: Sequence[ToldChange], against: str, *, quiet: bool = False) -> None:
    """A row for each body, what is lost and why, and one line of all."""
    rows = counts(comparison.changes)
    if not quiet and rows:
        console.print(f"\n[bold]Against {escape(against)}[/]", soft_wrap=True)
        table = plain_table("body", *CLASSES, whole=("body",), right=CLASSES)
        for owner, row in rows.items():
            table.add_row(escape(owner), *(_coloured(name, row[name]) for name in CLASSES))
        print_table(console, table)
    for stack, why in comparison.not_compared.items():
        console.print(f"[yellow]not compared[/] {escape(f'{stack}: {why}')}", soft_wrap=True)
    for (stack, because), group in groupby(told, key=lambda one: (one.change.stack, one.because())):
        _print_stack(console, stack, because, list(group))
    if not quiet or told:
        console.print(f"\n{summary_line(comparison, told)}", soft_wrap=True)


def _print_stack(console: Console, stack: str, because: Sequence[str], told: Sequence[ToldChange]) -> None:
    """What one stack loses for the same edits."""
    console.print(f"\n[bold red]{escape(stack)}[/]", soft_wrap=True)
    for line in because or ["not known: neither these documents nor its card say of which records they were made"]:
        console.print(f"  edit      {escape(line)}", soft_wrap=True)
    for one in told:
        change = one.change
        where = f"  [dim]{escape(change.source)}[/]" if change.source else ""
        console.print(f"  [red]{change.kind:9}[/] {escape(f'{change.type} {change.name}')}{where}", soft_wrap=True)
        for line in (*one.reasons(), one.fate()):
            console.print(f"            {escape(line)}", soft_wrap=True)


def summary_line(comparison: Comparison, told: Sequence[ToldChange]) -> str:
    total = {name: sum(row[name] for row in counts(comparison.changes).values()) for name in CLASSES}
    parts = ", ".join(f"{total[name]:,} {name}" for name in CLASSES if total[name]) or "nothing changes"
    lost = f"[red]{counted(len(told), 'finding')}[/]: somebody must look before this is deployed." if told else "[green]Nothing is lost.[/]"
    return f"[bold]{parts}[/].  {lost}"


def _coloured(name: str, count: int) -> str:
    if not count:
        return ""
    return f"[red]{count:,}[/]" if name in ("replaced", "deleted", "orphaned") else f"{count:,}"


def as_data(comparison: Comparison, told: Sequence[ToldChange]) -> dict[str, Any]:
    """For programs."""
    edits = {one.change.urn: [asdict(edit) for edit in one.edits] for one in told}
    return {
        "bodies": counts(comparison.changes),
        "not_compared": dict(comparison.not_compared),
        "changes": [
            {**asdict(change), "finding": change.is_finding, "edits": edits.get(change.urn, [])}
            for change in comparison.changes
            if change.kind != "kept" and change.managed
        ],
        "findings": len(told),
    }
