"""No path upward, no path sideways; and the way from one identity to another, or what stops it.

    graph = paths.graph(worlds, asks, runs, {"northshire-aws-tenancy": Place("northshire", "tenancy"), ...})
    paths.upward(graph)                    # an identity of one layer that becomes one of a layer above, or reaches what is above
    paths.sideways(graph)                  # an identity of one body that reaches anything of another
    paths.path(graph, "arn:...", "arn:...")

A step that hangs on a condition which nobody can know counts as possible, and says so.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from civic.access.asked import StackAsks
from civic.access.aws.paths import AwsReach
from civic.access.azure.paths import AzureReach
from civic.access.graph import Graph, Node, NodeKind, Step, way
from civic.access.places import Place, is_above, is_of_another
from civic.access.proof import Worlds
from civic.access.runs import Run


@dataclass(frozen=True)
class Path:
    """A way that must not be."""

    start: Node
    steps: tuple[Step, ...]
    others: tuple[Node, ...] = ()
    """Further ends that the same last step leads this start to, such as the same right on other bodies."""

    @property
    def end(self) -> Node:
        return self.steps[-1].target

    @property
    def unknown(self) -> frozenset[str]:
        """What it hangs on; empty where every step is certain."""
        return frozenset[str]().union(*(step.unknown for step in self.steps))


@dataclass(frozen=True)
class Answer:
    """Whether one node comes to another."""

    start: Node
    end: Node
    steps: tuple[Step, ...] = ()
    """The shortest way; empty where there is none."""
    stopped: tuple[Step, ...] = ()
    """Where there is none: every last step that somebody on the way could try, each with what refuses it."""


def graph(worlds: Worlds, asks: Sequence[StackAsks], runs: Mapping[str, Run], places: Mapping[str, Place]) -> Graph:
    """The graph. ``places``: name of each stack -> whose it is, and its layer."""
    on_aws = AwsReach(worlds.aws, [each for each in asks if _acts_on(each, "aws:")], _of(runs, "aws"), places)
    on_azure = AzureReach(worlds.azure, [each for each in asks if _acts_on(each, "azure-native:")], _of(runs, "azure"), places)
    identities = (node for reach in (on_aws, on_azure) for node in reach.nodes.values() if node.kind is NodeKind.IDENTITY)
    return Graph((on_aws, on_azure), tuple(node.id for node in identities))


def _acts_on(asks: StackAsks, prefix: str) -> bool:
    return any(resource.type.startswith(prefix) for resource in asks.carriers)


def _of(runs: Mapping[str, Run], cloud: str) -> dict[str, Run]:
    return {stack: run for stack, run in runs.items() if run.cloud == cloud}


def upward(graph: Graph) -> list[Path]:
    """Every way from an identity to one of a layer above it, or to state, cards, secrets, keys or guardrails of one.

    A service's or workload's identity is there to be handed to what runs: not that, but what one reaches as it, can be wrong.
    """
    return list(_found(graph, lambda start, target: not _is_service(target) and is_above(target.place, start.place)))


def _is_service(node: Node) -> bool:
    return node.kind is NodeKind.IDENTITY and node.place.below


def sideways(graph: Graph) -> list[Path]:
    """Every way from an identity of one body to an identity, the tenancy, state, cards (writing), secrets or data of another."""
    return list(_found(graph, lambda start, target: is_of_another(target.place, start.place)))


def held_by_guardrails_alone(graph: Graph, apart_from: Collection[str] = ()) -> list[Path]:
    """First steps upward or sideways that an identity's own documents allow, so that a guardrail alone stops them, or nothing.

    ``apart_from``: ids of identities of which it is known that nothing stops them.
    """
    nodes = {key: node for reach in graph.reaches for key, node in reach.nodes.items()}
    found: list[Path] = []
    for start in (nodes[key] for key in graph.starts if key not in apart_from):
        by_call: dict[object, list[Step]] = {}
        for reach in graph.reaches:
            for step in reach.unguarded(start):
                if (is_above(step.target.place, start.place) and not _is_service(step.target)) or is_of_another(step.target.place, start.place):
                    by_call.setdefault((step.how, step.grounds), []).append(step)
        found += [Path(start, (steps[0],), tuple(step.target for step in steps[1:])) for steps in by_call.values()]
    return found


def _found(graph: Graph, is_wrong: Callable[[Node, Node], bool]) -> Iterator[Path]:
    """Each way up to the first node that is wrong for its start; where a node on the way has the same fault itself, only that one's."""
    nodes = {key: node for reach in graph.reaches for key, node in reach.nodes.items()}
    for key in graph.starts:
        start = nodes[key]
        first = graph.reached(start, lambda target, start=start: not is_wrong(start, target), wrong_alone=True)
        kinds: dict[object, list[str]] = {}
        for end, step in first.items():
            if is_wrong(start, step.target) and not _is_anothers(first, start, end, is_wrong):
                kind = (step.source.id, step.how, step.grounds, step.target.kind, tuple(call.action for call in step.calls))
                kinds.setdefault(kind, []).append(end)
        for ends in kinds.values():
            yield Path(start, way(first, start, ends[0]), tuple(first[end].target for end in ends[1:]))


def _is_anothers(first: Mapping[str, Step], start: Node, end: str, is_wrong: Callable[[Node, Node], bool]) -> bool:
    """Whether an identity on the way, which is a start itself, has the same fault."""
    target, step = first[end].target, first[end]
    while step.source.id != start.id:
        if step.source.kind is NodeKind.IDENTITY and "#" not in step.source.id and is_wrong(step.source, target):
            return True
        step = first[step.source.id]
    return False


def path(graph: Graph, start: str, end: str) -> Answer:
    """The shortest way, or what stops it. Raises ``LookupError`` for what is no identity or data of these plans."""
    source, target = _named(graph, start), _named(graph, end)
    first = graph.reached(source)
    ends = [key for key, step in first.items() if key == target.id or step.target.id.startswith(f"{target.id}#")]
    if ends or source.id == target.id:
        return Answer(source, target, way(first, source, ends[0]) if ends else ())
    on_the_way = [source, *(step.target for step in first.values())]
    return Answer(source, target, stopped=tuple(step for node in on_the_way for step in graph.tries(node, target)))


def _named(graph: Graph, key: str) -> Node:
    found = graph.node(key)
    if found is None:
        raise LookupError(f"{key}: no identity, secret, state, card, key, bucket, database or guardrail of these plans")
    return found
