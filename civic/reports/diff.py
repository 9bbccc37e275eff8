"""Two estates side by side, body by body: as text, as Markdown for a pull request, and for programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from rich.console import Console
from rich.markup import escape

from civic.changes import Comparison
from civic.estate.layers import StackName
from civic.records.differences import Edit
from civic.records.owners import PLATFORM, body_of
from civic.reports.changes import CLASSES, ToldChange, counts

STORE = "applications store"


@dataclass(frozen=True)
class Section:
    """What differs for one body, the platform or the store."""

    who: str
    edits: Sequence[Edit]
    counts: dict[str, int]
    """Class -> resources."""
    told: Sequence[ToldChange]

    @property
    def doing(self) -> str:
        """``joins``, ``leaves``, or nothing."""
        whole = next((edit for edit in self.edits if not edit.path and "/organisations/" in edit.file), None)
        return ("leaves" if whole.before else "joins") if whole else ""

    @property
    def effect(self) -> str:
        return ", ".join(f"{self.counts[name]:,} {name}" for name in CLASSES if self.counts.get(name)) or "no resource differs"


def sections(edits: Sequence[Edit], comparison: Comparison | None, told: Sequence[ToldChange]) -> list[Section]:
    """The platform first, then bodies by name, then the store. Seals follow from what an entry says, and are not told."""
    rows: dict[str, dict[str, int]] = {}
    for owner, row in counts(comparison.changes).items() if comparison else ():
        body = rows.setdefault(body_of(owner), dict.fromkeys(CLASSES, 0))
        for name in CLASSES:
            body[name] += row[name]
    by_who: dict[str, list[Edit]] = {}
    for edit in edits:
        if not edit.path.endswith(".seal"):
            by_who.setdefault(_who(edit), []).append(edit)
    names = sorted({*rows, *by_who}, key=lambda who: (who != PLATFORM, who == STORE, who))
    return [
        Section(who, by_who.get(who, []), rows.get(who, {}), [one for one in told if StackName.parse(one.change.stack).body == who]) for who in names
    ]


def _who(edit: Edit) -> str:
    path = PurePath(edit.file)
    if path.parent.name in ("organisations", "ledger"):
        return body_of(path.name.removesuffix(".yaml"))
    return STORE if "applications" in path.parts else PLATFORM


def print_diff(console: Console, before: str, after: str, found: Sequence[Section], comparison: Comparison | None) -> None:
    """For people at a terminal."""
    console.print(f"[bold]{escape(before)} -> {escape(after)}[/]", soft_wrap=True)
    for section in found:
        doing = f"  {section.doing}" if section.doing else ""
        effect = f"  [dim]{section.effect}[/]" if comparison and section.who != STORE else ""
        console.print(f"\n[bold]{escape(section.who)}[/]{doing}{effect}", soft_wrap=True)
        for edit in section.edits:
            console.print(f"  {escape(str(edit))}", soft_wrap=True)
        for one in section.told:
            console.print(f"  [red]{one.change.kind}[/] {escape(f'{one.change.type} {one.change.name}: {one.fate()}')}", soft_wrap=True)
            for line in (*one.because(), *one.reasons()):
                console.print(f"           {escape(line)}", soft_wrap=True)
    for stack, why in comparison.not_compared.items() if comparison else ():
        console.print(f"\n[yellow]not compared[/] {escape(f'{stack}: {why}')}", soft_wrap=True)
    if not found:
        console.print("Nothing differs.")


def as_markdown(before: str, after: str, found: Sequence[Section], comparison: Comparison | None) -> str:
    """For a pull request: a table first, then what is lost, then the edits."""
    lines = [f"## {_plain(before)} → {_plain(after)}", ""]
    if comparison and any(section.counts for section in found):
        lines += [f"| body | {' | '.join(CLASSES)} |", f"|---|{'--:|' * len(CLASSES)}"]
        for section in found:
            if section.counts:
                lines.append(
                    f"| {_plain(section.who)} | {' | '.join(f'{section.counts[name]:,}' if section.counts[name] else '' for name in CLASSES)} |"
                )
        lines.append("")
    if lost := [one for section in found for one in section.told]:
        lines += ["**Somebody must look before this is deployed:**", ""]
        for one in lost:
            lines.append(f"* {one.change.kind}: {_code(f'{one.change.type} {one.change.name}')} in {_code(one.change.stack)}; {_plain(one.fate())}")
            lines += [f"  * {_code(line)}" for line in (*one.because(), *one.reasons())]
        lines.append("")
    for section in found:
        if section.edits:
            lines += [f"### {_plain(section.who)}{f' {section.doing}' if section.doing else ''}", ""]
            lines += [f"* {_code(str(edit))}" for edit in section.edits]
            lines.append("")
    lines += [f"* not compared: {_code(stack)}: {_plain(why)}" for stack, why in (comparison.not_compared.items() if comparison else ())]
    if not found:
        lines.append("Nothing differs.")
    return "\n".join(lines).rstrip() + "\n"


def _code(text: str) -> str:
    """Text that Markdown leaves as it is, whatever stands in it."""
    longest = max((len(run) for run in _ticks(text)), default=0)
    fence = "`" * (longest + 1)
    inner = f" {text} " if longest else text
    return f"{fence}{inner}{fence}".replace("\n", " ")


def _ticks(text: str) -> list[str]:
    return [run for run in "".join(c if c == "`" else " " for c in text).split()]


def _plain(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in text).replace("\n", " ")


def as_data(before: str, after: str, found: Sequence[Section], comparison: Comparison | None, told: Sequence[ToldChange]) -> dict[str, Any]:
    """For programs."""
    return {
        "before": before,
        "after": after,
        "sections": [
            {"who": section.who, "doing": section.doing, "edits": [asdict(edit) for edit in section.edits], "resources": section.counts}
            for section in found
        ],
        "findings": [{**asdict(one.change), "edits": [asdict(edit) for edit in one.edits]} for one in told],
        "not_compared": dict(comparison.not_compared) if comparison else {},
    }
