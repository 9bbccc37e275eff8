"""What a cloud takes one at a time: two resources that change one thing must wait for each other, whatever the engine does side by side.

Looked at once a stack's whole graph is known, since only the graph says what waits for what.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from civic.catalogue import Alone, row
from civic.plan.wire import UNKNOWN, opened
from civic.plan.writing import Entry
from civic.simulator.paths import found_at


@dataclass(frozen=True)
class _Change:
    """One resource's change of one thing."""

    urn: str
    thing: str
    """Its id, in small letters."""
    alone: Alone


def unordered(entries: Mapping[str, Entry]) -> list[str]:
    """Texts about resources that change one thing at the same time, or name a part of what is being changed; nothing where all wait."""
    changes = [change for entry in entries.values() for change in _changes(entry)]
    if not changes:
        return []
    waits = Waits(entries)
    by_thing: dict[str, list[_Change]] = defaultdict(list)
    for change in changes:
        by_thing[change.thing].append(change)
    return [*_side_by_side(by_thing, waits), *_too_early(by_thing, entries, waits)]


class Waits:
    """What each resource of a graph waits for, at once or by way of others."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        before = {urn: _before(entry) & entries.keys() - {urn} for urn, entry in entries.items()}
        self._number: dict[str, int] = {}
        self._above: dict[str, int] = {}
        """A bit for each resource that one waits for."""
        for number, urn in enumerate(TopologicalSorter(before).static_order()):
            self._number[urn] = number
            above = 0
            for other in before[urn]:
                above |= self._above[other] | 1 << self._number[other]
            self._above[urn] = above

    def waits(self, one: str, other: str) -> bool:
        """Whether ``one`` waits for ``other``."""
        return bool(self._above[one] >> self._number[other] & 1)

    def apart(self, one: str, other: str) -> bool:
        """Whether either waits for the other."""
        return bool(self._above[one] >> self._number[other] & 1 or self._above[other] >> self._number[one] & 1)

    def sorted(self, changes: Iterable[_Change]) -> list[_Change]:
        return sorted(changes, key=lambda change: self._number[change.urn])


def _before(entry: Entry) -> set[str]:
    provider = entry.provider.rsplit("::", 1)[0]
    return {entry.parent, provider, *entry.dependencies, *(urn for urns in entry.property_dependencies.values() for urn in urns)}


def _changes(entry: Entry) -> Iterator[_Change]:
    known = row(entry.type) if entry.custom else None
    for alone in known.alone if known else ():
        for ident in found_at(entry.inputs, alone.at) if alone.at else (entry.id,):
            thing = _thing(str(ident), alone.kind)
            if thing and UNKNOWN not in thing:
                yield _Change(entry.urn, thing, alone)


def _thing(ident: str, kind: str) -> str:
    """The part of an id up to the named collection's member."""
    if not kind:
        return ident.lower()
    found = re.match(rf".*/{kind}/[^/]+", ident, re.IGNORECASE)
    return found[0].lower() if found else ""


def _side_by_side(by_thing: Mapping[str, list[_Change]], waits: Waits) -> Iterator[str]:
    for thing, changes in sorted(by_thing.items()):
        # In an order that the graph allows, neighbours that wait make a chain: each waits for all before it.
        ordered = waits.sorted({change.urn: change for change in changes}.values())
        for one, other in itertools.pairwise(ordered):
            if not waits.apart(one.urn, other.urn):
                yield f"{_name(one.urn)} and {_name(other.urn)} both change {thing}, and neither waits for the other: {other.alone.why}"


def _too_early(by_thing: Mapping[str, list[_Change]], entries: Mapping[str, Entry], waits: Waits) -> Iterator[str]:
    """Resources that are put into one of several siblings, some of which are still being written."""
    awaited = {thing: [change for change in changes if change.alone.awaited] for thing, changes in by_thing.items()}
    siblings = {entries[change.urn].id.lower(): change for changes in awaited.values() for change in changes}
    for urn, entry in sorted(entries.items()):
        named = {siblings[text].thing for text in _texts(entry.inputs) if text in siblings} if entry.custom else set()
        for thing in sorted(named):
            early = [change for change in awaited[thing] if change.urn != urn and not waits.apart(change.urn, urn)]
            if early:
                yield f"{_name(urn)} is put into {thing} while {', '.join(_name(each.urn) for each in early)} may still be written: {early[0].alone.why}"


def _texts(value: Any) -> Iterator[str]:
    value = opened(value)
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value.lower()


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[1]
