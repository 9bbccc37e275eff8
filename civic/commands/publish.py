"""``civic publish``: the cards of deployed stacks and the agreements as files, for repositories on another store."""

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from civic.commands.forks import estate_here, refuse_in_fork
from civic.errors import InputError
from civic.estate.card_files import PUBLISHED, CardFile, card_path
from civic.estate.layers import CARD_LAYERS
from civic.estate.published import AGREEMENTS, agreements_text
from civic.estate.targets import refuse_unless_stack, targets
from civic.files import write
from civic.input_files import parse_json, read_bytes, utf8
from civic.plan import Deployment

LARGEST = 1 << 28
"""Bytes of a stack's export."""


def publish_command(estate_root: Path, stacks: Sequence[str], source: Path | None, on: str) -> int:
    """Write ``estate/published/<stack>.json`` for each stack, and the agreements; all stacks are read before the first file is written."""
    estate = estate_here(estate_root)
    refuse_in_fork(estate, "publishing cards and agreements")
    for stack in stacks:
        refuse_unless_stack(estate, stack)
    names = [name for name in targets(estate, stacks) if name.layer in CARD_LAYERS]
    commit = _commit(estate_root)
    texts = {card_path(estate_root, str(name)): card(str(name), _export(str(name), source), commit, on).serialise() for name in names}
    texts[estate_root / PUBLISHED / AGREEMENTS] = agreements_text(estate.agreements)
    for path, text in texts.items():
        write(path, text)
        print(path)
    return 0


def card(stack: str, export: bytes, commit: str, on: str) -> CardFile:
    """The card that a plan or export of a stack gives. Raises ``InputError`` for one that is no such document, or has no outputs."""
    deployment = Deployment.from_json(parse_json(utf8(export, stack), stack))
    try:
        outputs = deployment.stack_outputs
    except LookupError:
        raise InputError(f"{stack} has no outputs, which its card is made of: run 'pulumi up -s {stack}' first") from None
    return CardFile(stack, commit, hashlib.sha256(export).hexdigest(), on, outputs)


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
        raise InputError("the pulumi CLI is not on the PATH; install it, or publish from exports with --from DIR") from None
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
