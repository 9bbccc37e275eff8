"""What must be reachable, and what may be, as plain data: derived from records (``civic.estate.promises``), asked of a graph (``civic.reach``).

Ranges are texts such as ``10.71.48.0/21``; owners are keys of bodies' environments; workloads are the logical names of applications,
``<owner>-<application>``.
"""

from dataclasses import dataclass, field
from typing import Literal

PromiseKind = Literal["entry", "agreement", "premises", "office", "egress", "database", "service", "resolver", "machinery", "public"]
KINDS: dict[PromiseKind, str] = {
    "entry": "bodies call the applications that run for them by name, and are answered",
    "agreement": "consumers call what they agreed on by its name, and are answered",
    "premises": "doors lead to what their provider has on premises",
    "office": "premises call their body's applications, and what it takes of others, and are answered",
    "egress": "bodies call the domains that their records allow",
    "database": "applications call their database",
    "service": "applications call the registry, secrets, logs and keys that they need",
    "resolver": "networks resolve names",
    "machinery": "what runs applications calls what its provider asks for",
    "public": "residents call what is published by its name, on 443 and past a web application firewall",
}


INTERNET = "the internet"


@dataclass(frozen=True)
class Caller:
    """Who calls. ``INTERNET`` is whoever calls from there."""

    owner: str
    ranges: tuple[str, ...]
    """Of the networks that it calls from."""
    tier: str = "application"
    """It stands in any subnet of this tier; of hosting that has a workload, unused."""
    workload: str = ""
    """It is this application."""

    def __str__(self) -> str:
        return self.workload or self.owner


@dataclass(frozen=True)
class Promise:
    """Something that a record says must be reachable."""

    kind: PromiseKind
    cloud: str
    caller: Caller
    name: str = ""
    """By which it is called."""
    port: int = 443
    protocol: str = "tcp"
    addresses: tuple[str, ...] = ()
    """Ranges that are called, where it has no name."""
    own: str = ""
    """How the logical name of the service's endpoint begins, where it is the caller's own; empty: whichever its network has."""
    service: str = ""
    """What is called, of those that a cloud offers each network (``CLOUD_SERVICES``)."""
    door: str = ""
    """Owner of the door that is called, by the address of an endpoint in one of ``caller.owner``'s networks: it has no name there."""
    asked_in: tuple[str, ...] = ()
    """Of a call from premises: ranges of the network in which ``name`` is asked for."""
    answered_by: str = ""
    """Workload at the end of it; empty: whatever answers to the name."""

    def __str__(self) -> str:
        called = (
            self.name
            or self.service
            or (self.door and f"the service of {self.door}")
            or (self.kind == "database" and "its database")
            or ", ".join(self.addresses)
            or "a resolver"
        )
        port = "" if self.kind == "resolver" else f" on {self.port}"
        return f"{self.caller} calls {called}{port}"


@dataclass(frozen=True)
class Crossing:
    """What may pass from one network to another, because a promise asks for it."""

    cloud: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    port: int
    callers: str = ""
    """Only workloads of this owner; empty: whatever stands in the sources."""
    at: str = ""
    """Only interfaces of this kind; empty: whatever stands in the destinations."""
    because: str = ""


@dataclass(frozen=True)
class Names:
    """What a range may call on the internet. ``*.example.org`` is whatever is below."""

    cloud: str
    sources: tuple[str, ...]
    domains: tuple[str, ...]
    ports: tuple[tuple[str, int], ...] = (("tcp", 80), ("tcp", 443))


@dataclass(frozen=True)
class Pair:
    """A consumer may have an endpoint of a provider's door."""

    cloud: str
    provider: str
    consumer: str


@dataclass(frozen=True)
class Promises:
    """All of an estate."""

    delivered: tuple[Promise, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    names: tuple[Names, ...] = ()
    pairs: tuple[Pair, ...] = ()
    blocked: tuple[str, ...] = ()
    """Names that nobody may resolve."""
    owned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Cloud -> every range that the ledgers, the hubs and the cells hold, and premises have: what is inside."""
    premises: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Cloud -> every range that records say is on premises."""
