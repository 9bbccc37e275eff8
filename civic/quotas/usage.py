"""What one stack's plan takes of each quota. Made where the stack was planned, and small, so that all stacks can be added up."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from civic.catalogue import canonical, row
from civic.plan import Deployment, Resource
from civic.quotas.counting import Where, place, takes

_SUBSCRIPTION = re.compile(r"/subscriptions/([^/]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Used:
    """What a stack takes of one quota in one place."""

    type: str
    """Type token in whose row the quota stands."""
    quota: str
    """Its name."""
    place: str
    amount: int
    stack: str


def used_by(stack: str, deployment: Deployment) -> tuple[Used, ...]:
    """What the resources of a plan or a state take."""
    taken: Counter[tuple[str, str, str]] = Counter()
    by_id: Mapping[str, Mapping[str, Any]] = {resource.id: resource.inputs for resource in deployment if resource.custom and resource.id}
    for resource in deployment:
        known = row(resource.type) if resource.custom and not resource.external else None
        for quota in known.quotas if known else ():
            where = _where(resource, deployment)
            amount, at = takes(quota, resource.inputs, by_id.get), place(quota, resource.inputs, where)
            if amount and at and not quota.rate:
                taken[canonical(resource.type), quota.name, at] += amount
    return tuple(Used(token, name, at, amount, stack) for (token, name, at), amount in sorted(taken.items()))


def _where(resource: Resource, deployment: Deployment) -> Where:
    if resource.type.startswith("azure-native:"):
        found = _SUBSCRIPTION.search(resource.id or "")
        return Where(found[1] if found else "", str(resource.inputs.get("location") or "").replace(" ", "").lower(), resource.urn)
    provider = deployment.by_urn.get(resource.provider.rpartition("::")[0])
    inputs = provider.inputs if provider else {}
    accounts = json.loads(inputs.get("allowedAccountIds") or "[]")
    region = resource.inputs.get("region") or inputs.get("region") or ""
    return Where(str(accounts[0]) if accounts else "", str(region), resource.urn)
