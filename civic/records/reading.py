"""Text to plain data: YAML 1.2, and nothing that a record has no need of.

A record is untrusted input. Aliases, tags, duplicate keys, depth and size are refused before any
value is looked at. Line numbers are kept, so that every message can name the place.
"""

import math
import re
import stat
from collections import Counter
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

from civic.records.errors import Problem, RecordError

LARGEST = 1 << 20
DEEPEST = 12

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBERLIKE = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9]*)?([eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+|\.(inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_VERSION = re.compile(r"v?\d+(\.\d+)+")
_SECRETS = (
    (re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b"), "an AWS access key"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"), "a private key"),
    (re.compile(r"\b(ghp|gho|ghs|glpat|xox[bap])[-_][A-Za-z0-9_-]{16,}"), "an access token"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\."), "a signed token"),
    (re.compile(r"(?i)(AccountKey|SharedAccessSignature|sig)=[A-Za-z0-9+/%=]{20,}"), "a storage key"),
)
_SECRET_KEY = re.compile(r"(?i)(password|passphrase|secret|token|private_?key|api_?key|credential)s?$")
_TOKENLIKE = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])|[A-Za-z0-9+=]{28,}")
_LONG = re.compile(r"[A-Za-z0-9+/_-]{40,}")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?<!sha256:)([0-9a-f]{32,}|[0-9A-F]{32,})(?![0-9A-Za-z])")


@dataclass
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

    def refuse(found: str, allowed: str, hint: str = "", line: int = 0) -> RecordError:
        return RecordError([Problem(file, line, "", found, allowed, hint)])

    try:
        if path.is_symlink():
            raise refuse("a symbolic link", "a file of its own")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse("something that is not a file", "a file of its own")
        if status.st_size > LARGEST:
            raise refuse(f"{status.st_size:,} bytes", f"at most {LARGEST:,} bytes")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise refuse("no such file", "a record", _where_from(path.name)) from None
    try:
        content = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse(f"a byte that is not UTF-8 (0x{raw[error.start]:02x})", "UTF-8 text", "save the file as UTF-8", line) from None
    return parse(content, file)


def parse(content: str, file: str) -> Text:
    """What a record's text says; ``file`` is for messages. Raises ``RecordError`` as ``read`` does."""

    def refuse(found: str, allowed: str, hint: str = "", line: int = 0) -> RecordError:
        return RecordError([Problem(file, line, "", found, allowed, hint)])

    try:
        text = _Builder(file).build(content)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise refuse(f"malformed YAML ({error.problem})", "YAML 1.2", line=(mark.line + 1) if mark else 0) from None
    except (YAMLError, ValueError) as error:
        raise refuse(f"malformed YAML ({str(error).splitlines()[0]})", "YAML 1.2") from None
    # Keys and comments are read by people and kept by git like everything else.
    for number, line in enumerate(content.splitlines(), 1):
        if kind := _secret(line):
            raise refuse(f"{kind} (value not shown)", "no secret in any record", _VAULT, number)
    return text


class _Builder:
    """Turns parser events into data. The events, not a loader, because a loader has already followed what must be refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[tuple[str | int, ...], int] = {}

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
            hint = _where_from(Path(self.file).name)
            raise RecordError([Problem(self.file, 0, "", "an empty file", "a mapping of keys to values", hint)])
        if not isinstance(data, dict):
            raise RecordError([Problem(self.file, 1, "", f"a {_kind(data)}", "a mapping of keys to values")])
        return Text(self.file, data, self.lines)

    def value(self, event: Any, path: tuple[str | int, ...]) -> Any:
        self.lines.setdefault(path, event.start_mark.line + 1)
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
        made: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self.refuse(event, path, "a key that is not text", "keys of plain text")
            key = event.value
            if key in made:
                raise self.refuse(event, (*path, key), "the key a second time", "each key once")
            self.lines[(*path, key)] = event.start_mark.line + 1
            value = self.value(next(self.events), (*path, key))
            if isinstance(value, str | int) and value not in ("", True, False) and _SECRET_KEY.search(key):
                raise self.refuse(event, (*path, key), "a secret (value not shown)", "no secret in any record", _VAULT)
            made[key] = value
        return made

    def sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        made: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            made.append(self.value(event, (*path, len(made))))
        return made

    def scalar(self, event: ScalarEvent, path: tuple[str | int, ...]) -> Any:
        text: str = event.value
        kind = _secret(text)
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
            raise self.refuse(event, path, f"{text} without quotes", f'"{text}"', "other YAML readers change it unless it is quoted")
        return text


_VAULT = "secrets are made empty in the tenancy's vault and filled there by the body"


def _secret(text: str) -> str:
    for pattern, kind in _SECRETS:
        if pattern.search(text):
            return kind
    for token in _TOKENLIKE.findall(text):
        # A GUID or a resource path is long but orderly; a key is not.
        if _entropy(token) > 4.0 and re.search(r"[a-z]", token) and re.search(r"[A-Z]", token) and re.search(r"[0-9]", token):
            return "what looks like a key"
    if any(_entropy(token) > 3 for token in _HEX.findall(text)) or any(_entropy(token) > 4.7 for token in _LONG.findall(text)):
        return "what looks like a key"
    return ""


def _entropy(text: str) -> float:
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def _kind(value: Any) -> str:
    return {list: "list", str: "text", int: "number", bool: "true or false"}.get(type(value), type(value).__name__)


def _where_from(name: str) -> str:
    """What to do about a file that is missing or empty."""
    if name == "platform.yaml":
        return "start from the example's estate/platform.yaml; estate/schemas/platform.json says what it holds"
    return "'civic join' writes a record to start from"
