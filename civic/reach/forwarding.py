"""What is not routed: doors from one network into another, balancers that pass calls on, and names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from civic.plan import Resource
from civic.reach.graph import Holder, Step
from civic.reach.resources import Resources
from civic.reach.sets import Intervals


@dataclass(frozen=True)
class Door:
    """A service of one network that endpoints in others lead to, past every route and firewall."""

    step: Step
    holder: Holder
    balancers: tuple[str, ...]
    """Ids of the interfaces behind it."""
    callers: tuple[str, ...]
    """Who may have an endpoint: accounts (AWS: ARNs) or Azure subscriptions; ``*`` is everybody."""
    approves: bool
    """Whether their endpoints work without anybody's approval."""


@dataclass(frozen=True)
class Forwarding:
    """Calls that a balancer passes on."""

    listens: Intervals
    """Services of its own that it takes them on."""
    hosts: tuple[str, ...]
    """Names that a call must have, ``*`` for any label; empty: whatever it is called."""
    calls: Intervals
    """Services that it calls in turn."""
    members: tuple[str, ...]
    """Ids of the interfaces that it calls."""
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Zone:
    """Names that resolve."""

    name: str
    step: Step
    networks: frozenset[str]
    """Ids of the networks that ask it."""
    records: Mapping[str, tuple[Step, tuple[str, ...]]]
    """Name, perhaps with ``*`` for its first label -> what it leads to: other names, or addresses."""
    public: bool = False
    """Whether everybody's resolvers ask it."""

    def lookup(self, called: str) -> tuple[Step, tuple[str, ...]] | None:
        """What a name leads to here; None where the zone does not know it."""
        if called in self.records:
            return self.records[called]
        labels = called.split(".")
        wild = (".".join(("*", *labels[cut:])) for cut in range(1, len(labels)))
        return next((self.records[each] for each in wild if each in self.records), None)

    def covers(self, called: str) -> bool:
        return called == self.name or called.endswith(f".{self.name}")


def same_name(asked: Iterable[tuple[str, str, Resource]], resources: Resources) -> None:
    """Complain of zones of one name that one network asks, which every cloud refuses. Each zone by its name, with a network that asks it."""
    held: dict[tuple[str, str], Resource] = {}
    for name, network, zone in asked:
        other = held.setdefault((name.rstrip(".").lower(), network), zone)
        if other is not zone:
            resources.wrong(zone, f"{network.rpartition('/')[2]} asks {other.name} for {name} already: of two zones of one name a network asks one")
