"""What a provider or its service takes of a number, a word of a list, a schedule or an address: checked before anything is made."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number between two bounds, both included; or one of a few."""

    low: float
    high: float
    source: str
    among: tuple[int, ...] = ()
    """The only ones, where there are few."""

    def refusal(self, value: object) -> str:
        """Why the value is not taken; empty where it is, or is no number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        if self.among:
            return "" if value in self.among else f"{value:g} is none of {', '.join(map(str, self.among))}"
        return "" if self.low <= value <= self.high else f"{value:g} is not between {self.low:g} and {self.high:g}"


@dataclass(frozen=True)
class Word:
    """A text of one form."""

    pattern: str
    says: str
    """What is allowed, for people."""
    source: str

    def __post_init__(self) -> None:
        _ = re.compile(self.pattern)

    def refusal(self, value: object) -> str:
        """Why the value is not taken; empty where it is, or is no text."""
        return "" if not isinstance(value, str) or re.fullmatch(self.pattern, value) else f"'{value}'; allowed: {self.says}"


Allowed = Number | Word


def words(text: str, source: str) -> Word:
    """One of these words."""
    listed = text.split()
    return Word("|".join(map(re.escape, listed)), ", ".join(listed), source)


def numbers(text: str, source: str) -> Number:
    """One of these numbers."""
    listed = tuple(map(int, text.split()))
    return Number(min(listed), max(listed), source, listed)
