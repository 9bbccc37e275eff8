"""What a name leads to in a network, and who answers behind a balancer or a door."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from civic.reach.graph import Graph, Interface, Step, let_in
from civic.reach.paths import Place, Trace, call, placed
from civic.reach.sets import Box, Intervals, address

PASSED_ON = "passes it on by"
LONGEST = 8
"""Records, balancers and doors, after which a name is taken for a circle."""


@dataclass(frozen=True)
class Resolved:
    """What a name leads to."""

    interfaces: tuple[Interface, ...] = ()
    steps: tuple[Step, ...] = ()
    problem: str = ""


def resolve(graph: Graph, network: str, name: str) -> Resolved:
    """What a name leads to for whoever asks in a network: the longest of its zones that has the name, then the public ones."""
    called, steps = name.lower().rstrip("."), []
    for _ in range(LONGEST):
        if found := [each for each in graph.named.get(called, ()) if _known(graph, each, network)]:
            own = [each for each in found if each.network == network]
            return Resolved(tuple(own or found), tuple(steps))
        zones = [zone for zone in graph.zones if zone.covers(called) and (zone.public or network in zone.networks)]
        zones.sort(key=lambda zone: (zone.public, -len(zone.name)))
        if not zones:
            return Resolved((), tuple(steps), f"{called} is in no zone that {graph.networks[network].step.text} asks")
        held = zones[0].lookup(called)
        if held is None:
            return Resolved((), (*steps, zones[0].step), f"{zones[0].step.text} has no record of {called}")
        steps += [zones[0].step, held[0]]
        target = held[1][0] if held[1] else ""
        if target[:1].isdigit() and target.replace(".", "").isdigit():
            return Resolved(tuple(_at(graph, address(target))), tuple(steps), "")
        called = target.rstrip(".").lower()
    return Resolved((), tuple(steps), f"{name} leads in a circle")


def _known(graph: Graph, interface: Interface, network: str) -> bool:
    """Names of a provider's own services are those of the network's own endpoint; others everybody's resolver knows."""
    return interface.kind != "endpoint" or interface.network == network


def _at(graph: Graph, wanted: Intervals) -> Iterator[Interface]:
    for network in graph.networks_of(wanted):
        yield from (each for each in graph.interfaces_of.get(network.id, ()) if wanted <= each.addresses and each.kind != "workload")


def answered(graph: Graph, caller: Place, called: Interface, services: Intervals, name: str, workload: str = "", depth: int = 0) -> Trace:
    """Whether a call arrives, and is passed on until somebody answers it: ``workload``, by its logical name, or whoever is behind."""
    trace = call(graph, caller, placed(graph, called), services, name)
    if not trace.arrives or depth >= LONGEST:
        return trace
    if called.serves in graph.doors:
        return _through_door(graph, called, services, name, workload, depth).after(trace.steps)
    if called.kind == "balancer" and called.id not in graph.forwarding:
        return Trace(trace.steps, f"{called.step.text} passes nothing on", called.step.urn)
    if called.id in graph.forwarding:
        return passed_on(graph, called, services, name, workload, depth).after(trace.steps)
    if workload and not called.step.text.startswith(f"{workload}-"):
        return Trace(trace.steps, f"{called.step.text} answers, and passes nothing on to {workload}", called.step.urn)
    return trace


def _through_door(graph: Graph, endpoint: Interface, services: Intervals, name: str, workload: str, depth: int) -> Trace:
    door = graph.doors[endpoint.serves]
    account = graph.networks[endpoint.network].account
    if not any(account in each or each == "*" for each in door.callers):
        return Trace(
            (door.step,), f"{door.step.text} lets nobody of {account} have an endpoint: it names {', '.join(door.callers) or 'nobody'}", door.step.urn
        )
    if not door.approves:
        return Trace((door.step,), f"{door.step.text} waits for somebody to approve each endpoint", door.step.urn)
    trace = Trace((door.step,), f"{door.step.text} has no balancer that a plan makes", door.step.urn)
    for balancer in (graph.interfaces[each] for each in door.balancers if each in graph.interfaces):
        if not services <= balancer.listens:
            trace = Trace((door.step, balancer.step), f"{balancer.step.text} does not listen there", balancer.step.urn)
        elif balancer.id in graph.forwarding:
            trace = passed_on(graph, balancer, services, name, workload, depth).after((door.step, balancer.step))
        else:
            trace = Trace((door.step, balancer.step), f"{balancer.step.text} passes nothing on", balancer.step.urn)
        if trace.arrives:
            return trace
    return trace


def passed_on(graph: Graph, balancer: Interface, services: Intervals, name: str, workload: str, depth: int = 0) -> Trace:
    """Through a balancer: to every member of what it passes the call on to."""
    fitting = [each for each in graph.forwarding[balancer.id] if services <= each.listens and _named(each.hosts, name)]
    fitting.sort(key=lambda each: not each.hosts)
    if not fitting:
        told = f"{balancer.step.text} passes nothing on that is called {name or 'so'}{_elsewhere(graph, balancer, name)}"
        return Trace((), told, balancer.step.urn)
    chosen = fitting[0]
    if not chosen.members:
        told = f"nobody is behind {chosen.steps[-1].text}"
        return Trace(chosen.steps, told, chosen.steps[-1].urn) if workload else Trace(chosen.steps)
    trace = Trace(chosen.steps)
    for member in (graph.interfaces[each] for each in chosen.members if each in graph.interfaces):
        trace = answered(graph, placed(graph, balancer), member, chosen.calls, name, workload, depth + 1).after(chosen.steps)
        if not trace.arrives:
            # The innermost that passed it on is nearest to the fault.
            told = "" if PASSED_ON in trace.stopped else f"; {balancer.step.text} {PASSED_ON} {', '.join(each.text for each in chosen.steps)}"
            return replace(trace, stopped=f"{trace.stopped}{told}")
    return trace


def _elsewhere(graph: Graph, balancer: Interface, name: str) -> str:
    """What other balancers pass on by that name: a rule may have come to the wrong one."""
    held = [each for ident, passed in graph.forwarding.items() if ident != balancer.id for each in passed]
    names = [each.steps[-2 if len(each.steps) > 1 else -1].text for each in held if name and each.hosts and _named(each.hosts, name)]
    return f"; another does, by {', '.join(dict.fromkeys(names))}" if names else ""


def _named(hosts: tuple[str, ...], name: str) -> bool:
    return not hosts or any(fnmatchcase(name.lower(), host.lower()) for host in hosts)


def may_answer(interface: Interface, packets: Box) -> Intervals:
    """Services that an interface answers to some of the callers."""
    return let_in(interface, packets)
