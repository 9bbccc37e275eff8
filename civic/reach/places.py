"""What a person means by a place: a body, a cell, an application or anything else that stands somewhere, an address, a name, the internet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import AddressValueError, IPv4Address

from civic.reach import edges
from civic.reach.errors import ReachError
from civic.reach.graph import Graph, Interface
from civic.reach.names import answered, resolve
from civic.reach.paths import Place, Trace, call, placed, to_internet
from civic.reach.sets import TCP, Intervals, address, service

INTERNET = "internet"
HTTPS = 443
TIERS = ("application", "environment", "endpoint", "premises")
"""Where a body's callers stand: the first that its network has."""


@dataclass(frozen=True)
class Answer:
    """How a call from one place to another goes on one cloud."""

    cloud: str
    start: str
    end: str
    trace: Trace


def ask(graphs: Mapping[str, Graph], start: str, end: str, *, port: int, name: str = "") -> list[Answer]:
    """How calls go from A to B on every cloud that has both. ``name``: by which B is called. Raises ``ReachError`` for what is no place."""
    found = [answer for graph in graphs.values() for answer in _on(graph, start, end, port, name)]
    if found:
        return found
    for text in (start, end):
        if not any(_is_place(graph, text) for graph in graphs.values()):
            raise ReachError(f"found '{text}'; allowed: {_allowed(graphs)}{_nearest(graphs, text)}")
    raise ReachError(f"'{start}' and '{end}' are on no cloud together")


def _on(graph: Graph, start: str, end: str, port: int, name: str) -> Iterator[Answer]:
    if start == INTERNET:
        called = name or end
        found = edges.trace(graph, called, "") if port == HTTPS else Trace((), f"the edge answers on {HTTPS} alone")
        if any(called.lower() in each.names for each in graph.edges) or (name and _is_place(graph, end)):
            yield Answer(graph.cloud, start, called, found)
        return
    callers, services = list(_starts(graph, start)), service(TCP, port, port)
    if not callers:
        return
    caller = callers[0]
    if end == INTERNET:
        yield Answer(graph.cloud, start, name or end, call(graph, caller, to_internet(graph, graph.inside), services, name))
        return
    if name or (_is_name(end) and not _interfaces(graph, end)):
        called = name or end
        found = resolve(graph, _asking(graph, caller.network), called)
        if found.interfaces:
            trace = answered(graph, caller, found.interfaces[0], services, called).after(found.steps)
            yield Answer(graph.cloud, start, called, trace)
        elif name or any(zone.covers(called) for zone in graph.zones):
            at = found.steps[-1].urn if found.steps else graph.networks[caller.network].step.urn
            yield Answer(graph.cloud, start, called, Trace(found.steps, found.problem or f"nothing answers to {called}", at))
        return
    yield from (Answer(graph.cloud, start, end, call(graph, caller, place, services, name)) for place in list(_ends(graph, end))[:1])


def _asking(graph: Graph, network: str) -> str:
    """Where a name is asked for: premises are told what answers in their own body's network."""
    holder = graph.networks[network].holder
    if holder.kind != "premises":
        return network
    return next((each.id for each in graph.networks.values() if (each.holder.kind, each.holder.owner) == ("body", holder.owner)), network)


def _starts(graph: Graph, text: str) -> Iterator[Place]:
    yield from (placed(graph, each) for each in _interfaces(graph, text))
    if found := _address(text):
        yield from (Place((subnet,)) for subnet in graph.subnets.values() if found <= subnet.addresses)
    for network in graph.networks.values():
        if str(network.holder) == text:
            subnets = graph.subnets_of.get(network.id, ())
            yield from (Place((subnet,)) for tier in TIERS for subnet in subnets if f"-{tier}-" in f"{subnet.step.text}-")


def _ends(graph: Graph, text: str) -> Iterator[Place]:
    yield from _starts(graph, text)
    for network in graph.networks.values():
        if str(network.holder) == text or network.step.text == text:
            yield from (Place((subnet,)) for subnet in graph.subnets_of.get(network.id, ()))


def _interfaces(graph: Graph, text: str) -> list[Interface]:
    """By logical name, with or without what it ends with for its kind. A holder's name is its network's."""
    if any(str(network.holder) == text for network in graph.networks.values()):
        return []
    exact = [each for each in graph.interfaces.values() if each.step.text == text]
    return exact or [each for each in graph.interfaces.values() if each.kind == "workload" and each.step.text.startswith(f"{text}-")]


def _address(text: str) -> Intervals | None:
    try:
        IPv4Address(text)
    except (AddressValueError, ValueError):
        return None
    return address(text)


def _is_name(text: str) -> bool:
    return "." in text and _address(text) is None


def _is_place(graph: Graph, text: str) -> bool:
    known = text == INTERNET or _address(text) is not None or next(_ends(graph, text), None) is not None
    return known or (_is_name(text) and any(zone.covers(text) for zone in graph.zones))


def _allowed(graphs: Mapping[str, Graph]) -> str:
    holders = sorted({str(network.holder) for graph in graphs.values() for network in graph.networks.values()})
    return f"{INTERNET}, an address, a name that is called, the logical name of what stands in a network, or one of {', '.join(holders)}"


def _nearest(graphs: Mapping[str, Graph], text: str) -> str:
    names = {str(network.holder) for graph in graphs.values() for network in graph.networks.values()}
    names |= {interface.step.text for graph in graphs.values() for interface in graph.interfaces.values()}
    near = get_close_matches(text, sorted(names), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
