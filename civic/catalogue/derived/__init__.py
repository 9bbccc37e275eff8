"""What services say of their own inputs in the models of their APIs, read from there and not written by hand.

``aws.json``: the models in botocore 1.44.8. ``azure.json``: the specifications in bicep-types-az (snapshot of August 2026), in the version that the
pinned provider calls or the nearest to it. Both are renewed by ``python -m tests.civic.catalogue.deriving``. Type -> path -> what is taken.
"""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from civic.catalogue.allowed import Allowed, Form, Number, words

_FILES = {"aws": "aws.json", "azure-native": "azure.json"}
"""Package of a token -> file."""


@functools.cache
def derived(token: str) -> Mapping[str, Allowed]:
    """What the model of its service says of the values of a type, by path."""
    file = _FILES.get(token.partition(":")[0])
    return {path: _allowed(rule) for path, rule in _read(file).get(token, {}).items()} if file else {}


@functools.cache
def _read(file: str) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    return json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))


def _allowed(rule: Mapping[str, Any]) -> Allowed:
    if "words" in rule:
        return words(" ".join(rule["words"]), rule["source"]) if not any(" " in word for word in rule["words"]) else _phrases(rule)
    if "low" in rule or "high" in rule:
        return Number(rule.get("low", float("-inf")), rule.get("high", float("inf")), rule["source"])
    return Form(rule.get("pattern", ""), rule.get("shortest", 0), rule.get("longest"), rule["source"])


def _phrases(rule: Mapping[str, Any]) -> Allowed:
    return words("\n".join(rule["words"]), rule["source"], between="\n")
