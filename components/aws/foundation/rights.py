"""What layers' roles may do in the platform's own accounts. What people's may: ``components.aws.people``."""

import pulumi

from components.aws.documents import Statement
from components.aws.roles import LAYER, service_linked

NETWORK_ACTIONS = (
    "ec2:*", "network-firewall:*", "route53resolver:*", "route53profiles:*", "ram:*", "logs:*", "s3:GetBucketPolicy",
    "directconnect:*DirectConnectGateway*", "directconnect:*agResource", "directconnect:ConfirmTransit*", "directconnect:Describe*",
)  # fmt: skip
NETWORK_ALARMS = (
    "cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource",
    "cloudwatch:UntagResource",
)  # fmt: skip
NETWORK_TOPICS = (
    "sns:CreateTopic", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:ListTagsForResource", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource",
    "sns:UntagResource",
)  # fmt: skip
NETWORK_SUBSCRIPTIONS = ("sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe")
"""A hub's own alarms and their topic. None of the account's baseline, which tells of others."""
NETWORK_KEYS = (
    "kms:Create*", "kms:Describe*", "kms:Enable*", "kms:Get*", "kms:List*", "kms:Put*", "kms:ScheduleKeyDeletion", "kms:Tag*", "kms:Untag*", "kms:Update*",
)  # fmt: skip
"""On the hub's own key. What encrypts and reads with it is Network Firewall alone: see ``network_rights``."""
HOSTING_KEYS = ("kms:*",)
"""On cells' own keys."""
NETWORK_SERVICES = ("network-firewall", "route53resolver", "s2svpn", "transitgateway")
"""Services whose own role is made with the first of their resources."""
HOSTING_ACTIONS = ("ec2:*", "route53profiles:*", "route53resolver:*")
"""The network of a cell; ``components.aws.hosting.rights`` has the rest."""


def network_rights(partition: pulumi.Input[str], account: pulumi.Input[str], platform: str) -> list[Statement]:
    """What the network layer may do in its account.

    AWS Network Firewall encrypts and reads its rules with the hub's key in the name of whoever calls it, and the key is used through it
    alone (Network Firewall Developer Guide, "Encryption at rest with AWS Key Management Service").
    """
    through = {"StringLike": {"kms:ViaService": "network-firewall.*.amazonaws.com"}}
    keys = pulumi.Output.concat("arn:", partition, ":kms:*:", account, ":key/*")
    alarms = pulumi.Output.concat("arn:", partition, ":cloudwatch:*:", account, ":alarm:civic/hub-*")
    topics = pulumi.Output.concat("arn:", partition, ":sns:*:", account, f":{platform}-hub-*")
    return [
        network_statement(NETWORK_ACTIONS),
        {"Sid": "Alarms", "Effect": "Allow", "Action": list(NETWORK_ALARMS), "Resource": alarms},
        {"Sid": "Topics", "Effect": "Allow", "Action": list(NETWORK_TOPICS), "Resource": topics},
        {"Sid": "Subscriptions", "Effect": "Allow", "Action": list(NETWORK_SUBSCRIPTIONS), "Resource": "*"},
        {"Sid": "FirewallKey", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": keys, "Condition": through},
        *layer_keys(partition, account, "network", NETWORK_KEYS),
        service_linked(partition, account, *NETWORK_SERVICES),
    ]


def layer_keys(partition: pulumi.Input[str], account: pulumi.Input[str], layer: str, actions: tuple[str, ...]) -> list[Statement]:
    """``actions`` on a layer's own keys in an account where the foundation has others: told by the tag that each layer's provider puts on all that it makes.

    The tag is put on a key as it is made; on one that bears another layer's it cannot be put, so nobody takes a key by naming it his. An alias
    has no tags, and to point one at a key takes a right on that key too. Sources: AWS KMS Developer Guide, "ABAC for AWS KMS" and "Controlling
    access to aliases"; Service Authorization Reference, "AWS Key Management Service".
    """
    keys = pulumi.Output.concat("arn:", partition, ":kms:*:", account, ":key/*")
    aliases = pulumi.Output.concat("arn:", partition, ":kms:*:", account, ":alias/*")
    own, named = {f"aws:ResourceTag/{LAYER}": layer}, {f"aws:RequestTag/{LAYER}": layer}
    return [
        {"Sid": "NewKeys", "Effect": "Allow", "Action": ["kms:CreateKey"], "Resource": "*", "Condition": {"StringEquals": named}},
        {
            "Sid": "NewKeysTags",
            "Effect": "Allow",
            "Action": ["kms:TagResource"],
            "Resource": keys,
            "Condition": {"StringEquals": named, "StringEqualsIfExists": own},
        },
        {"Sid": "OwnKeys", "Effect": "Allow", "Action": list(actions), "Resource": keys, "Condition": {"StringEquals": own}},
        {"Sid": "Aliases", "Effect": "Allow", "Action": ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"], "Resource": aliases},
        {"Sid": "LookForKeys", "Effect": "Allow", "Action": ["kms:ListAliases", "kms:ListKeys"], "Resource": "*"},
    ]


def network_statement(actions: tuple[str, ...]) -> Statement:
    """What a layer that makes networks may do in its account."""
    return {"Sid": "Networks", "Effect": "Allow", "Action": list(actions), "Resource": "*"}
