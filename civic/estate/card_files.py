"""The card of a stack as one file: what it says to the stacks that read it, and where that came from. Never a secret.

The same JSON document lies in the cloud's state store (``civic.estate.card_store``) and, for a repository on another
store, as ``estate/published/<stack>.json``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import JsonValue

from civic.input_files import UnreadableFile, parse_json
from civic.records.errors import Problem, RecordError
from civic.records.loader import Model, validate
from civic.records.reading import Text
from civic.records.values import Date, matching

SCHEMA = 1
"""Version of the document. A card of another version is refused with the stack to run first, never guessed at."""
LARGEST = 1 << 20
"""Bytes of a card: that of a hosting cell with a place for each of 400 bodies is a tenth."""
PUBLISHED = "published"


class _Heading(Model):
    """What a card says of itself."""

    stack: str
    commit: Annotated[str, matching(r"[0-9a-f]{40}|", "a git commit of 40 hexadecimal digits, or nothing")]
    plan: Annotated[str, matching(r"[0-9a-f]{64}", "a SHA-256 digest of 64 hexadecimal digits")]
    written: Date
    ledger: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardFile:
    """One card."""

    stack: str
    commit: str
    """Commit of the repository that the stack was rolled out from; empty where that is not known."""
    plan: str
    """SHA-256 of the document that the values were read from: the stack's plan or export."""
    written: str
    """Day, as ``YYYY-MM-DD``."""
    values: Mapping[str, JsonValue]
    """The stack's outputs as plain data. What they mean is the layer's to say."""
    ledger: tuple[str, ...] = ()
    """Seals of the entries that the owner's ledger had then, of a body's landing zone."""

    def serialise(self) -> str:
        """The document's text: keys in order, so that a card that says the same is the same. Raises ``RecordError`` for a secret."""
        problems = _secrets(self.values, self.stack)
        if problems:
            raise RecordError(problems)
        document = {
            "schema": SCHEMA,
            "stack": self.stack,
            "commit": self.commit,
            "plan": self.plan,
            "written": self.written,
            **({"ledger": list(self.ledger)} if self.ledger else {}),
            "values": dict(sorted(self.values.items())),
        }
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def card_key(stack: str) -> str:
    """Key of the card's object in the state store."""
    return f"cards/{stack}.json"


def card_path(root: Path, stack: str) -> Path:
    """Where the published card of a stack is in an estate."""
    return root / PUBLISHED / f"{stack}.json"


def parse_card(text: str, shown: str, stack: str, first: str) -> CardFile:
    """The card of ``stack`` that a text is. ``first`` is what to do where it is older or another's, such as "run ... first".

    Raises ``RecordError``.
    """
    try:
        document = parse_json(text, shown)
    except UnreadableFile as error:
        raise RecordError([Problem(error.file, error.line, "", error.found, error.allowed, error.hint or first)]) from None

    def refused(path: str, found: str, allowed: str) -> RecordError:
        return RecordError([Problem(shown, 0, path, found, allowed, first)])

    if not isinstance(document, dict):
        raise refused("", "no mapping of keys to values", f"the card of {stack}")
    version, values = document.pop("schema", None), document.pop("values", None)
    if isinstance(version, bool) or version != SCHEMA:
        raise refused("schema", json.dumps(version)[:80], f"{SCHEMA}")
    heading = validate(Text(shown, document, {(): 0}), _Heading)
    if heading.stack != stack:
        raise refused("stack", f"'{heading.stack[:80]}'", f"'{stack}'")
    if not isinstance(values, dict):
        raise refused("values", "no mapping of names to outputs", f"the outputs of {stack}")
    if problems := _secrets(values, shown):
        raise RecordError(problems)
    return CardFile(heading.stack, heading.commit, heading.plan, heading.written, values, heading.ledger)


def _secrets(values: Mapping[str, Any], shown: str) -> list[Problem]:
    from civic.plan.wire import HIDDEN, is_secret  # Protobuf, which most readers of an estate have no need of.

    secret = sorted(name for name, value in values.items() if is_secret(value) or _holds(value, HIDDEN))
    return [
        Problem(shown, 0, f"values.{name}", "a secret (value not shown)", "outputs that others may read: a card is never secret") for name in secret
    ]


def _holds(value: Any, text: str) -> bool:
    """Whether this is, or has somewhere in it, just that text."""
    if isinstance(value, Mapping):
        return any(_holds(inner, text) for inner in value.values())
    return any(_holds(inner, text) for inner in value) if isinstance(value, list | tuple) else value == text
