"""Handles: what one component hands to another of its own cloud.

Each cloud has its own frozen dataclasses for them, with the fields that its own components need. A layer passes a handle on whole and
never opens it; between stacks it travels on a card.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Self, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from pulumi import Input, Output

from components.contracts.errors import CardError, ContractError
from components.contracts.tiers import SubnetKey

CardValue: TypeAlias = "Input[str] | Mapping[str, CardValue]"
KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class Told(dict[KeyT, ValueT]):
    """What a card has by key. What its stack did not know yet when it was brought up is not among it, and is told in words."""

    def __init__(self, values: Mapping[KeyT, ValueT], place: str, mend: str) -> None:
        super().__init__(values)
        self._place, self._mend = place, mend

    def __missing__(self, key: KeyT) -> ValueT:
        found = ", ".join(map(str, self)) or "nothing"
        raise ContractError(f"{self._place}: found {found}; needed: {key}{f'; {self._mend}' if self._mend else ''}")


class CardReader:
    """The values of a card, or of a part of one, asked by name and kind. Every question raises ``CardError`` where the answer is none."""

    def __init__(self, values: object, place: str = "", mend: str = "") -> None:
        """``mend`` is what to do where something that is asked for later is not among what the card has by key."""
        if not isinstance(values, Mapping):
            raise CardError(place or "the card", "a mapping")
        self._values: Mapping[object, object] = values
        self._place, self._mend = place, mend

    def _where(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def _value(self, name: str, expected: str) -> object:
        if name not in self._values:
            raise CardError(self._where(name), f"on the card, where {expected} is expected")
        return self._values[name]

    def text(self, name: str) -> Input[str]:
        """One text."""
        value = self._value(name, "a text")
        if not isinstance(value, str | Output):
            raise CardError(self._where(name), "a text")
        return value

    def part(self, name: str) -> "CardReader":
        """A mapping, to be asked in turn."""
        return CardReader(self._value(name, "a mapping"), self._where(name), self._mend)

    def names(self) -> tuple[str, ...]:
        """Keys that are there."""
        return tuple(str(name) for name in self._values)

    def texts(self, name: str) -> dict[str, Input[str]]:
        """Texts by key."""
        part = self.part(name)
        return Told({key: part.text(key) for key in part.names()}, self._where(name), self._mend)

    def subnets(self, name: str) -> dict[SubnetKey, Input[str]]:
        """Texts by subnet, kept by tier and zone."""
        part = self.part(name)
        texts = {SubnetKey(tier, zone): text for tier in part.names() for zone, text in part.texts(tier).items()}
        return Told(texts, self._where(name), self._mend)

    def handle(self, name: str, kind: "type[HandleT]") -> "HandleT":
        """One handle."""
        return kind.from_card(self.part(name))

    def handles(self, name: str, kind: "type[HandleT]") -> "dict[str, HandleT]":
        """Handles by key."""
        part = self.part(name)
        return Told({key: part.handle(key, kind) for key in part.names()}, self._where(name), self._mend)


@dataclass(frozen=True)
class Handle:
    """Base of every cloud's handles, each a frozen dataclass.

    A field holds a text (``Input[str]``), texts by key (``Mapping[str, Input[str]]``), texts by subnet (``Mapping[SubnetKey,
    Input[str]]``), another handle, or handles by key.
    """

    def to_card(self) -> dict[str, CardValue]:
        """The handle as a card holds it."""
        return {name: _carded(getattr(self, name)) for name in _kinds(type(self))}

    @classmethod
    def from_card(cls, reader: CardReader) -> Self:
        """The handle that a card holds. Raises ``CardError``."""
        return cls(**{name: _read(reader, name, kind) for name, kind in _kinds(cls).items()})


def _carded(value: object) -> CardValue:
    if isinstance(value, Handle):
        return value.to_card()
    if not isinstance(value, Mapping):
        assert isinstance(value, str | Output), f"a handle's field holds {type(value).__name__}"
        return value
    if any(isinstance(key, SubnetKey) for key in value):
        tiers: dict[str, dict[str, CardValue]] = {}
        for key, inner in value.items():
            tiers.setdefault(key.tier, {})[key.zone] = _carded(inner)
        return dict(tiers)
    return {str(key): _carded(inner) for key, inner in value.items()}


@cache
def _kinds(handle: type[Handle]) -> Mapping[str, object]:
    """Type of each field of a handle."""
    # ``Input`` names ``Output[T]`` by text, which is looked up where the handle is defined and not where Pulumi wrote it.
    hints = get_type_hints(handle, localns={"Output": Output, "T": str})
    return {field.name: hints[field.name] for field in fields(handle)}


def _read(reader: CardReader, name: str, kind: object) -> object:
    if isinstance(kind, type) and issubclass(kind, Handle):
        return reader.handle(name, kind)
    origin = get_origin(kind)
    if not isinstance(origin, type) or not issubclass(origin, Mapping):
        return reader.text(name)
    key, inner = get_args(kind)
    if key is SubnetKey:
        return reader.subnets(name)
    return reader.handles(name, inner) if isinstance(inner, type) and issubclass(inner, Handle) else reader.texts(name)


HandleT = TypeVar("HandleT", bound=Handle)
OrganisationT = TypeVar("OrganisationT", bound=Handle)
"""The tree: where tenancies belong, who makes them, where people's accounts are."""
ArchiveT = TypeVar("ArchiveT", bound=Handle)
"""Where logs go that nobody can empty."""
HubT = TypeVar("HubT", bound=Handle)
"""One region's hub: what a network joins and asks names of."""
NetworkT = TypeVar("NetworkT", bound=Handle)
"""A network and its subnets."""
CellT = TypeVar("CellT", bound=Handle)
"""A hosting cell: what an application runs in and behind."""
TenancyT = TypeVar("TenancyT", bound=Handle)
"""A tenancy and the roles that act in it."""
