"""The calls that the example estate asks of its clouds, as the catalogue has them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from civic.access.needs import NeededCall, Operation, needs
from civic.plan import Deployment, Resource
from tests.planning import example_estate

OPERATIONS: tuple[Operation, ...] = ("create", "read", "update", "delete")


@dataclass(frozen=True, eq=False)
class Asked:
    resource: Resource
    operation: Operation
    calls: tuple[NeededCall, ...]


@cache
def asked(cloud: str) -> tuple[Asked, ...]:
    """Every operation on every resource of a cloud's types (``aws``, ``azure-native``, ``pulumi-python``)."""
    plans = (Deployment.from_json(json.loads(run.plan)) for run in example_estate().values())
    return tuple(each for plan in plans for each in _of(plan, cloud))


def _of(plan: Deployment, cloud: str) -> Iterator[Asked]:
    for resource in plan:
        if resource.custom and resource.type.startswith(f"{cloud}:"):
            provider = plan.by_urn[resource.provider.rpartition("::")[0]].inputs
            account = json.loads(provider.get("allowedAccountIds") or "[null]")[0] or ""
            for operation in OPERATIONS:
                calls = needs(resource, operation, account=account, region=provider.get("region") or "", others=plan.by_urn)
                yield Asked(resource, operation, tuple(calls))
