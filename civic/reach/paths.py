"""One call from one place to another: every hop, and the one that stops it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from civic.reach.filters import Decision, Filter
from civic.reach.graph import Checked, Graph, Guard, Interface, Need, Outcome, Step, Subnet, let_any, let_in, let_out
from civic.reach.sets import ANYWHERE, LAST_PORT, TCP, UDP, Box, Intervals, addresses_text, services_text

EPHEMERAL = (1024, 65535)
"""Ports that callers choose from (Amazon VPC User Guide, "Ephemeral ports": load balancers and address translators use all of these)."""
LAST_STEPS = 3
"""Of a way that are told in one message."""
MOST_RULES = 12
"""Names of rules in one message."""


@dataclass(frozen=True)
class Trace:
    """A call and its answer."""

    steps: tuple[Step, ...]
    stopped: str = ""
    """Why it does not arrive, or is not answered; empty where it is."""
    at: str = ""
    """URN of what stops it."""

    @property
    def arrives(self) -> bool:
        return not self.stopped

    def after(self, steps: Iterable[Step]) -> "Trace":
        return replace(self, steps=(*steps, *self.steps))


@dataclass(frozen=True)
class Place:
    """Where a call begins: a subnet, or what stands in several."""

    subnets: tuple[Subnet, ...]
    interface: Interface | None = None

    @property
    def network(self) -> str:
        return self.subnets[0].network


def placed(graph: Graph, interface: Interface) -> Place:
    return Place(tuple(graph.subnets[each] for each in interface.subnets), interface)


def call(graph: Graph, caller: Place, called: Place | Intervals, services: Intervals, name: str = "") -> Trace:
    """Whether packets of all the services get from everywhere that the caller stands to everywhere that the called stands, and back."""
    target = called.interface if isinstance(called, Place) else None
    addresses = called if isinstance(called, Intervals) else _addresses(called)
    sources = caller.interface.sends_from if caller.interface else _addresses(caller)
    packets = Box(sources, addresses, services)
    if caller.interface and not services <= (sent := let_out(caller.interface, packets, target)):
        step, said = caller.interface.step, services_text(sent) or "nothing"
        told = f"the security groups of {step.text}{_groups(caller.interface.guard)} let out {said} to {addresses_text(addresses)}"
        told += _rules(caller.interface.guard, outward=True)
        return Trace((step,), told, step.urn)
    trace = Trace(())
    for subnet in caller.subnets:
        trace = _from_subnet(graph, caller, subnet, called, Box(subnet.addresses, addresses, services), name)
        if not trace.arrives:
            return trace
    if target and (closed := _unasked(graph, target)):
        found, need = closed
        return Trace((*trace.steps, target.step), f"{target.step.text} does not work: {found.name} keeps out {need.of}", found.urn)
    if target and not services <= (let := let_in(target, packets, caller.interface)):
        said = services_text(let) or "nothing"
        told = f"{target.step.text} answers {said} of {services_text(services)} from {addresses_text(packets.sources)}: "
        told += f"its security groups{_groups(target.guard)} and listeners{_listening(target)}"
        told += _rules(target.guard, outward=False)
        return Trace((*trace.steps, target.step), told, target.step.urn)
    return Trace((*trace.steps, target.step)) if target else trace


def _groups(guard: Guard | None) -> str:
    return f" ({', '.join(guard.names)})" if guard and guard.names else ""


def _listening(target: Interface) -> str:
    return f" ({', '.join(target.listeners)}: {services_text(target.listens)})" if target.listeners else ""


def _rules(guard: Guard | None, *, outward: bool) -> str:
    """Names of the rules that were asked, so that the one that should have let it pass is among them."""
    allows = (guard.outward if outward else guard.inward) if guard else ()
    names = list(dict.fromkeys(each.urn.rpartition("::")[2] for each in allows if each.urn))
    return f"; their rules are {', '.join(names[:MOST_RULES])}{' and more' if len(names) > MOST_RULES else ''}" if names else ""


def _unasked(graph: Graph, target: Interface) -> tuple[Filter, Need] | None:
    """What keeps from an interface what it needs to work."""
    own = target.guard if target.guard and target.kind == "other" else None
    for need in target.needs:
        for subnet in (graph.subnets[each] for each in target.subnets):
            wanted = replace(need.packets, destinations=subnet.addresses)
            if subnet.inward and not subnet.inward.decides(wanted).passes:
                return subnet.inward, need
        if own and not need.packets.services <= let_any(own.inward, need.packets.sources):
            return Filter((), "drop", target.step.urn, f"{target.step.text}'s own security group", target.step.urn), need
    return None


def _addresses(place: Place) -> Intervals:
    if place.interface:
        return place.interface.addresses
    return Intervals.of(span for subnet in place.subnets for span in subnet.addresses)


def _from_subnet(graph: Graph, caller: Place, subnet: Subnet, called: Place | Intervals, packets: Box, name: str) -> Trace:
    """Out of a subnet, along every way, into the network that is called; and back."""
    within = subnet.stateless and not isinstance(called, Intervals) and [each.id for each in called.subnets] == [subnet.id]
    if subnet.outward and not within and not (decision := subnet.outward.decides(packets, name)).passes:
        return _stopped((subnet.step,), subnet.outward, decision, packets, before=subnet)
    if subnet.stateless and not within and (dropped := _answer_dropped(subnet.inward, subnet, packets)):
        return dropped
    trace = Trace((subnet.step,))
    forward: set[Checked] = set()
    for outcome in graph.outcomes(subnet.node, packets.destinations):
        trace = _along(graph, outcome, called, packets, name)
        if not trace.arrives:
            return trace
        forward.update(outcome.checked)
    if isinstance(called, Intervals):
        return trace
    steps = trace.steps
    for entered in called.subnets:
        into = replace(packets, destinations=packets.destinations & entered.addresses)
        exempt = called.interface is not None and called.interface.exempt
        if entered.stateless and entered.id == subnet.id:
            continue
        if entered.inward and into and not exempt and not (decision := entered.inward.decides(into, name)).passes:
            return _stopped((*steps, entered.step), entered.inward, decision, into, before=entered)
        if entered.stateless and into and (dropped := _answer_dropped(entered.outward, entered, into)):
            return dropped
        back = _back(graph, entered, caller, packets, forward)
        if not back.arrives:
            return back.after(steps)
    return Trace((*steps, called.subnets[0].step) if called.network != caller.network or steps[-1] != called.subnets[0].step else steps)


def _answer_dropped(found: Filter | None, subnet: Subnet, packets: Box) -> Trace | None:
    """What drops the answers to some packets, where nothing knows that they are answers: they go to whichever port the caller chose."""
    answers = Box(packets.destinations, packets.sources, Intervals.of(_to_any_caller(packets.services)))
    if found and not (decision := found.decides(answers)).passes:
        stopped = _stopped((subnet.step,), found, decision, answers, before=subnet)
        return replace(stopped, stopped=f"the answer does not come back: {stopped.stopped}")
    return None


def _to_any_caller(services: Intervals) -> Iterator[tuple[int, int]]:
    """Services of answers: of protocols with ports those that callers choose of."""
    for low, high in services:
        for protocol in range(low >> 16, (high >> 16) + 1):
            first, last = EPHEMERAL if protocol in (TCP, UDP) else (0, LAST_PORT)
            yield protocol << 16 | first, protocol << 16 | last


def _along(graph: Graph, outcome: Outcome, called: Place | Intervals, packets: Box, name: str) -> Trace:
    """What filters on the way say, and whether it ends where it should."""
    wanted = replace(packets, destinations=outcome.destinations)
    for checked in outcome.checked:
        found = graph.filters.get(checked.filter)
        if found is None:
            return Trace(outcome.steps, "it meets a firewall of which no plan says the rules", outcome.steps[-1].urn)
        decision = found.decides(wanted, name)
        if not decision.passes:
            return _stopped(outcome.steps, found, decision, wanted)
        answer = found.answers(wanted)
        if not answer.passes and answer.rule:
            return Trace(outcome.steps, f"{found.name} drops the answers: {answer.rule.text}", answer.rule.urn)
    if isinstance(called, Intervals):
        fits = outcome.end.kind in ("internet", "translated")
    else:
        fits = outcome.end.kind == "network" and outcome.end.at == called.network
    if fits:
        return _beyond(graph, outcome)
    where = outcome.end.at if outcome.end.kind == "nowhere" else f"it ends at {outcome.end.step.text}"
    told = f"{where} ({addresses_text(outcome.destinations)}){by_way_of(outcome)}"
    return Trace((*outcome.steps, outcome.end.step), told, outcome.end.step.urn or outcome.steps[-1].urn)


def by_way_of(outcome: Outcome) -> str:
    """The last of what a packet passes, for people."""
    texts = [each.text for each in outcome.steps if each.urn != outcome.end.step.urn]
    routes = f"; {outcome.routes}" if outcome.routes else ""
    return f", by {' > '.join(list(dict.fromkeys(texts))[-LAST_STEPS:])}{routes}" if texts else routes


def _beyond(graph: Graph, outcome: Outcome) -> Trace:
    """From what translates addresses on to the internet, where it stands in a subnet of ours."""
    subnet = graph.subnets.get(outcome.end.at)
    if outcome.end.kind == "translated" and subnet:
        for further in graph.outcomes(subnet.node, outcome.destinations):
            if further.end.kind != "internet":
                told = f"{outcome.end.step.text} stands in {subnet.step.text}, which does not lead to the internet"
                told += f": {graph.nodes[subnet.node].routes}" if graph.nodes[subnet.node].routes else ""
                return Trace((*outcome.steps, *further.steps), told, subnet.step.urn)
    return Trace(outcome.steps)


def _back(graph: Graph, entered: Subnet, caller: Place, packets: Box, forward: set[Checked]) -> Trace:
    """The answer comes back to the caller, past what knows the connection. Stateful guards ask nothing of it."""
    if entered.network == caller.network:
        return Trace(())
    passed: set[Checked] = set()
    for outcome in graph.outcomes(entered.node, packets.sources):
        if outcome.end.kind != "network" or outcome.end.at != caller.network:
            where = outcome.end.at if outcome.end.kind == "nowhere" else f"it ends at {outcome.end.step.text}"
            return Trace(outcome.steps, f"the answer does not come back: {where}{by_way_of(outcome)}", outcome.end.step.urn or outcome.steps[-1].urn)
        passed.update(outcome.checked)
    if passed != forward:
        odd = next(iter(passed ^ forward))
        told = f"the answer does not pass what the call passed ({odd.checkpoint or odd.filter}), which drops it{_routes(graph, entered)}"
        return Trace((entered.step,), told, entered.step.urn)
    return Trace(())


def _routes(graph: Graph, subnet: Subnet) -> str:
    routes = graph.nodes[subnet.node].routes
    return f"; {routes}" if routes else ""


def _stopped(steps: tuple[Step, ...], found: Filter, decision: Decision, packets: Box, before: Subnet | None = None) -> Trace:
    """What a filter says. The rule that should have let it pass is among the nearest."""
    told = f"{found.name} drops it: {decision.rule.text}" if decision.rule else f"no rule of {found.name} lets pass {packets}"
    told += f", before {before.step.text}" if before else ""
    near = [each for each in found.nearest(packets) if each != found.name]
    told += f"; the nearest that lets something pass: {', '.join(near)}" if near else ""
    told += f"; without any rule: {', '.join(found.empty)}" if found.empty else ""
    return Trace((*steps, Step(found.name, found.urn)), told, decision.rule.urn if decision.rule else found.urn)


def to_internet(graph: Graph, inside: Intervals) -> Intervals:
    """Addresses of the internet: none of ours, and none that has a meaning of its own (IANA, "IPv4 Special-Purpose Address Registry")."""
    return ANYWHERE - SPECIAL - inside - graph.inside


def _special() -> Intervals:
    from civic.reach.sets import blocks

    return blocks(
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/3",
        )
    )


SPECIAL = _special()


def subnets_in(graph: Graph, ranges: Intervals, tier: str) -> Iterator[Subnet]:
    """Subnets of a tier in some ranges. A subnet's logical name ends with its tier and its zone."""
    for network in graph.networks_of(ranges):
        for subnet in graph.subnets_of.get(network.id, ()):
            if subnet.addresses <= ranges and f"-{tier}-" in f"{subnet.step.text}-":
                yield subnet
