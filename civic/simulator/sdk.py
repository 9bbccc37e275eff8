"""What the installed SDKs know of a resource type: its class, its outputs and its enums."""

import functools
import importlib
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, ForwardRef, get_args

from pulumi import _types

PACKAGES = {"aws": "pulumi_aws", "azure-native": "pulumi_azure_native"}


class UnknownType(LookupError):
    """No installed SDK has this type token."""


@functools.cache
def _classes(package: str) -> Mapping[str, tuple[str, str]]:
    """Type token -> (module, class), from the registration that each SDK makes at import."""
    module = importlib.import_module(PACKAGES[package])
    text = Path(str(module.__file__)).read_text(encoding="utf-8").split('resource_modules="""', 1)[1].split('"""', 1)[0]
    return {token: (entry["fqn"], name) for entry in json.loads(text) for token, name in entry["classes"].items()}


@functools.cache
def resource_class(token: str) -> Any:
    """The class of a type token. Raises ``UnknownType``."""
    try:
        module, name = _classes(token.split(":")[0])[token]
    except KeyError:
        raise UnknownType(token) from None
    return getattr(importlib.import_module(module), name)


@functools.cache
def computed(token: str) -> Mapping[str, Any]:
    """Outputs that the provider always gives, by wire name, with their types."""
    made = resource_class(token)
    return _always(made, _types.resource_types(made))


@functools.cache
def computed_inside(kind: Any) -> Mapping[str, Any]:
    """The same for an output class nested in a resource."""
    return _always(kind, _types.output_type_types(kind))


def _always(made: Any, kinds: Mapping[str, Any]) -> Mapping[str, Any]:
    always = {wire for _, wire, prop in _types._py_properties(made) if "Optional[" not in str(prop.fget.__annotations__.get("return", ""))}
    return {name: kind for name, kind in kinds.items() if name in always}


@functools.cache
def allowed(token: str) -> Mapping[str, "Shape"]:
    """Inputs of a resource that are enums, or hold some further in, by wire name."""
    made = resource_class(token)
    wire = {python: name for python, name, _ in _types._py_properties(made)}
    scope = vars(sys.modules[made.__module__])
    shapes = {}
    for name, parameter in inspect.signature(made._internal_init).parameters.items():
        if name in wire and (shape := _shape(parameter.annotation, scope)):
            shapes[wire[name]] = shape
    return shapes


class Shape:
    """Enum values that a property may have, and the shapes of properties inside it."""

    def __init__(self, values: frozenset[str], inside: Mapping[str, "Shape"]) -> None:
        self.values, self.inside = values, inside

    def joined(self, other: "Shape") -> "Shape":
        """What either allows."""
        keys = self.inside.keys() | other.inside.keys()
        inside = {
            k: self.inside[k].joined(other.inside[k]) if k in self.inside and k in other.inside else {**self.inside, **other.inside}[k] for k in keys
        }
        return Shape(self.values | other.values, inside)

    def wrong(self, value: Any, path: str) -> Iterator[tuple[str, str, frozenset[str]]]:
        """(path, found, allowed) of every text that is no value of its enum."""
        if isinstance(value, list):
            for place, inner in enumerate(value):
                yield from self.wrong(inner, f"{path}[{place}]")
        elif isinstance(value, Mapping):
            for key, shape in self.inside.items():
                if key in value:
                    yield from shape.wrong(value[key], f"{path}.{key}")
        elif isinstance(value, str) and self.values and value not in self.values:
            yield path, value, self.values


def _shape(annotation: Any, scope: Mapping[str, Any]) -> Shape | None:
    values: set[str] = set()
    inside: dict[str, Shape] = {}
    for kind in _leaves(annotation, scope):
        if issubclass(kind, Enum):
            values |= {str(member.value) for member in kind}
        elif _types.is_input_type(kind) and kind not in _OPEN:
            # Alternatives of a union are taken together: what any of them allows is allowed.
            for key, shape in _inside(kind).items():
                inside[key] = inside[key].joined(shape) if key in inside else shape
    return Shape(frozenset(values), inside) if values or inside else None


@functools.cache
def _inside(kind: Any) -> Mapping[str, Shape]:
    scope = vars(sys.modules[kind.__module__])
    found = {}
    _OPEN.add(kind)
    for _, wire, prop in _types._py_properties(kind):
        if shape := _shape(prop.fget.__annotations__.get("return"), scope):
            found[wire] = shape
    _OPEN.discard(kind)
    return found


_OPEN: set[Any] = set()
"""Input types being looked into. Some contain themselves, at once or by way of others; one level of those is enough to see an enum."""


def _leaves(annotation: Any, scope: Mapping[str, Any]) -> Iterator[type]:
    if isinstance(annotation, str | ForwardRef):
        name = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        found = scope.get(name.rsplit(".", 1)[-1]) or getattr(scope.get("_inputs"), name.rsplit(".", 1)[-1], None)
        if isinstance(found, type):
            yield found
    elif isinstance(annotation, type) and (issubclass(annotation, Enum) or _types.is_input_type(annotation)):
        yield annotation
    for inner in get_args(annotation):
        yield from _leaves(inner, scope)
