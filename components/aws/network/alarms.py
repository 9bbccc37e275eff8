"""What the platform team hears of a hub: ports that run out, a firewall that drops of itself, packets that lead nowhere."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.alarms import AlarmDefinition, contact_topic, metric_alarm
from components.contracts import Owner

PORTS = AlarmDefinition(namespace="AWS/NATGateway", metric="ErrorPortAllocation", statistic="Sum", operator="GreaterThanThreshold", threshold=0)
"""Somebody's call to the internet found no port (Amazon VPC User Guide, "NAT gateway metrics and dimensions")."""
DROPPED = {
    metric: AlarmDefinition(namespace="AWS/NetworkFirewall", metric=name, statistic="Sum", operator="GreaterThanThreshold", threshold=100)
    for metric, name in {"malformed": "InvalidDroppedPackets", "unwell": "OtherDroppedPackets"}.items()
}
"""Packets that the firewall drops though no rule says so, in five minutes: above 20 a minute it is unwell (AWS Network Firewall Developer Guide,
"Network Firewall metrics in Amazon CloudWatch"; AWS networking monitoring guide)."""
LOST = {
    "nowhere": AlarmDefinition(
        namespace="AWS/TransitGateway", metric="PacketDropCountNoRoute", statistic="Sum", operator="GreaterThanThreshold", threshold=100
    ),
    "blackhole": AlarmDefinition(
        namespace="AWS/TransitGateway", metric="PacketDropCountBlackhole", statistic="Sum", operator="GreaterThanThreshold", threshold=100
    ),
}
"""Packets that the firewall let pass and no route takes on (AWS Transit Gateway, "CloudWatch metrics in AWS Transit Gateway")."""


def create_alarms(
    name: str,
    *,
    owner: Owner,
    account: pulumi.Input[str],
    key: pulumi.Input[str],
    contact: str,
    translators: Mapping[str, pulumi.Input[str]],
    zones: Mapping[str, str],
    firewall: pulumi.Input[str],
    transit: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> None:
    """An alarm for each translator, and zone of the firewall, and for the transit gateway. ``contact`` is told by mail.

    ``translators``: ids of NAT gateways by zone (a, b, c). ``zones``: names of availability zones by zone.
    """
    topic = contact_topic(f"{name}-alarms", owner.name("aws:general", f"{name}-alarms"), key=key, account=account, contact=contact, opts=opts)

    def watch(role: str, alarm: AlarmDefinition, **dimensions: pulumi.Input[str]) -> aws.cloudwatch.MetricAlarm:
        return metric_alarm(f"{name}-alarm-{role}", f"civic/{name}/{role}", alarm, dimensions=dimensions, topic=topic, tells_recovery=True, opts=opts)

    for zone, translator in translators.items():
        watch(f"ports-{zone}", PORTS, NatGatewayId=translator)
        for role, alarm in DROPPED.items():
            watch(f"{role}-{zone}", alarm, FirewallName=firewall, AvailabilityZone=zones[zone], Engine="Stateless")
    for role, alarm in LOST.items():
        watch(role, alarm, TransitGateway=transit)
