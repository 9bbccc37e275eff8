"""Ledgers are only ever added to: a line that was rewritten or removed is told, by the chain of seals and by the seals in published cards."""

from collections.abc import Iterator
from typing import Any

from civic.errors import InputError
from civic.estate.card_files import card_path, parse_card
from civic.estate.estate import Estate
from civic.records.errors import Problem
from civic.records.ledger import Ledger
from civic.records.seals import LISTS, broken

BACK = "bring it back from the repository's history; what was given is withdrawn by a line of its own"


def ledger_problems(estate: Estate) -> Iterator[Problem]:
    """Of every ledger with a seal, entries that do not fit; of every published card, entries that it was put with and that are gone."""
    for owner, ledger in estate.ledgers.items():
        lists = entries_of(ledger)
        if any(entry.get("seal") for entries in lists.values() for entry in entries):
            for name, entries in lists.items():
                for number, why in broken(name, entries):
                    hint = f"'civic ledger seal {owner}' seals it, once somebody has looked" if why == "no seal" else BACK
                    yield Problem(estate.ledger_file(owner), 0, f"{name}[{number}]", why, "what its seal was made of", hint)
        if not estate.published:  # a fork's ledger is a copy, which the platform's may be ahead of
            yield from _gone(estate, owner, lists)


def seals_of(ledger: Ledger) -> tuple[str, ...]:
    """Every seal of a ledger."""
    return tuple(sorted(str(entry["seal"]) for entries in entries_of(ledger).values() for entry in entries if entry.get("seal")))


def entries_of(ledger: Ledger) -> dict[str, list[dict[str, Any]]]:
    """The lists of a ledger as plain data."""
    data = ledger.model_dump(exclude_none=True)
    return {name: list(data.get(name) or ()) for name in LISTS}


def _gone(estate: Estate, owner: str, lists: dict[str, list[dict[str, Any]]]) -> Iterator[Problem]:
    held = {entry.get("seal") for entries in lists.values() for entry in entries}
    for cloud in estate.platform.clouds:
        stack = f"{owner}-{cloud}-landing-zone"
        path = card_path(estate.root, stack)
        if not path.is_file():
            continue
        try:
            card = parse_card(path.read_text(encoding="utf-8"), path.name, stack, "")
        except (OSError, ValueError, InputError):
            continue  # whoever reads the card for what it says tells what is wrong with it
        if missing := [seal for seal in card.ledger if seal not in held]:
            found = f"no entry with the seal {', '.join(missing)}, which stood here when {stack} was deployed ({card.written})"
            yield Problem(estate.ledger_file(owner), 0, "", found, "every line that ever stood here", BACK)
