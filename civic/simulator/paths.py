"""Values at a path in a resource's inputs."""

from collections.abc import Iterator, Mapping
from typing import Any

from civic.plan.wire import opened


def found_at(value: Any, path: str) -> Iterator[Any]:
    """Every value at a path with dots, ``*`` for each of a list; nothing where there is none."""
    yield from _at(value, path.split("."))


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    value = opened(value)
    if not path:
        if value is not None:
            yield value
    elif path[0] == "*":
        for inner in value if isinstance(value, list) else ():
            yield from _at(inner, path[1:])
    elif isinstance(value, Mapping):
        yield from _at(value.get(path[0]), path[1:])
