"""Gives applications their places in shared hosting: by name, never by turn, and never the same one twice."""

from dataclasses import dataclass

from civic.errors import InputError
from civic.estate.capacity import capacity
from civic.estate.estate import Estate
from civic.estate.hosting_checks import places_given
from civic.records.hashing import number_of

PRIORITIES = 50_000
"""An Application Load Balancer's rules have priorities from 1 to this (Elastic Load Balancing, "Listener rules")."""


class CellsFull(InputError):
    """No cell has room. The message says how many places there are and what to do."""


@dataclass(frozen=True)
class Place:
    """What the ledger is to say of one application."""

    cell: str
    new_cell: bool
    """Whether the body has no cell on this cloud yet."""
    priority: int


def place(estate: Estate, owner: str, cloud: str, application: str) -> Place | None:
    """The place that the ledger lacks; nothing where it has one. Raises ``CellsFull``."""
    ledger = estate.ledgers[owner]
    if ledger.priority(cloud, application) is not None:
        return None
    held = ledger.cell(cloud)
    if held and places_given(estate, cloud, held) >= capacity(cloud):
        room = f"'{held}' on {cloud} is full: {capacity(cloud)} places are given"
        raise CellsFull(
            f"the cell {room}. {owner} never moves, so further applications of its own need dedicated hosting; add a cell for bodies to come"
        )
    cell = held or _cell_with_room(estate, owner, cloud)
    return Place(cell, not held, _priority(estate, cloud, cell, f"{owner}/{application}"))


def _cell_with_room(estate: Estate, owner: str, cloud: str) -> str:
    """The first cell by key in the body's region that has room."""
    section, region = estate.platform.cloud(cloud), estate.region_of(owner, cloud)
    cells = sorted(key for key, cell in (section.cells if section else {}).items() if cell.region == region)
    for key in cells:
        if places_given(estate, cloud, key) < capacity(cloud):
            return key
    state = f"{', '.join(cells)} {'is' if len(cells) == 1 else 'are'} full ({capacity(cloud)} places each)" if cells else "there is none"
    raise CellsFull(f"no shared cell on {cloud} in {region} has room: {state}; add a cell under '{cloud}.cells' in {estate.root.name}/platform.yaml")


def _priority(estate: Estate, cloud: str, cell: str, key: str) -> int:
    """The first free one from where the name's hash points. What a ledger ever named is not free, whoever has left since."""
    named = (entry for ledger in estate.ledgers.values() for entry in ledger.listeners)
    taken = {entry.priority for entry in named if (entry.cloud, entry.cell) == (cloud, cell)}
    first = number_of(key, below=PRIORITIES)
    return next(wish for step in range(PRIORITIES) if (wish := 1 + (first + step) % PRIORITIES) not in taken)
