"""What becomes of reach when something is sabotaged, and how it is counted."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from civic.commands.reach_proof import holder_of
from civic.estate.layers import StackName
from civic.plan import Resource
from civic.reach import graphs
from civic.reach.asked import StackReach
from civic.reach.errors import ReachError
from civic.reach.proof import prove
from tests.civic.reach.reaching import example, faults
from tests.civic.reach.sabotage import Sabotage, sabotages

WORD = re.compile(r"[\w./-]+")


@dataclass(frozen=True)
class Attempt:
    """One change, and what was said of it."""

    sabotage: Sabotage
    said: Sequence[tuple[str, str, str]]
    harms: frozenset[str] = frozenset()
    """Invariants that do not hold, and kinds of promises that are not delivered."""

    @property
    def caught(self) -> bool:
        return bool(self.said)

    @property
    def named(self) -> bool:
        """Whether the resource that was changed, or the one that was added, is among what is said; of one that is gone, what named it or what it named."""
        told = {word.rstrip(".") for _, name, text in self.said for word in (name, *WORD.findall(text))}
        if self.sabotage.operator == "drop":
            return bool(told & {self.sabotage.resource.name, *_beside(self.sabotage.resource)})
        own = self.sabotage.resource.name
        return bool(told & ({own, f"{own}-more"} if self.sabotage.operator == "add" else {own}))


def _beside(gone: Resource) -> Iterator[str]:
    """Logical names of what named a resource by its id or ARN, of what it named, and of what it is a part of or its parts."""
    own = _idents(gone)
    text = json.dumps(dict(gone.inputs), default=str)
    for stack in example().networks:
        for each in stack.resources:
            part = f"{gone.id}/".startswith(f"{each.id}/") or f"{each.id}/".startswith(f"{gone.id}/")
            named = any(ident in text for ident in _idents(each)) or any(f'"{ident}' in json.dumps(dict(each.inputs), default=str) for ident in own)
            if part or named:
                yield each.name


def _idents(resource: Resource) -> set[str]:
    return {each for each in (resource.id, str(resource.outputs.get("arn") or "")) if each}


def attempt(sabotage: Sabotage, cloud: str) -> Attempt:
    """Prove the cloud with the change made."""
    networks = sabotage.on(_of(cloud))
    holders = {stack.stack: holder_of(StackName.parse(stack.stack)) for stack in networks}
    try:
        proof = prove(graphs(networks, holders)[cloud], example().promises)
    except ReachError as error:
        return Attempt(sabotage, [("known", "", str(error))], frozenset({"known"}))
    harms = {each.invariant for each in proof.wrongs} | {each.promise.kind for each in proof.undelivered}
    return Attempt(sabotage, list(faults(proof)), frozenset(harms))


@cache
def _of(cloud: str) -> Sequence[StackReach]:
    return [stack for stack in example().networks if f"-{cloud}-" in stack.stack]


@cache
def possible(cloud: str) -> Mapping[str, Sabotage]:
    """Every change that the operators make, by its label."""
    return {each.label: each for each in sabotages(_of(cloud), cloud)}


def tried(labels: Collection[str], cloud: str) -> list[Attempt]:
    """Changes by their labels. Raises ``AssertionError`` for one that cannot be made any more: another has to be drawn and labelled."""
    gone = [label for label in labels if label not in possible(cloud)]
    assert not gone, f"no such change can be made any more: {gone}"
    return [attempt(possible(cloud)[label], cloud) for label in labels]


def made(name: str, cloud: str, operator: str, **values: object) -> Attempt:
    """A change that was thought of, and not drawn: properties of a resource set; with the operator ``add`` of another like it."""
    (resource,) = [each for stack in _of(cloud) for each in stack.resources if each.name == name]
    inputs = {**resource.inputs, **values}
    return attempt(Sabotage(operator, resource, whole=inputs), cloud)


def rate(caught: Sequence[Attempt], quiet: Sequence[Attempt]) -> str:
    """For people."""
    standing = [each for each in caught if each.sabotage.operator != "drop"]
    gone = [each for each in caught if each.sabotage.operator == "drop"]
    found, false = sum(one.caught for one in caught), sum(one.caught for one in quiet)
    return (
        f"{found} of {len(caught)} harmful changes caught, {sum(one.named for one in standing)} of the {len(standing)} whose resource still stands "
        f"by its name, {sum(one.named for one in gone)} of the {len(gone)} whose resource is gone by the name of what it belonged to; "
        f"{false} of {len(quiet)} harmless ones alarm"
    )
