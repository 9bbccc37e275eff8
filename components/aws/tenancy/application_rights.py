"""What the application role of a body's own account may do: make applications in its cell, and nothing of the cell itself.

It is all that the role, or a role that it makes, can ever do: neither networks nor the hub nor rights are among it. Of endpoints
``components.aws.services.rights`` says which. What an application makes is told from what the landing zone made by its name or path, which
begins with the owner's part; where AWS gives neither (services, target groups, security groups) by its kind. ``*agResource`` is to tag and to
untag: a boundary has room for 6,144 characters, the owner's key six times among them. Sources: Service Authorization Reference, by service.
"""

from collections.abc import Sequence

import pulumi

from components.aws.documents import Statement
from components.aws.hosting.tenants import bucket_stem
from components.aws.roles import APPLICATION_BOUNDARY, PATH, WORKLOAD_PATH, role_arn, service_linked
from components.aws.services.rights import subscription_rights
from components.contracts import Owner

APPLICATION_SERVICES = ("ecs", "ecs.application-autoscaling", "elasticloadbalancing")
"""Services whose own role is made with the first of an application's resources."""
LOOK = (
    "application-autoscaling:Describe*", "application-autoscaling:ListTagsForResource", "cloudformation:*Resource", "cloudformation:DescribeType",
    "cloudformation:GetResourceRequestStatus", "cloudwatch:Describe*", "cloudwatch:ListTagsForResource", "ec2:Describe*",
    "ecs:DeregisterTaskDefinition", "ecs:Describe*", "elasticloadbalancing:Describe*", "logs:Describe*",
    "ecs:ListServiceDeployments", "secretsmanager:GetRandomPassword",
)  # fmt: skip
"""What AWS asks on no resource. ``cloudformation``: Cloud Control, which acts with its caller's own rights."""
SERVICES = (
    "ecr:BatchGetImage", "ecs:*agResource", "ecs:CreateService", "ecs:DeleteService", "ecs:RegisterTaskDefinition", "ecs:RunTask",
    "ecs:UpdateService",
)  # fmt: skip
"""``ecr``: a release first asks whether its images are there."""
SCALING = (
    "application-autoscaling:*ScalableTarget", "application-autoscaling:*ScalingPolicy", "application-autoscaling:*agResource",
)  # fmt: skip
BEHIND_THE_ENTRY = (
    "elasticloadbalancing:*Rule", "elasticloadbalancing:*RulePriorities", "elasticloadbalancing:*Tags", "elasticloadbalancing:*TargetGroup*",
    "elasticloadbalancing:*Targets",
)  # fmt: skip
"""On rules, target groups and, for the making of rules, listeners: the entry, its listener and its firewall stay as they are."""
GROUPS = (
    "ec2:AuthorizeSecurityGroup*", "ec2:CreateSecurityGroup", "ec2:DeleteSecurityGroup", "ec2:ModifySecurityGroupRules",
    "ec2:RevokeSecurityGroup*",
)  # fmt: skip
LOGS = ("logs:*agResource", "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:ListTagsForResource", "logs:PutRetentionPolicy")
"""None is deleted: logs are evidence after what wrote them is gone."""
SECRETS = (
    "secretsmanager:*agResource", "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret",
    "secretsmanager:GetResourcePolicy", "secretsmanager:GetSecretValue", "secretsmanager:UpdateSecret",
)  # fmt: skip
ALARMS = ("cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:*agResource")
KEY_USE = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*")
WORKLOADS = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "logs:CreateLogStream", "logs:PutLogEvents")
"""What applications do that their deployment does not: have images fetched, write logs."""


def application_rights(partition: pulumi.Input[str], account: pulumi.Input[str], owner: Owner) -> list[Statement]:
    """What the application role may do. Its boundary says the same again, and ``workload_rights``."""
    buckets = pulumi.Output.concat("arn:", partition, f":s3:::{bucket_stem(owner)}*")

    def own(service: str, *kinds: str) -> list[pulumi.Output[str]]:
        return [pulumi.Output.concat("arn:", partition, f":{service}:*:", account, f":{kind}") for kind in kinds]

    kinds = [
        *own("ecr", "repository/*"),
        *own("ecs", "service/*", "task-definition/*"),
        *own("application-autoscaling", "scalable-target/*"),
        *own("elasticloadbalancing", "targetgroup/*", "listener*/app/*"),
        *own("ec2", "security-group*", "vpc/*"),
    ]
    folders = [
        *own("logs", f"log-group:/civic/*/{owner.key}/*"),
        *own("secretsmanager", f"secret:civic/*/{owner.key}/*"),
        *own("cloudwatch", f"alarm:civic/*/{owner.key}/*"),
    ]
    return [
        _allow("Look", LOOK, "*"),
        # Statements of several services at once, since a boundary has room for few: an action finds resources of its own service alone.
        _allow("ByKind", (*SERVICES, *SCALING, *BEHIND_THE_ENTRY, *GROUPS), kinds),
        _allow("ByFolder", (*LOGS, *SECRETS, *ALARMS), folders),
        _allow("Storage", ("s3:*",), buckets),
        _allow("Keys", KEY_USE, own("kms", "key/*")),
        *_roles(partition, account),
        service_linked(partition, account, *APPLICATION_SERVICES),
        *subscription_rights(partition, account),
    ]


def workload_rights(partition: pulumi.Input[str], account: pulumi.Input[str], owner: Owner) -> list[Statement]:
    """What a role that an application runs as may have besides, and the application role has not itself."""
    resources = [
        pulumi.Output.concat("arn:", partition, f":{service}:*:", account, f":{kind}")
        for service, kind in (("ecr", "repository/*"), ("logs", f"log-group:/civic/*/{owner.key}/*"))
    ]
    return [_allow("Run", WORKLOADS, resources), _allow("Token", ("ecr:GetAuthorizationToken",), "*")]


def _roles(partition: pulumi.Input[str], account: pulumi.Input[str]) -> list[Statement]:
    own = role_arn(partition, account, WORKLOAD_PATH)
    # Named, not referred to: the boundary holds these statements itself.
    boundary = pulumi.Output.concat("arn:", partition, ":iam::", account, f":policy{PATH}{APPLICATION_BOUNDARY}")
    bounded = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
    change = (
        "iam:*agRole", "iam:DeleteRole", "iam:GetRole*", "iam:List*", "iam:PassRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*",
    )  # fmt: skip
    create = ("iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy")
    return [{**_allow("BoundedRoles", create, own), "Condition": bounded}, _allow("OwnRoles", change, own)]


def _allow(sid: str, actions: Sequence[str], resource: pulumi.Input[str] | Sequence[pulumi.Input[str]]) -> Statement:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resource}
