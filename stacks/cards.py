"""Reading another stack's card: one function, two sources, one message where it is not there or not its own.

What a card says is in ``components.contracts.cards``, and how it lies in the store in ``civic.estate.card_files``.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pulumi

from civic.errors import InputError
from civic.estate.card_files import PUBLISHED, card_path
from civic.estate.card_files import read_card as read_card_file
from civic.estate.layers import StackName
from components.contracts import (
    CardError,
    CardReader,
    Handle,
)

CardT = TypeVar("CardT", bound=Handle)


def read_card(stack: StackName, estate: Path, reader: StackName, kind: Callable[[CardReader], CardT]) -> CardT:
    """The card of ``stack``, as ``kind`` makes it of the values.

    Project configuration ``cards`` says where from: ``references`` (the default: the outputs of a stack in the same store) or
    ``published`` (``estate/published/<stack>.json``). Raises ``InputError`` with the stack to run first.
    """
    published = pulumi.Config().get("cards") == PUBLISHED
    values = _published(stack, estate, reader) if published else _referenced(stack, reader)
    try:
        return kind(CardReader(values))
    except CardError as error:
        mend = f"ask the platform to run 'civic publish {stack}'" if published else f"run 'pulumi up -s {stack}'"
        raise InputError(f"{reader} reads {stack}, whose card is older than this program or not its own: {error}; {mend} first") from error


def _referenced(stack: StackName, reader: StackName) -> Mapping[str, object]:
    # Read by invoke, not by a StackReference resource: only so can a missing stack be answered with what to do about it.
    name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
    try:
        answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": name}).value
    except Exception as error:
        if "unknown stack" not in str(error):
            raise
        raise InputError(f"{reader} reads {stack}, which is not deployed yet: run 'pulumi up -s {stack}' first") from None
    return (answer or {}).get("outputs") or {}


def _published(stack: StackName, estate: Path, reader: StackName) -> Mapping[str, object]:
    path = card_path(estate, str(stack))
    first = f"{reader} reads it: ask the platform to run 'civic publish {stack}' first"
    return read_card_file(path, f"{estate.name}/{path.parent.name}/{path.name}", str(stack), first).values
