"""Nothing disappears by deletion: what stands by its published card is not left out of the records before it is destroyed."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from civic.errors import InputError
from civic.estate.card_files import PUBLISHED
from civic.estate.card_store import VARIABLE
from civic.estate.layers import LAYERS, StackName, implied
from civic.records.errors import Problem
from civic.records.folders import names_in
from civic.records.owners import LIVE, PLATFORM
from civic.records.platform_template import PLATFORM_FILE

if TYPE_CHECKING:
    from civic.estate.estate import Estate

PAGE = "docs/how-to/changes.md"


def standing(estate: "Estate") -> Mapping[str, tuple[Problem, ...]]:
    """By slug (or ``platform``): what the records no longer imply although a card of it stands, with the order in which to destroy it.

    A fork has cards of stacks whose records are elsewhere, and a folder of cards (that of the simulated clouds) may be another estate's: there
    only owners with a ledger count.
    """
    known = frozenset(map(str, implied(estate)))
    found: dict[str, dict[tuple[str, str, str], list[str]]] = {}
    published, store = estate.root / PUBLISHED, _store()
    for name in (*_cards(published, f"{estate.root.name}/{PUBLISHED}"), *(_cards(store, str(store)) if store else ())):
        if str(name) in known or name.body in estate.unreadable:
            continue
        if (estate.published or not (published / f"{name}.json").exists()) and name.owner not in estate.ledgers:
            continue
        found.setdefault(name.body, {}).setdefault((name.owner, name.cloud, name.cell), []).append(str(name))
    return {slug: tuple(_problem(estate, key, cards) for key, cards in sorted(groups.items())) for slug, groups in sorted(found.items())}


def _store() -> Path | None:
    """The folder in which cards are looked for instead of a cloud's store, if that is so."""
    address = urlsplit(os.environ.get(VARIABLE, ""))
    return Path(unquote(address.path)) if address.scheme == "file" else None


def _cards(folder: Path, shown: str) -> Iterator[StackName]:
    for name in names_in(folder, shown) if folder.is_dir() else ():
        try:
            yield StackName.parse(name.removesuffix(".json"))
        except InputError:
            continue


def order_of_destruction(owner: str, cloud: str, cell: str = "") -> list[str]:
    """The owner's stacks on a cloud, those that read others first: each needs what those below it in this list give."""
    if cell:
        return [str(StackName(owner, cloud, "hosting", cell))]
    mine = "platform" if owner == PLATFORM else "organisation"
    return [str(StackName(owner, cloud, layer.name)) for layer in reversed(LAYERS) if layer.owner == mine and layer.name != "hosting"]


def _problem(estate: "Estate", key: tuple[str, str, str], cards: list[str]) -> Problem:
    owner, cloud, cell = key
    file, path, what = _place(estate, owner, cloud, cell)
    published = [card for card in sorted(set(cards)) if (estate.root / PUBLISHED / f"{card}.json").exists()]
    files = " ".join(f"{estate.root.name}/{PUBLISHED}/{card}.json" for card in published)
    stored = " ".join(
        str(store / f"{card}.json") for store in filter(None, [_store()]) for card in sorted(set(cards)) if (store / f"{card}.json").exists()
    )
    away = " and ".join(f"'{command} {them}'" for command, them in (("git rm", files), ("rm", stored)) if them)
    order = ", ".join(f"'pulumi destroy --stack {stack}'" for stack in order_of_destruction(owner, cloud, cell))
    hint = f"put {what} back; to take it away, in this order: {order}; then {away}, and then {what} ({PAGE})"
    return Problem(
        file, 0, path, f"nothing, while {', '.join(sorted(set(cards)))} is deployed: its card stands", f"{what}, until that is destroyed", hint
    )


def _place(estate: "Estate", owner: str, cloud: str, cell: str) -> tuple[str, str, str]:
    """File, key and what is missing there."""
    if owner == PLATFORM:
        file = f"{estate.root.name}/{PLATFORM_FILE}"
        return (file, f"{cloud}.cells.{cell}", f"the cell '{cell}'") if cell else (file, cloud, f"the section '{cloud}'")
    name, file = StackName(owner, cloud, "tenancy"), estate.record_file(owner)
    if name.body not in estate.organisations:
        return file, "", "the record"
    if name.environment != LIVE and name.environment not in estate.organisations[name.body].environments:
        return file, "environments", f"'{name.environment}'"
    return file, "clouds", f"'{cloud}'"
