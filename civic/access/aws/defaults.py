"""Documents that AWS brings itself where nobody wrote one."""

from functools import lru_cache

from civic.access.aws.attached import Attached
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import parse

_VERSION = "2012-10-17"

FULL_ACCESS = Attached(
    parse({"Version": _VERSION, "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}, DocumentKind.SERVICE_CONTROL), "", "FullAWSAccess"
)
"""Attached to root, every unit and every account unless somebody detaches it (Organizations User Guide, "SCP evaluation")."""


@lru_cache(maxsize=4096)
def key_policy(account: str, partition: str = "aws") -> Attached:
    """KMS Developer Guide, "Default key policy": made without one, a key leaves it to its account's IAM."""
    root = f"arn:{partition}:iam::{account}:root"
    statement = {"Sid": "Default", "Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    return Attached(parse({"Version": _VERSION, "Statement": statement}, DocumentKind.KEY), "", "default key policy")


@lru_cache(maxsize=4096)
def topic_policy(account: str) -> Attached:
    """SNS Developer Guide, "Amazon SNS default access policy": whoever acts for the owner may use it."""
    actions = (
        "AddPermission",
        "DeleteTopic",
        "GetTopicAttributes",
        "ListSubscriptionsByTopic",
        "Publish",
        "RemovePermission",
        "SetTopicAttributes",
        "Subscribe",
    )
    statement = {
        "Sid": "Default",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in actions],
        "Resource": "*",
        "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
    }
    return Attached(parse({"Version": _VERSION, "Statement": statement}, DocumentKind.TOPIC), "", "default topic policy")


@lru_cache(maxsize=4096)
def aws_key_policy(service: str, region: str, account: str) -> Attached:
    """KMS Developer Guide, "AWS managed keys": everybody of the account, through the service alone."""
    principal = {"StringEquals": {"kms:CallerAccount": account, "kms:ViaService": f"{service}.{region}.amazonaws.com"}}
    actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"]
    statement = {"Sid": "Service", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": actions, "Resource": "*", "Condition": principal}
    return Attached(parse({"Version": _VERSION, "Statement": statement}, DocumentKind.KEY), "", f"policy of aws/{service}")
