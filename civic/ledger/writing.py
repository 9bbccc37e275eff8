"""Adding to a ledger file: at the end of a list, with everything that is there left as it is."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.files import write
from civic.records.ledger import Ledger
from civic.records.loader import validate
from civic.records.reading import Text, read
from civic.records.seals import LISTS, SEAL, sealed
from civic.records.writing import write_new

EMPTY = "# yaml-language-server: $schema=../schemas/ledger.json\n"


Additions = Mapping[str, Sequence[Mapping[str, Any]]]
"""Entries to add, by the ledger's list: ``entries``, ``cells``, ``listeners``, ``numbers``, ``tenancies``, ``deployed``."""


def seal_entries(document: Any, seals: Mapping[str, Sequence[str]]) -> int:
    """Give every entry of a ledger that has no seal its own. Gives how many did not have one."""
    count = 0
    for name in LISTS:
        for entry, seal in zip(document.get(name) or (), seals.get(name, ()), strict=True):
            if not entry.get(SEAL):
                entry[SEAL] = Quoted(seal)
                count += 1
    return count


def with_entries(ledger: Ledger, added: Additions) -> Ledger:
    """The ledger as it will be once ``added`` is written."""
    lists = ledger.model_dump(exclude_none=True)
    whole = {**lists, **{key: (*lists[key], *map(dict, entries)) for key, entries in added.items()}}
    said: dict[str, list[dict[str, Any]]] = {name: [dict(entry) for entry in whole.get(name) or ()] for name in LISTS}
    return Ledger.model_validate(
        {name: tuple({**entry, SEAL: seal} for entry, seal in zip(entries, sealed(name, entries), strict=True)) for name, entries in said.items()}
    )


def replace_text(path: Path, before: str, after: str) -> None:
    """Write ``after``, unless somebody, in an editor perhaps, has changed the file since ``before`` was read. Raises ``InputError`` then."""
    if path.read_text(encoding="utf-8") != before:
        raise InputError(f"{path}: somebody changed it meanwhile, and nothing was written; run this again")
    write(path, after)


def append(path: Path, shown: str, added: Additions) -> None:
    """Append entries to the lists of a ledger (``Additions``), whole or not at all.

    The whole ledger is validated as it will be before anything is written. Raises ``RecordError``.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else EMPTY
    held = read(path, shown).data if path.exists() else {}
    after = {key: [*(held.get(key) or ()), *added.get(key, ())] for key in {*held, *added}}
    validate(Text(shown, after), Ledger)
    seals = {key: list(sealed(key, entries)) for key, entries in after.items()}
    document = load_document(before)
    document = {} if document is None else document
    for key, entries in added.items():
        if not document.get(key):
            document[key] = []
        # Appended to the list as it was read, which keeps its comments.
        for entry in entries:
            document[key].append(dict(entry))
    seal_entries(document, seals)
    if path.exists():
        replace_text(path, before, dumped(document, before))
    else:
        write_new(path, EMPTY + dumped(document, before))


def _yaml(before: str) -> YAML:
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    if re.search(r"^  - ", before, re.MULTILINE):
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def load_document(text: str) -> Any:
    """A ledger's text with its comments and quotes, to be changed and given to ``dumped``."""
    return _yaml(text).load(text)


def dumped(document: Any, before: str) -> str:
    """The text of a ledger that was loaded from the text ``before``: indented as that is."""
    yaml = _yaml(before)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()
