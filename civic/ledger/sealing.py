"""Gives entries of a ledger that were written without a seal their own, once somebody has looked at them."""

from pathlib import Path

from civic.estate.estate import Estate
from civic.ledger.writing import dumped, load_document, replace_text, seal_entries
from civic.records.owners import body_of
from civic.records.reading import read
from civic.records.seals import LISTS, sealed


def seal(estate: Estate, owner: str) -> list[str]:
    """Seal what has no seal in the ledgers of a body with its test tenancy, or of one owner key; a line each. Seals that are there stay."""
    lines: list[str] = []
    for each in [key for key in estate.ledgers if owner in (key, body_of(key))]:
        path = estate.root / "ledger" / f"{each}.yaml"
        count = _seal(path, estate.ledger_file(each)) if path.exists() else 0
        if count:
            lines.append(f"{estate.ledger_file(each)}: {count} sealed")
    return lines


def _seal(path: Path, shown: str) -> int:
    data, before = read(path, shown).data, path.read_text(encoding="utf-8")
    document = load_document(before)
    count = seal_entries(document, {name: list(sealed(name, data.get(name) or ())) for name in LISTS})
    if count:
        replace_text(path, before, dumped(document, before))
    return count
