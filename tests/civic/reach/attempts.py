"""What becomes of reach when something is sabotaged, and how it is counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from civic.commands.reach_proof import holder_of
from civic.estate.layers import StackName
from civic.reach import graphs
from civic.reach.asked import StackReach
from civic.reach.errors import ReachError
from civic.reach.proof import prove
from tests.civic.reach.reaching import example, faults
from tests.civic.reach.sabotage import Sabotage, sabotages


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
        """Whether the resource that was changed is among what is said. One that is gone cannot be."""
        return any(self.sabotage.resource.name in (name, *text.replace(":", " ").replace(",", " ").split()) for _, name, text in self.said)


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
    found, false, named = (sum(each) for each in ([one.caught for one in caught], [one.caught for one in quiet], [one.named for one in standing]))
    return (
        f"{found} of {len(caught)} harmful changes caught, {named} of the {len(standing)} whose resource still stands by its name; "
        f"{false} of {len(quiet)} harmless ones alarm"
    )
