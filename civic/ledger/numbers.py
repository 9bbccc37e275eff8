"""Gives telephone numbers to bodies and withdraws them. What a ledger ever named goes back to the same body and holder, or to nobody."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.ledger.writing import append
from civic.records.errors import nearest
from civic.records.ledger import other_holder
from civic.records.owners import LIVE, body_of
from civic.records.phone_numbers import how_many, span
from civic.records.values import NumberRange


def give_numbers(estate: Estate, slug: str, numbers: str, holder: str, on: str) -> None:
    """Append to the ledger. Raises ``InputError`` for numbers that somebody has, or that another body or holder had."""
    path, file = _ledger(estate, slug)
    given = span(_valid_range(numbers))
    for other, ledger in sorted(estate.ledgers.items()):
        held = next((each.numbers for each in ledger.number_ranges() if given.overlaps(span(each.numbers))), "")
        named = next((entry.given for entry in ledger.numbers if entry.given and given.overlaps(span(entry.given))), "")
        if held or (named and other != slug):
            had = f"has {held}" if held else f"had {named}"
            raise InputError(f"{file}: numbers: found {numbers}; {other} {had}, and a number is never given to two")
    if before := other_holder(estate.ledgers[slug].numbers, numbers, holder):
        raise InputError(f"{file}: holder: found '{holder}'; allowed: '{before}', who held {numbers} for {slug} before")
    append(path, file, {"numbers": [{"given": Quoted(numbers), "holder": holder, "on": Quoted(on)}]})


def withdraw_numbers(estate: Estate, slug: str, numbers: str, because: str, on: str) -> None:
    """Append to the ledger: a range that was given, or any part of one. Raises ``InputError`` for numbers that the body does not hold."""
    path, file = _ledger(estate, slug)
    gone, held = span(_valid_range(numbers)), estate.ledgers[slug].number_ranges()
    concerned = [each for each in held if gone.overlaps(span(each.numbers))]
    if sum(gone.shared_with(span(each.numbers)) for each in concerned) < how_many(numbers):
        ranges = [each.numbers for each in held]
        allowed = ", ".join(ranges) or "nothing, for it holds none"
        raise InputError(f"{file}: numbers: found {numbers}; allowed: {allowed}; {nearest(numbers, ranges)}".rstrip("; "))
    holders = {each.holder for each in concerned}
    if len(holders) > 1:
        raise InputError(f"{file}: numbers: found {numbers}, held from {' and '.join(sorted(holders))}; allowed: numbers of one holder at a time")
    entry = {"withdrawn": Quoted(numbers), "holder": holders.pop(), "on": Quoted(on), "because": because}
    append(path, file, {"numbers": [entry]})


def _ledger(estate: Estate, slug: str) -> tuple[Path, str]:
    if estate.organisation(slug).environment != LIVE:
        raise InputError(f"'{slug}': a test tenancy has no telephones; give the numbers to '{body_of(slug)}'")
    return estate.root / "ledger" / f"{slug}.yaml", estate.ledger_file(slug)


def _valid_range(numbers: str) -> str:
    try:
        return TypeAdapter(NumberRange).validate_python(numbers)
    except ValidationError as error:
        raise InputError(f"numbers: found '{numbers}'; allowed: {error.errors()[0].get('ctx', {}).get('error')}") from None
