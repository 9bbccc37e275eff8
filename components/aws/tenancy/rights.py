"""What the two roles in a body's account may do, and what the application role can never do."""

import pulumi

from components.aws.documents import Statement
from components.aws.hosting.rights import CELL_SERVICES, SCAN_ACTIONS, cell_rights
from components.aws.roles import APPLICATION_BOUNDARY, PATH, SERVICE_PATH, WORKLOAD_PATH, role_arn, service_linked
from components.aws.services.rights import subscription_rights

DEPLOY_ACTIONS = (
    "access-analyzer:*", "account:*AlternateContact", "backup:*", "backup-storage:*", "chime:*VoiceConnector*",
    "chime:ListTagsForResource", "chime:TagResource", "chime:UntagResource", "cloudwatch:*Alarm*", "cloudwatch:*Tag*", "config:*",
    "ec2:*", "elasticloadbalancing:*", "events:*", "kms:*", "logs:*", "route53profiles:*", "route53resolver:*", "s3:*AccountPublicAccessBlock",
    "sns:*", "ram:Get*", "ram:List*", "vpce:AllowMultiRegion",
)  # fmt: skip
"""What the landing zone makes, by service."""
DEPLOY_ROLE_ACTIONS = (
    "iam:CreateRole", "iam:DeleteRole", "iam:GetRole*", "iam:List*", "iam:*RolePolicy", "iam:TagRole", "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*",
)  # fmt: skip
LANDING_ZONE_SERVICES = ("access-analyzer", "backup", "inspector2")
"""Services whose own role is made with the first of a landing zone's resources, besides those of its network and its cell."""
APPLICATION_SERVICES = ("ecs", "ecs.application-autoscaling", "elasticloadbalancing")
"""Likewise of an application's."""
SERVED = ("backup.amazonaws.com", "config.amazonaws.com", "events.amazonaws.com")
"""Services to which the landing zone gives a role."""

NEVER_FOR_APPLICATIONS = (
    "ec2:Accept*", "ec2:Advertise*", "ec2:AssignPrivate*", "ec2:Associate*", "ec2:AttachInternetGateway", "ec2:AttachVpnGateway",
    "ec2:Create*Gateway*", "ec2:CreateDefault*", "ec2:CreateVpc", "ec2:CreateVpcB*", "ec2:CreateVpcEnc*", "ec2:CreateVpcEndpoint?*",
    "ec2:CreateVpcP*", "ec2:Create*Vpn*", "ec2:CreateFlowLogs", "ec2:CreateNetworkAcl*", "ec2:CreateRoute*", "ec2:CreateSubnet*",
    "ec2:Delete*Gateway*", "ec2:DeleteVpc", "ec2:DeleteVpcB*", "ec2:DeleteVpcEnc*", "ec2:DeleteVpcEndpointC*", "ec2:DeleteVpcEndpointSe*",
    "ec2:DeleteVpcP*", "ec2:DeleteFlowLogs", "ec2:DeleteNetworkAcl*", "ec2:DeleteRoute*", "ec2:DeleteSubnet*", "ec2:Detach*Gateway",
    "ec2:Disassociate*", "ec2:Modify*Gateway*", "ec2:ModifyVpcA*", "ec2:ModifyVpcB*", "ec2:ModifyVpcEnc*", "ec2:ModifyVpcEndpoint?*",
    "ec2:ModifyVpcP*", "ec2:ModifyVpcT*", "ec2:ModifySubnet*", "ec2:Replace*", "directconnect:*", "network-firewall:*", "organizations:*",
    "account:*", "ram:*", "route53profiles:*", "route53resolver:*", "iam:*User*", "iam:*AccessKey*", "iam:*LoginProfile",
    "iam:*OpenIDConnectProvider*", "iam:*SAMLProvider*", "iam:DeleteRolePermissionsBoundary",
)  # fmt: skip
"""Neither networks nor the hub are an application's to touch. Looking (``Describe``) stays possible: load balancers and databases need it.

Of endpoints, ``subscription_rights`` says which. IAM reads actions without case, hence ``DeleteVpcEndpointSe*``: with one letter less it
would refuse ``DeleteVpcEndpoints``.
"""

APPLICATION_ACTIONS = (
    "application-autoscaling:*", "cloudwatch:*", "ecr:*", "ecs:*", "elasticloadbalancing:*", "kms:CreateGrant", "kms:Decrypt", "kms:Describe*",
    "kms:Encrypt", "kms:GenerateDataKey*", "logs:*", "rds:Describe*", "s3:*", "secretsmanager:*", "servicediscovery:*", "ssm:*Association*",
    "ssm:*Document*", "ssm:*Tags*", "ssm:StartAutomationExecution", "cloudformation:*Resource", "cloudformation:DescribeType",
    "cloudformation:GetResourceRequestStatus", "ec2:Describe*", "ec2:*SecurityGroup*", "iam:GetRole",
    "iam:GetRolePolicy", "iam:List*",
)  # fmt: skip
"""``cloudformation``: Cloud Control, which acts with its caller's own rights."""


def deploy_rights(partition: pulumi.Input[str], account: pulumi.Input[str], platform: str) -> list[Statement]:
    """What the deploy role may do. ``platform`` is the platform's short code, with which names of buckets begin."""
    service_roles = role_arn(partition, account, SERVICE_PATH)
    given = {"StringEquals": {"iam:PassedToService": list(SERVED)}}
    return [
        {"Sid": "LandingZone", "Effect": "Allow", "Action": list(DEPLOY_ACTIONS), "Resource": "*"},
        {"Sid": "ServiceRoles", "Effect": "Allow", "Action": list(DEPLOY_ROLE_ACTIONS), "Resource": service_roles},
        {"Sid": "GiveRoles", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": service_roles, "Condition": given},
        service_linked(partition, account, *LANDING_ZONE_SERVICES, *CELL_SERVICES),
        *cell_rights(partition, account, platform),
        {"Sid": "Scanning", "Effect": "Allow", "Action": list(SCAN_ACTIONS), "Resource": "*"},
    ]


def application_rights(partition: pulumi.Input[str], account: pulumi.Input[str]) -> list[Statement]:
    """What the application role may do."""
    own = role_arn(partition, account, WORKLOAD_PATH)
    # Named, not referred to: the boundary holds these statements itself.
    boundary = pulumi.Output.concat("arn:", partition, ":iam::", account, f":policy{PATH}{APPLICATION_BOUNDARY}")
    bounded = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    change = ["iam:DeleteRole", "iam:PassRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*"]
    create = ["iam:CreateRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy", "iam:DeleteRolePolicy"]
    return [
        {"Sid": "Applications", "Effect": "Allow", "Action": list(APPLICATION_ACTIONS), "Resource": "*"},
        {"Sid": "BoundedRoles", "Effect": "Allow", "Action": create, "Resource": own, "Condition": bounded},
        {"Sid": "OwnRoles", "Effect": "Allow", "Action": change, "Resource": own},
        service_linked(partition, account, *APPLICATION_SERVICES),
        *subscription_rights(partition, account),
    ]


def never_the_network() -> Statement:
    """What the boundary of the application role refuses."""
    return {"Sid": "NeverTheNetwork", "Effect": "Deny", "Action": list(NEVER_FOR_APPLICATIONS), "Resource": "*"}
