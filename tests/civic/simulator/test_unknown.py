"""In a first preview hardly anything is known: the simulated clouds answer all the same, for every planned type and every input."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from civic.plan import Deployment, Resource
from civic.plan.wire import UNKNOWN
from civic.simulator import CloudState, check
from civic.simulator.clouds import answered, refused_at_creation
from tests.looping import each
from tests.planning import example_estate


@cache
def planned() -> dict[str, Resource]:
    """One resource of each planned type of a cloud: the one with the most inputs."""
    chosen: dict[str, Resource] = {}
    for run in example_estate().values():
        for resource in Deployment.from_json(json.loads(run.plan)):
            if resource.type.startswith(("aws:", "azure-native:")) and len(resource.inputs) > len(chosen.get(resource.type, resource).inputs) - 1:
                chosen[resource.type] = resource
    return chosen


def unknown(value: Any) -> Any:
    """The same shape, of which no text is known."""
    if isinstance(value, dict):
        return {key: unknown(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [unknown(inner) for inner in value]
    return UNKNOWN if isinstance(value, str) else value


def forms(inputs: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Inputs of which each alone is not known, by shape and as a whole; and of which none is."""
    yield "all of it", {key: UNKNOWN for key in inputs}
    yield "all texts", unknown(inputs)
    for key, value in inputs.items():
        yield key, {**inputs, key: UNKNOWN}
        yield f"texts of {key}", {**inputs, key: unknown(value)}


@pytest.mark.parametrize("token", sorted(planned()))
def test_what_is_not_known_stops_no_preview(token: str) -> None:
    resource = planned()[token]
    provider = "urn:pulumi:s::p::pulumi:providers:aws::acting::0"
    for place, inputs in each(forms(dict(resource.inputs))):
        state = CloudState()
        state.add_provider(provider, {"region": "eu-west-2", "subscriptionId": UNKNOWN, "allowedAccountIds": UNKNOWN, "defaultTags": UNKNOWN})
        try:
            made, refused = check(token, resource.urn, dict(inputs), state, provider)
            refused_at_creation(token, resource.urn, made, state, provider)
            answered(token, resource.urn, made, state, provider)
        except Exception as error:
            pytest.fail(f"{place} is not known: {type(error).__name__}: {error}")
        wrong = [failure for failure in refused if UNKNOWN in failure.reason]
        assert not wrong, f"{place} is not known: {wrong}"
