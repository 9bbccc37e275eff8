"""Where packets can go: nodes with a route table each, edges between them, the networks that they end in, and what stands there.

Made of planned resources alone (``civic.reach.aws``, ``civic.reach.azure``). A walk parts a set of destinations by the routes that they take,
so that all addresses of equal reach are walked at once; what leads on from a node is worked out once for all who come there.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from civic.reach.filters import Filter
from civic.reach.sets import ANY_SERVICE, ANYWHERE, NOTHING, Box, Intervals
from civic.reach.tables import Table

if TYPE_CHECKING:
    from civic.reach.edges import Edge as PublicEdge
    from civic.reach.forwarding import Door, Forwarding, Zone

LONGEST = 16
"""Nodes, after which a path is taken for a circle."""

CIRCLE = "a circle"

EndKind = Literal["network", "internet", "translated", "service", "nowhere"]
"""``translated``: it leaves for the internet under another address. ``service``: the cloud's own. ``nowhere``: nothing leads on."""


@dataclass(frozen=True)
class Holder:
    """Whose network, interface or filter it is."""

    owner: str
    """``platform``, or the key of a body's environment."""
    kind: Literal["body", "hub", "cell", "premises"]
    key: str = ""
    """Of a cell, or of a body's premises."""

    def __str__(self) -> str:
        return {"body": self.owner, "hub": "the hub", "cell": f"cell {self.key}", "premises": f"{self.owner}'s premises {self.key}"}[self.kind]


@dataclass(frozen=True)
class Step:
    """One thing that a packet passes."""

    text: str
    """Its name, for people."""
    urn: str = ""


@dataclass(frozen=True)
class End:
    """Where a packet leaves what the plans know, or stays."""

    kind: EndKind
    at: str
    """Id of the network; else in words."""
    step: Step


@dataclass(frozen=True)
class Edge:
    """What a route leads to: other nodes, of which a packet takes one, or an end."""

    to: tuple[str, ...] = ()
    end: End | None = None
    steps: tuple[Step, ...] = ()
    """What is passed on the way."""
    filter: str = ""
    """Key of the filter that is asked on the way."""
    checkpoint: str = ""
    """What keeps the state of a connection there: an answer must come through it too."""


@dataclass(frozen=True)
class Node:
    """A place with a route table."""

    id: str
    step: Step
    table: Table[Edge]
    routes: str = ""
    """For people: what leads on from here, and what might and does not. Told where something has no route."""


@dataclass(frozen=True)
class Checked:
    """A filter on the way, and what keeps the state of connections there."""

    filter: str
    checkpoint: str


@dataclass(frozen=True)
class Outcome:
    """What becomes of packets to some addresses."""

    destinations: Intervals
    steps: tuple[Step, ...]
    checked: tuple[Checked, ...]
    end: End
    routes: str = ""
    """For people: what else leads on from where it ends, or might."""


@dataclass(frozen=True)
class Allow:
    """What a guard lets through: addresses or members of groups, and services."""

    services: Intervals
    urn: str
    addresses: Intervals = NOTHING
    groups: frozenset[str] = frozenset()
    """Ids of groups whose members are meant."""
    lists: frozenset[str] = frozenset()
    """Ids of lists of a cloud's own addresses."""


@dataclass(frozen=True)
class Guard:
    """What stands before one interface. Stateful: what is let in is answered."""

    inward: tuple[Allow, ...] = ()
    outward: tuple[Allow, ...] = ()
    groups: frozenset[str] = frozenset()
    """Ids of the groups that the interface is a member of."""
    names: tuple[str, ...] = ()
    """Logical names of those groups."""


@dataclass(frozen=True)
class Need:
    """Packets that must be let in for an interface to work."""

    packets: Box
    of: str
    """Whose they are: for people."""


@dataclass(frozen=True)
class Interface:
    """Something in a network that can be called, or that calls."""

    id: str
    kind: Literal["workload", "balancer", "database", "endpoint", "other"]
    step: Step
    holder: Holder
    """Whose it is: a body's workload may stand in a cell's network."""
    network: str
    subnets: tuple[str, ...]
    addresses: Intervals
    """Where it is called: its own address where the plan says it, else its subnets."""
    sends_from: Intervals
    """Where it calls from: its subnets, unless it has one address for all that it does."""
    listens: Intervals = ANY_SERVICE
    """Services that it answers."""
    guard: Guard | None = None
    """None: nothing but what stands before its subnet."""
    exempt: bool = False
    """What stands before its subnet does not look at what comes to it."""
    serves: str = ""
    """Of an endpoint: the service behind it."""
    names: tuple[str, ...] = ()
    """By which it is known to the resolver of its cloud."""
    listeners: tuple[str, ...] = ()
    """Logical names of what makes it listen."""
    needs: tuple[Need, ...] = ()
    """What must be let in for it to work: its cloud's probes, and what its own parts say to each other."""
    listens_for_all: Intervals = NOTHING
    """What it is there to answer to every network: a resolver's questions."""


