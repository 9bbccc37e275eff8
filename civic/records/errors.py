"""What is wrong with a record, so that its author can mend it at five in the afternoon."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from civic.errors import InputError


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
        where = f"{place}: {self.path}" if self.path else place
        return f"{where}: found {self.found}; allowed: {self.allowed}" + (f"; {self.hint}" if self.hint else "")


class RecordError(InputError):
    """One or several problems; ``str`` gives one line for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class FieldError(ValueError):
    """A model's own check failed at a place below the one it looks at."""

    def __init__(self, path: tuple[str | int, ...], allowed: str) -> None:
        super().__init__(allowed)
        self.path = path


def nearest_of(word: str, known: Collection[str]) -> str:
    """The known word that is spelt most like ``word``, or nothing."""
    return next(iter(difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def nearest(word: str, known: Collection[str]) -> str:
    """``did you mean 'x'?`` or nothing."""
    close = nearest_of(word, known)
    return f"did you mean '{close}'?" if close else ""
