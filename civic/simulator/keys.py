"""Keys of nested inputs: what the SDK's own input types say that a provider takes, at every depth.

The SDK translates the names of a plain dict only where it knows which type the dict is. In an input that may be one of several types it
knows none, so a dict written in Python's names reaches the provider as it is, and the provider refuses it or leaves it out.
"""

import functools
import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ForwardRef, get_args, get_origin

from pulumi import _types

from civic.plan.wire import UNKNOWN, opened
from civic.simulator import sdk
from civic.simulator.state import Failure

_CONSTANT = re.compile(r"Expected value is '([^']+)'")
"""How an SDK says in its texts which value tells a type from the others of a union."""

Annotated = tuple[Any, Mapping[str, Any]]
"""An annotation, and the module's names in which it is written."""


@dataclass
class Shape:
    """What a value may be: one of some classes, a list of something, a mapping of anything, or whatever it likes."""

    classes: list[type] = field(default_factory=list)
    elements: list[Annotated] = field(default_factory=list)
    values: list[Annotated] = field(default_factory=list)
    anything: bool = False

    @functools.cached_property
    def element(self) -> "Shape":
        return _shape(*self.elements)

    @functools.cached_property
    def value(self) -> "Shape":
        return _shape(*self.values)


@dataclass(frozen=True, eq=False)
class InputClass:
    """An input class of an SDK, by wire names."""

    properties: Mapping[str, Any]
    scope: Mapping[str, Any]
    required: frozenset[str]
    constants: Mapping[str, str]
    python: Mapping[str, str]
    """Name in the program -> name that the provider knows."""

    shapes: dict[str, Shape] = field(default_factory=dict)

    def shape(self, key: str) -> Shape:
        """Of one property."""
        if key not in self.shapes:
            self.shapes[key] = _shape((self.properties[key], self.scope))
        return self.shapes[key]


def wrong_keys(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Keys inside ``inputs`` that the type has not, keys that it must have, and words that belong to another type of a union."""
    for name, shape in _top(token).items():
        if inputs.get(name) is not None:
            yield from _wrong(shape, inputs[name], name)


@functools.cache
def _top(token: str) -> Mapping[str, "Shape"]:
    kind = sdk.resource_class(token)
    wire = {python: name for python, name, _ in _types._py_properties(kind)}
    scope = vars(sys.modules[kind.__module__])
    parameters = inspect.signature(kind._internal_init).parameters
    found = {wire.get(name, name): (parameter.annotation, scope) for name, parameter in parameters.items()}
    return {name: _shape(known) for name, known in found.items() if _nested(known)}


def _nested(annotated: Annotated) -> bool:
    shape = _shape(annotated)
    return bool(shape.classes or any(map(_nested, (*shape.elements, *shape.values))))


def _shape(*annotations: Annotated) -> Shape:
    """What any of the annotations allows."""
    shape = Shape()
    for annotation, scope in annotations:
        _collect(annotation, scope, shape)
    return shape


def _collect(annotation: Any, scope: Mapping[str, Any], into: Shape) -> None:
    if annotation is Any:
        into.anything = True
    elif isinstance(annotation, str | ForwardRef):
        name = (annotation if isinstance(annotation, str) else annotation.__forward_arg__).rsplit(".", 1)[-1]
        kind = scope.get(name) or getattr(scope.get("_inputs"), name, None)
        if isinstance(kind, type) and _types.is_input_type(kind):
            into.classes.append(kind)
    elif isinstance(annotation, type) and _types.is_input_type(annotation):
        into.classes.append(annotation)
    elif (origin := get_origin(annotation)) is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        into.values.append((get_args(annotation)[1], scope))
    elif isinstance(origin, type) and issubclass(origin, Sequence):
        into.elements.append((get_args(annotation)[0], scope))
    else:
        for inner in get_args(annotation):
            _collect(inner, scope, into)


def _wrong(shape: Shape, value: Any, path: str) -> Iterator[Failure]:
    value = opened(value)
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _wrong(shape.element, inner, f"{path}[{place}]")
    elif isinstance(value, Mapping) and not shape.anything:
        if shape.classes:
            # What fits best is what was meant: its faults are the fewest.
            tried = [list(_of_class(input_class(kind), value, path)) for kind in dict.fromkeys(shape.classes)]
            yield from min(tried, key=len)
        for key, inner in value.items() if shape.values else ():
            yield from _wrong(shape.value, inner, f"{path}.{key}")


def _of_class(known: InputClass, value: Mapping[str, Any], path: str) -> Iterator[Failure]:
    for key, inner in value.items():
        if key not in known.properties:
            meant = known.python.get(key)
            mend = f"; it is called {meant}: use the SDK's Args class, whose names are translated" if meant else ""
            yield Failure(f"{path}.{key}", f"the type has no such key{mend}")
        elif inner is not None:
            yield from _wrong(known.shape(key), inner, f"{path}.{key}")
    for key, constant in known.constants.items():
        found = opened(value.get(key))
        if found not in (None, UNKNOWN, constant):
            yield Failure(f"{path}.{key}", f"'{found}' is not '{constant}', which says of what type the rest is")
    for key in sorted(known.required - value.keys()):
        yield Failure(f"{path}.{key}", "is missing, and the type must have it")


@functools.cache
def input_class(kind: type) -> InputClass:
    """What an input class says of its keys."""
    known = _types._py_properties(kind)
    wire = {python: name for python, name, _ in known}
    parameters = inspect.signature(kind.__init__).parameters
    constants = {name: found[1] for _, name, prop in known if (found := _CONSTANT.search(prop.fget.__doc__ or ""))}
    return InputClass(
        properties={name: prop.fget.__annotations__.get("return") for _, name, prop in known},
        scope=vars(sys.modules[kind.__module__]),
        required=frozenset(wire[name] for name, given in parameters.items() if name in wire and given.default is inspect.Parameter.empty),
        constants=constants,
        python={python: name for python, name in wire.items() if python != name},
    )
