"""What is wrong between ledgers and records where telephone numbers are concerned."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from civic.estate.estate import Estate
from civic.estate.name_claims import Path, problem_at, record_of
from civic.records.errors import Problem
from civic.records.owners import body_of
from civic.records.phone_numbers import Span, span


def number_problems(estate: Estate) -> Iterator[Problem]:
    """Numbers that two hold, and numbers in a record that another body holds."""
    held = _held(estate)
    for before, each in itertools.pairwise(held):
        if before.numbers.overlaps(each.numbers):
            found = f"+{each.numbers.first}, which {before.owner} holds"
            yield Problem(estate.ledger_file(each.owner), 0, "numbers", found, "numbers of its own")
    yield from _of_others(estate, held)


@dataclass(frozen=True)
class _Numbers:
    """A range of numbers, of whom, and where a record names it (nothing for a ledger's)."""

    numbers: Span
    owner: str
    written: str = ""
    path: Path = ()


def _held(estate: Estate) -> list[_Numbers]:
    """Ranges of one length sorted by their first number, so that an overlap is with the range before."""
    held = [_Numbers(span(numbers), owner) for owner, ledger in estate.ledgers.items() for numbers in ledger.numbers_held()]
    return sorted(held, key=lambda each: (*each.numbers, each.owner))


def _of_others(estate: Estate, held: list[_Numbers]) -> Iterator[Problem]:
    """A record's numbers against ledgers, and its analogue lines against those of records before it."""
    lines: list[_Numbers] = []
    for slug, record in sorted(estate.organisations.items()):
        own = [_Numbers(span(each.line), slug, each.line, ("analogue_lines", n, "line")) for n, each in enumerate(record.analogue_lines)]
        phone = _Numbers(span(record.contacts.phone), slug, record.contacts.phone, ("contacts", "phone"))
        for each in (phone, *own):
            # One switchboard may answer for several bodies; a line ends in one building.
            against = held if each is phone else [*held, *lines]
            if other := next((one for one in against if body_of(one.owner) != slug and one.numbers.overlaps(each.numbers)), None):
                found = f"{each.written}, which {body_of(other.owner)} {'has as a line' if other.path else 'holds'}"
                yield problem_at(estate, record_of(slug), each.path, found, "numbers of the body's own")
        lines += own
