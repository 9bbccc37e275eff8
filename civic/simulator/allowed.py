"""What providers refuse of numbers, words, schedules and addresses (``civic.catalogue.aws_allowed``, ``civic.catalogue.azure_allowed``)."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from civic.catalogue import canonical
from civic.catalogue.allowed import Allowed
from civic.catalogue.aws_allowed import AWS_ALLOWED
from civic.catalogue.azure_allowed import AZURE_ALLOWED
from civic.catalogue.derived import derived
from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import Failure

ALLOWED = {**AWS_ALLOWED, **AZURE_ALLOWED}


@functools.cache
def allowed(token: str) -> Mapping[str, Allowed]:
    """What a type takes, by path: what is written down of it, and besides what the model of its service says."""
    return {**derived(token), **ALLOWED.get(token, {})}


def disallowed(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Every value of a resource that its type does not take. What is not known yet is not refused."""
    token = canonical(token)
    for path, taken in allowed(token).items():
        for where, value in leaves(inputs, path):
            if refusal := taken.refusal(value):
                yield Failure(where, f"{refusal} ({taken.source})")


def leaves(inputs: Any, path: str, before: str = "") -> Iterator[tuple[str, object]]:
    """Each known value at a path with dots, with the place it has: ``rules.*.status`` gives ``rules[0].status``."""
    key, _, rest = path.partition(".")
    inputs = opened(inputs)
    if not path:
        if not isinstance(inputs, dict | list) and UNKNOWN not in str(inputs):
            yield before, inputs
    elif key == "*" and isinstance(inputs, list):
        for number, inner in enumerate(inputs):
            yield from leaves(inner, rest, f"{before}[{number}]")
    elif key == "*" and isinstance(inputs, Mapping):
        for name, inner in inputs.items():
            yield from leaves(inner, rest, f"{before}.{name}".lstrip("."))
    elif isinstance(inputs, Mapping) and key in inputs:
        yield from leaves(inputs[key], rest, f"{before}.{key}".lstrip("."))
