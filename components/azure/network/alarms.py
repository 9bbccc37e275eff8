"""What the platform's team is told of a hub: ports for calls outside running out, and a firewall that is unwell."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi

from components.azure import options
from components.azure.alarms import Alarm, mail_group, metric_alert
from components.contracts import Owner

ALARMS: Mapping[str, Alarm] = MappingProxyType(
    {
        "ports": Alarm(
            "SNATPortUtilization",
            "GreaterThan",
            80,
            "Maximum",
            "The firewall runs out of ports for calls outside: give the region more public_addresses in platform.yaml",
        ),
        "health": Alarm("FirewallHealth", "LessThan", 95, "Average", "The firewall is unwell, or short of ports"),
    }
)
"""Microsoft Learn, "Supported metrics for Microsoft.Network/azureFirewalls"."""


def create_alarms(
    name: str, *, owner: Owner, region: str, group: pulumi.Input[str], firewall: pulumi.Input[str], contact: str, parent: pulumi.Resource
) -> None:
    """An alert for each alarm, as children of ``parent``. ``contact`` is told by mail."""
    told = mail_group(
        f"{name}-alarms",
        name=owner.name("azure:general", f"hub-{region}"),
        group=group,
        mailboxes={"platform": contact},
        tags=owner.tags,
        opts=options.inside(parent),
    )
    for key, alarm in ALARMS.items():
        metric_alert(
            f"{name}-alarm-{key}",
            name=owner.name("azure:general", f"hub-{region}-{key}"),
            group=group,
            watched=firewall,
            action_group=told.id,
            alarm=alarm,
            tags=owner.tags,
            opts=options.inside(parent),
        )
