"""What is wrong with a record, so that its author can mend it at five in the afternoon."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from civic.errors import InputError

LONGEST_SHOWN = 200
"""Characters of what was found that a message repeats."""
LONGEST_ALLOWED = 1_000
MOST_SHOWN = 50
"""Problems that are printed at once."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place."""

    file: str
    line: int
    """Line in the file, from 1; 0 where the whole file is meant."""
    path: str
    """Keys from the top, joined by dots."""
    found: str
    allowed: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place}: {_cut(self.path)}" if self.path else place
        return _printable(
            f"{where}: found {_cut(self.found)}; allowed: {_cut(self.allowed, LONGEST_ALLOWED)}"
            + (f"; {_cut(self.hint, LONGEST_ALLOWED)}" if self.hint else "")
        )


def _cut(text: str, longest: int = LONGEST_SHOWN) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."


def _printable(text: str) -> str:
    """Escaped, so that a control, bidirectional or broken character of a file's text or name cannot rewrite or break the message."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class RecordError(InputError):
    """One or several problems; ``str`` gives one line for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        lines = [str(problem) for problem in problems[:MOST_SHOWN]]
        rest = len(problems) - len(lines)
        super().__init__("\n".join([*lines, *([f"and {rest:,} more problems"] if rest else [])]))
        self.problems = tuple(problems)


LEAST_BEGINNING = 5
"""Letters of a misspelt word of which a known word's beginning is looked for; fewer are like too many."""


class FieldError(ValueError):
    """A model's own check failed at a place below the one it looks at."""

    def __init__(self, path: tuple[str | int, ...], allowed: str) -> None:
        super().__init__(allowed)
        self.path = path


def nearest_of(word: str, known: Collection[str]) -> str:
    """The known word that begins with ``word``, or else itself or its beginning is spelt most like it, or nothing. Capitals do not count."""
    if len(word) > LONGEST_SHOWN:
        return ""
    by_spelling = {each.casefold(): each for each in sorted(known, reverse=True)}
    beginning = [each for each in by_spelling if word and each.startswith(word.casefold())]
    if beginning:
        return by_spelling[min(beginning, key=lambda each: (len(each), each))]
    close = _spelt_like(word.casefold(), sorted(by_spelling))
    return by_spelling[close] if close else ""


def _spelt_like(word: str, known: list[str]) -> str:
    """The one of ``known`` most like ``word``, or whose beginning is, as ``district-council`` for ``distrikt``; or nothing."""
    beginnings = {each[: len(word)]: each for each in reversed(known)}
    whole = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    begun = difflib.get_close_matches(word, sorted(beginnings), n=1, cutoff=0.8) if len(word) >= LEAST_BEGINNING else []
    if begun and (not whole or _likeness(word, begun[0]) > _likeness(word, whole[0])):
        return beginnings[begun[0]]
    return whole[0] if whole else ""


def _likeness(word: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, word).ratio()


def nearest(word: str, known: Collection[str]) -> str:
    """``did you mean 'x'?`` or nothing."""
    close = nearest_of(word, known)
    return f"did you mean '{close}'?" if close else ""
