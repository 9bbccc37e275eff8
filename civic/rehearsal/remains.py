"""What is left of a stack after everything unprotected was destroyed, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.simulator.world import Thing

Resource = Mapping[str, Any]
PROTECTED = "protected"


@dataclass(frozen=True)
class Remaining:
    """One resource that is left. ``why`` is empty when nothing explains it."""

    urn: str
    type: str
    why: str

    @property
    def name(self) -> str:
        return name(self.urn)


def name(urn: str) -> str:
    """The logical name in a URN."""
    return urn.rsplit("::", 1)[1]


def explained(left: Iterable[Resource]) -> list[Remaining]:
    """Every resource that is left with its reason: protected itself, or needed by one that remains for a reason."""
    resources = {entry["urn"]: entry for entry in left}
    why = {urn: PROTECTED for urn, entry in resources.items() if entry.get("protect")}
    waiting = list(why)
    while waiting:
        needer = waiting.pop(0)
        for urn, how in needed(resources[needer]).items():
            if urn in resources and urn not in why:
                why[urn] = f"{how} {name(needer)}"
                waiting.append(urn)
    return [Remaining(urn, entry["type"], why.get(urn, "")) for urn, entry in resources.items()]


def reachable(start: Iterable[str], resources: Mapping[str, Resource]) -> set[str]:
    """``start`` and everything those resources need, directly or through others, by URN."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        urn = waiting.pop()
        if urn not in found and urn in resources:
            found.add(urn)
            waiting += needed(resources[urn])
    return found


def needed(entry: Resource) -> dict[str, str]:
    """What a resource cannot be without: URN -> in what way."""
    found: dict[str, str] = {}
    if entry.get("parent"):
        found[entry["parent"]] = "parent of"
    if entry.get("provider"):
        found.setdefault(entry["provider"].rsplit("::", 1)[0], "provider of")
    between = [urn for urns in (entry.get("propertyDependencies") or {}).values() for urn in urns or ()]
    for urn in [*(entry.get("dependencies") or ()), *between, *filter(None, [entry.get("deletedWith")])]:
        found.setdefault(urn, "needed by")
    return found


def retained(before: Iterable[Resource], left: Iterable[Resource]) -> list[str]:
    """Names of what the engine forgot and the cloud still has, because the resource is retained on delete."""
    kept = {entry["urn"] for entry in left}
    return sorted(name(entry["urn"]) for entry in before if entry.get("retainOnDelete") and entry["urn"] not in kept)


def otherwise_in_the_clouds(left: Iterable[Resource], retained_names: Iterable[str], things: Iterable[Thing]) -> Iterator[str]:
    """After ``destroy``: what of one stack is still in the clouds without being declared to be kept, and what remains in its state alone."""
    remaining = {(entry["urn"], entry["id"]) for entry in left if entry.get("custom") and not entry["type"].startswith("pulumi:")}
    kept, there = set(retained_names), {(thing.urn, thing.id) for thing in things}
    for urn, ident in sorted(remaining - there):
        yield f"{urn} remains, and the clouds no longer have it ({ident})"
    for urn, ident in sorted(there - remaining):
        if name(urn) not in kept:
            yield f"{urn} is destroyed, and the clouds still have it ({ident})"
