"""What is wrong between ledgers where telephone numbers are concerned."""

import itertools
from collections.abc import Iterator

from civic.estate.estate import Estate
from civic.records.errors import Problem


def number_problems(estate: Estate) -> Iterator[Problem]:
    """Ranges of one length sort by their first number, and an overlap is with the range before."""
    spans = sorted(
        (len(first), int(first), int(last), owner) for owner, ledger in estate.ledgers.items() for first, last in _ends(ledger.numbers_held())
    )
    for (width, _, end, other), (length, start, _, owner) in itertools.pairwise(spans):
        if width == length and start <= end:
            yield Problem(estate.ledger_file(owner), 0, "numbers", f"+{start}, which {other} holds", "numbers of its own")


def _ends(held: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for numbers in held:
        first, _, last = numbers.replace("+", "").partition("-")
        yield first, last or first
