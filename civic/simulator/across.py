"""What one stack's resources take from others: names and other things that only one may have, and what comes along with what is made.

A stack is planned in a world of its own. What it takes is small and handed to whoever sees all stacks, who refuses what two of them want.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from civic.plan import Deployment, Resource, stack_of
from civic.simulator import existing
from civic.simulator.claims import called, claims
from civic.simulator.clouds import CLOUDS
from civic.simulator.state import CloudState
from civic.simulator.world import Key


@dataclass(frozen=True, slots=True)
class Taken:
    """What only one resource may have: a name in its scope, a priority."""

    key: Key
    urn: str
    before: str
    """What a refusal says before who has it already."""
    after: str


@dataclass(frozen=True, slots=True)
class Met:
    """What must not have come along with anything before."""

    key: Key
    urn: str
    told: str
    """The refusal."""


@dataclass(frozen=True, slots=True)
class StackTakes:
    """One stack, as far as others meet it."""

    stack: str
    taken: tuple[Taken, ...] = ()
    brought: tuple[tuple[Key, str], ...] = ()
    """What comes along, and the URN of what it comes with."""
    met: tuple[Met, ...] = ()


def takes_of(stack: str, deployment: Deployment) -> StackTakes:
    """What a plan's resources take."""
    state = CloudState()
    for resource in deployment:
        if resource.type.startswith("pulumi:providers:"):
            state.add_provider(f"{resource.urn}::{resource.id}", resource.inputs)
    made = [resource for resource in deployment if resource.custom and not resource.external and resource.type.split(":")[0] in CLOUDS]
    return StackTakes(
        stack,
        tuple(taken for resource in made for taken in _taken(resource, state)),
        tuple((key, resource.urn) for resource in made for key in _brought(resource, state)),
        tuple(met for resource in made for met in _met(resource, state)),
    )


def refused_across(stacks: Iterable[StackTakes]) -> dict[str, list[str]]:
    """Stack -> what a stack before it has already, or has brought along; a sentence each. ``stacks`` come in the order in which they are deployed."""
    owners: dict[Key, str] = {}
    brought: dict[Key, str] = {}
    refused: dict[str, list[str]] = {}
    for stack in stacks:
        told = [
            f"{_named(taken.urn)} cannot be made: {taken.before}{called(owner, taken.urn)}{taken.after}"
            for taken in stack.taken
            if (owner := owners.setdefault(taken.key, taken.urn)) != taken.urn and stack_of(owner) != stack.stack
        ]
        told += [
            f"{_named(met.urn)} cannot be made: {met.told}; it came with {called(brought[met.key], met.urn)}"
            for met in stack.met
            if met.key in brought
        ]
        brought.update((key, urn) for key, urn in stack.brought if key not in brought)
        if told:
            refused[stack.stack] = told
    return refused


def _taken(resource: Resource, state: CloudState) -> list[Taken]:
    return [Taken(each.key, resource.urn, each.before, each.after) for each in claims(resource.type, resource.inputs, state, resource.provider)]


def _brought(resource: Resource, state: CloudState) -> list[Key]:
    outputs = {**resource.inputs, **resource.outputs, "id": resource.id}
    return existing.brought_keys(CLOUDS[resource.type.split(":")[0]].EXISTING, resource.type, outputs, state, resource.provider)


def _met(resource: Resource, state: CloudState) -> list[Met]:
    keys = existing.met_keys(CLOUDS[resource.type.split(":")[0]].EXISTING, resource.type, resource.inputs, state, resource.provider)
    return [Met(key, resource.urn, told) for key, told in keys]


def _named(urn: str) -> str:
    return f"{urn.split('::')[2].rsplit('$', 1)[-1]} '{urn.rsplit('::', 1)[1]}'"
