"""Files that somebody else wrote, as text and as JSON: what cannot be trusted is refused by name before it is looked at.

A leaf, like ``civic.errors``: records, cards, plans and states are all read through it.
"""

import json
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from civic.errors import InputError

DEEPEST = 64
"""Levels of JSON: cards and resources of real stacks have fewer than half."""
BOM_UTF8 = b"\xef\xbb\xbf"


class UnreadableFile(InputError):
    """One file that cannot be used, and where in it that shows."""

    def __init__(self, file: str, found: str, allowed: str, hint: str = "", line: int = 0) -> None:
        self.file, self.line, self.found, self.allowed, self.hint = file, line, found, allowed, hint
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: found {found}; allowed: {allowed}" + (f"; {hint}" if hint else ""))


def read_bytes(path: Path, shown: str, largest: int) -> bytes:
    """The bytes of a plain file of at most ``largest`` bytes. Raises ``UnreadableFile``; ``FileNotFoundError`` where there is none."""
    try:
        if path.is_symlink():
            raise UnreadableFile(shown, "a symbolic link", "a file of its own")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(shown, "something that is not a file", "a file of its own")
        if status.st_size > largest:
            raise UnreadableFile(shown, f"{status.st_size:,} bytes", f"at most {largest:,} bytes")
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableFile(shown, f"a file that cannot be read ({error.strerror})", "a file that you may read") from None


def utf8(raw: bytes, shown: str) -> str:
    """Text without a byte-order mark. Raises ``UnreadableFile`` that names the line of the first byte that is not UTF-8."""
    try:
        return raw.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        bad = f"a byte that is not UTF-8 (0x{error.object[error.start]:02x})"
        raise UnreadableFile(shown, bad, "UTF-8 text", "save the file as UTF-8", line) from None


def parse_json(text: str, shown: str, *, deepest: int = DEEPEST) -> Any:
    """Plain data: each key once, no NaN, no deeper than ``deepest``. Raises ``UnreadableFile``."""
    try:
        data = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UnreadableFile(shown, f"malformed JSON ({error.msg})", "JSON", line=error.lineno) from None
    except RecursionError:
        raise UnreadableFile(shown, f"nesting deeper than {deepest}", "flatter data") from None
    except _Refused as error:
        raise UnreadableFile(shown, error.found, error.allowed) from None
    except ValueError as error:  # a number of more digits than Python converts
        raise UnreadableFile(shown, f"malformed JSON ({str(error).partition(';')[0]})", "JSON") from None
    if _is_deeper(data, deepest):
        raise UnreadableFile(shown, f"nesting deeper than {deepest}", "flatter data")
    return data


class _Refused(Exception):
    """Something in a JSON text that no file of ours has; where is known further up."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(found)
        self.found, self.allowed = found, allowed


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) == len(pairs):
        return mapping
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise _Refused(f"the key {printable(key)} a second time", "each key once")
        seen.add(key)
    raise AssertionError(pairs)


def _no_constant(name: str) -> float:
    raise _Refused(name, "a number that JSON has")


def _is_deeper(data: Any, deepest: int) -> bool:
    level: Iterable[Any] = [data]
    for _ in range(deepest + 1):
        level = [inner for each in level if isinstance(each, dict | list) for inner in (each.values() if isinstance(each, dict) else each)]
        if not level:
            return False
    return True


def printable(text: str, most: int = 80) -> str:
    """Quoted and cut, with control and bidirectional characters escaped, so that a text cannot rewrite the message it stands in."""
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:most]) + "'"
