"""The text of a plan or state as plain data, in any of the encodings that shells and editors write."""

import codecs
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from civic.input_files import UnreadableFile, parse_json

DEEPEST = 256
"""Levels of JSON: other people's stacks may hold whole documents of Kubernetes; ours have fewer than 64."""
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 first: its little-endian mark begins with that of UTF-16. PowerShell's ``>`` writes UTF-16 with a mark."""


_URN = re.compile(r'"urn"\s*:\s*("(?:[^"\\]|\\.)*")')


def load(path: Path) -> tuple[Any, Mapping[str, int]]:
    """The JSON in a file, or in what a shell hands over as one, with the lines of its URNs. Raises ``UnreadableFile`` and ``OSError``."""
    text = decoded(path.read_bytes(), str(path))
    return parse_json(text, str(path), deepest=DEEPEST), urn_lines(text)


def urn_lines(text: str) -> Mapping[str, int]:
    """URN -> line, from 1, of the resource that says it is its own: the first that has it as ``urn``."""
    lines: dict[str, int] = {}
    line, read = 1, 0
    for match in _URN.finditer(text):
        line += text.count("\n", read, match.start())
        read = match.start()
        lines.setdefault(json.loads(match[1], strict=False), line)
    return lines


def decoded(raw: bytes, shown: str) -> str:
    """The text of JSON in UTF-8, or in UTF-16 or UTF-32 with a byte-order mark or without. Raises ``UnreadableFile``."""
    # The first sign of JSON is one of ASCII, so without a mark the zeroes tell (RFC 4627, section 3).
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if raw.startswith(mark)), json.detect_encoding(raw))
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableFile(shown, f"a byte that is not {error.encoding.upper()}", "JSON in UTF-8 or UTF-16", line=line) from None
