"""Making a stack's card: of its plan, or of the state that Pulumi exports."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civic import clock
from civic.errors import InputError
from civic.estate.card_files import CardFile
from civic.estate.card_store import CardStore
from civic.estate.layers import CARD_LAYERS, StackName
from civic.input_files import parse_json, printable, utf8
from civic.plan import Deployment


def has_card(stack: StackName) -> bool:
    """Whether another stack reads this one."""
    return stack.layer in CARD_LAYERS


def card_of_export(stack: str, export: bytes, commit: str, on: str) -> CardFile:
    """The card that a plan or export of ``stack`` gives. Raises ``InputError`` for one that is no such document, another stack's, or has no outputs."""
    deployment = Deployment.from_json(parse_json(utf8(export, stack), stack))
    root = next((resource for resource in deployment if resource.type == "pulumi:pulumi:Stack"), None)
    if root is not None and root.stack != stack:
        raise InputError(f"{stack}: found the plan or export of {printable(root.stack)}; allowed: that of {stack}")
    if root is None or not root.outputs:
        raise InputError(f"{stack} has no outputs, which its card is made of: run 'pulumi up -s {stack}' first")
    return CardFile(stack, commit, hashlib.sha256(export).hexdigest(), on, root.outputs)


def put_card(store: CardStore, stack: str, export: bytes, commit: str = "", on: str = "", ledger: tuple[str, ...] = ()) -> None:
    """Write the card that an export gives, where another stack reads it, with the seals of its owner's ledger.

    Raises as ``card_of_export``, ``RecordError`` for a secret, ``StoreRefused``."""
    if has_card(StackName.parse(stack)):
        card = card_of_export(stack, export, commit, on or clock.today().isoformat())
        store.write(stack, replace(card, ledger=ledger).serialise())


def put_planned_card(store: CardStore, stack: str, plan: str, outputs: Mapping[str, Any]) -> None:
    """The same of a plan that was just made, whose outputs need not be read out of its text again."""
    if has_card(StackName.parse(stack)):
        store.write(stack, CardFile(stack, "", hashlib.sha256(plan.encode()).hexdigest(), clock.today().isoformat(), outputs).serialise())
