"""Gives applications their places in shared hosting: by name, never by turn, and never the same one twice."""

import hashlib
from dataclasses import dataclass

from civic.estate.capacity import capacity
from civic.estate.estate import Estate
from civic.estate.placing import region_of, residents

PRIORITIES = 50_000
"""An Application Load Balancer's rules have priorities from 1 to this (Elastic Load Balancing, "Listener rules")."""


class Full(ValueError):
    """No cell has room. The message says how many places there are and what to do."""


@dataclass(frozen=True)
class Place:
    """What the ledger is to say of one application."""

    cell: str
    new_cell: bool
    """Whether the body has no cell on this cloud yet."""
    priority: int


def place(estate: Estate, slug: str, cloud: str, application: str) -> Place | None:
    """The place that the ledger lacks; nothing where it has one. Raises ``Full``."""
    ledger = estate.ledgers[slug]
    if ledger.priority(cloud, application) is not None:
        return None
    held = ledger.cell(cloud)
    if held and residents(estate, cloud, held) >= capacity(cloud):
        room = f"'{held}' on {cloud} is full: {capacity(cloud)} places are given"
        raise Full(f"the cell {room}. {slug} never moves, so further applications of its own need dedicated hosting; add a cell for bodies to come")
    cell = held or _cell_with_room(estate, slug, cloud)
    return Place(cell, not held, _priority(estate, cloud, cell, f"{slug}/{application}"))


def _cell_with_room(estate: Estate, slug: str, cloud: str) -> str:
    """The first cell by key in the body's region that has room."""
    section, region = estate.platform.cloud(cloud), region_of(estate, estate.organisations[slug], cloud)
    cells = sorted(key for key, cell in (section.cells if section else {}).items() if cell.region == region)
    for key in cells:
        if residents(estate, cloud, key) < capacity(cloud):
            return key
    state = f"{', '.join(cells)} {'is' if len(cells) == 1 else 'are'} full ({capacity(cloud)} places each)" if cells else "there is none"
    raise Full(f"no shared cell on {cloud} in {region} has room: {state}; add a cell under '{cloud}.cells' in {estate.root.name}/platform.yaml")


def _priority(estate: Estate, cloud: str, cell: str, key: str) -> int:
    """The first free one from where the name's hash points. What a ledger ever named is not free, whoever has left since."""
    named = (entry for ledger in estate.ledgers.values() for entry in ledger.listeners)
    taken = {entry.priority for entry in named if (entry.cloud, entry.cell) == (cloud, cell)}
    first = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % PRIORITIES
    return next(wish for step in range(PRIORITIES) if (wish := 1 + (first + step) % PRIORITIES) not in taken)
