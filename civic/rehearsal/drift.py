"""What people do by hand behind a stack's back: seen by a check, mended by an ``up``, and not seen where nobody did anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from civic.rehearsal.deployed import DeployedStack
from civic.rehearsal.earlier import choices
from civic.rehearsal.engine import complaint
from civic.rehearsal.recovery import faults_left, is_clouds
from civic.rehearsal.trials import Tried
from civic.simulator.world import Thing, World

Kind = Literal["nothing", "changed", "deleted"]
KINDS: Sequence[Kind] = ("nothing", "changed", "deleted")
BY_HAND = "-by-hand"


@dataclass(frozen=True)
class Drift:
    """One kind of drift of a stack."""

    stack: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.stack}: drift: {self.kind}"


def try_drift(deployed: DeployedStack, drift: Drift, tried: Tried) -> None:
    """Let it happen; look, mend, look again. Raises ``EngineFailed``."""
    deployed.restore("up")
    world, check = World(deployed.world_file), ("preview", "--stack", deployed.stack, "--refresh", "--expect-no-changes")
    if drift.kind != "nothing" and not _happen(deployed, world, drift.kind, tried):
        tried.skipped = "nothing in this stack can drift so"
        return
    with deployed.clouds():
        seen = deployed.engine.attempt(*check)
        if drift.kind == "nothing":
            tried.wrong += [f"it is told although nothing happened: {complaint(seen)}"] if seen.returncode else []
            return
        if not seen.returncode:
            tried.wrong.append("it is not seen")
        _ = deployed.engine.run("up", "--stack", deployed.stack, "--yes", "--skip-preview", "--refresh")
        tried.wrong += faults_left(deployed.engine, deployed.stack, World(deployed.world_file), refresh=True)


def _happen(deployed: DeployedStack, world: World, kind: Kind, tried: Tried) -> bool:
    thing = _thing(deployed, world, kind)
    if thing is None:
        return False
    tried.done.append(f"{kind}: {thing.urn.rsplit('::', 1)[1]}")
    if kind == "deleted":
        world.remove(thing.address)
        return True
    earlier = next(each for each in choices(deployed.resources, replaced=False) if each.urn == thing.urn)
    change = {earlier.key: f"{thing.inputs[earlier.key]}{BY_HAND}"}
    world.put(replace(thing, inputs={**thing.inputs, **change}, outputs={**thing.outputs, **change}), new=False)
    return True


def _thing(deployed: DeployedStack, world: World, kind: Kind) -> Thing | None:
    """Something on which nothing depends, so that deleting it by hand takes nothing else along."""
    leaves = {each.urn for replaced in (False, True) for each in choices(deployed.resources, replaced=replaced)}
    if kind == "changed":
        leaves = {each.urn for each in choices(deployed.resources, replaced=False)}
    entries = [entry for entry in deployed.resources if is_clouds(entry) and entry["urn"] in leaves]
    return next(filter(None, (world.of_urn(entry["urn"], entry["id"]) for entry in entries)), None)
