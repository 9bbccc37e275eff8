"""Planned resources as a graph asks for them: by type, in the order that plans have them, with complaints that name what is wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network
from typing import TypeVar

from civic.plan import Resource
from civic.reach.errors import ReachError
from civic.reach.graph import Fault, Holder, Step

Value = TypeVar("Value")


@dataclass
class Resources:
    """All of one cloud's planned resources that are a part of its network."""

    every: tuple[Resource, ...]
    holders: Mapping[str, Holder]
    """Stack -> whose."""
    faults: list[Fault] = field(default_factory=list)
    _by_type: dict[str, list[Resource]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for resource in self.every:
            self._by_type.setdefault(resource.type, []).append(resource)

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return {each.id: each.name for each in self.every if each.id}

    def name(self, ident: str) -> str:
        """The logical name of what has an id; the id, without what is before its last slash, of what no plan makes."""
        return self._named.get(ident) or ident.rpartition("/")[2]

    def once(self, token: str, *keys: str, told: str) -> None:
        """Complain of resources of a type that have the same as another in all of some inputs (with dots for what lies in one), which the cloud
        refuses: ``told`` says why.
        """
        held: dict[tuple[str, ...], Resource] = {}
        for each in self.of(token):
            values = tuple(str(within(each.inputs, key) or "") for key in keys)
            if all(values) and held.setdefault(values, each) is not each:
                self.wrong(each, f"{held[values].name} has {', '.join(self.name(value) for value in values)} already: {told}")

    def of(self, token: str) -> Iterator[Resource]:
        return iter(self._by_type.get(token, ()))

    def holder(self, resource: Resource) -> Holder:
        return self.holders[resource.stack]

    def wrong(self, resource: Resource, text: str) -> None:
        self.faults.append(Fault(resource.urn, text))

    def unknown(self, resource: Resource, text: str) -> None:
        self.faults.append(Fault(resource.urn, text, "unknown"))


def step(resource: Resource) -> Step:
    return Step(resource.name, resource.urn)


def text(resource: Resource, key: str) -> str:
    """An input that is text; empty where it is left out, null or not known yet."""
    value = resource.inputs.get(key)
    return value if isinstance(value, str) else ""


def within(values: object, path: str) -> object:
    """What lies at a path with dots; ``None`` where there is nothing."""
    for part in path.split("."):
        values = values.get(part) if isinstance(values, Mapping) else None
    return values


def listed(value: object) -> list:
    """A list as it is; of anything else nothing."""
    return value if isinstance(value, list) else []


def mapping(value: object) -> Mapping:
    return value if isinstance(value, Mapping) else {}


def prefix(resource: Resource, key: str, value: object) -> IPv4Network:
    """A range of IPv4 addresses. Raises ``ReachError`` for host bits, another family, and what is no range."""
    return parsed(resource, key, value, lambda given: IPv4Network(str(given)))


def parsed(resource: Resource, key: str, value: object, parse: Callable[[object], Value]) -> Value:
    """What ``parse`` makes of a value. Raises ``ReachError`` that names the resource and the property."""
    try:
        return parse(value)
    except (ValueError, TypeError) as error:
        problem = str(error)
        if ":" in str(value) and "/" in str(value):
            problem = f"'{value}' is of IPv6, which the platform's networks do not have"
        raise ReachError(f"{resource.stack}, {resource.name}: {key}: {problem}; allowed: ranges of IPv4 without host bits, ports in order") from None


def first(items: Iterable[Value]) -> Value | None:
    return next(iter(items), None)
