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

_ENUMS_OF_ONE_NAME = {
    # Scheduled query rules (bicep-types-az, Microsoft.Insights/scheduledQueryRules) share a name with conditions of another service.
    ("pulumi_azure_native.monitor", "ConditionOperator"): frozenset({"Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"}),
}
"""Values that the SDK lost where two enums of a module have one name, by module and enum."""


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
    kind = resource_class(token)
    return _always(kind, _types.resource_types(kind))


@functools.cache
def computed_inside(kind: Any) -> Mapping[str, Any]:
    """The same for an output class nested in a resource."""
    return _always(kind, _types.output_type_types(kind))


def _always(kind: Any, kinds: Mapping[str, Any]) -> Mapping[str, Any]:
    always = {wire for _, wire, prop in _types._py_properties(kind) if "Optional[" not in str(prop.fget.__annotations__.get("return", ""))}
    return {name: given for name, given in kinds.items() if name in always}


@functools.cache
def allowed(token: str) -> Mapping[str, "EnumShape"]:
    """Inputs of a resource that are enums, or hold some further in, by wire name."""
    kind = resource_class(token)
    wire = {python: name for python, name, _ in _types._py_properties(kind)}
    scope = vars(sys.modules[kind.__module__])
    shapes = {}
    for name, parameter in inspect.signature(kind._internal_init).parameters.items():
        if name in wire and (shape := _enum_shape(parameter.annotation, scope)):
            shapes[wire[name]] = shape
    return shapes


class EnumShape:
    """Enum values that a property may have, and the shapes of properties inside it."""

    def __init__(self, values: frozenset[str], inside: Mapping[str, "EnumShape"], free: frozenset[str] = frozenset()) -> None:
        """``free``: properties inside it that may be any text."""
        self.values, self.inside, self.free = values, inside, free

    def joined(self, other: "EnumShape") -> "EnumShape":
        """What either allows."""
        free = self.free | other.free
        keys = (self.inside.keys() | other.inside.keys()) - free
        inside = {
            k: self.inside[k].joined(other.inside[k]) if k in self.inside and k in other.inside else {**self.inside, **other.inside}[k] for k in keys
        }
        return EnumShape(self.values | other.values, inside, free)

    def wrong(self, value: Any, path: str) -> Iterator[tuple[str, str, frozenset[str]]]:
        """(path, text, allowed) of every text that is no value of its enum."""
        if isinstance(value, list):
            for place, inner in enumerate(value):
                yield from self.wrong(inner, f"{path}[{place}]")
        elif isinstance(value, Mapping):
            for key, shape in self.inside.items():
                if key in value:
                    yield from shape.wrong(value[key], f"{path}.{key}")
        elif isinstance(value, str) and self.values and value not in self.values:
            yield path, value, self.values


def _enum_shape(annotation: Any, scope: Mapping[str, Any]) -> EnumShape | None:
    values: set[str] = set()
    found: EnumShape | None = None
    for kind in _leaves(annotation, scope):
        if issubclass(kind, Enum):
            lost = _ENUMS_OF_ONE_NAME.get((kind.__module__.removesuffix("._enums"), kind.__name__), frozenset())
            values |= {str(member.value) for member in kind} | lost
        elif _types.is_input_type(kind) and kind not in _ENTERED:
            # Alternatives of a union are taken together: what any of them allows is allowed.
            found = found.joined(_inside(kind)) if found else _inside(kind)
    if values or (found and found.inside):
        return EnumShape(frozenset(values), found.inside if found else {}, found.free if found else frozenset())
    return None


@functools.cache
def _inside(kind: Any) -> EnumShape:
    scope = vars(sys.modules[kind.__module__])
    shapes: dict[str, EnumShape] = {}
    free: set[str] = set()
    _ENTERED.add(kind)
    for _, wire, prop in _types._py_properties(kind):
        if shape := _enum_shape(prop.fget.__annotations__.get("return"), scope):
            shapes[wire] = shape
        else:
            free.add(wire)
    _ENTERED.discard(kind)
    return EnumShape(frozenset(), shapes, frozenset(free))


_ENTERED: set[Any] = set()
"""Input types being looked into. Some contain themselves, at once or by way of others; one level of those is enough to see an enum."""


def _leaves(annotation: Any, scope: Mapping[str, Any]) -> Iterator[type]:
    if isinstance(annotation, str | ForwardRef):
        name = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        kind = scope.get(name.rsplit(".", 1)[-1]) or getattr(scope.get("_inputs"), name.rsplit(".", 1)[-1], None)
        if isinstance(kind, type):
            yield kind
    elif isinstance(annotation, type) and (issubclass(annotation, Enum) or _types.is_input_type(annotation)):
        yield annotation
    for inner in get_args(annotation):
        yield from _leaves(inner, scope)
