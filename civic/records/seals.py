"""Seals of a ledger's entries: a chain that shows a rewritten or removed line without git, and that two branches can both go on with.

An entry's seal is made of what it says and of the seal of the entry before it in its list, as that was when it was written. Two branches
that add to one list go on from the same entry; merged, both links hold. Whoever rewrites a line breaks its seal, whoever removes one
the seal of the next. The last of a list may go unseen: a published card has the seals of its day (``civic.estate.ledger_checks``).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LISTS = ("entries", "cells", "listeners", "numbers", "tenancies", "deployed")
"""Lists of a ledger."""
SEAL = "seal"


def seal_of(before: str, name: str, entry: Mapping[str, Any]) -> str:
    """The seal of an entry of the list ``name`` after one with the seal ``before`` (empty: the first): 16 hexadecimal digits in fours.

    It keeps nobody from making a whole chain anew, which the cards of before would show; it is no signature.
    """
    said = {key: value for key, value in sorted(entry.items()) if key != SEAL and value not in (None, "")}
    text = json.dumps([before, name, said], ensure_ascii=False, separators=(",", ":"), default=str)
    digits = hashlib.sha256(text.encode()).hexdigest()[:16]
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def sealed(name: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The seal that each entry of a list has, or gets where it has none."""
    last = ""
    for entry in entries:
        last = entry.get(SEAL) or seal_of(last, name, entry)
        yield last


def broken(name: str, entries: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """(place, why) of entries that were rewritten, or that followed one that is gone."""
    known, faults = {""}, list[tuple[int, str]]()
    for number, entry in enumerate(entries):
        seal = entry.get(SEAL) or ""
        if not seal:
            faults.append((number, "no seal"))
        elif seal in known:
            faults.append((number, "the entry above a second time"))
        elif not any(seal_of(before, name, entry) == seal for before in known):
            faults.append((number, "an entry that does not fit its seal: it was rewritten, or one above it was removed"))
        known.add(seal)
    return faults
