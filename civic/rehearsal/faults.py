"""Faults at counted calls while a stack is made, changed, replaced and destroyed, and the recovery that the runbook prints."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from civic.rehearsal.deployed import DeployedStack
from civic.rehearsal.earlier import as_earlier, choices
from civic.rehearsal.engine import complaint
from civic.rehearsal.recovery import faults_left, is_clouds, recover
from civic.rehearsal.trials import Tried
from civic.simulator.faults import Fault
from civic.simulator.world import World

Change = Literal["create", "update", "replace", "delete"]
CHANGES: tuple[Change, ...] = ("create", "update", "replace", "delete")


@dataclass(frozen=True)
class Scenario:
    """One fault during one change of a stack."""

    stack: str
    change: Change
    fault: Fault

    def __str__(self) -> str:
        return f"{self.stack}: {self.change}: {self.fault}"


def scenarios(stack: str, resources: int) -> list[Scenario]:
    """The faults that are tried on a stack with so many resources of a cloud's: early, in the middle and late.

    One of each change in turn, so that the first few show all four.
    """
    early, middle, late = max(1, resources // 6), max(1, resources // 2), max(1, resources * 3 // 4)
    create = [
        Fault("error", "create", middle), Fault("throttled", "create", late), Fault("answer-lost", "create", middle),
        Fault("partial", "create", middle), Fault("session-expired", "create", middle), Fault("engine-killed", "create", early, after=True),
        Fault("engine-killed", "create", late), Fault("provider-killed", "create", middle, after=True),
    ]  # fmt: skip
    update = [
        Fault("error", "update"), Fault("answer-lost", "update"), Fault("partial", "update"), Fault("engine-killed", "update", after=True),
        Fault("provider-killed", "update"),
    ]  # fmt: skip
    replace = [
        Fault("answer-lost", "create"), Fault("engine-killed", "create", after=True), Fault("error", "delete"),
        Fault("engine-killed", "delete", after=True), Fault("provider-killed", "create", after=True),
    ]  # fmt: skip
    delete = [
        Fault("error", "delete", 2), Fault("answer-lost", "delete", 2), Fault("engine-killed", "delete", 2, after=True),
        Fault("session-expired", "delete", 2), Fault("provider-killed", "delete", 2, after=True),
    ]  # fmt: skip
    listed: Mapping[Change, Sequence[Fault]] = {"create": create, "update": update, "replace": replace, "delete": delete}
    turns = zip_longest(*([Scenario(stack, change, fault) for fault in listed[change]] for change in CHANGES))
    return [scenario for turn in turns for scenario in turn if scenario]


def try_fault(deployed: DeployedStack, scenario: Scenario, tried: Tried) -> None:
    """Let it happen, recover as the runbook says, give the command again, and look at what is left. Raises ``EngineFailed``."""
    deployed.restore("empty" if scenario.change == "create" else "up")
    if not any(map(is_clouds, deployed.resources)):
        tried.skipped = "this stack makes nothing in a cloud"
        return
    if scenario.change in ("update", "replace") and not _become_earlier(deployed, scenario.change):
        tried.skipped = f"nothing in this stack is {'replaced' if scenario.change == 'replace' else 'changed in place'} for the sake of one text"
        return
    command, engine = _command(deployed.stack, scenario.change), deployed.engine
    with deployed.clouds(scenario.fault) as struck:
        ran = engine.attempt(*command)
        met = struck()
    if not met:
        tried.wrong.append(f"the fault was never met: {complaint(ran)}" if ran.returncode else "the fault was never met")
        return
    with deployed.clouds():
        tried.done = recover(engine, deployed.stack, World(deployed.world_file))
    with deployed.clouds():
        _ = engine.run(*command)
        tried.wrong += faults_left(engine, deployed.stack, World(deployed.world_file), destroyed=scenario.change == "delete")


def _command(stack: str, change: Change) -> tuple[str, ...]:
    if change == "delete":
        return ("destroy", "--stack", stack, "--yes", "--skip-preview", "--exclude-protected")
    return ("up", "--stack", stack, "--yes", "--skip-preview")


def _become_earlier(deployed: DeployedStack, change: Change) -> bool:
    """Let the stack be as a program before this one left it. False where nothing in it can be."""
    earlier = next(choices(deployed.resources, replaced=change == "replace"), None)
    if earlier is None:
        return False
    deployed.import_state(json.dumps(as_earlier(deployed.state, World(deployed.world_file), earlier)))
    return True
