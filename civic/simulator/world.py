"""What is in the simulated clouds: by account, region, type and id, whoever made it; kept in a file where it shall outlive the process.

The file has one line of JSON for each change, written as it happens, so that a process that is killed loses nothing; a line that was not
written to its end is passed over. No secret is written: ``[secret]`` stands for it.
"""

import json
import threading
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from civic.plan import wire

Address = tuple[str, str, str]
"""Type, place (account, with its region where the type has one; Azure subscription) and id."""
Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class Thing:
    """One resource as a cloud has it."""

    type: str
    place: str
    id: str
    urn: str
    seed: str
    """What its chosen ids are made from: its URN, with a number where others were made under that before."""
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    keys: tuple[Key, ...] = ()
    """What only one resource may have, and this one has: names, priorities."""
    lies_in: str = ""
    """Network whose ranges it takes a part of."""
    blocks: tuple[str, ...] = ()
    """Ranges that it takes of that network."""
    spans: tuple[str, ...] = ()
    """Ranges of a network itself."""
    network: str = ""
    """What a network is called by those that lie in it."""

    @property
    def address(self) -> Address:
        return self.type, self.place, self.id


@dataclass
class World:
    """All things. One world serves all stacks and connections; whoever looks and then changes does both under ``lock``."""

    file: Path | None = None
    things: dict[Address, Thing] = field(default_factory=dict)
    brought: set[Key] = field(default_factory=set)
    """What the clouds made by themselves because of something that was made (``civic.simulator.existing``)."""
    soon: set[Key] = field(default_factory=set)
    """What a policy makes minutes after what it was made for."""
    made: dict[str, int] = field(default_factory=dict)
    """URN -> how many were made under it, those that are gone among them."""
    taken: dict[Key, Address] = field(default_factory=dict)
    """What only one resource may have -> who has it."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        if self.file and self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                self._replay(line)

    def seed(self, urn: str) -> str:
        """What the ids of the next resource under this URN are made from."""
        count = self.made.get(urn, 0)
        return f"{urn}~{count + 1}" if count else urn

    def of_urn(self, urn: str, ident: str) -> Thing | None:
        """The thing that a resource of a state is."""
        return next((thing for thing in self.things.values() if thing.id == ident and thing.urn == urn), None)

    def owner(self, key: Key) -> Thing | None:
        """Who has what only one may have."""
        address = self.taken.get(key)
        return self.things.get(address) if address else None

    def in_network(self, network: str) -> list[Thing]:
        """What takes a part of a network's ranges."""
        return [thing for thing in list(self.things.values()) if thing.lies_in == network]

    def ranges(self, network: str) -> tuple[str, ...]:
        """Ranges of a network; none where it is not known."""
        return next((thing.spans for thing in list(self.things.values()) if thing.network == network and thing.spans), ())

    def put(self, thing: Thing, *, new: bool) -> None:
        """A thing is made, or is another one now."""
        with self.lock:
            self._put(thing, new)
            if self.file:
                self._write({"put": asdict(thing), "new": new})

    def remove(self, address: Address) -> None:
        """A thing is gone, and what only it might have is free."""
        with self.lock:
            self._remove(address)
            self._write({"gone": address})

    def bring(self, key: Key, *, later: bool = False) -> None:
        """Something comes along, at once or ``later``: once time has passed."""
        with self.lock:
            (self.soon if later else self.brought).add(key)
            self._write({"soon" if later else "brought": key})

    def pass_time(self) -> None:
        """Minutes go by: what policies make is there."""
        with self.lock:
            for key in sorted(self.soon, key=str):
                self.bring(key)
            self.soon.clear()

    def _put(self, thing: Thing, new: bool) -> None:
        self._free(self.things.get(thing.address))
        self.things[thing.address] = thing
        self.taken.update(dict.fromkeys(thing.keys, thing.address))
        if new:
            self.made[thing.urn] = self.made.get(thing.urn, 0) + 1

    def _remove(self, address: Address) -> None:
        self._free(self.things.pop(address, None))

    def _free(self, thing: Thing | None) -> None:
        for key in thing.keys if thing else ():
            if thing and self.taken.get(key) == thing.address:
                del self.taken[key]

    def _write(self, change: Mapping[str, Any]) -> None:
        if self.file:
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(hidden(change)) + "\n")

    def _replay(self, line: str) -> None:
        try:
            change = json.loads(line)
        except ValueError:
            return
        if "put" in change:
            self._put(_thing(change["put"]), change["new"])
        elif "gone" in change:
            self._remove(tuple(change["gone"]))
        elif "soon" in change:
            self.soon.add(tuple(change["soon"]))
        else:
            self.brought.add(key := tuple(change["brought"]))
            self.soon.discard(key)


def _thing(fields: Mapping[str, Any]) -> Thing:
    tuples: dict[str, Any] = {name: tuple(fields[name]) for name in ("blocks", "spans")}
    return Thing(**{**fields, **tuples, "keys": tuple(tuple(key) for key in fields["keys"])})


def hidden(value: Any) -> Any:
    """A value with ``[secret]`` for every secret in it."""
    if isinstance(value, Mapping):
        if value.get(wire.SIGNATURE) == wire.SECRET:
            return {**value, "value": wire.HIDDEN}
        return {key: hidden(inner) for key, inner in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [hidden(inner) for inner in value]
    return value


def restored(value: Any, told: Any) -> Any:
    """A value that was read back, with the secrets that whoever asks for it has at the same place."""
    if isinstance(value, Mapping):
        if value.get(wire.SIGNATURE) == wire.SECRET and value.get("value") == wire.HIDDEN:
            return told if told is not None else value
        other = told if isinstance(told, Mapping) else {}
        return {key: restored(inner, other.get(key)) for key, inner in value.items()}
    if isinstance(value, list):
        others = told if isinstance(told, list) and len(told) == len(value) else [None] * len(value)
        return [restored(inner, other) for inner, other in zip(value, others, strict=True)]
    return value
