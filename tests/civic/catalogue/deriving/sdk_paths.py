"""Every place in the inputs of a type where a value can stand, as the installed SDK says."""

import functools
import inspect
import sys
from collections.abc import Iterator

from pulumi import _types

from civic.simulator import sdk
from civic.simulator.keys import Shape, _shape, input_class

DEEPEST = 9
"""Names on one path; deeper lie types that contain themselves."""
NOT_INPUTS = {"self", "resource_name", "opts", "__props__"}
Path = tuple[str, ...]


def paths(token: str) -> Iterator[Path]:
    """Paths of values, outermost name first, ``*`` for each of a list. Mappings with names of their own are left out."""
    for name, shape in _inputs(token).items():
        yield from _inside((name,), shape, ())


@functools.cache
def _inputs(token: str) -> dict[str, Shape]:
    kind = sdk.resource_class(token)
    wire = {python: name for python, name, _ in _types._py_properties(kind)}
    scope = vars(sys.modules[kind.__module__])
    parameters = inspect.signature(kind._internal_init).parameters
    given = {name: parameter for name, parameter in parameters.items() if name not in NOT_INPUTS}
    return {wire.get(name) or _camel(name): _shape((parameter.annotation, scope)) for name, parameter in given.items()}


def _camel(name: str) -> str:
    """Of an input that is no output, and of which the SDK does not say what the provider calls it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _inside(path: Path, shape: Shape, entered: tuple[type, ...]) -> Iterator[Path]:
    if len(path) > DEEPEST:
        return
    if shape.elements:
        yield from _inside((*path, "*"), shape.element, entered)
    for kind in dict.fromkeys(shape.classes):
        if kind not in entered:
            known = input_class(kind)
            for key in known.properties:
                yield from _inside((*path, key), known.shape(key), (*entered, kind))
    if not (shape.elements or shape.classes or shape.values):
        yield path
