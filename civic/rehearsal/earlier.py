"""One resource as an earlier program would have left it, so that the next ``up`` changes it in place, or replaces it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from civic.catalogue import replacing, unchangeable
from civic.simulator.world import World

Resource = Mapping[str, Any]
EARLIER = "-before"


@dataclass(frozen=True)
class Earlier:
    """The resource and the input that was another."""

    urn: str
    key: str
    replaced: bool


def choices(resources: Sequence[Resource], *, replaced: bool) -> Iterator[Earlier]:
    """Resources on which no other depends, each with an input of text of which another value is changed in place, or ``replaced``.

    What is protected is never among them: nobody may replace it.
    """
    needed = {urn for entry in resources for urn in _needs(entry)}
    for entry in resources:
        if not entry.get("custom") or entry["type"].startswith("pulumi") or entry.get("protect") or entry["urn"] in needed:
            continue
        inputs = entry.get("inputs") or {}
        for key in sorted(inputs, key=lambda key: (key != "description", key)):
            if isinstance(inputs[key], str) and not key.startswith("__") and _is_so(entry, key, replaced):
                yield Earlier(entry["urn"], key, replaced)
                break


def _is_so(entry: Resource, key: str, replaced: bool) -> bool:
    inputs = entry["inputs"]
    before = {**inputs, key: inputs[key] + EARLIER}
    return bool(replacing(entry["type"], before, inputs)) == replaced and not unchangeable(entry["type"], before, inputs)


def _needs(entry: Resource) -> Iterator[str]:
    yield from filter(None, [entry.get("parent"), entry.get("deletedWith"), str(entry.get("provider") or "").rsplit("::", 1)[0]])
    yield from entry.get("dependencies") or ()
    for urns in (entry.get("propertyDependencies") or {}).values():
        yield from urns or ()


def as_earlier(document: Mapping[str, Any], world: World, earlier: Earlier) -> dict[str, Any]:
    """The state with that resource as it was, and the world's as well. One that will be replaced had another id too, and other names."""
    resources = []
    for entry in document["deployment"]["resources"]:
        if entry["urn"] != earlier.urn:
            resources.append(entry)
            continue
        thing = world.of_urn(entry["urn"], entry["id"])
        assert thing is not None, f"{entry['urn']} is in the state and not in the clouds"
        change = {earlier.key: entry["inputs"][earlier.key] + EARLIER}
        ident = entry["id"] + EARLIER if earlier.replaced else entry["id"]
        outputs = {**entry["outputs"], **change}
        resources.append({**entry, "id": ident, "inputs": {**entry["inputs"], **change}, "outputs": outputs})
        world.remove(thing.address)
        before = replace(thing, id=ident, inputs={**thing.inputs, **change}, outputs={**thing.outputs, **change})
        world.put(replace(before, keys=(), blocks=()) if earlier.replaced else before, new=False)
    return {**document, "deployment": {**document["deployment"], "resources": resources}}
