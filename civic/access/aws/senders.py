"""What AWS services say of themselves when they act in their own name: the keys against the confused deputy, and where they do not send them.

A key that a service does not send is absent, so a policy that asks for it refuses the service. Where no page says either way it cannot be known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from civic.access.aws.context import FOREIGN, FOREIGN_PATH
from civic.access.aws.request import UNKNOWABLE, Principal, Request
from civic.access.aws.world import World

ACCOUNT, ARN, ORGANISATION, PATHS = "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"
SOURCE_KEYS = frozenset({ACCOUNT, ARN, ORGANISATION, PATHS})
_BOTH = frozenset({ACCOUNT, ARN})


@dataclass(frozen=True)
class Sent:
    """Which of the keys a service sends with an action."""

    keys: frozenset[str]
    page: str
    """Where AWS says so, or a public project that found out."""
    not_sent: frozenset[str] = frozenset()
    """Known not to be sent. All others cannot be known."""


_TRAIL = "CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail"
_CONFIG = "Config Developer Guide, Permissions for the Amazon S3 bucket for the AWS Config delivery channel"
_DELIVERY = "CloudWatch Logs User Guide, Enable logging from AWS services"
_EVENTS = "EventBridge User Guide, Using resource-based policies for Amazon EventBridge; SNS Developer Guide, Managing Amazon SNS encryption keys"
_ALARMS = "CloudWatch User Guide, Notify users on alarm changes: SNS topic policy"
_MODERNISATION = "ministryofjustice/modernisation-platform pull requests 11445, 11456"
_LOOK = frozenset({ORGANISATION, PATHS})

SENDS: Mapping[tuple[str, str], Sent] = {
    ("cloudtrail.amazonaws.com", "s3:getbucketacl"): Sent(frozenset({ARN}), f"{_TRAIL}; {_MODERNISATION}", _LOOK),
    ("cloudtrail.amazonaws.com", "s3:getbucketlocation"): Sent(frozenset(), _MODERNISATION, _LOOK),
    ("cloudtrail.amazonaws.com", "s3:listbucket"): Sent(frozenset(), _MODERNISATION, _LOOK),
    ("cloudtrail.amazonaws.com", "s3:putobject"): Sent(frozenset({ARN, ORGANISATION}), _TRAIL),
    ("cloudtrail.amazonaws.com", "kms:*"): Sent(frozenset({ARN}), "CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail"),
    ("config.amazonaws.com", "s3:getbucketacl"): Sent(frozenset({ACCOUNT}), f"{_CONFIG}; {_MODERNISATION}", _LOOK),
    ("config.amazonaws.com", "s3:listbucket"): Sent(frozenset({ACCOUNT}), f"{_CONFIG}; {_MODERNISATION}", _LOOK),
    ("config.amazonaws.com", "s3:getbucketlocation"): Sent(frozenset(), _MODERNISATION, _LOOK),
    ("config.amazonaws.com", "s3:putobject"): Sent(frozenset({ACCOUNT, ORGANISATION}), _CONFIG),
    ("delivery.logs.amazonaws.com", "s3:getbucketacl"): Sent(_BOTH, f"{_DELIVERY}; {_MODERNISATION}", _LOOK),
    ("delivery.logs.amazonaws.com", "s3:putobject"): Sent(_BOTH | {ORGANISATION}, _DELIVERY),
    ("delivery.logs.amazonaws.com", "kms:*"): Sent(_BOTH, _DELIVERY),
    ("events.amazonaws.com", "sns:publish"): Sent(frozenset(), _EVENTS, SOURCE_KEYS),
    ("events.amazonaws.com", "kms:*"): Sent(frozenset(), f"{_EVENTS}; awslabs/landing-zone-accelerator-on-aws issue 407", SOURCE_KEYS),
    ("events.amazonaws.com", "sqs:sendmessage"): Sent(
        frozenset({ARN}), "EventBridge User Guide, Using resource-based policies: Amazon SQS permissions"
    ),
    ("cloudwatch.amazonaws.com", "sns:publish"): Sent(_BOTH, _ALARMS),
    ("budgets.amazonaws.com", "sns:publish"): Sent(_BOTH, "Cost Management User Guide, Creating an Amazon SNS topic for budget notifications"),
    ("s3.amazonaws.com", "sns:publish"): Sent(_BOTH, "S3 User Guide, Granting permissions to publish event notification messages"),
    ("s3.amazonaws.com", "sqs:sendmessage"): Sent(_BOTH, "S3 User Guide, Granting permissions to publish event notification messages"),
    ("logging.s3.amazonaws.com", "s3:putobject"): Sent(_BOTH, "S3 User Guide, Permissions for log delivery"),
    ("logdelivery.elasticloadbalancing.amazonaws.com", "s3:putobject"): Sent(_BOTH, "Application Load Balancers, Access logs: bucket policy"),
    ("guardduty.amazonaws.com", "s3:putobject"): Sent(_BOTH, "GuardDuty User Guide, Exporting findings"),
    ("guardduty.amazonaws.com", "kms:*"): Sent(_BOTH, "GuardDuty User Guide, Exporting findings"),
    ("sns.amazonaws.com", "sqs:sendmessage"): Sent(frozenset({ARN}), "SNS Developer Guide, Subscribing an Amazon SQS queue"),
    ("ecs-tasks.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "ECS Developer Guide, Amazon ECS task IAM role"),
    ("backup.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "Backup Developer Guide, Cross-service confused deputy prevention"),
    ("config.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "Config Developer Guide, Cross-service confused deputy prevention"),
    ("events.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "EventBridge User Guide, Cross-service confused deputy prevention"),
    ("ssm.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "Systems Manager User Guide, Cross-service confused deputy prevention"),
    ("vpc-flow-logs.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs"),
    ("monitoring.rds.amazonaws.com", "sts:assumerole"): Sent(_BOTH, "RDS User Guide, Preventing the confused deputy problem"),
}
"""(service, action in small letters or ``service:*``) -> what it sends."""


def sent_by(service: str, action: str) -> Sent:
    """What a service sends with an action; of one not in the table nothing is known."""
    lowered = action.lower()
    found = SENDS.get((service, lowered)) or SENDS.get((service, f"{lowered.partition(':')[0]}:*"))
    return found or Sent(frozenset(), "")


def service_request(
    world: World, service: str, action: str, resource: str, *, source_arn: str = "", context: Mapping[str, tuple[str, ...]] | None = None
) -> Request:
    """A service's own request, for a source (the trail, the alarm, the rule) of ours, with the keys that it is known to send.

    Args:
        source_arn: ARN for which the service acts; its account is the source account.
    """
    sent = sent_by(service, action)
    parts = source_arn.split(":", 5)
    account = parts[4] if len(parts) == 6 else ""
    tree = world.organisation
    ours = tree is not None and world.organised(account) is True
    values: dict[str, tuple[str, ...]] = {
        ACCOUNT: (account,) if account else (),
        ARN: (source_arn,) if source_arn else (),
        ORGANISATION: () if tree is None or not account else (tree.id,) if ours else FOREIGN,
        PATHS: () if tree is None or not account else (tree.text(account),) if ours else FOREIGN_PATH,
    }
    known = {key: values[key] for key in sent.keys if values[key]}
    unknown = SOURCE_KEYS - sent.not_sent - frozenset(known)
    return Request(Principal.service(service), action, resource, context={**known, **(context or {})}, unknown_keys=UNKNOWABLE | unknown)
