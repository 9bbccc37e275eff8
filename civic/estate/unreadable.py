"""Which stacks a record that cannot be read concerns: a body is never treated as absent because of a slip in its record."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from civic.estate.standing import standing
from civic.records.errors import Problem, RecordError
from civic.records.owners import PLATFORM
from civic.records.reading import read

if TYPE_CHECKING:
    from civic.estate.estate import Estate
    from civic.estate.layers import StackName


def unreadable_for(estate: "Estate", stack: "StackName") -> tuple[str, ...]:
    """Slugs of the bodies whose record or ledger cannot be read and that ``stack`` belongs to or reads, in order.

    The network reads all; a shared cell those whose ledger puts them in it, or cannot be read itself; a body's landing zone and
    applications read the providers and the consumers of what the body takes and offers.
    """
    return tuple(slug for slug in sorted(estate.unreadable) if slug == stack.body or _is_read_by(estate, slug, stack))


def _is_read_by(estate: "Estate", slug: str, stack: "StackName") -> bool:
    if stack.layer == "network":
        return True
    if stack.layer == "hosting":
        ledgers = [ledger for owner, ledger in estate.ledgers.items() if owner.partition(".")[0] == slug]
        unknown = slug in estate.unreadable_ledgers
        return unknown or any(ledger.cell(stack.cloud) == stack.cell for ledger in ledgers)
    record = estate.owners.get(stack.owner)
    if stack.layer not in ("landing-zone", "applications") or record is None:
        return False
    if any(choice.provider == slug for choice in record.subscriptions):
        return True
    if not any(offer.is_open_to(slug) for offer in record.offers):
        return False
    providers = _providers_of(estate.root, slug)
    return providers is None or stack.body in providers


def standing_for(estate: "Estate", stack: "StackName") -> tuple[str, ...]:
    """Slugs of bodies whose records are gone while their stacks stand, and whose rules and roles ``stack`` would take away.

    Hubs and cells alone: other stacks of the platform are loaded without bodies, so nothing can be told of them.
    """
    if stack.owner != PLATFORM or stack.layer not in ("network", "hosting"):
        return ()
    return tuple(slug for slug in standing(estate) if slug == PLATFORM or _is_read_by(estate, slug, stack))


def _of_standing(estate: "Estate", stacks: Iterable["StackName"] | None) -> list[Problem]:
    """What is wrong with those of ``standing_for``; nothing where all is asked for."""
    slugs = {slug for stack in stacks or () for slug in standing_for(estate, stack)}
    return [problem for slug, problems in (standing(estate) if slugs else {}).items() if slug in slugs for problem in problems]


def _providers_of(root: Path, slug: str) -> set[str] | None:
    """Whom the body asks for services, as far as its file is YAML at all; ``None`` where that cannot be told."""
    try:
        subscriptions = read(root / "organisations" / f"{slug}.yaml").data.get("subscriptions") or []
    except RecordError:
        return None
    if not isinstance(subscriptions, list) or not all(isinstance(choice, dict) for choice in subscriptions):
        return None
    return {str(choice.get("provider")) for choice in subscriptions}


def refuse_unreadable(estate: "Estate", stacks: Iterable["StackName"] | None = None) -> None:
    """Raises ``RecordError`` with every problem of the bodies that ``stacks`` read; of all bodies where it is ``None``."""
    slugs = set(estate.unreadable) if stacks is None else {slug for stack in stacks for slug in unreadable_for(estate, stack)}
    problems: list[Problem] = [problem for slug in slugs for problem in estate.unreadable[slug]]
    problems += _of_standing(estate, stacks)
    if problems:
        raise RecordError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
