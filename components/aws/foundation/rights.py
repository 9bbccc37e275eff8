"""What layers' roles may do in the platform's own accounts. What people's may: ``components.aws.people``."""

import pulumi

from components.aws.documents import Statement
from components.aws.roles import service_linked

NETWORK_ACTIONS = (
    "ec2:*", "network-firewall:*", "route53resolver:*", "route53profiles:*", "ram:*", "logs:*", "kms:Create*", "kms:Describe*", "kms:Enable*",
    "kms:Get*", "kms:List*", "kms:Put*", "kms:Tag*", "kms:Untag*", "kms:Update*", "kms:ScheduleKeyDeletion", "s3:GetBucketPolicy",
)  # fmt: skip
NETWORK_SERVICES = ("network-firewall", "route53resolver", "transitgateway")
"""Services whose own role is made with the first of their resources."""
HOSTING_ACTIONS = ("ec2:*", "route53profiles:*", "route53resolver:*")
"""The network of a cell; ``components.aws.hosting.rights`` has the rest."""


def network_rights(partition: pulumi.Input[str], account: pulumi.Input[str]) -> list[Statement]:
    """What the network layer may do in its account.

    AWS Network Firewall encrypts and reads its rules with the hub's key in the name of whoever calls it, and the key is used through it
    alone (Network Firewall Developer Guide, "Encryption at rest with AWS Key Management Service").
    """
    through = {"StringLike": {"kms:ViaService": "network-firewall.*.amazonaws.com"}}
    keys = pulumi.Output.concat("arn:", partition, ":kms:*:", account, ":key/*")
    return [
        network_statement(NETWORK_ACTIONS),
        {"Sid": "FirewallKey", "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": keys, "Condition": through},
        service_linked(partition, account, *NETWORK_SERVICES),
    ]


def network_statement(actions: tuple[str, ...]) -> Statement:
    """What a layer that makes networks may do in its account."""
    return {"Sid": "Networks", "Effect": "Allow", "Action": list(actions), "Resource": "*"}
