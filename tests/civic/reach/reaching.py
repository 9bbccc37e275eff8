"""The example estate's networks, and what becomes of reach when one resource of its plans is another."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from civic.commands.reach_proof import Reached
from civic.estate.loading import load_estate
from civic.plan import Deployment, Resource
from civic.reach.asked import StackReach, networked
from civic.reach.proof import Proof
from tests.planning import ESTATE, example_estate

Inputs = dict[str, Any]
Change = Callable[[Inputs], None]
"""Changes a resource's inputs in place."""


@cache
def example() -> Reached:
    return Reached([networked(stack, Deployment.from_json(json.loads(run.plan))) for stack, run in example_estate().items()], load_estate(ESTATE))


def found(networks: Sequence[StackReach], estate: Path | None = None) -> Mapping[str, list[tuple[str, str, str]]]:
    """Cloud -> (invariant or ``delivered``, logical name of what it is about, text) of whatever is wrong."""
    reached = Reached(networks, load_estate(estate or ESTATE))
    return {proof.cloud: list(faults(proof)) for proof in reached.proofs}


def faults(proof: Proof):
    for each in proof.undelivered:
        yield "delivered", each.trace.at.rpartition("::")[2], f"{each.promise}: {each.trace.stopped}"
    for each in proof.wrongs:
        yield each.invariant, each.urn.rpartition("::")[2], each.text


def one(name: str, token: str = "", networks: Sequence[StackReach] = ()) -> Resource:
    """The one resource of that logical name, and type where several have it."""
    every = [each for stack in networks or example().networks for each in stack.resources if each.name == name and each.type.endswith(token)]
    assert len(every) == 1, f"{len(every)} resources are called {name}"
    return every[0]


def altered(name: str, change: Change, token: str = "") -> Sequence[StackReach]:
    """The example with one resource changed."""
    chosen = one(name, token)
    inputs = json.loads(json.dumps(chosen.inputs))
    change(inputs)
    assert inputs != chosen.inputs, f"nothing of {name} was changed"
    return _with(chosen, (replace(chosen, inputs=inputs),))


def without(name: str, token: str = "") -> Sequence[StackReach]:
    """The example without one resource."""
    return _with(one(name, token), ())


def beside(name: str, token: str, inputs: Inputs, *, like: str = "", **outputs: object) -> Sequence[StackReach]:
    """The example with one resource more, in the stack of the resource called ``like`` or of the one called ``name``."""
    companion = one(like or name)
    made = replace(
        companion, urn=f"{companion.urn.rsplit('::', 2)[0]}::{token}::{name}-more", type=token, inputs=inputs, outputs=outputs, id=f"{name}-more"
    )
    return _with(companion, (companion, made))


def _with(chosen: Resource, instead: tuple[Resource, ...]) -> Sequence[StackReach]:
    return [
        replace(stack, resources=tuple(each for own in stack.resources for each in (instead if own is chosen else (own,))))
        for stack in example().networks
    ]
