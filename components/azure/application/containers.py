"""What runs: an application's container, its size, its probes, and how many of it.

Container Apps has no setting for the user a container runs as, for a read-only root or for dropped capabilities: see ``Application``.
"""

import math
from collections.abc import Sequence

from pulumi_azure_native import app

from components.azure.application.context import ApplicationContext
from components.azure.hosting.registry import cached
from components.contracts import Workload

CONCURRENT_REQUESTS = 50
"""Requests at once for each replica before another starts."""
GIB_FOR_EACH_PROCESSOR = 2
"""What the consumption profile gives; nothing else is offered (Microsoft Learn, "Containers in Azure Container Apps")."""


def template(context: ApplicationContext, variables: Sequence[app.EnvironmentVarArgsDict]) -> app.TemplateArgsDict:
    """What runs in each replica, and how many replicas there are."""
    work = context.args.workload
    volumes: list[app.VolumeArgsDict] = [
        {"name": _volume(number), "storage_type": app.StorageType.EMPTY_DIR} for number, _path in enumerate(work.writable)
    ]
    rule: app.ScaleRuleArgsDict = {"name": "requests", "http": {"metadata": {"concurrentRequests": str(CONCURRENT_REQUESTS)}}}
    return {
        "containers": [_application(context, variables)],
        "init_containers": [_migration(context, variables)] if work.migration else [],
        "volumes": volumes,
        "scale": {"min_replicas": work.instances, "max_replicas": work.most, "rules": [rule]},
    }


def size(cpu: str, memory: int) -> app.ContainerResourcesArgsDict:
    """Processors and memory (in Gi) that the profile offers and that are no less than what is asked (``memory`` in MiB)."""
    processors = max(float(cpu), memory / 1024 / GIB_FOR_EACH_PROCESSOR)
    return {"cpu": processors, "memory": f"{processors * GIB_FOR_EACH_PROCESSOR:g}Gi"}


# As in Kubernetes, "args" takes the place of the image's CMD; "command" would take the place of its ENTRYPOINT.


def _application(context: ApplicationContext, variables: Sequence[app.EnvironmentVarArgsDict]) -> app.ContainerArgsDict:
    work = context.args.workload
    container: app.ContainerArgsDict = {
        "name": context.args.application,
        "image": cached(context.args.cell.registry, work.image),
        "env": variables,
        "resources": size(work.cpu, work.memory),
        "volume_mounts": _mounts(work),
        "probes": _probes(work),
    }
    if work.command:
        container["args"] = list(work.command)
    return container


def _migration(context: ApplicationContext, variables: Sequence[app.EnvironmentVarArgsDict]) -> app.InitContainerArgsDict:
    """The application's own migration, in each replica's start and under the application's own rights: it must bear being run again."""
    work = context.args.workload
    return {
        "name": "migration",
        "image": cached(context.args.cell.registry, work.image),
        "env": variables,
        "resources": size(work.cpu, work.memory),
        "volume_mounts": _mounts(work),
        "args": list(work.migration),
    }


def _volume(number: int) -> str:
    return f"writable-{number}"


def _mounts(work: Workload) -> list[app.VolumeMountArgsDict]:
    return [{"volume_name": _volume(number), "mount_path": path} for number, path in enumerate(work.writable)]


def _probes(work: Workload) -> list[app.ContainerAppProbeArgsDict]:
    request: app.ContainerAppProbeHttpGetArgsDict = {"path": work.health_path, "port": work.port, "scheme": app.Scheme.HTTP}
    # Ten failures are the most that may be borne, so the time between two is what stretches.
    timings = ((app.Type.STARTUP, math.ceil(work.health_grace / 10), 10), (app.Type.READINESS, 10, 3), (app.Type.LIVENESS, 30, 3))
    return [
        {"type": kind, "period_seconds": period, "failure_threshold": failures, "http_get": request, "timeout_seconds": 5}
        for kind, period, failures in timings
    ]
