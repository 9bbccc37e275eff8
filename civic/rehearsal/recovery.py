"""The recovery of ``docs/how-to/recover.md``, step by step, and whether everything is as it should be afterwards."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from civic.rehearsal.engine import Engine, complaint
from civic.simulator.world import Thing, World

CREATING = "creating"


def recover(engine: Engine, stack: str, file_of_world: World) -> list[str]:
    """Free the lock, take up what was being made, delete what no state knows. Gives what was done, in words.

    Where a person would look things up in the clouds, the world is looked into. The command that failed is then given again.
    """
    done: list[str] = []
    if list((engine.store / ".pulumi" / "locks").rglob(f"{stack}/*.json")):
        _ = engine.run("cancel", "--yes", "--stack", stack)
        done.append("cancelled")
    state = engine.state(stack)
    pending = pending_operations(state)
    if pending:
        creating = {entry["resource"]["urn"] for entry in pending if entry["type"] == CREATING}
        # What was to take another's place is not taken up beside it: its URN is the other's.
        creating -= {entry["urn"] for entry in state["deployment"].get("resources") or []}
        found = {thing.urn: thing.id for thing in orphans(state, file_of_world) if thing.urn in creating}
        imported = [word for urn, ident in found.items() for word in ("--import-pending-creates", urn, "--import-pending-creates", ident)]
        _ = engine.run("refresh", "--stack", stack, "--yes", "--skip-preview", "--clear-pending-creates", *imported)
        done.append(f"refreshed, {len(found)} taken up, {len(creating) - len(found)} cleared")
    left = orphans(engine.state(stack) if pending else state, file_of_world)
    for thing in left:
        file_of_world.remove(thing.address)
    if left:
        done.append(f"deleted by hand: {', '.join(sorted(thing.urn.rsplit('::', 1)[1] for thing in left))}")
    return done


def pending_operations(state: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return state["deployment"].get("pending_operations") or []


def orphans(state: Mapping[str, Any], world: World) -> list[Thing]:
    """What is in the clouds and in no state; what the state lets go on purpose is no such thing."""
    known = {(entry["type"], entry.get("id")) for entry in state["deployment"].get("resources") or []}
    return [thing for thing in world.things.values() if (thing.type, thing.id) not in known]


def faults_left(engine: Engine, stack: str, world: World, *, destroyed: bool = False, refresh: bool = False) -> Iterator[str]:
    """What is not as it should be: state against world, nothing twice, nothing pending, nothing more to change, and after a ``refresh`` either."""
    state = engine.state(stack)
    resources = state["deployment"].get("resources") or []
    for urn, count in Counter(entry["urn"] for entry in resources).items():
        if count > 1:
            yield f"{urn} is in the state {count} times"
    for urn, count in Counter(thing.urn for thing in world.things.values()).items():
        if count > 1:
            yield f"{urn} is in the clouds {count} times"
    for entry in pending_operations(state):
        yield f"{entry['resource']['urn']} is still {entry['type']}"
    for entry in resources:
        if is_clouds(entry) and world.of_urn(entry["urn"], entry["id"]) is None:
            yield f"{entry['urn']} is in the state and not in the clouds"
        if entry.get("initErrors"):
            yield f"{entry['urn']} is still not ready"
    if destroyed:
        return
    for thing in orphans(state, world):
        yield f"{thing.urn} is in the clouds and not in the state"
    ran = engine.attempt("preview", "--stack", stack, "--expect-no-changes", *(["--refresh"] if refresh else []))
    if ran.returncode:
        yield f"there is more to change: {complaint(ran)}"


def is_clouds(entry: Mapping[str, Any]) -> bool:
    """Whether a resource of a state is one that a cloud has, and not a component or a provider."""
    return bool(entry.get("custom")) and not entry["type"].startswith("pulumi:")
