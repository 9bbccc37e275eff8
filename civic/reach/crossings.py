"""Nothing passes from one network to another but what a promise asks for; and agreements are their own consumers'."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from civic.reach.classes import Passing, ReachClass, classes, dropped_beside, passing
from civic.reach.filters import Filter
from civic.reach.graph import Graph, Interface, Network, let_any, let_in
from civic.reach.promises import Crossing, Promises
from civic.reach.sets import ANY_SERVICE, TCP, Box, addresses_text, blocks, service, services_text
from civic.reach.wrongs import Wrong

MOST_PAIRS = 2_000
"""Pairs of networks that one rule may connect before it is called too wide without looking at each."""


@dataclass(frozen=True)
class _Allowed:
    box: Box
    crossing: Crossing


def wrongs(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    """Paths between networks that nobody promised, uninspected ones, and callers of an agreement who are not its consumer's."""
    allowed = _allowed(graph, promises)
    for reach in classes(graph):
        for outcome in reach.outcomes:
            if outcome.end.kind == "network":
                for found in passing(graph, reach, outcome):
                    yield from _between(graph, reach, found, allowed)
    yield from _undeclared(graph, promises)
    yield from _callers(graph, allowed)
    yield from _doors(graph, promises)


def _undeclared(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    """Addresses that routes lead to premises, and no record has there."""
    declared = blocks(promises.premises.get(graph.cloud, ()))
    for network in graph.networks.values():
        if network.holder.kind == "premises" and (others := network.addresses - declared):
            yield Wrong("isolated", f"{addresses_text(others)} lead to {network.holder}, and no record says that they are there", network.step.urn)


def _allowed(graph: Graph, promises: Promises) -> dict[tuple[str, str], list[_Allowed]]:
    """By network and network."""
    found: dict[tuple[str, str], list[_Allowed]] = {}
    for crossing in promises.crossings:
        if crossing.cloud == graph.cloud:
            box = Box(blocks(crossing.sources), blocks(crossing.destinations), service(TCP, crossing.port, crossing.port))
            for source in graph.networks_of(box.sources):
                for destination in graph.networks_of(box.destinations):
                    found.setdefault((source.id, destination.id), []).append(_Allowed(box, crossing))
    return found


def _between(graph: Graph, reach: ReachClass, found: Passing, allowed: dict[tuple[str, str], list[_Allowed]]) -> Iterator[Wrong]:
    """What gets into one network from others."""
    there = graph.networks[found.outcome.end.at]
    inspected = bool(found.outcome.checked)
    for number, here in enumerate(graph.networks_of(found.box.sources)):
        if here.id == there.id or (number > MOST_PAIRS):
            continue
        box = replace(found.box, sources=found.box.sources & here.addresses, destinations=found.box.destinations & there.addresses)
        if there.holder.kind == "hub":
            yield from _into_hub(graph, found, here, there, box)
            continue
        if not inspected:
            step = found.outcome.end.step if found.outcome.end.step.urn != there.step.urn else found.outcome.steps[-1]
            told = f"{here.step.text} reaches {there.step.text} past inspection: {' > '.join(each.text for each in found.outcome.steps[-3:])}"
            yield Wrong("isolated", told, _opens(found, step.urn))
            return
        promised = [each.box for each in allowed.get((here.id, there.id), ())]
        # The hub's firewall must hold by itself: what stands behind it is for when it does not.
        if left := box.without_all(promised):
            rule = found.rule.text if found.rule else "nothing is asked on the way"
            told = f"{here.holder} reaches {there.holder} ({left[0]}), which nothing promises: {rule}{dropped_beside(graph, found, left[0])}"
            yield Wrong("isolated", told, _opens(found, ""))
            return


def _opens(found: Passing, otherwise: str) -> str:
    """The rule that lets pass; without one the last route that leads there."""
    if found.rule:
        return found.rule.urn
    return otherwise or next((each.urn for each in reversed(found.outcome.steps) if each.urn), "")


def _into_hub(graph: Graph, found: Passing, here: Network, there: Network, box: Box) -> Iterator[Wrong]:
    """In the hub stands nothing that anybody calls; the resolver of a cloud that has one answers names alone."""
    for interface in graph.interfaces_of.get(there.id, ()):
        into = replace(box, destinations=box.destinations & interface.addresses)
        if into and (services := let_in(interface, into)) and not services <= interface.listens_for_all:
            yield Wrong("separate", f"{here.holder} reaches {interface.step.text} in the hub ({services_text(services)})", interface.step.urn)


def _callers(graph: Graph, allowed: dict[tuple[str, str], list[_Allowed]]) -> Iterator[Wrong]:
    """Whoever may send along an opening that is one consumer's alone; and whatever else answers at the other end of it."""
    for (source, destination), held in allowed.items():
        for each in held:
            if each.crossing.callers:
                yield from _strangers(graph, graph.networks[source], each)
            if each.crossing.at:
                yield from _answering(graph, graph.networks[destination], each)


def _strangers(graph: Graph, network: Network, allowed: _Allowed) -> Iterator[Wrong]:
    for workload in graph.interfaces_of.get(network.id, ()):
        if workload.kind != "workload" or workload.holder.owner == allowed.crossing.callers:
            continue
        sent = ANY_SERVICE if workload.guard is None else let_any(workload.guard.outward, allowed.box.destinations)
        if (sent & allowed.box.services) and (opening := _leaves(graph, workload, allowed.box)):
            told = f"{workload.step.text} of {workload.holder} reaches what {allowed.crossing.because or allowed.crossing.callers} agreed on ({allowed.box})"
            yield Wrong("agreed", told, _opened_by(workload, allowed.box) or opening)


def _opened_by(workload: Interface, box: Box) -> str:
    """The rule of its own groups that lets it call."""
    outward = workload.guard.outward if workload.guard else ()
    return next((each.urn for each in outward if each.addresses & box.destinations and each.services & box.services), "")


def _leaves(graph: Graph, workload: Interface, box: Box) -> str:
    """The rule that lets it pass all filters between the two, or else the workload itself; empty where none does."""
    for subnet in (graph.subnets[each] for each in workload.subnets):
        for outcome in graph.outcomes(subnet.node, box.destinations):
            packets = Box(subnet.addresses, outcome.destinations, box.services)
            filters = [graph.filters[each.filter] for each in outcome.checked if each.filter in graph.filters]
            passing_ = [_opening(each, packets) for each in filters]
            if outcome.end.kind == "network" and all(passing_):
                return next(iter(passing_), workload.step.urn)
    return ""


def _opening(found: Filter, packets: Box) -> str:
    """The first rule that lets some of the packets pass."""
    return next((each.rule.urn for each in found.openings_from(packets.sources) if any(one & packets for one in each.boxes)), "")


def _answering(graph: Graph, network: Network, allowed: _Allowed) -> Iterator[Wrong]:
    """Interfaces of another kind than what is promised that answer to what an opening lets in."""
    for interface in graph.interfaces_of.get(network.id, ()):
        if interface.kind == allowed.crossing.at:
            continue
        box = replace(allowed.box, destinations=allowed.box.destinations & interface.addresses)
        if not box or not _let_through_to(graph, interface, box):
            continue
        let = box.services & interface.listens
        if interface.guard is not None:
            let &= let_any(interface.guard.inward, box.sources)
        if let:
            told = f"{interface.step.text}, and not the {allowed.crossing.at} alone, answers {services_text(let)} to {allowed.crossing.because}"
            opened = next((each.urn for each in interface.guard.inward if each.addresses & box.sources), "") if interface.guard else ""
            yield Wrong("isolated", told, opened or interface.step.urn)


def _let_through_to(graph: Graph, interface: Interface, box: Box) -> bool:
    if interface.exempt:
        return True
    filters = [graph.subnets[each].inward for each in interface.subnets]
    return any(each is None or any(one & box for opening in each.openings for one in opening.boxes) for each in filters)


def _doors(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    """Endpoints lead to a provider's own services, or to the door of somebody with whom their body has an agreement."""
    pairs = {(each.provider, each.consumer) for each in promises.pairs if each.cloud == graph.cloud}
    accounts = {network.account: network.holder for network in graph.networks.values()}
    for interface in graph.interfaces.values():
        if interface.kind == "endpoint" and (door := graph.doors.get(interface.serves)):
            owner = graph.networks[interface.network].holder.owner
            if (door.holder.owner, owner) not in pairs and door.holder.owner != owner:
                yield Wrong("agreed", f"{owner} has an endpoint of {door.step.text} of {door.holder} without an agreement", interface.step.urn)
        elif interface.kind == "endpoint" and graph.is_strange(interface.serves):
            yield Wrong("isolated", f"{interface.step.text} leads to {interface.serves}, a service of nobody's here", interface.step.urn)
    for door in graph.doors.values():
        allowed = {consumer for provider, consumer in pairs if provider == door.holder.owner}
        for caller in door.callers:
            named = {accounts[account].owner for account in accounts if account and account in caller}
            if caller == "*" or not named <= allowed or (not named and not graph.is_ours(caller)):
                who = "everybody" if caller == "*" else ", ".join(sorted(named)) or caller
                yield Wrong("agreed", f"{door.step.text} of {door.holder} lets {who} have an endpoint, without an agreement", door.step.urn)