@dataclass(frozen=True)
class Gateway:
    """A route from subnets to a service of the cloud's, by a list of its addresses."""

    step: Step
    service: str
    subnets: frozenset[str]


@dataclass(frozen=True)
class Subnet:
    """A part of a network."""

    id: str
    network: str
    addresses: Intervals
    step: Step
    node: str
    inward: Filter | None = None
    outward: Filter | None = None
    stateless: bool = False
    """Its filters know no connections: they are asked of answers too, and not within the subnet."""


@dataclass(frozen=True)
class Network:
    """A virtual network."""

    id: str
    step: Step
    holder: Holder
    addresses: Intervals
    account: str = ""
    """Id of the account or Azure subscription that it lies in."""
    region: str = ""


@dataclass(frozen=True)
class Fault:
    """Something of a plan that is wrong, or that a proof cannot read."""

    urn: str
    text: str
    kind: Literal["wrong", "unknown", "asymmetric"] = "wrong"


@dataclass
class Graph:
    """The networks of one cloud."""

    cloud: str
    nodes: dict[str, Node] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)
    subnets: dict[str, Subnet] = field(default_factory=dict)
    interfaces: dict[str, Interface] = field(default_factory=dict)
    filters: dict[str, Filter] = field(default_factory=dict)
    doors: dict[str, "Door"] = field(default_factory=dict)
    """By the name that endpoints give."""
    forwarding: dict[str, list["Forwarding"]] = field(default_factory=dict)
    """By the interface that passes calls on."""
    zones: list["Zone"] = field(default_factory=list)
    unnamed: dict[str, Step] = field(default_factory=dict)
    """Ids of endpoints that the usual name of what they lead to does not lead to: why, at which resource."""
    gateways: dict[str, list[Gateway]] = field(default_factory=dict)
    """By network."""
    edges: list["PublicEdge"] = field(default_factory=list)
    """What the internet calls, by some names, in front of networks that have no public address."""
    inbound: list[tuple[Step, str]] = field(default_factory=list)
    """What can be reached from the internet, and why."""
    resolvers: dict[str, str] = field(default_factory=dict)
    """By network: why nobody resolves names for it; empty where somebody does."""
    blocked: list[tuple[frozenset[str], str, Step]] = field(default_factory=list)
    """Networks for which a name is not resolved (``*.`` for whatever is below it), the name, and what says so."""
    unblocking: dict[str, str] = field(default_factory=dict)
    """By network, for people: what decides on the names that are blocked for it."""
    own_services: tuple[str, ...] = ()
    """How names of the cloud's own services begin, for endpoints."""
    faults: list[Fault] = field(default_factory=list)
    sources: Mapping[str, str] = field(default_factory=dict)
    """URN -> program line."""
    _walked: dict[str, tuple[Outcome, ...]] = field(default_factory=dict)

    def outcomes(self, node: str, destinations: Intervals = ANYWHERE) -> tuple[Outcome, ...]:
        """What becomes of packets from a node to any of the destinations. No two outcomes of one way share an address."""
        return tuple(self._walk(node, destinations, ()))

    def _walk(self, node: str, destinations: Intervals, passed: tuple[str, ...]) -> Iterator[Outcome]:
        if destinations == ANYWHERE and node in self._walked:
            yield from self._walked[node]
            return
        here = self.nodes[node]
        if node in passed or len(passed) >= LONGEST:
            end = End("nowhere", f"{CIRCLE}: {here.step.text} is passed twice", here.step)
            yield Outcome(destinations, (here.step,), (), end)
            return
        found: list[Outcome] = []
        left = destinations
        for part, edge in here.table.parts(destinations):
            left -= part
            found += self._along(here, edge, part, (*passed, node))
        if left:
            found.append(Outcome(left, (here.step,), (), End("nowhere", f"{here.step.text} has no route there{_and(here.routes)}", here.step)))
        if destinations == ANYWHERE and not any(each.end.at.startswith(CIRCLE) for each in found):
            # What leads in no circle leads on in one way, wherever a packet comes from.
            self._walked[node] = tuple(found)
        yield from found

    def _along(self, here: Node, edge: Edge, part: Intervals, passed: tuple[str, ...]) -> Iterator[Outcome]:
        steps = (here.step, *edge.steps)
        checked = (Checked(edge.filter, edge.checkpoint),) if edge.filter else ()
        if edge.end:
            yield Outcome(part, steps, checked, edge.end, here.routes)
        for to in edge.to:
            if to not in self.nodes:
                yield Outcome(part, steps, checked, End("nowhere", f"{to}, which no plan makes", here.step))
                continue
            for beyond in self._walk(to, part, passed):
                yield Outcome(beyond.destinations, (*steps, *beyond.steps), (*checked, *beyond.checked), beyond.end, beyond.routes)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int, str], ...]:
        return tuple(sorted((low, high, network.id) for network in self.networks.values() for low, high in network.addresses))

    @cached_property
    def _span_lows(self) -> tuple[int, ...]:
        return tuple(low for low, _, _ in self._spans)

    def networks_of(self, addresses: Intervals) -> Iterator[Network]:
        """Networks that have some of the addresses."""
        seen: dict[str, None] = {}
        for low, high in addresses:
            place = max(bisect_right(self._span_lows, low) - 1, 0)
            while place < len(self._spans) and self._spans[place][0] <= high:
                if self._spans[place][1] >= low:
                    seen.setdefault(self._spans[place][2])
                place += 1
        return (self.networks[each] for each in seen)

    def overlapping(self) -> Iterator[tuple[Network, Network]]:
        """Networks that share addresses with the one before them."""
        last: tuple[int, str] = (-1, "")
        for low, high, ident in self._spans:
            if low <= last[0] and ident != last[1]:
                yield self.networks[ident], self.networks[last[1]]
            last = max(last, (high, ident))

    def overlapping_subnets(self) -> Iterator[tuple[Subnet, Subnet]]:
        """Subnets of one network that share addresses with the one before them."""
        for subnets in self.subnets_of.values():
            spans = sorted((low, high, number) for number, subnet in enumerate(subnets) for low, high in subnet.addresses)
            for (_, last, one), (low, _, other) in pairwise(spans):
                if low <= last:
                    yield subnets[other], subnets[one]

    @cached_property
    def inside(self) -> Intervals:
        """Addresses of all networks."""
        return Intervals.of(span for network in self.networks.values() for span in network.addresses)

    def blocking(self, network: str, name: str) -> Step | None:
        """What keeps a network from resolving a name, or one that a wildcard stands for."""
        wanted = name.removeprefix("*.").lower()
        for networks, blocked, step in self.blocked:
            below = blocked.startswith("*.") and wanted.endswith(blocked[1:])
            if network in networks and (wanted == blocked or below):
                return step
        return None

    def is_strange(self, serves: str) -> bool:
        """Whether an endpoint leads to what is neither the cloud's own nor a planned door."""
        return bool(serves) and serves not in self.doors and not serves.startswith(self.own_services)

    def is_ours(self, caller: str) -> bool:
        """Whether an account or Azure subscription is one of those that networks lie in."""
        return any(network.account and network.account in caller for network in self.networks.values())

    @cached_property
    def subnets_of(self) -> Mapping[str, tuple[Subnet, ...]]:
        """By network."""
        return _grouped((subnet.network, subnet) for subnet in self.subnets.values())

    @cached_property
    def interfaces_of(self) -> Mapping[str, tuple[Interface, ...]]:
        """By network."""
        return _grouped((interface.network, interface) for interface in self.interfaces.values())

    @cached_property
    def zones_of(self) -> Mapping[str, "tuple[Zone, ...]"]:
        """Private zones, by the network that asks them."""
        return _grouped((network, zone) for zone in self.zones if not zone.public for network in zone.networks)

    @cached_property
    def named(self) -> Mapping[str, tuple[Interface, ...]]:
        """By a name that the cloud gives it, in lower case."""
        return _grouped((name.lower(), interface) for interface in self.interfaces.values() for name in interface.names)


