"""Subnets of equal reach: all whose routes out of their network are the same are walked as one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from civic.reach.filters import FilterRule
from civic.reach.graph import End, Graph, Node, Outcome, Subnet
from civic.reach.sets import Box, Intervals
from civic.reach.tables import Table


@dataclass(frozen=True)
class ReachClass:
    """Subnets, and what becomes of whatever leaves their networks."""

    subnets: tuple[Subnet, ...]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def addresses(self) -> Intervals:
        return Intervals.of(span for subnet in self.subnets for span in subnet.addresses)

    @property
    def example(self) -> Subnet:
        return self.subnets[0]


def classes(graph: Graph) -> Iterator[ReachClass]:
    """All subnets with a route out of their network, by the routes that they have; the hub's own lead everywhere, and nobody stands there."""
    found: dict[tuple, list[Subnet]] = {}
    for subnet in graph.subnets.values():
        if graph.networks[subnet.network].holder.kind == "hub":
            continue
        routes = tuple(_out(graph.nodes[subnet.node], subnet.network))
        if routes:
            key = (
                subnet.outward.rules if subnet.outward else (),
                *((prefix, edge.to, _end(edge.end), edge.filter, edge.checkpoint) for prefix, edge in routes),
            )
            found.setdefault(key, []).append(subnet)
    for subnets in found.values():
        first = subnets[0]
        node = graph.nodes[first.node]
        name = f"out of {first.node}"
        graph.nodes[name] = Node(name, node.step, Table.of(_out(node, first.network)))
        yield ReachClass(tuple(subnets), tuple(_distinct(graph.outcomes(name))))
        del graph.nodes[name]


def _out(node: Node, network: str) -> Iterator[tuple]:
    return ((prefix, edge) for prefix, edge in node.table.routes if not (edge.end and edge.end.kind == "network" and edge.end.at == network))


def _end(end: End | None) -> tuple[str, str] | None:
    return (end.kind, end.at) if end else None


def _distinct(outcomes: tuple[Outcome, ...]) -> Iterator[Outcome]:
    """Each outcome once, whichever zone it passes through."""
    seen: set[tuple] = set()
    for outcome in outcomes:
        key = (
            outcome.destinations,
            tuple(each.filter for each in outcome.checked),
            outcome.end.kind,
            outcome.end.at if outcome.end.kind in ("network", "translated") else "",
        )
        if key not in seen:
            seen.add(key)
            yield outcome


@dataclass(frozen=True)
class Passing:
    """Packets of a class that get through every filter on one way out."""

    box: Box
    outcome: Outcome
    rule: FilterRule | None = None
    """That lets them pass; None where nothing is asked on that way."""


def dropped_beside(graph: Graph, found: Passing, packets: Box) -> str:
    """For people: what drops packets near those that no rule of their own lets pass. What should have dropped these is among it."""
    if found.rule is None or found.rule.names or not found.outcome.checked:
        return ""
    asked = graph.filters.get(found.outcome.checked[0].filter)
    near = asked.nearest(packets, passes=False) if asked and found.rule.urn == (asked.default_urn or asked.urn) else ()
    return f"; what drops others like them: {', '.join(near)}" if near else ""


def passing(graph: Graph, reach: ReachClass, outcome: Outcome) -> Iterator[Passing]:
    """What gets along one way. A way without a filter lets everything along."""
    whole = Box(reach.addresses, outcome.destinations)
    if not outcome.checked:
        yield Passing(whole, outcome)
        return
    first, *others = outcome.checked
    if first.filter not in graph.filters:
        yield Passing(whole, outcome)
        return
    for opening in graph.filters[first.filter].openings_to(outcome.destinations):
        for box in opening.boxes:
            common = box & whole
            for each in others:
                if common and each.filter in graph.filters:
                    parts = [piece & common for one in graph.filters[each.filter].openings for piece in one.boxes]
                    common = next((part for part in parts if part), Box(Intervals()))
            if common:
                yield Passing(common, outcome, opening.rule)
