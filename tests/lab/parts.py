"""What a lab is made of, before the kernel makes it: namespaces, links between them, routes, rules, and hosts that call and answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MAIN = 254
"""The number of Linux's main routing table."""


@dataclass(frozen=True)
class Route:
    """A prefix by a neighbour, or dropped where there is none."""

    prefix: str
    towards: str = ""
    table: int = MAIN


@dataclass(frozen=True)
class Lookup:
    """Packets that come from a neighbour ask this table; with a mark only those that have it."""

    comes_from: str
    table: int
    mark: int = 0


@dataclass
class Namespace:
    """One network namespace."""

    name: str
    addresses: list[str] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)
    rules: str = ""
    """A table of nftables; ``IF(neighbour)`` is the interface towards it."""


@dataclass(frozen=True)
class Host:
    """Something that calls and answers."""

    name: str
    """Of its namespace."""
    address: str
    subnet: str
    """Id of the subnet that it stands in."""
    resource: str = ""
    """Id of the planned resource that it is; empty for one that stands in a subnet and is nothing in particular."""
    answers: frozenset[tuple[str, int]] | None = None
    """Protocols and ports that it answers; None: all."""

    def listens(self, protocol: str, port: int) -> bool:
        return self.answers is None or (protocol, port) in self.answers


@dataclass
class Lab:
    """All of one cloud."""

    namespaces: dict[str, Namespace] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)
    """Name on the internet -> the address that stands for it."""
    outside: str = ""
    """Namespace of the internet."""

    def add(self, name: str) -> Namespace:
        return self.namespaces.setdefault(name, Namespace(name))

    def link(self, one: str, other: str) -> None:
        if (one, other) not in self.links and (other, one) not in self.links:
            self.links.append((one, other))

    def route(self, at: str, prefix: str, towards: str, table: int = MAIN) -> None:
        """The first route to a prefix in a table stands."""
        held = self.namespaces[at].routes
        if not any(each.prefix == prefix and each.table == table for each in held):
            held.append(Route(prefix, towards, table))


@dataclass(frozen=True)
class Call:
    """One packet to send, and whoever should answer it."""

    caller: Host
    address: str
    protocol: str
    port: int
    called: Host | None = None
    """Who has the address; None on the internet and where nobody has it."""
    name: str = ""
    """By which it is called, on the internet."""

    def __str__(self) -> str:
        return f"{self.protocol} {self.port} from {self.caller.name} ({self.caller.address}) to {self.name or self.address} ({self.called and self.called.name})"


def table(name: str, chains: Mapping[str, tuple[str, Iterable[str]]]) -> str:
    """A table of nftables: chain -> its head (hook and policy), its rules in order."""
    held = [f"chain {chain} {{ {head}\n{chr(10).join(rules)}\n}}" for chain, (head, rules) in chains.items()]
    return f"table inet {name} {{\n{chr(10).join(held)}\n}}\n"
