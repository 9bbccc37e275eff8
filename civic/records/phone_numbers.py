"""Ranges of telephone numbers in E.164, as records and ledgers write them: ``+441632960100-+441632960199``, or one number."""

from typing import NamedTuple


class Span(NamedTuple):
    """A range as numbers. Those of different length never meet."""

    digits: int
    first: int
    last: int

    def __str__(self) -> str:
        return f"+{self.first}" if self.first == self.last else f"+{self.first}-+{self.last}"

    def overlaps(self, other: "Span") -> bool:
        return self.digits == other.digits and self.first <= other.last and other.first <= self.last

    def shared_with(self, other: "Span") -> int:
        """How many numbers are in both."""
        return max(0, min(self.last, other.last) - max(self.first, other.first) + 1) if self.digits == other.digits else 0

    def without(self, other: "Span") -> tuple["Span", ...]:
        """What is left of the range: none, one or two."""
        if not self.overlaps(other):
            return (self,)
        parts = (Span(self.digits, self.first, other.first - 1), Span(self.digits, other.last + 1, self.last))
        return tuple(part for part in parts if part.first <= part.last)


def span(numbers: str) -> Span:
    """``numbers`` must be a valid ``NumberRange``."""
    first, _, last = numbers.replace("+", "").partition("-")
    return Span(len(first), int(first), int(last or first))


def how_many(numbers: str) -> int:
    """Numbers of a range."""
    _, first, last = span(numbers)
    return last - first + 1
