"""What a cloud does not delete, and what it keeps for a while of what it deleted.

The entries are data, one list a cloud (``civic/simulator/aws/deletions.py``, ``civic/simulator/azure/deletions.py``). Who deletes such a thing is
refused on the served clouds, as on the real ones, and told what stands in the way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.simulator.claims import called
from civic.simulator.paths import found_at
from civic.simulator.state import Failure
from civic.simulator.world import Key, Thing, World

INSIDE = "<inside>"
"""In the place of a path: what lies in the thing, by its own id."""
Users = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Why things of a type are not deleted. Exactly one of ``used``, ``filled`` and ``own`` says when."""

    type: str
    says: str
    """What the cloud answers: its error, then what to do."""
    source: str
    used: Users = ()
    """(type, path of an input) of things that name it, by id, ARN or name: none of them may be there. ``INSIDE``: none that lies in it."""
    filled: Users = ()
    """The same of things that write something into it, which stays when they are gone."""
    own: tuple[str, object] = ("", None)
    """An input and the value with which it is never deleted."""
    unless: str = ""
    """Input that lets it be deleted all the same."""
    here: bool = False
    """It is named by a name that means another thing in another account or region."""

    def __post_init__(self) -> None:
        if not (self.says and self.source) or [bool(self.used), bool(self.filled), bool(self.own[0])].count(True) != 1:
            raise ValueError(f"{self.type}: an entry says what the cloud answers, its source, and in one way when")


@dataclass(frozen=True, kw_only=True)
class Lingers:
    """A name that stays taken for days after what had it was deleted."""

    type: str
    name: str
    """Input that holds the name."""
    says: str
    source: str
    never: tuple[tuple[str, object], ...] = ()
    """Inputs and values with which nothing lingers."""


def refused_deletion(entries: Iterable[Kept], thing: Thing, world: World) -> list[Failure]:
    """Why a cloud does not delete a thing now."""
    found: list[Failure] = []
    for entry in entries:
        if entry.type == thing.type and not (entry.unless and thing.inputs.get(entry.unless)):
            found.extend(Failure("", f"{entry.says}: {holder} ({entry.source})") for holder in _holders(entry, thing, world))
    return found


def fill(entries: Iterable[Kept], writer: Thing, world: World) -> None:
    """Remember what a thing that was just made writes into."""
    for entry in entries:
        for token, path in entry.filled:
            if token == writer.type:
                for name in _named(writer, path):
                    world.bring(_filled(entry.type, name))


def linger(entries: Iterable[Lingers], thing: Thing, world: World) -> None:
    """Remember the name of a thing that was just deleted."""
    for entry in entries:
        if entry.type == thing.type and not any(thing.inputs.get(name) == value for name, value in entry.never):
            world.bring(_deleted(entry, thing.place, thing.inputs))


def refused_name(entries: Iterable[Lingers], token: str, place: str, inputs: Mapping[str, Any], world: World) -> list[Failure]:
    """Why a name cannot be given again yet."""
    meant = [entry for entry in entries if entry.type == token and inputs.get(entry.name)]
    return [Failure(each.name, f"{each.says} ({each.source})") for each in meant if _deleted(each, place, inputs) in world.brought]


def _holders(entry: Kept, thing: Thing, world: World) -> Iterator[str]:
    """What stands in the way, in words; the first is enough."""
    name, value = entry.own
    if name and thing.inputs.get(name) == value:
        yield f"{name} is {str(value).lower() if isinstance(value, bool) else value}"
    names = _names(thing)
    if entry.filled and any(_filled(entry.type, name) in world.brought for name in names):
        yield "it is not empty"
    for token, path in entry.used:
        for other in list(world.things.values()):
            if (
                other.type == token
                and other.address != thing.address
                and (not entry.here or other.place == thing.place)
                and _uses(other, path, names)
            ):
                yield called(other.urn, thing.urn)
                return


def _uses(other: Thing, path: str, names: frozenset[str]) -> bool:
    if path == INSIDE:
        return any(other.id.lower().startswith(f"{name}/") for name in names)
    return not names.isdisjoint(_named(other, path))


def _names(thing: Thing) -> frozenset[str]:
    """What others call a thing."""
    return frozenset(str(each).lower() for each in (thing.id, thing.outputs.get("arn"), thing.outputs.get("name")) if each)


def _named(thing: Thing, path: str) -> set[str]:
    return {str(value).lower() for value in found_at(thing.inputs, path) if value}


def _filled(token: str, name: str) -> Key:
    return ("filled", token, name.removeprefix("arn:aws:s3:::").partition("/")[0] if name.startswith("arn:aws:s3:::") else name)


def _deleted(entry: Lingers, place: str, inputs: Mapping[str, Any]) -> Key:
    return ("deleted", entry.type, place, str(inputs.get(entry.name)).lower())
