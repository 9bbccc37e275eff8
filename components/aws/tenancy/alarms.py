"""What an account's people are told at once: use of root or of break-glass, and whatever else publishes to the baseline's topic."""

import json
from collections.abc import Sequence
from typing import TypeAlias

import pulumi
import pulumi_aws as aws

from components.aws.alarms import ALARM_SERVICE
from components.aws.documents import Statement, document
from components.aws.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.aws.options import inside
from components.aws.roles import SERVICE_PATH, role_arn
from components.aws.tenancy.alarm_patterns import FINDINGS, patterns
from components.aws.tenancy.service_roles import CARRIER_ROLE, EVENTS, own_bus
from components.contracts import SecurityBaselineArgs

BaselineArgs: TypeAlias = SecurityBaselineArgs[OrganisationHandle, ArchiveHandle, TenancyHandle]

GLOBAL_REGION = "us-east-1"
"""Where AWS records root's sign-ins and the calls of services without regions, wherever the account works.

Source: AWS CloudTrail User Guide, "AWS Management Console sign-in events" and "Global service events".
"""
EVERY_EVENT = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""Without it a rule sees nothing that only reads (EventBridge User Guide, "Receiving read-only management events")."""
PUBLISHERS = (ALARM_SERVICE, "vpce.amazonaws.com")
"""Other services that may tell the contacts something, of this account's own alone."""


def publishers_encrypt(args: BaselineArgs, partition: pulumi.Input[str]) -> Sequence[Statement]:
    """Let this account's alarms, and those of the body's applications in a shared cell, use the key that encrypts their topic."""
    return _published(args, partition, ["kms:Decrypt", "kms:GenerateDataKey*"], "*")


def _published(args: BaselineArgs, partition: pulumi.Input[str], actions: Sequence[str], resource: pulumi.Input[str]) -> Sequence[Statement]:
    # EventBridge says for no account that it acts: a condition on its publishing, in the topic's policy or in the key's, lets nothing through.
    # Sources: Amazon EventBridge User Guide, "Using resource-based policies" and "Troubleshooting Amazon EventBridge"; Amazon SNS Developer
    # Guide, "Enable compatibility between event sources from AWS services and encrypted topics".
    ours: Statement = {"StringEquals": {"aws:SourceAccount": args.tenancy.account}}
    allowed: Statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    statements: list[Statement] = [
        {**allowed, "Sid": "Alarms", "Principal": {"Service": EVENTS}},
        {**allowed, "Sid": "Publishers", "Principal": {"Service": list(PUBLISHERS)}, "Condition": ours},
    ]
    if args.hosting is not None:
        # In a shared cell an application's alarms lie in a folder of its body's (``components.aws.application.context``).
        own = pulumi.Output.concat("arn:", partition, ":cloudwatch:*:", args.hosting.account, f":alarm:civic/*/{args.owner.key}/*")
        shared: Statement = {"StringEquals": {"aws:SourceAccount": args.hosting.account}, "ArnLike": {"aws:SourceArn": own}}
        statements.append({**allowed, "Sid": "SharedHosting", "Principal": {"Service": ALARM_SERVICE}, "Condition": shared})
    return statements


class Alarms:
    """Children of the baseline that tell the account's security contact, who is asked once, by mail, whether they want to be told."""

    def __init__(
        self,
        name: str,
        args: BaselineArgs,
        key: aws.kms.Key,
        partition: pulumi.Output[str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._partition = name, args, partition
        self._inside = inside(parent)
        self._patterns = patterns(platform=args.owner.is_platform, management=args.management)
        self.topic = self._topic(key)
        here = {**self._patterns, **(FINDINGS if args.findings else {})}
        for role in here:
            rule = self._rule(f"alarm-{role}", role, f"Tells at once of {role.replace('-', ' ')}")
            aws.cloudwatch.EventTarget(f"{name}-alarm-{role}-told", rule=rule.name, target_id="alarms", arn=self.topic.arn, opts=self._inside)
        elsewhere = sorted({GLOBAL_REGION, *args.regions} - {args.region})
        if elsewhere:
            self._bring_home(elsewhere)

    def _topic(self, key: aws.kms.Key) -> aws.sns.Topic:
        name, args = self._name, self._args
        topic = aws.sns.Topic(f"{name}-alarms", name="civic-alarms", kms_master_key_id=key.arn, opts=self._inside)
        publish = _published(args, self._partition, ["sns:Publish"], topic.arn)
        aws.sns.TopicPolicy(f"{name}-alarms-policy", arn=topic.arn, policy=document(*publish), opts=self._inside)
        aws.sns.TopicSubscription(f"{name}-alarms-to-security", topic=topic.arn, protocol="email", endpoint=args.security_contact, opts=self._inside)
        return topic

    def _rule(self, logical_role: str, role: str, description: str, region: str | None = None) -> aws.cloudwatch.EventRule:
        return aws.cloudwatch.EventRule(
            f"{self._name}-{logical_role}",
            name=f"civic-{role}",
            region=region,
            description=description,
            event_pattern=json.dumps({**self._patterns, **FINDINGS}[role]),
            state=EVERY_EVENT,
            opts=self._inside,
        )

    def _bring_home(self, regions: Sequence[str]) -> None:
        """Send what the alarms look for from these regions to the account's own, where they see it.

        A call is recorded where it is made, and the account may work in every allowed region. Source: EventBridge User Guide, "Sending and
        receiving events between AWS Regions".
        """
        name, account = self._name, self._args.tenancy.account
        bus = own_bus(self._args.region, account, self._partition)
        carrier = role_arn(self._partition, account, SERVICE_PATH, CARRIER_ROLE)
        for region in regions:
            place = "global" if region == GLOBAL_REGION else region
            for role in self._patterns:
                rule = self._rule(f"{place}-{role}", role, f"Brings {role.replace('-', ' ')} to the account's own region", region)
                aws.cloudwatch.EventTarget(
                    f"{name}-{place}-{role}-sent",
                    region=region,
                    rule=rule.name,
                    target_id="home",
                    arn=bus,
                    role_arn=carrier,
                    opts=self._inside,
                )
