"""Text to plain data: YAML 1.2, and nothing that a record has no need of.

A record is untrusted input. Aliases, tags, duplicate keys, depth and size are refused before any
value is looked at. Line numbers are kept, so that every message can name the place.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from civic.input_files import UnreadableFile, read_bytes, utf8
from civic.records.errors import Problem, RecordError
from civic.records.secret_scan import is_secret_key, secret_in

LARGEST = 1 << 17
"""Bytes of a record or ledger: some 1,600 entries of a ledger."""
DEEPEST = 12
MOST_VALUES = 20_000
"""Values of one file: more than a file of ordinary lines can hold, and read in about a second."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBERLIKE = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+|\.(inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_NATIONAL = re.compile(r"0[1-9][0-9]{8,9}")
"""A telephone number as it is dialled within a country; nothing else in a record looks so."""
_VERSION = re.compile(r"v?\d+(\.\d+)+")


@dataclass(eq=False)
class Text:
    """A file's data and where each value of it stands."""

    file: str
    data: dict[str, Any]
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of ``path``, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: tuple[str | int, ...], found: str, allowed: str, hint: str = "") -> Problem:
        return Problem(self.file, self.line(path), dotted(path), found, allowed, hint)


def dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def read(path: Path, shown: str | None = None) -> Text:
    """Read one record. Raises ``RecordError`` for anything but a plain YAML 1.2 mapping."""
    file = shown or str(path)
    try:
        content = utf8(read_bytes(path, file, LARGEST), file)
    except FileNotFoundError:
        raise RecordError([Problem(file, 0, "", "no such file", "a record", _where_from(path))]) from None
    except UnreadableFile as error:
        raise RecordError([Problem(error.file, error.line, "", error.found, error.allowed, error.hint)]) from None
    return parse(content, file)


def parse(content: str, file: str) -> Text:
    """What a record's text says; ``file`` is for messages. Raises ``RecordError`` as ``read`` does."""

    def refuse(found: str, allowed: str, hint: str = "", line: int = 0) -> RecordError:
        return RecordError([Problem(file, line, "", found, allowed, hint)])

    try:
        text = _Builder(file).build(content)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line + 1) if mark else 0
        raise refuse(f"malformed YAML ({error.problem})", "YAML 1.2", _yaml_hint(error.problem or ""), line) from None
    except (YAMLError, ValueError) as error:
        raise refuse(f"malformed YAML ({str(error).splitlines()[0]})", "YAML 1.2") from None
    # Keys and comments are read by people and kept by git like everything else.
    for number, line in enumerate(content.splitlines(), 1):
        if kind := secret_in(line):
            raise refuse(f"{kind} (value not shown)", "no secret in any record", _VAULT, number)
    return text


