"""Are promises delivered?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from civic.reach.graph import Graph, Interface
from civic.reach.names import answered, resolve
from civic.reach.paths import Place, Trace, call, placed, subnets_in, to_internet
from civic.reach.promises import Promise, Promises
from civic.reach.sets import TCP, blocks, service


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
        self._workloads = {each.step.text: each for each in graph.interfaces.values() if each.kind == "workload"}

    def trace(self, promise: Promise) -> Trace:
        """From every place that the caller may stand in; the first that does not arrive decides."""
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
        services = service(TCP, promise.port, promise.port)
        if promise.kind == "resolver":
            return self._resolves(caller)
        if promise.kind in ("egress", "machinery"):
            if blocking := self._graph.blocking(caller.network, promise.name):
                return Trace((blocking,), f"{blocking.text} blocks the name {promise.name}", blocking.urn)
            return call(self._graph, caller, self._outside, services, promise.name)
        if promise.kind == "premises":
            return self._premises(promise, caller)
        if promise.kind == "service":
            return self._any(caller, self._serving(caller, promise.service), promise)
        if promise.kind == "database":
            return self._any(caller, [each for each in self._graph.interfaces_of.get(caller.network, ()) if each.kind == "database"], promise)
        found = resolve(self._graph, caller.network, promise.name)
        if found.problem or not found.interfaces:
            at = found.steps[-1] if found.steps else None
            return Trace(
                found.steps, found.problem or f"nothing answers to {promise.name}", at.urn if at else self._graph.networks[caller.network].step.urn
            )
        trace = Trace(())
        for interface in found.interfaces:
            trace = answered(self._graph, caller, interface, services, promise.name, promise.answered_by)
            if not trace.arrives:
                break
        return trace.after(found.steps)

    def _any(self, caller: Place, called: list[Interface], promise: Promise) -> Trace:
        """Any of several will do."""
        network = self._graph.networks[caller.network].step
        trace = Trace((network,), f"nothing in {network.text} gives {promise.service or promise.kind}", network.urn)
        for each in called:
            trace = call(self._graph, caller, placed(self._graph, each), service(TCP, promise.port, promise.port), promise.name)
            if trace.arrives:
                break
        return trace

    def _serving(self, caller: Place, wanted: str) -> list[Interface]:
        held = self._graph.interfaces_of.get(caller.network, ())
        return [each for each in held if each.kind == "endpoint" and (each.serves == wanted or each.serves.endswith(f".{wanted}"))]

    def _resolves(self, caller: Place) -> Trace:
        problem = self._graph.resolvers.get(caller.network, "no resolver is planned for it")
        step = self._graph.networks[caller.network].step
        return Trace((step,), f"{step.text}: {problem}" if problem else "", step.urn if problem else "")

    def _premises(self, promise: Promise, caller: Place) -> Trace:
        for subnet in caller.subnets:
            for outcome in self._graph.outcomes(subnet.node, blocks(promise.addresses)):
                if outcome.end.kind != "network":
                    where = outcome.end.at if outcome.end.kind == "nowhere" else f"it ends at {outcome.end.step.text}"
                    return Trace(outcome.steps, f"no circuit or tunnel leads there: {where}", outcome.end.step.urn)
        return Trace(tuple(subnet.step for subnet in caller.subnets))
