"""Analogue lines still to move before the public switched telephone network is off."""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.estate.pending_actions import SWITCH_OFF
from civic.records.phone_numbers import how_many
from civic.records.voice import AnalogueLine


@dataclass(frozen=True)
class LineCounts:
    """A body's analogue lines still to move."""

    total: int
    undecided: int
    """Of which nobody has decided yet what takes their place."""
    late: int
    """Whose day has passed, or comes after the network is off."""


def analogue_lines(estate: Estate, today: str) -> dict[str, LineCounts]:
    """By slug, of bodies that have any. ``today`` is ``YYYY-MM-DD``. A range of numbers counts as many lines."""
    counts: dict[str, LineCounts] = {}
    for slug, record in sorted(estate.organisations.items()):
        if record.analogue_lines:
            lines = record.analogue_lines
            late = [line for line in lines if is_late(line, today)]
            counts[slug] = LineCounts(_count(lines), _count(line for line in lines if not line.to), _count(late))
    return counts


def _count(lines: Iterable[AnalogueLine]) -> int:
    return sum(how_many(line.line) for line in lines)


def is_late(line: AnalogueLine, today: str) -> bool:
    """Whether its day has passed, or comes after the network is off. ``today`` is ``YYYY-MM-DD``."""
    return line.move_by < today or line.move_by > str(SWITCH_OFF)
