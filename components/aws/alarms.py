"""How every alarm on a metric is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document

ALARM_SERVICE = "cloudwatch.amazonaws.com"
"""Publishes what an alarm says."""


@dataclass(frozen=True, kw_only=True)
class AlarmDefinition:
    """One metric and the number that it must not pass. Where there is no measurement, nothing is amiss."""

    namespace: str
    metric: str
    statistic: Literal["Average", "Maximum", "Minimum", "Sum"]
    operator: Literal["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold"]
    threshold: int
    period: int = 300
    """Seconds of one measurement."""
    periods: int = 3
    """Measurements that are looked at."""
    breaches: int | None = 2
    """Of these, how many pass the threshold before anybody hears of it; all of them where it is ``None``."""


def metric_alarm(
    name: str,
    alarm_name: pulumi.Input[str],
    alarm: AlarmDefinition,
    *,
    dimensions: Mapping[str, pulumi.Input[str]],
    topic: pulumi.Input[str],
    description: str = "",
    tells_recovery: bool = False,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """The alarm ``alarm_name`` on the metric of ``dimensions``. ``topic`` is an SNS topic's ARN; where it is empty nobody hears of it."""
    topics = [topic] if topic != "" else []
    return aws.cloudwatch.MetricAlarm(
        name,
        name=alarm_name,
        alarm_description=description or None,
        namespace=alarm.namespace,
        metric_name=alarm.metric,
        dimensions=dimensions,
        statistic=alarm.statistic,
        period=alarm.period,
        evaluation_periods=alarm.periods,
        datapoints_to_alarm=alarm.breaches,
        comparison_operator=alarm.operator,
        threshold=alarm.threshold,
        treat_missing_data="notBreaching",
        alarm_actions=topics,
        ok_actions=topics if tells_recovery else None,
        opts=opts,
    )


def alarms_encrypt(account: pulumi.Input[str]) -> Statement:
    """Let an account's alarms use a key (Amazon SNS Developer Guide, "Enable compatibility between event sources and encrypted topics")."""
    return {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": ALARM_SERVICE},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }


def contact_topic(
    name: str,
    topic_name: pulumi.Input[str],
    *,
    key: pulumi.Input[str],
    account: pulumi.Input[str],
    contact: str,
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """ARN of the topic ``name``, to which the account's alarms publish. AWS asks ``contact``, a mailbox, once whether it wants to be told.

    ``key`` is the ARN of a KMS key that lets ``alarms_encrypt``.
    """
    topic = aws.sns.Topic(name, name=topic_name, kms_master_key_id=key, opts=opts)
    publish: Statement = {
        "Sid": "Alarms",
        "Effect": "Allow",
        "Principal": {"Service": ALARM_SERVICE},
        "Action": "sns:Publish",
        "Resource": topic.arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    aws.sns.TopicPolicy(f"{name}-policy", arn=topic.arn, policy=document(publish), opts=opts)
    aws.sns.TopicSubscription(f"{name}-to-contact", topic=topic.arn, protocol="email", endpoint=contact, opts=opts)
    return topic.arn
