"""Amazon ECS: services and revisions of task definitions."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place


def service(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    cluster = str(outputs.get("cluster")).rpartition("/")[2]
    return {"arn": place.arn("ecs", f"service/{cluster}/{outputs.get('name')}")}


def task_definition(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """A revision for each time that it was registered under its family."""
    revision = int(urn.partition("~")[2] or 1)
    return {"revision": revision, "arn": place.arn("ecs", f"task-definition/{outputs.get('family')}:{revision}")}


COMPUTED: Mapping[str, Compute] = {"aws:ecs/service:Service": service, "aws:ecs/taskDefinition:TaskDefinition": task_definition}
