"""Where planned resources lie and stand, the same on every cloud: subnets in networks, and what has an address in subnets."""

from collections.abc import Iterable

from civic.plan import Resource
from civic.reach.graph import Graph, Holder, Subnet
from civic.reach.resources import Resources, prefix, step
from civic.reach.sets import Intervals, blocks


def addresses_in(graph: Graph, resources: Resources, subnet: Resource, network: str, key: str, *, smallest: int) -> Intervals | None:
    """The addresses of a subnet, whose range its input ``key`` says; ``None`` where no plan makes its network. What is wrong is complained of:
    a range with a longer prefix than ``smallest``, and one outside its network's.
    """
    if network not in graph.networks:
        resources.wrong(subnet, f"it lies in {network.rpartition('/')[2] or 'no network'}, which no plan makes")
        return None
    block = prefix(subnet, key, subnet.inputs.get(key))
    addresses = blocks([str(block)])
    if not addresses <= graph.networks[network].addresses:
        resources.wrong(subnet, f"its range {block} is not in that of its network")
    elif block.prefixlen > smallest:
        resources.wrong(subnet, f"its range is {block}: the smallest that a subnet can have is a /{smallest}")
    return addresses


def standing_in(graph: Graph, resources: Resources, made: Resource, subnets: Iterable[str], public: str) -> list[Subnet]:
    """The subnets that ``made`` stands in, of those that plans make. What is ``public`` is noted as a way in, wherever it stands."""
    named = list(dict.fromkeys(subnets))
    known = [graph.subnets[each] for each in named if each in graph.subnets]
    if missing := [each for each in named if each not in graph.subnets]:
        resources.wrong(made, f"it stands in {missing[0].rpartition('/')[2] or 'no subnet'}, which no plan makes")
    if public:
        graph.inbound.append((step(made), public))
    return known


def premises_of(way: Resource) -> Holder:
    """Whose premises are behind what leads there: its name says so, ``...-premises-<body>-<place>-<way>``."""
    body, _, place = way.name.rpartition("-premises-")[2].rpartition("-")[0].removesuffix("-line").rpartition("-")
    return Holder(body, "premises", place) if body and place else Holder("platform", "premises", way.name)
