"""What making a hosting cell takes: for the hosting layer in the platform's account, and for a body's own landing zone."""

import pulumi

from components.aws.documents import Statement
from components.aws.roles import SERVICE_PATH, TENANT_PATH, role_arn

CELL_ACTIONS = (
    "acm:*Certificate*", "cloudwatch:*Alarm*", "cloudwatch:*Resource", "ecr:*RepositoryCreationTemplate*",
    "ecr:Describe*", "cloudformation:*Resource", "cloudformation:DescribeType", "cloudformation:GetResourceRequestStatus", "ecs:*Cluster*",
    "ecs:*TaskDefinition", "ecs:Describe*", "ecs:*Resource", "elasticloadbalancing:*", "logs:*", "rds:*",
    "route53:*HostedZone*", "route53:*KeySigningKey", "route53:*QueryLoggingConfig*", "route53:*ResourceRecordSets", "route53:*Tags*",
    "route53:GetChange", "route53:GetDNSSEC",
    "secretsmanager:GetRandomPassword", "sns:*Resource", "sns:*Subscription*", "sns:*Topic*", "sns:Subscribe", "sns:Unsubscribe", "ssm:Describe*",
    "ssm:ListTagsForResource", "wafv2:*",
)  # fmt: skip
"""A cell itself, but for its key, which whoever makes it has by other statements. None of it runs anybody's application.

``cloudformation``: Cloud Control, which acts with its caller's own rights.
"""
AUTOMATION_ACTIONS = (
    "ssm:*Association", "ssm:AddTagsToResource", "ssm:CreateDocument", "ssm:DeleteDocument", "ssm:GetDocument", "ssm:RemoveTagsFromResource",
    "ssm:StartAutomationExecution", "ssm:UpdateDocument*",
)  # fmt: skip
OWNERS_SECRET_ACTIONS = (
    "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret", "secretsmanager:TagResource",
    "secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
)  # fmt: skip
"""Secrets of owners' administrators of databases (``components.aws.hosting.administrators``): made, and read by nobody here."""
STEP_SERVICES = ("ecs-tasks.amazonaws.com", "ssm.amazonaws.com")
"""Services to which the cell gives the roles that make those administrators."""
CELL_SERVICES = (
    "ecs", "ecs.application-autoscaling", "elasticloadbalancing", "rds", "route53resolver", "transitgateway",
)  # fmt: skip
"""Services whose own role is made with the first of a cell's resources."""
SCAN_ACTIONS = (
    "ecr:GetRegistryScanningConfiguration", "ecr:PutRegistryScanningConfiguration", "inspector2:Disable", "inspector2:Enable",
    "inspector2:ListAccountPermissions",
)  # fmt: skip
"""To have images examined, in a body's own account (Amazon ECR User Guide, "IAM permissions required for enhanced scanning")."""
SECRET_ACTIONS = ("secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:TagResource")
"""Amazon RDS makes the administrator's secret in the name of whoever makes the instance (Amazon RDS User Guide, "Password management")."""
IMAGE_ACTIONS = (
    "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:CreateRepository", "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
)  # fmt: skip
"""To copy images in, and to read them back to see that they are whole (Amazon ECR User Guide, "IAM permissions for pushing an image").

``CreateRepository``: the first image makes its repository, and whoever says how repositories are made must have the right to make them.
"""
TENANT_ROLE_ACTIONS = (
    "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:DeleteRole",
    "iam:DeleteRolePolicy", "iam:GetPolicy*", "iam:GetRole*", "iam:List*", "iam:PutRolePolicy", "iam:Tag*", "iam:Untag*",
    "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*",
)  # fmt: skip
"""One role and one boundary for each tenant, under their own path."""


def cell_rights(partition: pulumi.Input[str], account: pulumi.Input[str], platform: str) -> list[Statement]:
    """What whoever makes a cell needs besides its network."""
    buckets = pulumi.Output.concat("arn:", partition, f":s3:::{platform}-*")
    managed = pulumi.Output.concat("arn:", partition, ":secretsmanager:*:*:secret:rds!*")
    images = pulumi.Output.concat("arn:", partition, ":ecr:*:", account, ":repository/*")
    steps = [
        pulumi.Output.concat("arn:", partition, ":ssm:*:", account, f":{kind}")
        for kind in ("document/civic-*", "automation-definition/civic-*", "automation-execution/*", "association/*")
    ]
    owners = pulumi.Output.concat("arn:", partition, ":secretsmanager:*:", account, ":secret:civic/*/*/database-administrator-*")
    return [
        {"Sid": "Automation", "Effect": "Allow", "Action": list(AUTOMATION_ACTIONS), "Resource": steps},
        {"Sid": "OwnersSecrets", "Effect": "Allow", "Action": list(OWNERS_SECRET_ACTIONS), "Resource": owners},
        {"Sid": "Cells", "Effect": "Allow", "Action": list(CELL_ACTIONS), "Resource": "*"},
        # Buckets, not what lies in them.
        {"Sid": "EntryLogs", "Effect": "Allow", "Action": ["s3:*Bucket*", "s3:*Configuration"], "Resource": buckets},
        {"Sid": "Administrator", "Effect": "Allow", "Action": list(SECRET_ACTIONS), "Resource": managed},
        {"Sid": "Images", "Effect": "Allow", "Action": list(IMAGE_ACTIONS), "Resource": images},
        {"Sid": "Registry", "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
    ]


def tenant_rights(partition: pulumi.Input[str], account: pulumi.Input[str]) -> list[Statement]:
    """What the hosting layer needs to make the roles of a shared cell's tenants."""
    boundaries = pulumi.Output.concat("arn:", partition, ":iam::", account, f":policy{TENANT_PATH}*")
    own = [role_arn(partition, account, TENANT_PATH), boundaries]
    steps = role_arn(partition, account, SERVICE_PATH, "civic-databases-*")
    given = {"StringEquals": {"iam:PassedToService": list(STEP_SERVICES)}}
    return [
        {"Sid": "Tenants", "Effect": "Allow", "Action": list(TENANT_ROLE_ACTIONS), "Resource": own},
        {"Sid": "GiveSteps", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": steps, "Condition": given},
    ]