class _Builder:
    """Turns parser events into data. The events, not a loader, because a loader has already followed what must be refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.values = 0

    def refuse(self, event: Any, path: tuple[str | int, ...], found: str, allowed: str, hint: str = "") -> RecordError:
        return RecordError([Problem(self.file, event.start_mark.line + 1, dotted(path), found, allowed, hint)])

    def build(self, content: str) -> Text:
        yaml = YAML(typ="safe", pure=True)
        self.events = iter(yaml.parse(content))
        documents = 0
        data: Any = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse(event, (), "a second document", "one document in each file")
                data = self.value(next(self.events), ())
        if documents == 0 or data is None:
            hint = _where_from(Path(self.file))
            raise RecordError([Problem(self.file, 0, "", "an empty file", "a mapping of keys to values", hint)])
        if not isinstance(data, dict):
            raise RecordError([Problem(self.file, 1, "", f"a {_kind(data)}", "a mapping of keys to values")])
        return Text(self.file, data, self.lines)

    def value(self, event: Any, path: tuple[str | int, ...]) -> Any:
        self.lines.setdefault(path, event.start_mark.line + 1)
        self.values += 1
        if self.values > MOST_VALUES:
            raise self.refuse(event, (), f"more than {MOST_VALUES:,} values", "fewer in one file")
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            hint = "repeat the value, or quote a text that begins with '*' or '&'"
            raise self.refuse(event, path, "an alias or anchor", "each value written out", hint)
        if getattr(event, "ctag", None) is not None and str(event.ctag or ""):
            raise self.refuse(event, path, f"the YAML tag {event.ctag}", "no tags")
        if len(path) > DEEPEST:
            raise self.refuse(event, path, f"nesting deeper than {DEEPEST}", "flatter data")
        if isinstance(event, ScalarEvent):
            return self.scalar(event, path)
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(path)
        raise self.refuse(event, path, type(event).__name__, "a value")

    def mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self.refuse(event, path, "a key that is not text", "keys of plain text")
            key = event.value
            if key in mapping:
                raise self.refuse(event, (*path, key), "the key a second time", "each key once")
            self.lines[(*path, key)] = event.start_mark.line + 1
            value = self.value(next(self.events), (*path, key))
            if isinstance(value, str | int) and value not in ("", True, False) and is_secret_key(key):
                raise self.refuse(event, (*path, key), "a secret (value not shown)", "no secret in any record", _VAULT)
            mapping[key] = value
        return mapping

    def sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def scalar(self, event: ScalarEvent, path: tuple[str | int, ...]) -> Any:
        text: str = event.value
        kind = secret_in(text)
        if kind:
            raise self.refuse(event, path, f"{kind} (value not shown)", "no secret in any record", _VAULT)
        if event.style is not None:
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return text.lower() == "true"
        if _INTEGER.fullmatch(text) and len(text) <= 9:
            return int(text)
        if _DATE.fullmatch(text) or _TIME.fullmatch(text) or _VERSION.fullmatch(text) or _NUMBERLIKE.fullmatch(text):
            if _NATIONAL.fullmatch(text):
                raise self.refuse(event, path, f"{text} without quotes", 'a telephone number in E.164, quoted, such as "+441632960000"')
            if "_" in text:
                raise self.refuse(event, path, f"{text}", "a whole number of digits alone, such as 1000, or a text in quotes")
            raise self.refuse(event, path, f"{text} without quotes", f'"{text}"', "other YAML readers change it unless it is quoted")
        return text


_VAULT = "secrets are made empty in the tenancy's vault and filled there by the body"


_YAML_HINTS = {
    "'\\t'": "indent with spaces, never with tabs",
    "could not find expected ':'": "each key is followed by ': ', a colon and a space; the line before this one may lack it",
    "mapping values are not allowed here": "quote a text that holds ': ', and set a line no further in than its neighbours",
    "block end": "lines of one mapping begin at the same column; look at the line before too",
    "expected ','": "a list that begins with '[' ends with ']', and a mapping that begins with '{' with '}'",
    "quoted scalar": "a text that begins with a quote ends with the same",
}
"""What to do, by what the parser says."""


def _yaml_hint(problem: str) -> str:
    return next((hint for words, hint in _YAML_HINTS.items() if words in problem), "")


def _kind(value: Any) -> str:
    return {list: "list", str: "text", int: "number", bool: "true or false"}.get(type(value), type(value).__name__)


def _where_from(path: Path) -> str:
    """What to do about a file that is missing or empty."""
    if path.parent.name == "ledger":
        return f"bring it back from the repository's history; where it held nothing, delete it, and 'civic addresses mend {path.stem}' writes another"
    if path.name == "platform.yaml":
        return "start from the example's estate/platform.yaml; estate/schemas/platform.json says what it holds"
    if not path.exists() and (path.parent.parent / "ledger" / path.name).exists():
        return "its ledger is here: bring it back from the repository's history; to take the body away, destroy its stacks first (docs/how-to/changes.md)"
    return "'civic join' writes a record to start from"
