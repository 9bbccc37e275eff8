"""Are promises delivered?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from civic.reach import edges
from civic.reach.forwarding import Zone
from civic.reach.graph import Graph, Interface
from civic.reach.names import answered, resolve
from civic.reach.paths import Place, Trace, call, placed, subnets_in, to_internet
from civic.reach.promises import Promise, Promises
from civic.reach.sets import ANYWHERE, PROTOCOLS, TCP, blocks, service


@dataclass(frozen=True)
class Delivery:
    """One promise, and the path that delivers it or stops."""

    promise: Promise
    trace: Trace


def deliveries(graph: Graph, promised: Iterable[Promise], promises: Promises) -> Iterator[Delivery]:
    """Each promise with its path."""
    asking = _Asking(graph, promises)
    return (Delivery(promise, asking.trace(promise)) for promise in promised)


class _Asking:
    def __init__(self, graph: Graph, promises: Promises) -> None:
        self._graph = graph
        self._outside = to_internet(graph, blocks(promises.owned.get(graph.cloud, ())))
        self._gateways = {network: {each.service: each for each in held} for network, held in graph.gateways.items()}
        self._workloads = {each.step.text: each for each in graph.interfaces.values() if each.kind == "workload"}

    def trace(self, promise: Promise) -> Trace:
        """From every place that the caller may stand in; the first that does not arrive decides."""
        if promise.kind == "public":
            return edges.trace(self._graph, promise.name, promise.answered_by)
        callers = self._callers(promise)
        if not callers:
            who = promise.caller.workload or f"{promise.caller.owner}, in {', '.join(promise.caller.ranges)}"
            return Trace((), f"no plan has a place where {who} stands")
        trace = Trace(())
        for caller in callers:
            trace = self._from(promise, caller)
            if not trace.arrives:
                break
        return trace

    def _callers(self, promise: Promise) -> list[Place]:
        caller = promise.caller
        if caller.workload:
            return [placed(self._graph, each) for name, each in self._workloads.items() if name.startswith(f"{caller.workload}-")]
        return [Place((each,)) for each in subnets_in(self._graph, blocks(caller.ranges), caller.tier)]

    def _from(self, promise: Promise, caller: Place) -> Trace:
        services = service(PROTOCOLS[promise.protocol], promise.port, promise.port)
        if promise.kind == "resolver":
            return self._resolves(caller)
        if promise.name and (blocking := self._graph.blocking(caller.network, promise.name)):
            return Trace((blocking,), f"{blocking.text} blocks the name {promise.name}", blocking.urn)
        if promise.kind in ("egress", "machinery"):
            if promise.name and (zone := self._shadowing(caller.network, promise.name)):
                told = f"{zone.step.text} answers for {zone.name} there, so that nobody comes to {promise.name} of the internet"
                return Trace((zone.step,), told, zone.step.urn)
            return call(self._graph, caller, self._outside, services, promise.name)
        if promise.kind == "premises":
            return self._premises(promise, caller)
        if promise.door:
            return self._by_address(promise, caller)
        if promise.service in self._gateways.get(caller.network, {}):
            return self._by_list(promise, caller)
        if promise.kind == "service":
            return self._any(caller, self._serving(caller, promise), promise)
        if promise.kind == "database":
            return self._any(caller, [each for each in self._graph.interfaces_of.get(caller.network, ()) if each.kind == "database"], promise)
        asked_in = self._asked_in(promise) or caller.network
        found = resolve(self._graph, asked_in, promise.name)
        if found.problem or not found.interfaces:
            at = found.steps[-1] if found.steps else None
            return Trace(
                found.steps, found.problem or f"nothing answers to {promise.name}", at.urn if at else self._graph.networks[asked_in].step.urn
            )
        trace = Trace(())
        for interface in found.interfaces:
            trace = answered(self._graph, caller, interface, services, promise.name, promise.answered_by)
            if not trace.arrives:
                break
        return trace.after(found.steps)

    def _shadowing(self, network: str, name: str) -> Zone | None:
        """A private zone that a network asks for a name, or for one that its wildcard stands for, before the internet's. Names of private links are
        come to by others alone."""
        called, wild = name.removeprefix("*.").lower(), name.startswith("*.")
        return next((zone for zone in self._graph.zones_of.get(network, ()) if zone.covers(called) or (wild and _within(zone.name, called))), None)

    def _any(self, caller: Place, called: list[Interface], promise: Promise) -> Trace:
        """Any of several will do."""
        network = self._graph.networks[caller.network].step
        trace = Trace((network,), f"nothing in {network.text} gives {promise.service or promise.kind}", network.urn)
        for each in called:
            blocked = (self._graph.blocking(caller.network, name) for name in each.names)
            if promise.kind == "service" and (blocking := next(filter(None, blocked), None)):
                trace = Trace((blocking,), f"{blocking.text} blocks a name of {each.step.text}", blocking.urn)
                continue
            own = next((zone for zone in self._graph.zones_of.get(caller.network, ()) if zone.name in each.names), None)
            if promise.kind == "service" and own:
                told = f"{own.step.text} has the name of {each.step.text}, {own.name}, and the two cannot both answer to it"
                trace = Trace((own.step,), told, own.step.urn)
                continue
            if each.id in self._graph.unnamed:
                why = self._graph.unnamed[each.id]
                told = f"{each.step.text} has no private name, so whoever calls {promise.service or promise.kind} is led past it: {why.text}"
                trace = Trace((each.step,), told, why.urn or each.step.urn)
                continue
            trace = call(self._graph, caller, placed(self._graph, each), service(TCP, promise.port, promise.port), promise.name)
            if trace.arrives:
                break
        return trace

    def _by_address(self, promise: Promise, caller: Place) -> Trace:
        """Endpoints of a provider's door in the networks of the caller's own body."""
        doors = {name for name, door in self._graph.doors.items() if door.holder.owner == promise.door}
        own = [
            each
            for each in self._graph.interfaces.values()
            if each.serves in doors and self._graph.networks[each.network].holder.owner == promise.caller.owner
        ]
        return self._any(caller, own, promise)

    def _by_list(self, promise: Promise, caller: Place) -> Trace:
        """By a route to a list of the provider's addresses: each subnet must have it, and the caller's groups must let it out to some such list."""
        gateway = self._gateways[caller.network][promise.service]
        without = [subnet for subnet in caller.subnets if subnet.id not in gateway.subnets]
        if without:
            return Trace((without[0].step,), f"{without[0].step.text} has no route to {gateway.step.text}", gateway.step.urn)
        guard, services = (caller.interface.guard if caller.interface else None), service(TCP, promise.port, promise.port)
        listed = guard is None or any(services <= allow.services and (allow.lists or allow.addresses == ANYWHERE) for allow in guard.outward)
        if caller.interface and not listed:
            held = guard.names if guard else ()
            told = f"the security groups of {caller.interface.step.text} ({', '.join(held) or 'none'}) let out nothing to {gateway.step.text}"
            return Trace((caller.interface.step,), told, caller.interface.step.urn)
        return Trace((caller.subnets[0].step, gateway.step))

    def _serving(self, caller: Place, promise: Promise) -> list[Interface]:
        held, wanted = self._graph.interfaces_of.get(caller.network, ()), promise.service
        if promise.own:
            held = tuple(each for each in held if each.step.text.startswith(promise.own))
        return [each for each in held if each.kind == "endpoint" and (each.serves == wanted or each.serves.endswith(f".{wanted}"))]

    def _resolves(self, caller: Place) -> Trace:
        problem = self._graph.resolvers.get(caller.network, "no resolver is planned for it")
        step = self._graph.networks[caller.network].step
        return Trace((step,), f"{step.text}: {problem}" if problem else "", step.urn if problem else "")

    def _asked_in(self, promise: Promise) -> str:
        """The network in which a call from premises asks for its name: what answers there is told to premises."""
        return next((each.id for each in self._graph.networks_of(blocks(promise.asked_in))), "") if promise.asked_in else ""

    def _premises(self, promise: Promise, caller: Place) -> Trace:
        addresses = blocks(promise.addresses)
        subnets = [
            subnet
            for network in self._graph.networks_of(addresses)
            if network.holder.kind == "premises"
            for subnet in self._graph.subnets_of.get(network.id, ())
        ]
        if not subnets:
            return Trace(tuple(subnet.step for subnet in caller.subnets), f"no VPN or circuit leads to {', '.join(promise.addresses)}")
        called = Place(tuple(replace(subnet, addresses=subnet.addresses & addresses) for subnet in subnets))
        return call(self._graph, caller, called, service(TCP, promise.port, promise.port))


def _within(zone: str, called: str) -> bool:
    return zone.endswith(f".{called}") and not zone.startswith("privatelink.")
