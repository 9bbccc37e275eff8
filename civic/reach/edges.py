"""From the internet into a network: what an edge is called by, what it asks of a call first, and what it leads to.

An edge is a provider's own service in front of a network that has no public address: calls come to it from anywhere, and go on by a private way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from civic.reach.forwarding import Forwarding
from civic.reach.graph import Graph, Interface, Step
from civic.reach.names import passed_on
from civic.reach.paths import Trace, to_internet
from civic.reach.promises import Promises
from civic.reach.sets import ANYWHERE, TCP, Intervals, addresses_text, blocks, service
from civic.reach.wrongs import Wrong

HTTPS = service(TCP, 443, 443)


@dataclass(frozen=True)
class Way:
    """One way from an edge to an interface."""

    steps: tuple[Step, ...]
    interface: str
    """Id of what it leads to; empty where no plan makes that."""
    calls: str
    """Name by which it calls there."""
    stopped: str = ""
    """Why nothing gets along it, where it is so."""
    listed: bool = False
    """It comes from a list of the provider's own addresses, which guards name; else from addresses that nobody knows."""


@dataclass(frozen=True)
class Edge:
    """Something that the internet calls by some names."""

    step: Step
    names: tuple[str, ...]
    """Names of the internet. The provider's own, where it answers to that too."""
    ways: tuple[Way, ...]
    unguarded: tuple[tuple[Step, str], ...] = ()
    """What is missing of what every call must meet first, at the resource that lacks it."""
    steps: tuple[Step, ...] = field(default=())
    """What a call passes: the firewall, and what answers by itself."""


def trace(graph: Graph, name: str, workload: str) -> Trace:
    """How a call from the internet goes by a name, on 443, to a workload by its logical name."""
    called = [each for each in graph.edges if name.lower() in each.names]
    if not called:
        return Trace((), f"nothing on the edge answers to {name}")
    edge = called[0]
    if not edge.ways:
        return Trace((edge.step,), f"{edge.step.text} leads nowhere", edge.step.urn)
    found = Trace(())
    for way in edge.ways:
        found = _along(graph, edge, way, workload)
        if not found.arrives:
            break
    return found


def _along(graph: Graph, edge: Edge, way: Way, workload: str) -> Trace:
    steps = (edge.step, *edge.steps, *way.steps)
    at = (way.steps or (edge.step,))[-1]
    if way.stopped:
        return Trace(steps, way.stopped, at.urn)
    interface = graph.interfaces.get(way.interface)
    if interface is None:
        return Trace(steps, f"{at.text} leads to what no plan makes", at.urn)
    steps = (*steps, interface.step)
    if not _lets_in(interface, listed=way.listed):
        return Trace(steps, f"{interface.step.text} lets the edge in by no rule of {_groups(interface)}", interface.step.urn)
    if interface.id in graph.forwarding:
        return passed_on(graph, interface, HTTPS, way.calls, workload).after(steps)
    if workload and not interface.step.text.startswith(f"{workload}-"):
        return Trace(steps, f"{interface.step.text} answers, and not {workload}", interface.step.urn)
    return Trace(steps)


def _lets_in(interface: Interface, *, listed: bool) -> bool:
    if interface.guard is None or not interface.listens >= HTTPS:
        return interface.guard is None and interface.listens >= HTTPS
    allowed = (each for each in interface.guard.inward if each.services >= HTTPS)
    return any((each.lists and listed) or each.addresses == ANYWHERE for each in allowed)


def _groups(interface: Interface) -> str:
    return ", ".join(interface.guard.names) if interface.guard and interface.guard.names else "its own"


def wrongs(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    """Names that nothing publishes, calls that meet no firewall, ways that lead elsewhere, and who else is let in where an edge leads."""
    promised = {each.name.lower(): each.answered_by for each in promises.delivered if each.cloud == graph.cloud and each.kind == "public"}
    outside = to_internet(graph, blocks(promises.owned.get(graph.cloud, ())))
    for edge in graph.edges:
        for name in edge.names:
            if name not in promised:
                yield Wrong("closed", f"{edge.step.text} is called from the internet as {name}, which no record publishes", edge.step.urn)
        for step, why in edge.unguarded:
            yield Wrong("closed", f"{edge.step.text} is called from the internet past a web application firewall: {why}", step.urn)
        for way in edge.ways:
            yield from _leads_astray(graph, edge, way, [promised[name] for name in edge.names if name in promised], outside)


def _leads_astray(graph: Graph, edge: Edge, way: Way, workloads: Sequence[str], outside: Intervals) -> Iterator[Wrong]:
    interface = graph.interfaces.get(way.interface)
    if interface is None:
        told = way.stopped or "what no plan makes"
        yield Wrong("closed", f"{edge.step.text} leads the internet to {way.calls or 'somewhere'}: {told}", (way.steps or (edge.step,))[-1].urn)
        return
    if not way.listed and interface.kind != "workload":
        return
    for found in _behind(graph, interface, way):
        if workloads and not any(found.step.text.startswith(f"{workload}-") for workload in workloads):
            yield Wrong("closed", f"{edge.step.text} leads the internet to {found.step.text}, which no record publishes", edge.step.urn)
    if way.listed:
        yield from _let_in_besides(interface, outside)


def _behind(graph: Graph, interface: Interface, way: Way) -> Iterator[Interface]:
    if interface.kind == "workload":
        yield interface
        return
    fitting = [each for each in graph.forwarding.get(interface.id, ()) if each.listens >= HTTPS and _named(each, way.calls)]
    named = [each for each in fitting if each.hosts] or fitting
    for each in named[:1]:
        yield from (graph.interfaces[member] for member in each.members if member in graph.interfaces)


def _named(forwarding: Forwarding, name: str) -> bool:
    from fnmatch import fnmatchcase

    return not forwarding.hosts or any(fnmatchcase(name.lower(), host.lower()) for host in forwarding.hosts)


def _let_in_besides(interface: Interface, outside: Intervals) -> Iterator[Wrong]:
    """In a network with a gateway to the internet a guard that lets in strangers' addresses is one mistake away from being a door."""
    for allow in interface.guard.inward if interface.guard else ():
        if strangers := allow.addresses & outside:
            told = f"{interface.step.text}, to which the edge leads, lets in {addresses_text(strangers)} besides the edge"
            yield Wrong("closed", told, allow.urn)
