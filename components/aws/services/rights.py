"""What the application role may do for subscriptions to shared services, and how far that goes."""

from collections.abc import Sequence

import pulumi

from components.aws.documents import Statement
from components.aws.services.subscription import SUBSCRIPTION_TAG

SERVICES = "com.amazonaws.vpce.*"
"""Names of services that other accounts share. The provider's own, such as ``com.amazonaws.<region>.s3``, are the landing zone's to reach."""
ZONE_ACTIONS = (
    "route53:ChangeResourceRecordSets", "route53:ChangeTagsForResource", "route53:DeleteHostedZone", "route53:Get*", "route53:List*",
    "route53:UpdateHostedZoneComment",
)  # fmt: skip
CREATE_ACTIONS = ("CreateVpcEndpoint", "CreateSecurityGroup", "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress")
"""While these make something, and then alone, it is tagged."""


def subscription_rights(partition: pulumi.Input[str], account: pulumi.Input[str]) -> Sequence[Statement]:
    """Endpoints to other accounts' services, and private zones for their names; no other endpoint, and no public zone.

    Whose service it is, is the provider's to say: its list of principals is the agreement. Sources: Service Authorization
    Reference, "Actions, resources, and condition keys for Amazon EC2"; Amazon Route 53 Developer Guide, "VPC permissions".
    """

    def own(kind: str) -> pulumi.Output[str]:
        return pulumi.Output.concat("arn:", partition, ":ec2:*:", account, f":{kind}/*")

    requested = {"StringLike": {"ec2:VpceServiceName": SERVICES, f"aws:RequestTag/{SUBSCRIPTION_TAG}": "?*"}}
    existing = {"StringLike": {f"aws:ResourceTag/{SUBSCRIPTION_TAG}": "?*"}}
    # No endpoint gets its first tag later: a tag hung on another's would hand it over.
    created = {"StringEquals": {"ec2:CreateAction": list(CREATE_ACTIONS)}}
    private = {"Null": {"route53:VPCs": "false"}}
    create, modify, delete = "ec2:CreateVpcEndpoint", "ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints"
    tag = ["ec2:CreateTags", "ec2:DeleteTags"]
    lies_in = [own(kind) for kind in ("vpc", "subnet", "security-group")]
    return [
        {"Sid": "Subscribe", "Effect": "Allow", "Action": [create], "Resource": own("vpc-endpoint"), "Condition": requested},
        {"Sid": "KeepSubscriptions", "Effect": "Allow", "Action": [modify, delete], "Resource": own("vpc-endpoint"), "Condition": existing},
        {"Sid": "PlaceEndpoints", "Effect": "Allow", "Action": [create, modify], "Resource": lies_in},
        {"Sid": "TagAtBirth", "Effect": "Allow", "Action": ["ec2:CreateTags"], "Resource": "*", "Condition": created},
        {"Sid": "TagSubscriptions", "Effect": "Allow", "Action": tag, "Resource": own("vpc-endpoint"), "Condition": existing},
        {"Sid": "TagGroups", "Effect": "Allow", "Action": tag, "Resource": [own("security-group"), own("security-group-rule")]},
        {"Sid": "PrivateZones", "Effect": "Allow", "Action": ["route53:CreateHostedZone"], "Resource": "*", "Condition": private},
        {"Sid": "Names", "Effect": "Allow", "Action": [*ZONE_ACTIONS, "vpce:AllowMultiRegion"], "Resource": "*"},
    ]
