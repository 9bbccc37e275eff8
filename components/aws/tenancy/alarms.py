"""What a body's people are told at once: use of root or of break-glass, and whatever else publishes to the baseline's topic."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, document, served_by
from components.aws.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.aws.options import inside
from components.aws.roles import ADMINISTRATION_ROLE, PERMISSION_SET_PREFIX, SERVICE_PATH
from components.contracts import SecurityBaselineArgs

GLOBAL_REGION = "us-east-1"
"""Where AWS records root's sign-ins and the calls of services without regions, wherever the account works.

Source: AWS CloudTrail User Guide, "AWS Management Console sign-in events" and "Global service events".
"""
EVERY_EVENT = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""Without it a rule sees nothing that only reads (EventBridge User Guide, "Receiving read-only management events")."""
EVENTS = "events.amazonaws.com"
"""Says for no account that it acts: conditions on its publishing, in a topic's policy or in that of the topic's key, let nothing through.

Sources: Amazon EventBridge User Guide, "Using resource-based policies" (no ``Condition`` in a topic's policy); Amazon SNS Developer Guide,
"Enable compatibility between event sources from AWS services and encrypted topics" (neither ``aws:SourceAccount`` nor ``aws:SourceArn`` nor
``aws:SourceOrgID`` in the key's).
"""
PUBLISHERS = ("cloudwatch.amazonaws.com", "vpce.amazonaws.com")
"""Other services that may tell the contacts something, of this account's own alone."""

Pattern: TypeAlias = Mapping[str, "Sequence[str | Mapping[str, str]] | Pattern"]
"""EventBridge User Guide, "Creating Amazon EventBridge event patterns"."""

_RECORDED: Pattern = {"detail-type": ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"]}
_BREAK_GLASS_ROLES: Pattern = {
    # Identity Center makes the role of a permission set in each account, under a name that ends in a hash of its own.
    "userName": [{"prefix": f"AWSReservedSSO_{PERMISSION_SET_PREFIX}break-glass_"}, {"prefix": ADMINISTRATION_ROLE}]
}
PATTERNS: Mapping[str, Pattern] = {
    "root-use": {**_RECORDED, "detail": {"userIdentity": {"type": ["Root"]}}},
    "break-glass-use": {**_RECORDED, "detail": {"userIdentity": {"sessionContext": {"sessionIssuer": _BREAK_GLASS_ROLES}}}},
}
"""Alarm -> the events that set it off."""


def publishers_encrypt(account: pulumi.Input[str]) -> Sequence[Statement]:
    """Let this account's alarms use the key that encrypts their topic."""
    return _published(account, ["kms:Decrypt", "kms:GenerateDataKey*"], "*")


def _published(account: pulumi.Input[str], actions: Sequence[str], resource: pulumi.Input[str]) -> Sequence[Statement]:
    ours: Statement = {"StringEquals": {"aws:SourceAccount": account}}
    allowed: Statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return [
        {**allowed, "Sid": "Alarms", "Principal": {"Service": EVENTS}},
        {**allowed, "Sid": "Publishers", "Principal": {"Service": list(PUBLISHERS)}, "Condition": ours},
    ]


class Alarms:
    """Children of the baseline that tell the body's security contact, who is asked once, by mail, whether they want to be told."""

    def __init__(
        self,
        name: str,
        args: SecurityBaselineArgs[OrganisationHandle, ArchiveHandle, TenancyHandle],
        key: aws.kms.Key,
        partition: pulumi.Output[str],
        *,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._args, self._partition = name, args, partition
        self._inside = inside(parent)
        self.topic = self._topic(key)
        for role in PATTERNS:
            rule = self._rule(f"alarm-{role}", role, f"Tells at once of {role.replace('-', ' ')}")
            aws.cloudwatch.EventTarget(f"{name}-alarm-{role}-told", rule=rule.name, target_id="alarms", arn=self.topic.arn, opts=self._inside)
        if args.region != GLOBAL_REGION:
            self._forward_global_events()

    def _topic(self, key: aws.kms.Key) -> aws.sns.Topic:
        name, args = self._name, self._args
        topic = aws.sns.Topic(f"{name}-alarms", name="civic-alarms", kms_master_key_id=key.arn, opts=self._inside)
        publish = _published(args.tenancy.account, ["sns:Publish"], topic.arn)
        aws.sns.TopicPolicy(f"{name}-alarms-policy", arn=topic.arn, policy=document(*publish), opts=self._inside)
        aws.sns.TopicSubscription(f"{name}-alarms-to-security", topic=topic.arn, protocol="email", endpoint=args.security_contact, opts=self._inside)
        return topic

    def _rule(self, logical_role: str, role: str, description: str, region: str | None = None) -> aws.cloudwatch.EventRule:
        return aws.cloudwatch.EventRule(
            f"{self._name}-{logical_role}",
            name=f"civic-{role}",
            region=region,
            description=description,
            event_pattern=json.dumps(PATTERNS[role]),
            state=EVERY_EVENT,
            opts=self._inside,
        )

    def _forward_global_events(self) -> None:
        """Send what the alarms look for from the global region to the body's own, where they see it.

        Source: EventBridge User Guide, "Sending and receiving events between AWS Regions".
        """
        name, account = self._name, self._args.tenancy.account
        bus = pulumi.Output.concat("arn:", self._partition, ":events:", self._args.region, ":", account, ":event-bus/default")
        carrier = aws.iam.Role(
            f"{name}-events-role",
            name="civic-events",
            path=SERVICE_PATH,
            description="Carries events to the body's region",
            assume_role_policy=document(served_by(EVENTS)),
            opts=self._inside,
        )
        put: Statement = {"Sid": "BringHome", "Effect": "Allow", "Action": ["events:PutEvents"], "Resource": bus}
        aws.iam.RolePolicy(f"{name}-events-rights", name="bring-home", role=carrier.name, policy=document(put), opts=self._inside)
        for role in PATTERNS:
            rule = self._rule(f"global-{role}", role, f"Brings {role.replace('-', ' ')} to the body's region", GLOBAL_REGION)
            aws.cloudwatch.EventTarget(
                f"{name}-global-{role}-sent",
                region=GLOBAL_REGION,
                rule=rule.name,
                target_id="home",
                arn=bus,
                role_arn=carrier.arn,
                opts=self._inside,
            )
