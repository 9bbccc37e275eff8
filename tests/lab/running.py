"""The example's networks in a lab: what was called, what was answered, and where the graph says otherwise."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from civic.commands.reach_proof import holder_of
from civic.estate.layers import StackName
from civic.plan import Resource
from civic.reach import graphs
from civic.reach.graph import Graph
from tests.civic.reach.reaching import example
from tests.lab import aws, azure
from tests.lab.graph_says import says
from tests.lab.kernel import standing
from tests.lab.packets import answered
from tests.lab.parts import Call, Lab
from tests.lab.sampling import sample

CLOUDS: Mapping[str, tuple[ModuleType, str]] = {"aws": (aws, "aws:"), "azure": (azure, "azure-native:")}
SEED = 20261127
NAMES = (
    "service.gov.uk",
    "www.service.gov.uk",
    "notservice.gov.uk",
    "www.service.gov.uk.evil.example",
    "api.os.uk",
    "tides.harbours.example",
    "gauges.tidewatch.example",
    "mcr.microsoft.com",
    "time.windows.com",
    "evil.example",
)


@dataclass(frozen=True)
class Ran:
    """Calls of one run, each with whether it was answered."""

    calls: Sequence[Call]
    answers: Sequence[bool]

    def against(self, graph: Graph) -> list[str]:
        """Calls of which the graph says something else than what became of their packets."""
        found: list[str] = []
        for asked, got in zip(self.calls, self.answers, strict=True):
            said, why = says(graph, asked)
            if said != got:
                found.append(f"{asked}: {'answered' if got else 'not answered'}, and the graph says {'it is' if said else why}")
        return found


def translated(cloud: str) -> Lab:
    """The example's lab."""
    module, prefix = CLOUDS[cloud]
    resources: list[Resource] = [each for stack in example().networks for each in stack.resources if each.type.startswith(prefix)]
    names = {name: f"203.0.113.{number}" for number, name in enumerate(NAMES, 1)}
    return module.lab(resources, names, random.Random(SEED))


def drawn(cloud: str, count: int) -> list[Call]:
    """Calls of whoever may stand somewhere: in the hub nobody does."""
    lab, graph = translated(cloud), graph_of(cloud)
    hub = {subnet.id for subnet in graph.subnets.values() if graph.networks[subnet.network].holder.kind == "hub"}
    return sample(lab, random.Random(SEED), count, [host for host in lab.hosts if host.subnet not in hub])


def run(cloud: str, calls: Sequence[Call]) -> Ran:
    """Stand the lab up, call, and take it down."""
    with standing(translated(cloud)) as made:
        return Ran(calls, answered(made, calls))


@cache
def graph_of(cloud: str) -> Graph:
    return example().graphs[cloud]


def graph_again(cloud: str) -> Graph:
    """Made anew, by whatever reads plans now."""
    networks = [stack for stack in example().networks if f"-{cloud}-" in stack.stack]
    return graphs(networks, {each.stack: holder_of(StackName.parse(each.stack)) for each in networks})[cloud]
