"""What a body hears of an application of its own."""

import pulumi
import pulumi_aws as aws

from components.aws.alarms import AlarmDefinition, metric_alarm
from components.aws.application.context import ApplicationContext

ALARMS = {
    "errors": AlarmDefinition(
        namespace="AWS/ApplicationELB", metric="HTTPCode_Target_5XX_Count", statistic="Sum", operator="GreaterThanThreshold", threshold=10
    ),
    "unwell": AlarmDefinition(
        namespace="AWS/ApplicationELB", metric="UnHealthyHostCount", statistic="Maximum", operator="GreaterThanThreshold", threshold=0
    ),
}


def create_alarms(context: ApplicationContext, targets: aws.lb.TargetGroup) -> None:
    """Make the application's alarms: too many answers of 5xx, and an instance that is not well."""
    dimensions = {"LoadBalancer": context.args.cell.balancer_suffix, "TargetGroup": targets.arn_suffix}
    for role, alarm in ALARMS.items():
        metric_alarm(
            f"{context.name}-alarm-{role}",
            pulumi.Output.concat(context.folder, f"/{role}"),
            alarm,
            dimensions=dimensions,
            topic=context.args.alarms,
            opts=context.inside,
        )
