"""Reading another stack's card: one function, two sources, one message when it is not there yet."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pulumi

from civic.errors import InputError
from civic.estate import cards
from civic.estate.card_files import card_path
from civic.estate.card_files import read_card as card_file
from civic.estate.layers import StackName

PUBLISHED = "published"
REFERENCES = "references"


def read_card(stack: StackName, estate: Path, reader: StackName) -> object:
    """The card of ``stack``, every field an ``Input``.

    Project configuration ``civic-cloud:cards`` says where from: ``references`` (the default: the
    outputs of a stack in the same store) or ``published`` (``estate/published/<stack>.json``).
    Raises ``InputError`` with the stack to run first.
    """
    source = pulumi.Config().get("cards") or REFERENCES
    values = _published(stack, estate, reader) if source == PUBLISHED else _referenced(stack, reader)
    kind = cards.CARDS[stack.layer]
    return _card(kind, values, stack, reader)


def _referenced(stack: StackName, reader: StackName) -> Mapping[str, Any]:
    # Read by invoke, not by a StackReference resource: only so can a missing stack be answered with what to do about it.
    name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
    try:
        answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": name}).value
    except Exception as error:
        if "unknown stack" not in str(error):
            raise
        raise InputError(f"{reader} reads {stack}, which is not deployed yet: run 'pulumi up -s {stack}' first") from None
    return (answer or {}).get("outputs") or {}


def _published(stack: StackName, estate: Path, reader: StackName) -> Mapping[str, Any]:
    path = card_path(estate, str(stack))
    first = f"{reader} reads it: ask the platform to run 'civic publish {stack}' first"
    return card_file(path, f"{estate.name}/{path.parent.name}/{path.name}", str(stack), first).values


def _card(kind: Any, values: Mapping[str, Any], stack: StackName, reader: StackName, place: str = "") -> object:
    hints = _nested(kind)
    given: dict[str, Any] = {}
    for field in fields(kind):
        if field.name not in values:
            raise InputError(f"{reader} reads '{place}{field.name}' of {stack}, which has no such output yet: run 'pulumi up -s {stack}' first")
        value = values[field.name]
        inner = hints.get(field.name)
        if inner is not None:
            value = {key: _card(inner, entry, stack, reader, f"{field.name}.{key}.") for key, entry in value.items()}
        given[field.name] = value
    return kind(**given)


def _nested(kind: Any) -> Mapping[str, Any]:
    """Fields that are mappings of cards of their own, such as one hub for each region."""
    names = {field.name: str(field.type) for field in fields(kind)}
    return {
        name: getattr(cards, inner)
        for name, text in names.items()
        for inner in [text.rpartition(",")[2].strip(" ]")]
        if text.startswith("Mapping[") and is_dataclass(getattr(cards, inner, None))
    }


__all__ = ["read_card"]
