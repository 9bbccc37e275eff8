"""What the provider of an offer is told of."""

import pulumi
from pulumi_azure_native import monitor, network

from components.azure.alarms import Alarm, metric_alert
from components.azure.services.context import OfferContext

PORTS_PERCENT = 80
"""Share of the ports for translated calls, in per cent, above which the body is told."""
PROBES_PERCENT = 50
"""Share of probes answered, in per cent, below which the body is told: half of two machines well is one of them, which carries on alone."""


def ports_alarm(context: OfferContext, service: network.PrivateLinkService) -> None:
    """Told before calls are refused for want of ports (Microsoft Learn, "Supported metrics": ``PLSNatPortsUsage``)."""
    full = Alarm(
        metric="PLSNatPortsUsage",
        operator=monitor.Operator.GREATER_THAN,
        threshold=PORTS_PERCENT,
        aggregation=monitor.AggregationTypeEnum.MAXIMUM,
        meaning=f"The offer {context.args.offer} runs out of ports for calls",
        namespace="Microsoft.Network/privateLinkServices",
        severity=2,
    )
    _alert(context, "full", context.physical_name("azure:general"), service.id, full)


def target_alarm(context: OfferContext, balancer: network.LoadBalancer) -> None:
    """Told when nothing answers behind the forwarders (Microsoft Learn, "Supported metrics": ``DipAvailability`` is the share of probes answered)."""
    unreached = Alarm(
        metric="DipAvailability",
        operator=monitor.Operator.LESS_THAN,
        threshold=PROBES_PERCENT,
        aggregation=monitor.AggregationTypeEnum.AVERAGE,
        meaning=f"No forwarder of the offer {context.args.offer} reaches what is offered",
        namespace="Microsoft.Network/loadBalancers",
        severity=2,
    )
    _alert(context, "unreached", context.physical_name("azure:general", "unreached"), balancer.id, unreached)


def _alert(context: OfferContext, key: str, name: str, watched: pulumi.Input[str], alarm: Alarm) -> None:
    metric_alert(
        f"{context.name}-{key}",
        name=name,
        group=context.group.name,
        watched=watched,
        action_group=context.args.alarms,
        alarm=alarm,
        tags=context.tags,
        opts=context.inside,
    )
