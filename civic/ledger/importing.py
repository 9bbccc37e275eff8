"""Takes over ranges that exist already, from a table of them: those that overlap nothing are reserved, so that nobody is given them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.files import write
from civic.input_files import printable, read_bytes, utf8
from civic.records.loader import validate
from civic.records.platform import PlatformRecord
from civic.records.reading import Text, read

COLUMNS = ("range", "why")
LONGEST = 10_000
"""Rows of a table."""
LARGEST = 2_000_000
"""Bytes of it."""


@dataclass(frozen=True)
class Existing:
    """One row."""

    line: int
    block: IPv4Network
    why: str


def read_existing(path: Path) -> list[Existing]:
    """Rows of a CSV file with the columns ``range`` and ``why``. Raises ``InputError`` with the first line that is none."""
    try:
        rows = list(csv.reader(io.StringIO(utf8(read_bytes(path, str(path), LARGEST), str(path))), strict=True))
    except csv.Error as error:
        raise InputError(f"{path}: is no table of values between commas: {error}") from None
    if not rows or tuple(word.strip().lower() for word in rows[0]) != COLUMNS:
        found = ",".join(rows[0]) if rows else "nothing"
        raise InputError(f"{path}:1: found {printable(found)}; allowed: the columns '{','.join(COLUMNS)}'")
    if len(rows) > LONGEST:
        raise InputError(f"{path}: found {len(rows):,} rows; allowed: {LONGEST:,}")
    return [_row(path, line, row) for line, row in enumerate(rows[1:], 2) if any(word.strip() for word in row)]


def _row(path: Path, line: int, row: Sequence[str]) -> Existing:
    if len(row) != len(COLUMNS):
        raise InputError(f"{path}:{line}: found {len(row)} columns; allowed: {len(COLUMNS)}, '{','.join(COLUMNS)}'")
    text, why = row[0].strip(), row[1].strip()
    try:
        block = IPv4Network(text)
    except ValueError:
        raise InputError(f"{path}:{line}: range: found {printable(text, 40)}; allowed: an IPv4 range such as '10.64.0.0/22'") from None
    if not why or not why.isprintable() or len(why) > 200:
        raise InputError(f"{path}:{line}: why: found {printable(why, 40)}; allowed: what the network is, in 1 to 200 printable characters")
    return Existing(line, block, why)


def overlaps(estate: Estate, rows: Sequence[Existing], held: Sequence[tuple[IPv4Network, str]]) -> list[str]:
    """A line for each row that overlaps what somebody has (``held``: ranges, and whose), a supernet, or a row above it. What is reserved already
    under the same range is none.
    """
    supernets = [
        (IPv4Network(block), f"the supernet {block} of {cloud} in {region}")
        for cloud in estate.platform.clouds
        if (section := estate.platform.cloud(cloud))
        for region, place in section.regions.items()
        for block in place.bodies
    ]
    found: list[str] = []
    for number, row in enumerate(rows):
        above = [(other.block, f"line {other.line} ({other.why})") for other in rows[:number]]
        for block, whose in (*supernets, *held, *above):
            if row.block.overlaps(block) and not (block == row.block and whose.startswith("reserved:")):
                found.append(f"line {row.line}: {row.block} ({row.why}) overlaps {block}, {whose.removeprefix('reserved: ')}")
    return found


def reserve(estate: Estate, rows: Sequence[Existing]) -> list[str]:
    """Add what is not there yet to ``reserved`` of the platform record; a line for each. The whole record is validated before it is written."""
    there = {reserved.range for reserved in estate.platform.reserved}
    new = [row for row in rows if str(row.block) not in there]
    if not new:
        return []
    path = estate.root / "platform.yaml"
    shown = f"{estate.root.name}/platform.yaml"
    before = path.read_text(encoding="utf-8")
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 4096, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(before)
    added = [{"range": Quoted(str(row.block)), "why": Quoted(row.why)} for row in new]
    data = read(path, shown).data
    validate(
        Text(shown, {**data, "reserved": [*(data.get("reserved") or ()), *({key: str(value) for key, value in each.items()} for each in added)]}),
        PlatformRecord,
    )
    document.setdefault("reserved", []).extend(added)
    stream = io.StringIO()
    yaml.dump(document, stream)
    write(path, stream.getvalue())
    return [f"{row.block} is reserved: {row.why}" for row in new]
