"""What a provider or its service takes of a number, a word of a list, a schedule or an address: checked before anything is made."""

import re
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Number:
    """A number between two bounds, both included; or one of a few."""

    low: float
    high: float
    source: str
    among: tuple[int, ...] = ()
    """The only ones, where there are few."""
    ranges: tuple[tuple[int, int], ...] = ()
    """The only ranges, where there are several; both ends included."""

    def refusal(self, value: object) -> str:
        """Why the value is not taken; empty where it is, or is no number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        if self.ranges:
            told = " or ".join(f"{low} to {high}" if low != high else str(low) for low, high in self.ranges)
            return "" if any(low <= value <= high for low, high in self.ranges) else f"{value:g} is not {told}"
        if self.among:
            return "" if value in self.among else f"{value:g} is none of {', '.join(map(str, self.among))}"
        if self.low <= value <= self.high:
            return ""
        if self.high == inf:
            return f"{value:g} is less than {self.low:g}"
        return f"{value:g} is more than {self.high:g}" if self.low == -inf else f"{value:g} is not between {self.low:g} and {self.high:g}"


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


@dataclass(frozen=True)
class Form:
    """A text as the model of a service describes it."""

    pattern: str
    """Searched for, as models mean it; empty for none."""
    shortest: int
    longest: int | None
    source: str

    def refusal(self, value: object) -> str:
        """Why the value is not taken; empty where it is, or is no text."""
        if not isinstance(value, str):
            return ""
        if len(value) < self.shortest or (self.longest is not None and len(value) > self.longest):
            between = f"at least {self.shortest}" if self.longest is None else f"between {self.shortest} and {self.longest}"
            return f"'{value[:SHOWN]}' has {len(value)} characters; {between} are allowed"
        return "" if re.search(self.pattern, value) else f"'{value[:SHOWN]}' does not match {self.pattern}"


Allowed = Number | Word | Form
SHOWN = 60
"""Characters of a refused text that are shown."""


def words(text: str, source: str, *, between: str | None = None) -> Word:
    """One of these words."""
    listed = text.split(between)
    return Word("|".join(map(re.escape, listed)), ", ".join(listed), source)


def numbers(text: str, source: str) -> Number:
    """One of these numbers."""
    listed = tuple(map(int, text.split()))
    return Number(min(listed), max(listed), source, listed)


def ranges(text: str, source: str) -> Number:
    """One of these numbers, or in one of these ranges: ``0 7-30``."""
    listed = tuple((int(low), int(high or low)) for low, _, high in (part.partition("-") for part in text.split()))
    return Number(min(low for low, _ in listed), max(high for _, high in listed), source, ranges=listed)


IPV4 = r"((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)"
MAILBOX = r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+"
DURATION = r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?"
"""An ISO 8601 duration."""
