"""What the simulated clouds' world holds, listed as the clouds' own calls would: by ARN or Azure id and tags, without a word of whose stack it is."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from civic.changes.orphans import Listed
from civic.errors import InputError
from civic.inventory import Place
from civic.simulator.world import World


class SimulatedInventory:
    """The file of a world (``civic simulate`` keeps it as ``world.jsonl``)."""

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise InputError(f"{file}: found no such file; allowed: the world.jsonl that 'civic simulate' keeps beside its states")
        self._things = list(World(file).things.values())

    def resources(self, place: Place, tags: Mapping[str, str]) -> Iterator[Listed]:
        for thing in self._things:
            told = _tags(thing.outputs) or _tags(thing.inputs)
            ident = thing.outputs.get("arn") if thing.type.startswith("aws:") else thing.id
            if isinstance(ident, str) and tags.items() <= told.items() and _is_in(ident, place):
                yield Listed(ident, told)


def _tags(values: Mapping[str, Any]) -> dict[str, str]:
    tags = values.get("tagsAll") or values.get("tags")
    return {str(key): str(value) for key, value in tags.items()} if isinstance(tags, Mapping) else {}


def _is_in(ident: str, place: Place) -> bool:
    if place.cloud == "azure":
        return ident.startswith(f"/subscriptions/{place.account}/")
    _, _, _, region, account, *_ = (*ident.split(":"), "", "", "", "", "")
    # Buckets and zones say neither; the tags say whose they are.
    return account in ("", place.account) and region in ("", place.region)
