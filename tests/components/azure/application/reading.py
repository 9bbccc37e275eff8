"""Parts of an application's plan that many tests look at."""

from collections.abc import Mapping
from typing import Any

from civic.plan import Deployment, Resource


def main_container(plan: Deployment) -> Mapping[str, Any]:
    (container,) = plan.named("app-app").inputs["template"]["containers"]
    return container


def configuration(plan: Deployment) -> Mapping[str, Any]:
    return plan.named("app-app").inputs["configuration"]


def variables(plan: Deployment) -> Mapping[str, Mapping[str, Any]]:
    """What the application is told, by variable."""
    return {entry["name"]: entry for entry in main_container(plan)["env"]}


def waited_for(plan: Deployment, resource: Resource) -> set[str]:
    """Names of everything that ``resource`` waits for, directly or through others."""
    names: set[str] = set()
    waiting = [resource]
    while waiting:
        for urn in waiting.pop().dependencies:
            other = plan.by_urn[urn]
            if other.name not in names:
                names.add(other.name)
                waiting.append(other)
    return names
