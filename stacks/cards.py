"""Reading another stack's card: one function, whatever store it lies in, one message where it is not there or not its own.

What a card says is in ``components.contracts.cards``, how it lies in a store in ``civic.estate.card_files`` and ``civic.estate.card_store``.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from civic.errors import InputError
from civic.estate.card_store import VARIABLE, CardStore, PublishedStore, card_store
from civic.estate.card_store import read_card as read_card_file
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from components.contracts import CardError, CardReader, Handle
from components.state_store import state_store

CardT = TypeVar("CardT", bound=Handle)


def store_of(estate: Estate, cloud: str, home: str) -> CardStore:
    """Where the cards of a cloud are read: what was published to a fork; the folder or store that ``CIVIC_CARDS`` names; else the platform's own."""
    if estate.published:
        return PublishedStore(estate.root)
    return card_store(os.environ.get(VARIABLE) or state_store(cloud, estate.platform.code, home).cards)


def read_card(stack: StackName, store: CardStore, reader: StackName, kind: Callable[[CardReader], CardT]) -> CardT:
    """The card of ``stack``, as ``kind`` makes it of the values. Raises ``InputError`` with the stack to run first."""
    if isinstance(store, PublishedStore):
        mend = f"ask the platform to run 'civic publish {stack}' first"
    else:
        mend = f"run 'pulumi up -s {stack}' and 'civic card put {stack}' first"
    values = read_card_file(store, str(stack), f"{reader} reads it: {mend}").values
    try:
        return kind(CardReader(values, mend=f"{stack} was brought up before that was asked of it, and {reader} reads its card: {mend}"))
    except CardError as error:
        raise InputError(f"{reader} reads {stack}, whose card is older than this program or not its own: {error}; {mend}") from error
