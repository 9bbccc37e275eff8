"""What the deploy role in a body's account may do. The other role there: see ``application_rights``."""

import pulumi

from components.aws.documents import Statement
from components.aws.hosting.rights import CELL_SERVICES, SCAN_ACTIONS, STEP_SERVICES, cell_rights
from components.aws.roles import SERVICE_PATH, role_arn, service_linked

DEPLOY_ACTIONS = (
    "access-analyzer:*", "account:*AlternateContact", "backup:*", "backup-storage:*", "chime:*VoiceConnector*",
    "chime:ListTagsForResource", "chime:TagResource", "chime:UntagResource", "cloudfront:*Distribution", "cloudfront:*Function",
    "cloudfront:*Resource", "cloudfront:*ResponseHeadersPolicy", "cloudfront:*VpcOrigin", "cloudfront:ListTagsForResource",
    "cloudwatch:*Alarm*", "cloudwatch:*Tag*", "config:*",
    "ec2:*", "elasticloadbalancing:*", "events:*", "kms:*", "logs:*", "route53profiles:*", "route53resolver:*", "s3:*AccountPublicAccessBlock",
    "sns:*", "ram:Get*", "ram:List*", "vpce:AllowMultiRegion",
)  # fmt: skip
"""What the landing zone makes, by service."""
LANDING_ZONE_SERVICES = ("access-analyzer", "backup", "inspector2", "vpcorigin.cloudfront")
"""Services whose own role is made with the first of a landing zone's resources, besides those of its network and its cell."""
SERVED = ("backup.amazonaws.com", "config.amazonaws.com", "events.amazonaws.com", *STEP_SERVICES)
"""Services to which the landing zone gives the role that the tenancy made for each."""


def deploy_rights(partition: pulumi.Input[str], account: pulumi.Input[str], platform: str) -> list[Statement]:
    """What the deploy role may do. ``platform`` is the platform's short code, with which names of buckets begin."""
    service_roles = role_arn(partition, account, SERVICE_PATH)
    given = {"StringEquals": {"iam:PassedToService": list(SERVED)}}
    return [
        {"Sid": "LandingZone", "Effect": "Allow", "Action": list(DEPLOY_ACTIONS), "Resource": "*"},
        {"Sid": "ServiceRoles", "Effect": "Allow", "Action": ["iam:GetRole"], "Resource": service_roles},
        {"Sid": "GiveRoles", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": service_roles, "Condition": given},
        service_linked(partition, account, *LANDING_ZONE_SERVICES, *CELL_SERVICES),
        *cell_rights(partition, account, platform),
        {"Sid": "Scanning", "Effect": "Allow", "Action": list(SCAN_ACTIONS), "Resource": "*"},
    ]
