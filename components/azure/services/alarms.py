"""What the provider of an offer is told of."""

from pulumi_azure_native import monitor, network

from components.azure.services.context import OfferContext

PORTS_PERCENT = 80
"""Share of the ports for translated calls, in per cent, above which the body is told."""
PROBES_PERCENT = 50
"""Share of probes answered, in per cent, below which the body is told: half of two machines well is one of them, which carries on alone."""


def ports_alarm(context: OfferContext, service: network.PrivateLinkService) -> None:
    """Told before calls are refused for want of ports (Microsoft Learn, "Supported metrics": ``PLSNatPortsUsage``)."""
    criterion: monitor.MetricCriteriaArgsDict = {
        "name": "full",
        "criterion_type": "StaticThresholdCriterion",
        "metric_namespace": "Microsoft.Network/privateLinkServices",
        "metric_name": "PLSNatPortsUsage",
        "operator": monitor.Operator.GREATER_THAN,
        "threshold": PORTS_PERCENT,
        "time_aggregation": monitor.AggregationTypeEnum.MAXIMUM,
    }
    _alert(context, "full", context.physical_name("azure:general"), service, criterion, f"The offer {context.args.offer} runs out of ports for calls")


def target_alarm(context: OfferContext, balancer: network.LoadBalancer) -> None:
    """Told when nothing answers behind the forwarders (Microsoft Learn, "Supported metrics": ``DipAvailability`` is the share of probes answered)."""
    criterion: monitor.MetricCriteriaArgsDict = {
        "name": "unreached",
        "criterion_type": "StaticThresholdCriterion",
        "metric_namespace": "Microsoft.Network/loadBalancers",
        "metric_name": "DipAvailability",
        "operator": monitor.Operator.LESS_THAN,
        "threshold": PROBES_PERCENT,
        "time_aggregation": monitor.AggregationTypeEnum.AVERAGE,
    }
    name = context.physical_name("azure:general", "unreached")
    _alert(context, "unreached", name, balancer, criterion, f"No forwarder of the offer {context.args.offer} reaches what is offered")


def _alert(
    context: OfferContext,
    key: str,
    name: str,
    resource: network.PrivateLinkService | network.LoadBalancer,
    criterion: monitor.MetricCriteriaArgsDict,
    meaning: str,
) -> None:
    criteria: monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgsDict = {
        "odata_type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        "all_of": [criterion],
    }
    monitor.MetricAlert(
        f"{context.name}-{key}",
        rule_name=name,
        resource_group_name=context.group.name,
        location="global",
        description=meaning,
        severity=2,
        enabled=True,
        scopes=[resource.id],
        evaluation_frequency="PT5M",
        window_size="PT15M",
        criteria=criteria,
        actions=[{"action_group_id": context.args.alarms}],
        tags=context.tags,
        opts=context.inside,
    )
