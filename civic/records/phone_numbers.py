"""Ranges of telephone numbers in E.164, as records and ledgers write them: ``+441632960100-+441632960199``, or one number."""

from typing import NamedTuple


class Span(NamedTuple):
    """A range as numbers. Those of different length never meet."""

    digits: int
    first: int
    last: int

    def overlaps(self, other: "Span") -> bool:
        return self.digits == other.digits and self.first <= other.last and other.first <= self.last


def span(numbers: str) -> Span:
    """``numbers`` must be a valid ``NumberRange``."""
    first, _, last = numbers.replace("+", "").partition("-")
    return Span(len(first), int(first), int(last or first))


def how_many(numbers: str) -> int:
    """Numbers of a range."""
    _, first, last = span(numbers)
    return last - first + 1
