"""``civic publish``, ``civic card put`` and ``civic card show``: the cards of deployed stacks, as files for other repositories and in the cloud's own store."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from civic.commands.forks import estate_here, refuse_in_fork
from civic.commands.state_stores import cards_of
from civic.errors import InputError
from civic.estate.card_files import PUBLISHED, card_path
from civic.estate.card_store import VARIABLE as CARDS_VARIABLE
from civic.estate.card_store import read_card
from civic.estate.card_writing import card_of_export, has_card, put_card
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.ledger_checks import seals_of
from civic.estate.published import AGREEMENTS, agreements_text
from civic.estate.targets import refuse_unless_stack, targets
from civic.files import write
from civic.input_files import read_bytes
from civic.ledger.deployed import note_deployed
from civic.ledger.locking import locked_estate

LARGEST = 1 << 28
"""Bytes of a stack's export."""


def publish_command(estate_root: Path, stacks: Sequence[str], source: Path | None, on: str) -> int:
    """Write ``estate/published/<stack>.json`` for each stack, and the agreements; all stacks are read before the first file is written.

    What a body's landing zone was deployed with, and no edit changes any more, goes into its ledger.
    """
    estate = estate_here(estate_root)
    refuse_in_fork(estate, "publishing cards and agreements")
    if source is None:
        _refuse_simulated()
    for stack in stacks:
        refuse_unless_stack(estate, stack)
    names = [name for name in targets(estate, stacks) if has_card(name)]
    commit = _commit(estate_root)
    cards = {name: card_of_export(str(name), _export(str(name), source), commit, on) for name in names}
    with locked_estate(estate_root) as locked:
        estate = note_deployed(replace(locked, published=estate.published), names, on)
    texts = {card_path(estate_root, str(name)): replace(card, ledger=_seals(estate, name)).serialise() for name, card in cards.items()}
    texts[estate_root / PUBLISHED / AGREEMENTS] = agreements_text(estate.agreements)
    for path, text in texts.items():
        write(path, text)
        print(path)
    return 0


def card_put_command(estate_root: Path, stack: str, source: Path | None, on: str) -> int:
    """Write the stack's card where the stacks that read it look for it, which is the last step of its rollout."""
    estate = estate_here(estate_root)
    refuse_in_fork(estate, "putting cards into the store")
    refuse_unless_stack(estate, stack)
    (name,) = targets(estate, [stack])
    _refuse_without_card(name)
    store = cards_of(estate, name.cloud)
    put_card(store, stack, _export(stack, source), _commit(estate_root), on, _seals(estate, name))
    print(store.shown(stack))
    return 0


def card_show_command(estate_root: Path, stack: str) -> int:
    """Print the stack's card as the stacks that read it find it, under the caller's own credentials."""
    estate = estate_here(estate_root)
    refuse_unless_stack(estate, stack)
    name = StackName.parse(stack)
    _refuse_without_card(name)
    mend = f"ask the platform to run 'civic publish {stack}'" if estate.published else f"'civic card put {stack}' writes it anew"
    print(read_card(cards_of(estate, name.cloud), stack, mend).serialise(), end="")
    return 0


def _refuse_simulated() -> None:
    """Raises ``InputError`` where cards go to another store, as beside simulated clouds: what is published counts as deployed."""
    if os.environ.get(CARDS_VARIABLE):
        raise InputError(
            f"{CARDS_VARIABLE} is set, so what stacks hold is in another store than the platform's; published, it would be taken for deployed. "
            "Unset it, or give --from DIR"
        )


def _seals(estate: Estate, name: StackName) -> tuple[str, ...]:
    return seals_of(estate.ledgers[name.owner]) if name.layer == "landing-zone" and name.owner in estate.ledgers else ()


def _refuse_without_card(name: StackName) -> None:
    """Raises ``InputError`` for a stack that no other reads."""
    if not has_card(name):
        raise InputError(f"{name} has no card, because no stack reads one of layer {name.layer}")


def _export(stack: str, source: Path | None) -> bytes:
    """The stack's plan from the folder ``source``, or its state as the Pulumi command exports it. Raises ``InputError``."""
    if source is not None:
        path = source / f"{stack}.json"
        try:
            return read_bytes(path, str(path), LARGEST)
        except FileNotFoundError:
            raise InputError(
                f"{path}: found no such file; allowed: the plan or export of {stack}; 'civic plan --out {source}' writes plans"
            ) from None
    command = ["pulumi", "stack", "export", "--stack", stack]
    try:
        ran = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise InputError("the pulumi CLI is not on the PATH; install it, or give exports with --from DIR") from None
    if ran.returncode:
        raise InputError(f"{' '.join(command)} failed: {ran.stderr.decode(errors='replace').strip()}")
    return ran.stdout


def _commit(folder: Path) -> str:
    """The commit that is checked out where the records are; empty where there is none."""
    try:
        ran = subprocess.run(["git", "-C", str(folder), "rev-parse", "--verify", "HEAD"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""
