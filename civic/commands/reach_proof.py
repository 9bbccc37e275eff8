"""Is every promise delivered, and nothing else? Asked of all planned networks of a cloud together, and told as findings of their stacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from civic.estate.estate import Estate
from civic.estate.layers import StackName, implied
from civic.estate.promises import promises
from civic.processes import forked, processes_for
from civic.reach import CLOUDS, graphs
from civic.reach.asked import StackReach
from civic.reach.graph import Graph, Holder
from civic.reach.promises import Promises
from civic.reach.proof import Proof, prove
from civic.records.owners import PLATFORM
from civic.reports.results import StackResult
from policies import Finding
from policies.reach import undelivered_findings, wrong_findings

CARRYING = ("network", "hosting", "landing-zone", "applications")
"""Layers whose stacks have something of the network."""


@dataclass(frozen=True)
class Reached:
    """The networks of all planned stacks, and what is promised of them."""

    networks: Sequence[StackReach]
    estate: Estate

    @cached_property
    def clouds(self) -> tuple[str, ...]:
        """Those of which every stack that carries a part of the network was planned."""
        planned = {each.stack for each in self.networks}
        missing = {name.cloud for name in implied(self.estate) if name.layer in CARRYING and str(name) not in planned}
        whole = {StackName.parse(stack).cloud for stack in planned} - missing
        return tuple(cloud for cloud in self.estate.platform.clouds if cloud in whole and cloud in CLOUDS)

    @cached_property
    def promises(self) -> Promises:
        return promises(self.estate)

    @cached_property
    def graphs(self) -> Mapping[str, Graph]:
        """By cloud. Raises ``ReachError`` for plans from which no network can be read."""
        holders = {each.stack: holder_of(StackName.parse(each.stack)) for each in self.networks}
        ours = [each for each in self.networks if StackName.parse(each.stack).cloud in self.clouds]
        return graphs(ours, holders)

    @cached_property
    def proofs(self) -> Sequence[Proof]:
        return tuple(prove(graph, self.promises) for graph in self.graphs.values())

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Of all stacks."""
        sources = {urn: source for graph in self.graphs.values() for urn, source in graph.sources.items()}
        found: list[Finding] = []
        for proof in self.proofs:
            stacks = {each.promise.caller.owner: stack_of(each.promise.caller.owner, proof.cloud) for each in proof.delivered}
            found += undelivered_findings(proof.undelivered, stacks, sources)
            found += wrong_findings(proof.wrongs, sources)
        return found


def holder_of(stack: StackName) -> Holder:
    """Whose what a stack makes is."""
    if stack.layer == "hosting":
        return Holder(PLATFORM, "cell", stack.cell)
    return Holder(PLATFORM, "hub") if stack.owner == PLATFORM else Holder(stack.owner, "body")


def stack_of(owner: str, cloud: str) -> str:
    """The stack that makes the network which an owner, or a cell, calls from."""
    cell = owner.removeprefix("cell ")
    return f"{PLATFORM}-{cloud}-hosting-{cell}" if cell != owner else f"{owner}-{cloud}-landing-zone"


STACKS_WORTH_A_PROCESS = 200


class _OfCloud(NamedTuple):
    """What came of one cloud, small enough to be handed from process to process."""

    findings: Sequence[Finding]
    asked: Mapping[str, int]
    """Stack -> promises that were asked of it."""


def with_reach(results: Sequence[StackResult], networks: Sequence[StackReach], estate: Estate, *, processes: int = 0) -> list[StackResult]:
    """The results, each with what is wrong with the reach of its stack, and how many promises were asked of it; -1 where none could be."""
    clouds = Reached(networks, estate).clouds
    shared = processes_for(len(networks), STACKS_WORTH_A_PROCESS, processes) if len(clouds) > 1 else 1
    found = forked(lambda number: _of_cloud(clouds[number], networks, estate), len(clouds), shared)
    asked = {stack: count for each in found for stack, count in each.asked.items()}
    by_stack: dict[str, list[Finding]] = {}
    for finding in (finding for each in found for finding in each.findings):
        by_stack.setdefault(finding.stack, []).append(finding)
    return [
        replace(result, findings=(*result.findings, *by_stack.get(result.stack, ())), promises=asked.get(result.stack, -1))
        if not result.error
        else result
        for result in results
    ]


def _of_cloud(cloud: str, networks: Sequence[StackReach], estate: Estate) -> _OfCloud:
    """No network of one cloud leads to another's: each is asked for itself."""
    reached = Reached([each for each in networks if StackName.parse(each.stack).cloud == cloud], estate)
    asked = {each.stack: 0 for each in reached.networks}
    for proof in reached.proofs:
        for each in proof.delivered:
            stack = stack_of(each.promise.caller.owner, proof.cloud)
            asked[stack] = asked.get(stack, 0) + 1
    return _OfCloud(reached.findings, asked)