def _and(text: str) -> str:
    return f": {text}" if text else ""


def _grouped(pairs: Iterable[tuple[str, object]]) -> dict[str, tuple]:
    found: dict[str, list] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def let_in(interface: Interface, packets: Box, caller: Interface | None = None) -> Intervals:
    """Services of the packets that an interface answers, as far as what stands before itself decides; ``caller``: whose packets they are."""
    wanted = packets.services & interface.listens
    if interface.guard is None:
        return wanted
    return _let(interface.guard.inward, packets.sources, wanted, caller.guard.groups if caller and caller.guard else frozenset())


def let_out(interface: Interface, packets: Box, called: Interface | None = None) -> Intervals:
    """Services of the packets that an interface may send to all of the destinations."""
    if interface.guard is None:
        return packets.services
    return _let(interface.guard.outward, packets.destinations, packets.services, called.guard.groups if called and called.guard else frozenset())


def _let(allowed: Iterable[Allow], addresses: Intervals, wanted: Intervals, groups: frozenset[str]) -> Intervals:
    """What is allowed of the services for all of the addresses; several allowances may have a part of them each."""
    partly: list[Box] = []
    found = NOTHING
    for each in allowed:
        if each.groups & groups:
            found |= each.services & wanted
        elif each.addresses & addresses:
            partly.append(Box(addresses & each.addresses, services=each.services & wanted))
    if partly:
        left = Box(addresses, services=wanted).without_all(Box(each.sources, services=each.services) for each in partly)
        found |= wanted - Intervals.of(span for each in left for span in each.services)
    return found & wanted


def let_any(allowed: Iterable[Allow], addresses: Intervals, groups: frozenset[str] = frozenset()) -> Intervals:
    """Services that some of the addresses, or members of the groups, are allowed."""
    return Intervals.of(span for each in allowed if (each.groups & groups) or (each.addresses & addresses) for span in each.services)
