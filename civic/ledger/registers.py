"""Registers of public bodies as CSV: as programs write them, and as Excel does, in either of its two ways."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from civic.errors import InputError
from civic.input_files import UnreadableFile, printable, read_bytes, utf8
from civic.ledger.joining import body
from civic.records.errors import nearest
from civic.records.kinds import KINDS

LARGEST = 1 << 24
"""Bytes of a register: that of every public body of the country is a twentieth."""
LONGEST_FIELD = 1 << 10
COLUMNS = ("slug", "name", "type", "principal")
SEPARATORS = ",;\t"
CONTACTS = {
    "owner": "a role mailbox in the column 'owner', or --owner with {slug} in it for all who have none there, such as 'cloud@{slug}.example'",
    "phone": "a number in E.164 in the column 'phone', or --phone for all who have none there",
}
"""What a register lacks where it has no contacts. Nobody's are made up: alarms and AWS write to them."""


def from_register(path: Path, cloud: str, owner: str = "", phone: str = "") -> list[dict[str, object]]:
    """Every principal body of a register (``COLUMNS``; owner and phone where it has them).

    ``owner`` and ``phone`` are for rows without; ``{slug}`` in ``owner`` stands for the body. Raises ``InputError`` naming the line.
    """
    kinds = {word: kind.id for kind in KINDS.values() for word in kind.register_types}
    bodies: list[dict[str, object]] = []
    places: dict[tuple[str, str], str] = {}
    for place, row in _rows(path):
        if row["principal"] != "yes":
            continue
        kind = row["type"]
        if kind not in kinds:
            hint = nearest(kind, list(kinds))
            raise InputError(f"{place}: type: found {printable(kind)}; allowed: {', '.join(kinds)}; {hint}".rstrip("; "))
        contacts = {"owner": row.get("owner") or owner.replace("{slug}", row["slug"]), "phone": row.get("phone") or phone}
        for column, value in contacts.items():
            if not value:
                raise InputError(f"{place}: {column}: found nothing; allowed: {CONTACTS[column]}")
        try:
            bodies.append(body(row["slug"], row["name"], kinds[kind], cloud, **contacts))
        except InputError as error:
            raise InputError(f"{place}: {error}") from None
        for column in ("slug", "name"):
            first = places.setdefault((column, row[column].casefold()), place)
            if first != place:
                raise InputError(f"{place}: {column}: found {printable(row[column])} a second time, after {first}; allowed: each body once")
    return bodies


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """``FILE:LINE`` and the row, a text for each column. Raises ``InputError`` for what is no register."""
    text = _text(path)
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [name.strip() for name in next(lines, [])]
        if missing := set(COLUMNS) - set(columns):
            raise InputError(f"{path}:1: no column {', '.join(sorted(missing))}; a register has slug, name, type and principal")
        for cells in lines:
            place = f"{path}:{lines.line_num}"
            if len(cells) > len(columns):
                raise InputError(
                    f"{place}: found {len(cells)} fields; allowed: {len(columns)}, as the first line has columns; quote what has '{separator}' in it"
                )
            if long := next((name for name, cell in zip(columns, cells, strict=False) if len(cell) > LONGEST_FIELD), None):
                raise InputError(
                    f"{place}: {printable(long)}: found a field of more than {LONGEST_FIELD:,} characters; allowed: fewer; is a quote not closed?"
                )
            yield place, {**dict.fromkeys(columns, ""), **dict(zip(columns, cells, strict=False))}
    except csv.Error as error:
        raise InputError(
            f"{path}:{lines.line_num}: malformed CSV ({error}); allowed: fields between '{separator}', quoted where they hold one"
        ) from None


def _text(path: Path) -> str:
    """Excel writes "CSV UTF-8" with a byte-order mark, and "CSV" in Windows' code page, where no byte-order mark tells."""
    raw = read_bytes(path.resolve(), str(path), LARGEST)  # a link is theirs who named it
    try:
        return utf8(raw, str(path))
    except UnreadableFile as error:
        if b"\x00" in raw:
            raise UnreadableFile(str(path), "zero bytes, as UTF-16 has", "a register as CSV", "save it as 'CSV UTF-8'") from None
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            raise error from None
