"""Adding to a ledger file: at the end of a list, with everything that is there left as it is."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from civic.errors import InputError
from civic.files import write
from civic.records.ledger import Ledger
from civic.records.loader import validate
from civic.records.reading import Text, read
from civic.records.writing import write_new

EMPTY = "# yaml-language-server: $schema=../schemas/ledger.json\n"


Additions = Mapping[str, Sequence[Mapping[str, Any]]]
"""Entries to add, by the ledger's list: ``entries``, ``cells``, ``listeners``, ``numbers``, ``tenancies``."""


def with_entries(ledger: Ledger, added: Additions) -> Ledger:
    """The ledger as it will be once ``added`` is written."""
    lists = ledger.model_dump(exclude_none=True)
    return Ledger.model_validate({**lists, **{key: (*lists[key], *map(dict, entries)) for key, entries in added.items()}})


def replace_text(path: Path, before: str, after: str) -> None:
    """Write ``after``, unless somebody, in an editor perhaps, has changed the file since ``before`` was read. Raises ``InputError`` then."""
    if path.read_text(encoding="utf-8") != before:
        raise InputError(f"{path}: somebody changed it meanwhile, and nothing was written; run this again")
    write(path, after)


def append(path: Path, shown: str, added: Additions) -> None:
    """Append entries to the lists of a ledger (``entries``, ``cells``, ``listeners``, ``numbers``, ``tenancies``), whole or not at all.

    The whole ledger is validated as it will be before anything is written. Raises ``RecordError``.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else EMPTY
    held = read(path, shown).data if path.exists() else {}
    after = {key: [*(held.get(key) or ()), *added.get(key, ())] for key in {*held, *added}}
    validate(Text(shown, after), Ledger)
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    if re.search(r"^  - ", before, re.MULTILINE):
        yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(before)
    document = {} if document is None else document
    for key, entries in added.items():
        if not document.get(key):
            document[key] = []
        # Appended to the list as it was read, which keeps its comments.
        for entry in entries:
            document[key].append(dict(entry))
    stream = io.StringIO()
    if not path.exists():
        stream.write(EMPTY)
    yaml.dump(document, stream)
    if path.exists():
        replace_text(path, before, stream.getvalue())
    else:
        write_new(path, stream.getvalue())
