"""Files as accidents and malice leave them: a seeded mutator of texts, and of the values in them."""

import json
import random
from typing import Any

MARKS = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", "‮".encode(), b"\r", b"\t", b"&a ", b"*a", b"!!python/object:os.system ", b"<<: *a\n",
    b"---\n", b"...\n", b"? ", b"- ", b": ", b"#", b"{", b"}", b"[", b"]", b"'", b'"', b"|", b">", b"%YAML 1.1\n", b"%TAG ! x\n", b"null", b"~", b"true",
    b"1e999", b"0x10", b"-1", b"999999999999999999999999", b"NaN", b"2026-11-24", b"12:30", b"../../etc/passwd", b"\\", b"\\ud800", b"\\u0000",
    "é".encode("latin-1"), "\U0001f4a9".encode(), b"password=hunter2", b"AKIAIOSFODNN7EXAMPLE", b"platform", b"northshire.test",
)  # fmt: skip
LONG = (b"eyJ-", b"[", b"{", b"- ", b"a", b"0", b"(", b"://a:", b" ", b"\n", b"1,", b'"', b"'", b"a.", b"=", b"&a ", b"\\")
VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "x",
    "x" * 5000,
    [],
    [[]],
    {},
    {"a": {}},
    [None],
    "10.0.0.0/8",
    "2026-02-30",
    "\u202e",
    "\ud800",
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """One to four accidents."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice((_flipped, _cut, _doubled, _inserted, _lengthened, _lines_swapped, _line_changed, _line_indented))(content, chance)
    return content


def with_other_values(document: Any, chance: random.Random) -> bytes:
    """A JSON document with one to three values that are of another kind, gone, or under another key."""
    for _ in range(chance.randint(1, 3)):
        document = _changed(document, chance)
    return json.dumps(document).encode("utf-8")


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(sorted(value))
        other = dict(value)
        inner = other.pop(key)
        step = chance.random()
        if step < 0.7:
            other[key] = _changed(inner, chance)
        elif step < 0.8:
            other[key[::-1]] = inner
        return other
    if isinstance(value, list) and value and chance.random() < 0.9:
        number = chance.randrange(len(value))
        return [*value[:number], _changed(value[number], chance), *value[number + 1 :]]
    return chance.choice(VALUES)


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    place = chance.randrange(len(content))
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted((_place(content, chance), _place(content, chance)))
    return content[:first] if chance.random() < 0.3 else content[:first] + content[min(last, first + 40) :]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    first, last = sorted((_place(content, chance), _place(content, chance)))
    return content[:last] + content[first:last] + content[last:]


def _inserted(content: bytes, chance: random.Random) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.choice(MARKS) + content[place:]


def _lengthened(content: bytes, chance: random.Random) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.choice(LONG) * chance.choice((50, 5_000, 50_000)) + content[place:]


def _lines(content: bytes, chance: random.Random) -> tuple[list[bytes], int]:
    lines = content.splitlines(keepends=True) or [b""]
    return lines, chance.randrange(len(lines))


def _lines_swapped(content: bytes, chance: random.Random) -> bytes:
    lines, number = _lines(content, chance)
    other = chance.randrange(len(lines))
    lines[number], lines[other] = lines[other], lines[number]
    return b"".join(lines)


def _line_changed(content: bytes, chance: random.Random) -> bytes:
    lines, number = _lines(content, chance)
    key, colon, _ = lines[number].partition(b": ")
    lines[number] = key + colon + chance.choice(MARKS) + b"\n"
    return b"".join(lines)


def _line_indented(content: bytes, chance: random.Random) -> bytes:
    lines, number = _lines(content, chance)
    lines[number] = b"  " + lines[number] if chance.random() < 0.5 else lines[number].lstrip()
    return b"".join(lines)
