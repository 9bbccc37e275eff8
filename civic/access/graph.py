"""A graph over identities and data: who can become whom, and who reaches what. Steps are worked out as they are asked for, each once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from civic.access.places import PLATFORM, Place, is_above, is_of_another
from civic.access.verdict import Decision, Grounds, Verdict


class NodeKind(Enum):
    """What stands at the end of a step."""

    IDENTITY = "identity"
    ACCOUNT = "administration"
    """All of an account or an Azure subscription, within the guardrails on it."""
    STATE = "state"
    CARD = "card"
    STATE_SECRETS = "secrets of a state"
    SECRET = "secret"
    DATA = "data"
    KEY = "key"
    GUARDRAIL = "guardrail"


@dataclass(frozen=True)
class Node:
    """An identity, or something that identities reach."""

    id: str
    """ARN, object id or scope, with what has changed behind it where a step changed it."""
    kind: NodeKind
    place: Place
    label: str = field(default="", compare=False)
    """For people; empty where the id says it."""

    @property
    def name(self) -> str:
        return self.label or self.id


@dataclass(frozen=True)
class Call:
    """One call that a step needs."""

    action: str
    resource: str
    verdict: Verdict


@dataclass(frozen=True)
class Step:
    """From one node to the next: every call in it must be allowed."""

    source: Node
    target: Node
    how: str
    """What the source does, as the rest of a sentence: "assumes it"."""
    calls: tuple[Call, ...]

    @property
    def possible(self) -> bool:
        return not any(call.verdict.denied for call in self.calls)

    @property
    def unknown(self) -> frozenset[str]:
        """Condition keys and documents that it hangs on. Empty for a step that is certain."""
        return frozenset[str]().union(*(call.verdict.unknown for call in self.calls if call.verdict.decision is Decision.UNKNOWN))

    @property
    def refused(self) -> Call | None:
        """The call that stops it."""
        return next((call for call in self.calls if call.verdict.denied), None)

    @property
    def grounds(self) -> tuple[Grounds, ...]:
        """The statements that allow it, or that stop it."""
        calls = [self.refused] if self.refused else self.calls
        return tuple(dict.fromkeys(ground for call in calls if call for ground in call.verdict.grounds))


Worth = Callable[[Node], bool]
"""Whether a step to a piece of data is worth asking for."""


class Reach(Protocol):
    """One cloud's part of the graph."""

    @property
    def nodes(self) -> Mapping[str, Node]:
        """Identities and data by id, without what only a step makes."""
        ...

    def steps(self, source: Node, worth: "Worth") -> Iterable[Step]:
        """Every step from a node that is possible, or may be; to data only where that is worth asking."""
        ...

    def unguarded(self, source: Node) -> Iterable[Step]:
        """Steps to other identities that are possible, or would be if no guardrail stood in the way."""
        ...

    def tries(self, source: Node, target: Node) -> Iterable[Step]:
        """Every way by which the source could come to the target at once, possible or stopped."""
        ...


@dataclass
class Graph:
    """All clouds together."""

    reaches: tuple[Reach, ...]
    starts: tuple[str, ...] = ()
    """Ids of the nodes that paths are looked for from."""
    _steps: dict[str, tuple[Step, ...]] = field(default_factory=dict, repr=False)

    def node(self, key: str) -> Node | None:
        """The node of an id, or the one whose id or label ends in it where there is but one."""
        for reach in self.reaches:
            if found := reach.nodes.get(key) or reach.nodes.get(key.lower()):
                return found
        ending = [node for reach in self.reaches for node in reach.nodes.values() if key in (node.label, node.id.rpartition("/")[2])]
        return ending[0] if len(ending) == 1 else None

    def steps(self, source: Node, *, wrong_alone: bool = False) -> tuple[Step, ...]:
        """Every step from a node. ``wrong_alone``: to data only where that would be wrong for the node, or for somebody who may come to it."""
        key = f"{source.id}{' wrong' if wrong_alone else ''}"
        found = self._steps.get(key)
        if found is None:
            worth: Worth = (lambda target: _may_be_wrong(source, target)) if wrong_alone else (lambda _: True)
            found = self._steps[key] = tuple(step for reach in self.reaches for step in reach.steps(source, worth))
        return found

    def tries(self, source: Node, target: Node) -> Iterator[Step]:
        for reach in self.reaches:
            yield from reach.tries(source, target)

    def reached(self, start: Node, on: Callable[[Node], bool] = lambda _: True, *, wrong_alone: bool = False) -> dict[str, Step]:
        """Node -> the step by which it is reached first, nearest first. Steps lead on from nodes for which ``on`` holds, and from the start."""
        first: dict[str, Step] = {}
        waiting = deque([start])
        while waiting:
            for step in self.steps(waiting.popleft(), wrong_alone=wrong_alone):
                if step.target.id not in first and step.target.id != start.id:
                    first[step.target.id] = step
                    if on(step.target):
                        waiting.append(step.target)
        return first


def _may_be_wrong(source: Node, target: Node) -> bool:
    """Whoever comes to a body's own identity without having done wrong is of its body and no lower: what is right for it is right for him.

    Of the platform's identities, of services', and of those that a step made, that cannot be said.
    """
    if source.place.owner == PLATFORM or source.place.below or "#" in source.id:
        return True
    return is_above(target.place, source.place) or is_of_another(target.place, source.place)


def way(first: Mapping[str, Step], start: Node, target: str) -> tuple[Step, ...]:
    """The steps from the start to a node that ``Graph.reached`` found."""
    found: list[Step] = []
    while target != start.id:
        found.append(first[target])
        target = found[-1].source.id
    return tuple(reversed(found))
