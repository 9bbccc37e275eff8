"""Bad values of many kinds, one at a time in a resource as the example estate plans it: each is refused, and by its place."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from civic.plan import UNKNOWN
from civic.simulator import refused_at_creation
from civic.simulator.allowed import disallowed
from civic.simulator.pairs import mismatched
from civic.simulator.refusals import refused
from tests.civic.simulator.bad_values import BAD_VALUES, GONE
from tests.civic.simulator.support import AWS, AZURE, clouds, urn
from tests.looping import each
from tests.planning import example_estate


def keys(path: str) -> list[str | int]:
    return [int(key) if key.isdigit() else key for key in re.findall(r"[^.\[\]]+", path)]


def there(inputs: Any, path: str) -> bool:
    for key in keys(path):
        try:
            inputs = inputs[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def put(inputs: Any, path: str, value: Any) -> None:
    *above, last = keys(path)
    for key in above:
        inputs = inputs.setdefault(key, {}) if isinstance(inputs, dict) and isinstance(key, str) else inputs[key]
    if value == GONE:
        del inputs[last]
    else:
        inputs[last] = value


@cache
def planned() -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for run in example_estate().values():
        for entry in json.loads(run.plan)["deployment"]["resources"]:
            if entry.get("custom"):
                found.setdefault(entry["type"], []).append(entry.get("inputs", {}))
    return found


@pytest.mark.parametrize(
    ("token", "changes"), BAD_VALUES, ids=[f"{number} {token.rpartition(':')[2]} {next(iter(c))}" for number, (token, c) in enumerate(BAD_VALUES)]
)
def test_a_bad_value_is_refused_in_a_resource_that_is_well_otherwise(token: str, changes: dict[str, Any]):
    inputs = max(planned()[token], key=lambda inputs: sum(there(inputs, path) for path in changes))
    assert not refused(token, inputs)
    bad = copy.deepcopy(inputs)
    for path, value in changes.items():
        put(bad, path, value)
    told = refused(token, bad) or refused_at_creation(token, urn(token), bad, clouds(), AZURE if token.startswith("azure") else AWS)
    assert told
    if not any(failure.property for failure in told):
        return
    places = {str(key) for path in changes for key in keys(path)}
    values = {str(value) for value in changes.values()}
    assert any(places & set(re.findall(r"[A-Za-z$]\w*", str(failure))) or any(value in str(failure) for value in values) for failure in told), told


def test_what_is_planned_is_taken():
    assert not list(all_refused())


def all_refused() -> Iterator[tuple[str, str]]:
    for token, resources in each(planned().items()):
        for inputs in resources:
            yield from ((token, str(failure)) for failure in (*disallowed(token, inputs), *mismatched(token, inputs)))


def test_a_value_that_is_not_known_yet_is_wrong_with_no_other():
    alarm = {"evaluationPeriods": UNKNOWN, "datapointsToAlarm": 4, "period": UNKNOWN, "statistic": "Sum"}
    assert not list(mismatched("aws:cloudwatch/metricAlarm:MetricAlarm", alarm))
    assert not list(mismatched("aws:ec2/route:Route", {"gatewayId": UNKNOWN}))
    assert list(mismatched("aws:ec2/route:Route", {"gatewayId": UNKNOWN, "natGatewayId": UNKNOWN}))
