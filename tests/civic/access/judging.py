"""The example estate's rights, and what becomes of them when one resource of its plans is another."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from civic.access.asked import StackAsks, asked_by
from civic.access.strangers import named_in
from civic.commands.rights_proof import Judged, judged
from civic.estate.loading import load_estate
from civic.plan import Deployment
from tests.planning import ESTATE, example_estate

PROJECT = "civic-cloud"
Change = Callable[[Any], Any]


@cache
def example_asks() -> Sequence[StackAsks]:
    """What every stack of the example estate asks, in layer order."""
    return [asked_by(stack, Deployment.from_json(json.loads(run.plan))) for stack, run in example_estate().items()]


def judge_example(asks: Sequence[StackAsks] = (), *stacks: str) -> Judged:
    """The example, or what was made of it, judged; for some stacks alone where they are named."""
    asks = asks or example_asks()
    return judged(asks, stacks or {each.stack for each in asks}, load_estate(ESTATE), PROJECT, processes=1)


def altered(stack: str, name: str, property: str, change: Change) -> Sequence[StackAsks]:
    """The example with one property of the one resource of that logical name in a stack changed. JSON texts are changed as what they hold."""
    asks = list(example_asks())
    place = next(number for number, each in enumerate(asks) if each.stack == stack)
    carriers = asks[place].carriers
    chosen = [resource for resource in carriers if resource.name == name and property in resource.inputs]
    assert len(chosen) == 1, f"{len(chosen)} resources of {stack} are called {name} and have {property}"
    made = replace(chosen[0], inputs=_with(chosen[0].inputs, property, change), outputs=_with(chosen[0].outputs, property, change))
    named = tuple(one for one in asks[place].named if one.urn != made.urn) + tuple(named_in(made))
    asks[place] = replace(asks[place], carriers=tuple(made if resource is chosen[0] else resource for resource in carriers), named=named)
    return asks


def without(stack: str, *names: str) -> Sequence[StackAsks]:
    """The example without resources of these logical names in a stack."""
    asks = list(example_asks())
    place = next(number for number, each in enumerate(asks) if each.stack == stack)
    left = tuple(resource for resource in asks[place].carriers if resource.name not in names)
    assert len(left) < len(asks[place].carriers), f"{stack} has none of {', '.join(names)}"
    asks[place] = replace(asks[place], carriers=left)
    return asks


def _with(values: Mapping[str, Any], property: str, change: Change) -> Mapping[str, Any]:
    if property not in values:
        return values
    before = values[property]
    if isinstance(before, str) and before[:1] in "{[":
        return {**values, property: json.dumps(change(json.loads(before)), separators=(",", ":"))}
    return {**values, property: change(before)}


def dropping(action: str) -> Change:
    """A policy document without an action, as it is written there."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        dropped = 0
        for statement in document["Statement"]:
            listed = statement.get("Action", [])
            listed = [listed] if isinstance(listed, str) else listed
            statement["Action"] = [each for each in listed if each != action]
            dropped += len(listed) - len(statement["Action"])
        assert dropped, f"no statement has {action}"
        document["Statement"] = [statement for statement in document["Statement"] if statement["Action"]]
        return document

    return change


def replacing(text: str, other: str) -> Change:
    """Whatever the value is, with one text in it replaced everywhere."""

    def change(value: Any) -> Any:
        before = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        assert text in before, f"no {text} in {before[:200]}"
        after = before.replace(text, other)
        return after if isinstance(value, str) else json.loads(after)

    return change
