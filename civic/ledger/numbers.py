"""Gives telephone numbers to bodies and withdraws them. What a ledger ever named is never given to anybody again."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.ledger.writing import append
from civic.records.errors import nearest
from civic.records.phone_numbers import span
from civic.records.values import NumberRange


def give_numbers(estate: Estate, slug: str, numbers: str, holder: str, on: str) -> None:
    """Append to the ledger. Raises ``InputError`` for numbers that somebody has, or had."""
    path, file = _ledger(estate, slug)
    given = span(_valid_range(numbers))
    for other, ledger in sorted(estate.ledgers.items()):
        for entry in ledger.numbers:
            if entry.given and given.overlaps(span(entry.given)):
                had = "has" if entry.given in ledger.numbers_held() else "had"
                raise InputError(f"{file}: numbers: found {numbers}; {other} {had} {entry.given}, and a number is never given twice")
    append(path, file, {"numbers": [{"given": Quoted(numbers), "holder": holder, "on": Quoted(on)}]})


def withdraw_numbers(estate: Estate, slug: str, numbers: str, because: str, on: str) -> None:
    """Append to the ledger. Raises ``InputError`` for numbers that the body does not hold."""
    path, file = _ledger(estate, slug)
    held = estate.ledgers[slug].numbers_held()
    if numbers not in held:
        allowed = ", ".join(held) or "nothing, for it holds none"
        raise InputError(f"{file}: numbers: found {numbers}; allowed: {allowed}; {nearest(numbers, held)}".rstrip("; "))
    holder = next(entry.holder for entry in estate.ledgers[slug].numbers if entry.given == numbers)
    append(path, file, {"numbers": [{"withdrawn": Quoted(numbers), "holder": holder, "on": Quoted(on), "because": because}]})


def _ledger(estate: Estate, slug: str) -> tuple[Path, str]:
    estate.organisation(slug)
    return estate.root / "ledger" / f"{slug}.yaml", estate.ledger_file(slug)


def _valid_range(numbers: str) -> str:
    try:
        return TypeAdapter(NumberRange).validate_python(numbers)
    except ValidationError as error:
        raise InputError(f"numbers: found '{numbers}'; allowed: {error.errors()[0].get('ctx', {}).get('error')}") from None
