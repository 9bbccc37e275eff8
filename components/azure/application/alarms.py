"""What a body is told of its application."""

from collections.abc import Mapping
from types import MappingProxyType

from pulumi_azure_native import app

from components.azure.alarms import Alarm, metric_alert
from components.azure.application.context import ApplicationContext

ALARMS: Mapping[str, Alarm] = MappingProxyType(
    {
        "restarts": Alarm("RestartCount", "GreaterThan", 3, "Total", "The application starts again and again"),
        "errors": Alarm("Requests", "GreaterThan", 20, "Total", "The application answers with errors", (("statusCodeCategory", "5xx"),)),
    }
)
"""Microsoft Learn, "Supported metrics for Microsoft.App/containerApps"."""


def create_alarms(context: ApplicationContext, container_app: app.ContainerApp) -> None:
    """An alert for each alarm, where the body has somebody to tell."""
    if context.args.alarms == "":
        return
    for key, alarm in ALARMS.items():
        metric_alert(
            f"{context.name}-alarm-{key}",
            name=context.physical_name("azure:general", key),
            group=context.group,
            watched=container_app.id,
            action_group=context.args.alarms,
            alarm=alarm,
            tags=context.tags,
            opts=context.inside,
        )
