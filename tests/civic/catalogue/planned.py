"""What the example estate plans, by type."""

import json
from functools import cache

from civic.plan import Deployment
from tests.planning import example_estate


@cache
def planned_types() -> tuple[str, ...]:
    """Every type of a custom resource, in order."""
    plans = (Deployment.from_json(json.loads(run.plan)) for run in example_estate().values())
    return tuple(sorted({resource.type for plan in plans for resource in plan if resource.custom}))
