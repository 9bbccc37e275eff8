"""Within one network that several share: no workload of one body reaches another's."""

from collections.abc import Iterator

from civic.reach.graph import Graph, Interface, Network, let_any
from civic.reach.promises import Promises
from civic.reach.sets import services_text
from civic.reach.wrongs import Wrong


def wrongs(graph: Graph, promises: Promises) -> Iterator[Wrong]:
    """Paths between workloads of different bodies in one network."""
    for interface in graph.interfaces.values():
        there = graph.networks[interface.network].holder
        if there.kind == "body" and interface.holder.owner != there.owner:
            yield Wrong("isolated", f"{interface.step.text} of {interface.holder} stands in the network of {there}", interface.step.urn)
        if there.kind == "hub" and interface.holder != there:
            yield Wrong("separate", f"{interface.step.text} of {interface.holder} stands in the network of the hub", interface.step.urn)
    for network in graph.networks.values():
        workloads = [each for each in graph.interfaces_of.get(network.id, ()) if each.kind == "workload"]
        if len({each.holder.owner for each in workloads}) > 1:
            yield from _neighbours(graph, network, workloads)


def _neighbours(graph: Graph, network: Network, workloads: list[Interface]) -> Iterator[Wrong]:
    members: dict[str, list[Interface]] = {}
    for each in workloads:
        for group in each.guard.groups if each.guard else ():
            members.setdefault(group, []).append(each)
    shared = {group: {each.holder.owner for each in held} for group, held in members.items()}
    for called in workloads:
        for allow in called.guard.inward if called.guard else ():
            callers = [each for group in allow.groups for each in members.get(group, ())]
            if allow.addresses & network.addresses:
                callers += [each for each in workloads if each.sends_from & allow.addresses]
            for caller in callers:
                if caller.holder.owner != called.holder.owner and (services := _between(caller, called, allow.services)):
                    told = f"{caller.step.text} of {caller.holder} reaches {called.step.text} of {called.holder} ({services_text(services)})"
                    yield Wrong("isolated", told, allow.urn)
                    break
    for group, owners in shared.items():
        if len(owners) > 1:
            first = members[group][0]
            told = f"{first.step.text} and a workload of another body share the security group {group}"
            yield Wrong("isolated", told, first.step.urn)


def _between(caller: Interface, called: Interface, services):
    if caller.guard is None:
        return services
    return services & let_any(caller.guard.outward, called.addresses, called.guard.groups if called.guard else frozenset())
