"""Agreements as the platform publishes them for repositories that hold one body's record alone."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from civic.estate.agreements import Agreement
from civic.estate.card_files import PUBLISHED
from civic.input_files import UnreadableFile, parse_json, read_bytes, utf8
from civic.records.errors import Problem, RecordError
from civic.records.loader import Model, validate
from civic.records.reading import Text
from civic.records.values import Slug

AGREEMENTS = "agreements.json"
LARGEST = 1 << 23
"""Bytes of the agreements of an estate: ten thousand of them are half of it."""
SCHEMA = 1
_AGAIN = "ask the platform to run 'civic publish' again"
_NOBODY = Agreement("", "", "", "offered")


class _PublishedAgreement(Model):
    """One agreement as it is written: what has its usual value is left out."""

    provider: Slug
    offer: Slug
    consumer: Slug | Literal[""]
    state: Literal["offered", "requested", "agreed"]
    cloud: str = ""
    todo: str = ""
    host: str = ""
    port: int = 443
    version: str = ""
    provider_region: str = ""
    consumer_region: str = ""
    note: str = ""


class _Published(Model):
    agreements: tuple[_PublishedAgreement, ...]


def are_published(root: Path) -> bool:
    """Whether ``civic publish`` wrote agreements here, were it that there are none."""
    path = root / PUBLISHED / AGREEMENTS
    return path.exists() or path.is_symlink()


def agreements_text(agreements: Iterable[Agreement]) -> str:
    """The document: offers, requests and agreements of the whole estate."""
    kept = ("provider", "offer", "consumer", "state")
    usual = asdict(_NOBODY)
    written = [{key: value for key, value in asdict(one).items() if key in kept or value != usual[key]} for one in agreements]
    return json.dumps({"schema": SCHEMA, "agreements": written}, indent=2, ensure_ascii=False) + "\n"


def published_agreements(root: Path) -> list[Agreement]:
    """What ``civic publish`` wrote of agreements; nothing where it wrote nothing. Raises ``RecordError`` for anything else."""
    path, shown = root / PUBLISHED / AGREEMENTS, f"{root.name}/{PUBLISHED}/{AGREEMENTS}"
    if not are_published(root):
        return []
    if not path.resolve().is_relative_to(root.resolve()):
        raise RecordError([Problem(f"{root.name}/{PUBLISHED}", 0, "", "a symbolic link out of the estate", "a folder of its own", _AGAIN)])
    try:
        document = parse_json(utf8(read_bytes(path, shown, LARGEST), shown), shown)
    except UnreadableFile as error:
        raise RecordError([Problem(error.file, error.line, "", error.found, error.allowed, error.hint or _AGAIN)]) from None
    if not isinstance(document, dict) or isinstance(version := document.pop("schema", None), bool) or version != SCHEMA:
        raise RecordError([Problem(shown, 0, "schema", "what 'civic publish' did not write", f"{SCHEMA}", _AGAIN)])
    published = validate(Text(shown, document, {(): 0}), _Published)
    return [Agreement(**one.model_dump()) for one in published.agreements]
