"""The proof: every promise is delivered, and nothing else is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from civic.reach import crossings, edges, inside, outside
from civic.reach.delivery import Delivery, deliveries
from civic.reach.graph import Graph
from civic.reach.promises import Promises
from civic.reach.sets import addresses_text
from civic.reach.wrongs import Wrong

Invariant = Literal["known", "isolated", "agreed", "inspected", "closed", "translated", "named", "symmetric", "separate", "blocked"]
INVARIANTS: Mapping[Invariant, str] = {
    "known": "everything that routes, filters or names is read",
    "isolated": "no network leads to another but by an agreement, and through inspection",
    "agreed": "an agreement is reached by its own consumer's applications alone",
    "inspected": "nothing leaves for the internet but through inspection",
    "named": "nothing leaves for the internet but to the domains that records allow",
    "closed": "nothing is reached from the internet but what is published, past the edge's firewall",
    "translated": "no private address ends at a way to the internet",
    "symmetric": "answers pass the same firewall as calls",
    "separate": "the hub and its management are reached by nobody",
    "blocked": "names that the platform blocks are resolved for nobody",
}

NOT_MODELLED = (
    "what an application does inside itself, on which port it listens, and who may sign in to it",
    "calls over a provider's management plane: 'civic rights' decides those",
    "who may call a provider's own services from the internet: rights and rules decide those",
    "tasks that automation starts: they are taken to stand where applications do",
    "a first TCP handshake to the internet, which a firewall lets through to see the name",
    "premises within themselves: which of their addresses is whose, and that nobody there sends under another's",
    "IPv6, which no planned network has",
    "the firewall's own threat signatures",
)
"""Said in every answer."""


@dataclass(frozen=True)
class Proof:
    """What came of asking one cloud."""

    cloud: str
    delivered: Sequence[Delivery]
    wrongs: Sequence[Wrong]

    @property
    def undelivered(self) -> list[Delivery]:
        return [each for each in self.delivered if not each.trace.arrives]

    @property
    def well(self) -> bool:
        return not self.undelivered and not self.wrongs


def prove(graph: Graph, promises: Promises) -> Proof:
    """Ask everything of one cloud."""
    asked = [promise for promise in promises.delivered if promise.cloud == graph.cloud]
    return Proof(graph.cloud, tuple(deliveries(graph, asked, promises)), tuple(_unique(_wrongs(graph, promises))))


def _wrongs(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    for fault in graph.faults:
        yield Wrong("symmetric" if fault.kind == "asymmetric" else "known", fault.text, fault.urn, unknown=fault.kind == "unknown")
    for network, other in graph.overlapping():
        told = f"{network.step.text} and {other.step.text} overlap: packets to {addresses_text(network.addresses & other.addresses)} have two places to go to"
        yield Wrong("known", told, network.step.urn)
    for subnet, other in graph.overlapping_subnets():
        yield Wrong("known", f"{subnet.step.text} and {other.step.text} of one network overlap, which every cloud refuses", subnet.step.urn)
    yield from crossings.wrongs(graph, promises)
    yield from outside.wrongs(graph, promises)
    yield from inside.wrongs(graph, promises)
    yield from edges.wrongs(graph, promises)


def _unique(wrongs: Iterable[Wrong]) -> Iterator[Wrong]:
    """Each thing once: a rule that opens a thousand ways is one fault."""
    seen: set[tuple[str, str]] = set()
    for wrong in wrongs:
        if (wrong.invariant, wrong.urn or wrong.text) not in seen:
            seen.add((wrong.invariant, wrong.urn or wrong.text))
            yield wrong
