"""What the graph says of one call in a lab: the same question, of one address on each side."""

from dataclasses import replace

from civic.reach.graph import Graph
from civic.reach.paths import Place, call
from civic.reach.sets import PROTOCOLS, address, service
from tests.lab.parts import Call, Host


def says(graph: Graph, asked: Call) -> tuple[bool, str]:
    """Whether it is answered, and what stops it."""
    caller = _place(graph, asked.caller)
    called = _place(graph, asked.called) if asked.called else address(asked.address)
    services = service(PROTOCOLS[asked.protocol], asked.port, asked.port)
    trace = call(graph, caller, called, services, asked.name)
    return trace.arrives, trace.stopped


def _place(graph: Graph, host: Host) -> Place:
    subnet = replace(graph.subnets[host.subnet], addresses=address(host.address))
    if not host.resource:
        return Place((subnet,))
    made = graph.interfaces[host.resource]
    return Place((subnet,), replace(made, subnets=(host.subnet,), addresses=subnet.addresses, sends_from=subnet.addresses))
