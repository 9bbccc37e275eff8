"""What turns a cloud's components into a Pulumi component package, for programs in other languages.

Pulumi hands a remote component a plain dict: whole numbers arrive as floats, defaults are lost, ranges are texts. ``arguments`` makes the
contract's dataclass of it, driven by the dataclass's own type hints, and ``PackagedComponent`` the component that a direct program would make.
"""

import inspect
import tomllib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from ipaddress import IPv4Network
from pathlib import Path
from types import NoneType
from typing import Any, ClassVar, Literal, Self, get_args, get_origin, get_type_hints

import pulumi

from components.contracts import TIERS, ContractError, Handle, PrivateEndpoint, SubnetKey

Hints = Mapping[object, object]
"""What each type variable of a contract stands for."""


def version(root: Path) -> str:
    """Version of the packages: that of the project at ``root``."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def arguments(kind: object, given: Mapping[str, object]) -> object:
    """``given`` as ``kind``, a contract's dataclass with the cloud's handles. Raises ``ContractError`` with the argument's place."""
    contract = get_origin(kind) or kind
    handles: Hints = dict(zip(getattr(contract, "__parameters__", ()), get_args(kind), strict=True))
    return _record(given, contract, handles, "")


def _refuse(place: str, expected: str, found: object) -> ContractError:
    if isinstance(found, pulumi.Output):
        return ContractError(f"{place}: an output of another resource, where {expected} is needed that is known before anything is made")
    return ContractError(f"{place}: {expected} is needed, got {found!r}")


def _convert(value: object, hint: object, handles: Hints, place: str) -> object:
    # An argument that may be left out and has no plain default: what is given is never nothing.
    if NoneType in get_args(hint):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    hint = handles.get(hint, hint)
    parts, origin = get_args(hint), get_origin(hint)
    if any(get_origin(part) is Awaitable for part in parts):
        return value if isinstance(value, pulumi.Output) else _convert(value, parts[0], handles, place)
    if origin is Literal:
        return _word(value, parts, place)
    if origin is tuple:
        items = _listed(value, place)
        return tuple(_convert(item, parts[0], handles, f"{place}[{number}]") for number, item in enumerate(items))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(value, parts[0], parts[1], handles, place)
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, tuple)):
        return _record(value, hint, handles, place)
    if not isinstance(hint, type) or hint not in _PLAIN:
        raise TypeError(f"{place}: a contract's {hint} has no plain form")
    return _PLAIN[hint](value, place)


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise _refuse(place, "a text", value)
    return value


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise _refuse(place, "true or false", value)
    return value


def _whole(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not float(value).is_integer():
        raise _refuse(place, "a whole number", value)
    return int(value)


def _range(value: object, place: str) -> IPv4Network:
    try:
        return IPv4Network(_text(value, place))
    except ValueError as error:
        raise ContractError(f"{place}: a range such as 10.20.0.0/22 is needed, got {value!r}: {error}") from None


_PLAIN: Mapping[type, Callable[[object, str], object]] = {str: _text, bool: _flag, int: _whole, IPv4Network: _range}


def _word(value: object, allowed: Sequence[object], place: str) -> object:
    if value not in allowed:
        raise _refuse(place, f"one of {', '.join(map(str, allowed))}", value)
    return value


def _listed(value: object, place: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise _refuse(place, "a list", value)
    return value


def _keyed(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _refuse(place or "the arguments", "a mapping", value)
    return value


def _mapping(value: object, key: object, inner: object, handles: Hints, place: str) -> Mapping[Any, object]:
    """Subnets are given by tier, then by zone. Order is ours: what Pulumi hands over has another one in every run."""
    given = _keyed(value, place)
    if key is not SubnetKey:
        return {name: _convert(given[name], inner, handles, f"{place}.{name}") for name in sorted(given)}
    rank = {tier: number for number, tier in enumerate(TIERS)}
    return {
        SubnetKey(tier, zone): _convert(item, inner, handles, f"{place}.{tier}.{zone}")
        for tier in sorted(given, key=lambda tier: (rank.get(tier, len(rank)), tier))
        for zone, item in sorted(_keyed(given[tier], f"{place}.{tier}").items())
    }


def _record(value: object, kind: Any, handles: Hints, place: str) -> object:
    given = _keyed(value, place)
    # ``Input`` names ``Output[T]`` by text, which is looked up where the contract is defined and not where Pulumi wrote it.
    hints = get_type_hints(kind, localns={"Output": pulumi.Output, "T": str})
    needed = _required(kind, hints)
    stem = f"{place}." if place else ""
    for name in given:
        if name not in needed:
            near = get_close_matches(name, needed, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; allowed: {', '.join(needed)}"
            raise ContractError(f"{stem}{name}: no such argument{hint}")
    for name, required in needed.items():
        if required and name not in given:
            raise ContractError(f"{stem}{name}: missing")
    return kind(**{name: _convert(item, hints[name], handles, f"{stem}{name}") for name, item in given.items()})


def _required(kind: Any, hints: Mapping[str, object]) -> Mapping[str, bool]:
    """Whether each field must be given; a named tuple of a contract has no defaults."""
    if not is_dataclass(kind):
        return dict.fromkeys(hints, True)
    return {field.name: field.default is MISSING and field.default_factory is MISSING for field in fields(kind)}


def _given_out(value: object) -> object:
    """An output of a component as other languages take it."""
    if isinstance(value, Handle):
        return value.to_card()
    if isinstance(value, tuple):
        return [{field.name: getattr(item, field.name) for field in fields(PrivateEndpoint)} for item in value]
    return value


class PackagedComponent(pulumi.ComponentResource):
    """Base of the shells that a package offers. A shell's annotations are its outputs; what is made of it is the component itself."""

    _component: ClassVar[type[pulumi.ComponentResource]]
    _arguments: ClassVar[object]
    """The component's arguments, with the cloud's handles."""

    def __new__(cls, name: str, args: Mapping[str, object], opts: pulumi.ResourceOptions | None = None) -> Self:
        # A component's constructor is its own, so its signature is known to its cloud alone.
        build: Any = cls._component
        made = build(name, arguments(cls._arguments, args), opts)
        for output in inspect.get_annotations(cls):
            setattr(made, output, _given_out(getattr(made, output)))
        return made
