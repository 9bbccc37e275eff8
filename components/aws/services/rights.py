"""What the application role may do for subscriptions to shared services, and how far that goes."""

from collections.abc import Sequence

import pulumi

from components.aws.documents import Statement
from components.aws.services.subscription import SUBSCRIPTION_TAG

SERVICES = "com.amazonaws.vpce.*"
"""Names of services that other accounts share. The provider's own, such as ``com.amazonaws.<region>.s3``, are the landing zone's to reach."""


def subscription_rights(partition: pulumi.Input[str], account: pulumi.Input[str]) -> Sequence[Statement]:
    """Endpoints to other accounts' services, and private zones for their names; no other endpoint, and no public zone.

    Whose service it is, is the provider's to say: its list of principals is the agreement. Sources: Service Authorization
    Reference, "Actions, resources, and condition keys for Amazon EC2"; Amazon Route 53 Developer Guide, "VPC permissions".
    """

    def ours(kind: str) -> pulumi.Output[str]:
        return pulumi.Output.concat("arn:", partition, ":ec2:*:", account, f":{kind}/*")

    asked = {"StringLike": {"ec2:VpceServiceName": SERVICES, f"aws:RequestTag/{SUBSCRIPTION_TAG}": "?*"}}
    held = {"StringLike": {f"aws:ResourceTag/{SUBSCRIPTION_TAG}": "?*"}}
    # Tags are given at birth alone: a tag hung on another endpoint would hand it over.
    born = {
        "StringEquals": {
            "ec2:CreateAction": ["CreateVpcEndpoint", "CreateSecurityGroup", "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress"]
        }
    }
    make, change, drop = "ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints"
    zones = ["route53:ChangeResourceRecordSets", "route53:ChangeTagsForResource", "route53:DeleteHostedZone", "route53:Get*", "route53:List*"]
    return [
        {"Sid": "Subscribe", "Effect": "Allow", "Action": [make], "Resource": ours("vpc-endpoint"), "Condition": asked},
        {"Sid": "KeepSubscriptions", "Effect": "Allow", "Action": [change, drop], "Resource": ours("vpc-endpoint"), "Condition": held},
        {"Sid": "PlaceEndpoints", "Effect": "Allow", "Action": [make, change], "Resource": [ours(k) for k in ("vpc", "subnet", "security-group")]},
        {"Sid": "TagAtBirth", "Effect": "Allow", "Action": ["ec2:CreateTags"], "Resource": "*", "Condition": born},
        {
            "Sid": "PrivateZones",
            "Effect": "Allow",
            "Action": ["route53:CreateHostedZone"],
            "Resource": "*",
            "Condition": {"Null": {"route53:VPCs": "false"}},
        },
        {"Sid": "Names", "Effect": "Allow", "Action": [*zones, "vpce:AllowMultiRegion"], "Resource": "*"},
    ]
