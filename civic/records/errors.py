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
            f"{where}: found {_cut(self.found)}; allowed: {_cut(self.allowed, LONGEST_ALLOWED)}" + (f"; {self.hint}" if self.hint else "")
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


class FieldError(ValueError):
    """A model's own check failed at a place below the one it looks at."""

    def __init__(self, path: tuple[str | int, ...], allowed: str) -> None:
        super().__init__(allowed)
        self.path = path


def nearest_of(word: str, known: Collection[str]) -> str:
    """The known word that is spelt most like ``word``, or nothing."""
    if len(word) > LONGEST_SHOWN:
        return ""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def nearest(word: str, known: Collection[str]) -> str:
    """``did you mean 'x'?`` or nothing."""
    close = nearest_of(word, known)
    return f"did you mean '{close}'?" if close else ""
