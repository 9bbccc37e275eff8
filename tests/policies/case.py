"""What an example is made of: a change of the clean stack, on which every rule holds and finds something to look at."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Inputs = dict[str, Any]
Change = Callable[[dict[str, Inputs]], None]


@dataclass(frozen=True)
class Case:
    """What a rule says of changed stacks. The clean stack itself is the passing example."""

    failing: tuple[Change, ...]
    undecidable: Change
    malformed: Change
    not_concerned: Change
    """Looks like what the rule forbids, or hides what it need not know, and is no finding."""


def put(name: str, *path: str | int, to: Any) -> Change:
    """Set the input at ``path`` of resource ``name``; ``None`` takes it away."""

    def change(stack: dict[str, Inputs]) -> None:
        place: Any = stack[name]
        for step in path[:-1]:
            place = place[step]
        if to is None:
            place.pop(path[-1])
        else:
            place[path[-1]] = copy.deepcopy(to)

    return change


def add(name: str, token: str, inputs: Inputs) -> Change:
    """Another resource."""
    return lambda stack: stack.update({f"{token}::{name}": copy.deepcopy(inputs)})


def drop(name: str) -> Change:
    return lambda stack: stack.pop(name) and None


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(stack: dict[str, Inputs]) -> None:
        for one in changes:
            one(stack)

    return change


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
