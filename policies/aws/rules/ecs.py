"""Containers on AWS."""

import json
from collections.abc import Iterator
from typing import Any

from policies.cleartext import is_cleartext_secret
from policies.rule import Subject, every, must, rule

LEAST_INSTANCES = 2
SHARED = {"pidMode": "processes", "ipcMode": "memory", "networkMode": "network"}
"""What a task may share with its host, which then is open to it whole."""


@rule(
    "ecs-containers-confined",
    title="A container is no root, writes nothing of its own, keeps no capability, comes by digest, and has no secret in the clear",
    why="A flaw in an application must end at its container; a secret in a plan is read by everybody who reads plans.",
    severity="critical",
    types=("aws:ecs/taskDefinition:TaskDefinition",),
    remediation=(
        "Set user, readonlyRootFilesystem and linuxParameters.capabilities.drop, take privileged away, name the image by @sha256: and "
        "move the secret from environment to secrets."
    ),
)
def containers_confined(subject: Subject) -> Iterator[str]:
    yield from every(
        *(must(lambda key=key: subject.value(key) != "host", f"the task shares its host's {what}") for key, what in SHARED.items()),
        _each(subject),
    )


def _each(subject: Subject) -> Iterator[str]:
    containers: list[dict[str, Any]] = json.loads(subject.value("containerDefinitions"))
    windows = str(subject.value("runtimePlatform", "operatingSystemFamily") or "").startswith("WINDOWS")
    for container in containers:
        for wrong in (*(() if windows else _linux(container)), *_wrong(container)):
            yield f"the container '{container.get('name')}' {wrong}"


def _linux(container: dict[str, Any]) -> Iterator[str]:
    """What Windows has not: these keys are refused there (ECS developer guide, "Task definition parameters")."""
    linux = container.get("linuxParameters") or {}
    capabilities = linux.get("capabilities") or {}
    if str(container.get("user") or "root").split(":")[0] in ("0", "root"):
        yield "runs as root"
    if container.get("privileged"):
        yield "is privileged"
    if container.get("readonlyRootFilesystem") is not True:
        yield "may write to its own image"
    if "ALL" not in (capabilities.get("drop") or ()) or capabilities.get("add"):
        yield "keeps capabilities of the kernel"


def _wrong(container: dict[str, Any]) -> Iterator[str]:
    if "@sha256:" not in container["image"]:
        yield "comes by a tag, which can be moved to another image"
    for entry in container.get("environment") or ():
        if is_cleartext_secret(entry["name"], str(entry.get("value") or "")):
            yield f"has a secret in the clear, as {entry['name']}"


@rule(
    "ecs-service-private",
    title="A service has no public address, instances in two subnets or more, and goes back when a version fails",
    why="One zone may be lost, and one version may be bad: neither should stop a council.",
    severity="high",
    types=("aws:ecs/service:Service",),
    remediation=(
        "Set assign_public_ip false, name two subnets or more and a desired_count of two or more, switch deployment_circuit_breaker "
        "on with rollback, and leave enable_execute_command off."
    ),
)
def service_private(subject: Subject) -> Iterator[str]:
    network, breaker = "networkConfiguration", "deploymentCircuitBreaker"
    # A deployment by CodeDeploy goes back by itself, and a daemon has as many instances as there are hosts.
    rolling = subject.value("deploymentController", "type") in (None, "ECS")
    daemon = subject.value("schedulingStrategy") == "DAEMON"
    yield from every(
        must(lambda: subject.value(network, "assignPublicIp") in (None, False), "instances have public addresses"),
        must(lambda: not subject.is_set(network) or _places(subject) >= 2, "instances are in one subnet, so in one zone"),
        must(lambda: daemon or (subject.value("desiredCount") or 0) >= LEAST_INSTANCES, "there is one instance, or none"),
        must(lambda: not rolling or (subject.value(breaker, "enable") is True and subject.value(breaker, "rollback") is True), "a bad version stays"),
        must(lambda: subject.value("enableExecuteCommand") in (None, False), "commands can be run inside, past every review"),
    )


def _places(subject: Subject) -> int:
    found = subject.get("networkConfiguration", "subnets")
    # Two that are not known yet are still two.
    return len(found) if isinstance(found, list) else len(subject.value("networkConfiguration", "subnets") or ())
