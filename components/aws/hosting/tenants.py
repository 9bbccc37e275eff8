"""Tenants of a shared cell: for each a role confined to it, and a boundary around every role that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, StatementValue, document
from components.aws.hosting.context import CellContext
from components.aws.hosting.registry import folder
from components.aws.operations import FILL
from components.aws.roles import OWNER_STAYS, TENANT_PATH, TENANT_WORKLOAD_PATH, assumed_by_run, body_path, role_arn, service_linked
from components.contracts import Owner


def short_hash(key: str) -> str:
    """Stands for an owner's key in names that have no separator of their own: ``north-*`` would be ``north-shire``'s as well."""
    return sha256(key.encode()).hexdigest()[:8]


def short_name(application: str) -> str:
    """An application's name where there is little room: whole, or cut and hashed."""
    return application if len(application) <= 30 else f"{application[:21].rstrip('-')}-{short_hash(application)}"


def bucket_stem(owner: Owner) -> str:
    """What the names of its applications' buckets begin with, and no others do."""
    return f"{owner.platform}-{short_hash(owner.key)}-"


def application_bucket_name(owner: Owner, role: str) -> str:
    """Name of an application's bucket: the hash of the owner's key stands where the key would, and who makes applications is confined by it."""
    return Owner(platform=owner.platform, organisation=short_hash(owner.key)).name("aws:bucket", role)


@dataclass(frozen=True)
class CellReferences:
    """What of a cell its tenants need to be let near."""

    cluster: pulumi.Input[str]
    """ARN."""
    listener: pulumi.Input[str]
    """ARN."""
    security_groups: tuple[pulumi.Input[str], ...]
    """Ids of those of entry and database."""


class Tenant:
    """One tenant of a shared cell.

    What AWS lets be narrowed is narrowed: by path (roles, log groups, secrets, alarms), by name
    (buckets) or by the tag ``owner`` (services, task definitions, target groups, rules, security groups),
    which must be on what is made and cannot be put on what is another's.

    What it does not: whoever may make a rule on a listener may make it for any host and at any priority, and whoever
    may add a rule to the entry's or the database's security group may let in anybody. Therefore only the run of the tenant's own
    applications stack, from the platform's reviewed main branch, may act as a tenant. A body with a pipeline of its own takes dedicated hosting.
    """

    def __init__(self, context: CellContext, owner: Owner, references: CellReferences) -> None:
        self._context, self._owner, self._references = context, owner, references
        name, args = f"{context.name}-tenant-{owner.key}", context.args
        physical_name, path = owner.name("aws:role", args.cell), body_path(TENANT_PATH, owner)
        boundary = aws.iam.Policy(
            f"{name}-boundary",
            name=physical_name,
            path=path,
            description=f"The most that an application of {owner.key} can ever do",
            policy=document(*self._workload()),
            opts=context.inside,
        )
        role = aws.iam.Role(
            name,
            name=physical_name,
            path=path,
            description=f"Acts in the place of {owner.key}",
            assume_role_policy=document(assumed_by_run(context.partition, args.management, owner, "applications")),
            max_session_duration=3600,
            opts=context.inside,
        )
        aws.iam.RolePolicy(
            f"{name}-rights",
            name="tenant",
            role=role.name,
            policy=document(*self._look(), *self._by_tag(), *self._by_path(), *self._cell(), *self._roles(boundary)),
            opts=context.inside,
        )
        self.role: pulumi.Output[str] = role.arn
        self.boundary: pulumi.Output[str] = boundary.arn

    def _arn(self, service: str, *rest: pulumi.Input[str]) -> pulumi.Output[str]:
        args = self._context.args
        return pulumi.Output.concat("arn:", self._context.partition, f":{service}:{args.region}:", args.tenancy.account, ":", *rest)

    @property
    def _folder(self) -> str:
        """What the names of its secrets, log groups and alarms begin with: a slash, which no owner's key has, ends its part."""
        return f"{self._context.args.cell}/{self._owner.key}"

    def _tagged(self, key: str) -> dict[str, dict[str, str]]:
        return {"StringEquals": {f"{key}/owner": self._owner.key}}

    def _own_bucket(self) -> list[pulumi.Output[str]]:
        stem = pulumi.Output.concat("arn:", self._context.partition, f":s3:::{bucket_stem(self._owner)}*")
        return [stem, pulumi.Output.concat(stem, "/*")]

    @property
    def _own_secrets(self) -> pulumi.Output[str]:
        return self._arn("secretsmanager", f"secret:civic/{self._folder}/*")

    @property
    def _own_logs(self) -> pulumi.Output[str]:
        return self._arn("logs", f"log-group:/civic/{self._folder}/*")

    @property
    def _own_roles(self) -> pulumi.Output[str]:
        return role_arn(self._context.partition, self._context.args.tenancy.account, f"{TENANT_WORKLOAD_PATH}{self._owner.key}/")

    def _images(self) -> pulumi.Output[str]:
        return self._arn("ecr", f"repository/{folder(self._context.args.cell)}/*")

    def _workload(self) -> list[Statement]:
        pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        return [
            _allow("Token", ["ecr:GetAuthorizationToken"], "*"),
            _allow("Images", pull, self._images()),
            _allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], self._own_logs),
            # The body's own people fill them by a role in its place (``components.aws.application.secrets``).
            _allow("Secrets", ["secretsmanager:GetSecretValue", *FILL], self._own_secrets),
            _allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], self._context.key.arn),
            _allow("Storage", ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"], self._own_bucket()),
        ]

    def _look(self) -> list[Statement]:
        look = [
            "application-autoscaling:Describe*", "application-autoscaling:ListTagsForResource", "cloudformation:DescribeType",
            "cloudformation:*Resource", "cloudformation:GetResourceRequestStatus", "cloudwatch:Describe*", "cloudwatch:ListTagsForResource",
            "ec2:Describe*", "ecs:Describe*", "ecs:ListServiceDeployments", "elasticloadbalancing:Describe*", "logs:Describe*",
            "secretsmanager:GetRandomPassword",
        ]  # fmt: skip
        # Cloud Control acts with its caller's own rights on what it makes, so its own actions open nothing.
        return [_allow("Look", look, "*")]

    def _by_tag(self) -> list[Statement]:
        requested, existing = self._tagged("aws:RequestTag"), self._tagged("aws:ResourceTag")
        create = ["ecs:CreateService", "ecs:RegisterTaskDefinition", "elasticloadbalancing:CreateTargetGroup"]
        change = [
            "ec2:AuthorizeSecurityGroup*", "ec2:DeleteSecurityGroup", "ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroup*",
            "ecs:DeleteService", "ecs:UpdateService", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroup*", "elasticloadbalancing:SetRulePriorities",
            "application-autoscaling:DeleteScalingPolicy", "application-autoscaling:DeregisterScalableTarget",
            "application-autoscaling:PutScalingPolicy", "application-autoscaling:RegisterScalableTarget",
        ]  # fmt: skip
        # The service does not say what is being made; what stands has a tag, what is new has none.
        untagged = self._arn("application-autoscaling", "scalable-target/*")
        still_own = {"StringEqualsIfExists": existing["StringEquals"]}
        ecs = {"StringEquals": {**requested["StringEquals"], "application-autoscaling:service-namespace": "ecs"}, **still_own}
        tag_new = {**requested, **still_own}
        # The tag that says whose it is stays what it was.
        retag = {**existing, "StringEqualsIfExists": requested["StringEquals"]}
        untag = {**existing, **OWNER_STAYS}
        return [
            _allow("Create", create, "*", requested),
            _allow("CreateGroups", ["ec2:CreateSecurityGroup"], self._arn("ec2", "security-group/*"), requested),
            _allow("Scale", ["application-autoscaling:RegisterScalableTarget"], "*", ecs),
            _allow("Change", change, "*", existing),
            # The steps of a release, each a task of the tenant's own.
            _allow("Steps", ["ecs:RunTask"], self._arn("ecs", "task-definition/*"), existing),
            _allow("Retag", [action for _, action, _ in TAGGED], "*", retag),
            _allow("Untag", UNTAG, "*", untag),
            # A tag is put on what is being made, never on what stands and is another's: that would be taking it.
            _allow("TagNew", ["application-autoscaling:TagResource"], untagged, tag_new),
            *(_allow(f"Tag{sid}", [action], "*", {**requested, "Null": {key: "false"}}) for sid, action, key in TAGGED),
        ]

    def _by_path(self) -> list[Statement]:
        logs = ["logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:*Resource"]
        secrets = [
            "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy",
            "secretsmanager:GetSecretValue", "secretsmanager:TagResource", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
        ]  # fmt: skip
        alarms = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"]
        own_bucket = {"StringEquals": {"aws:ResourceAccount": self._context.args.tenancy.account}}
        return [
            _allow("Logs", logs, self._own_logs),
            _allow("Secrets", secrets, self._own_secrets),
            _allow("Alarms", alarms, self._arn("cloudwatch", f"alarm:civic/{self._folder}/*")),
            _allow("Storage", ["s3:*"], self._own_bucket(), own_bucket),
        ]

    def _cell(self) -> list[Statement]:
        references = self._references
        requested = self._tagged("aws:RequestTag")
        rules = self._arn("elasticloadbalancing", "listener-rule/app/*")
        groups = [self._arn("ec2", "security-group/", group) for group in references.security_groups]
        authorise = ["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"]
        revoke = ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"]
        return [
            _allow("Rules", ["elasticloadbalancing:CreateRule"], [references.listener, rules], requested),
            _allow("SharedGroups", [*authorise, *revoke, "ec2:ModifySecurityGroupRules"], groups),
            _allow("GroupRules", authorise, self._arn("ec2", "security-group-rule/*"), requested),
            _allow("Images", ["ecr:BatchGetImage"], self._images()),
            _allow("Network", ["ec2:CreateSecurityGroup"], self._arn("ec2", "vpc/", self._context.args.network.vpc)),
            _allow("Key", ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], self._context.key.arn),
        ]

    def _roles(self, boundary: aws.iam.Policy) -> list[Statement]:
        create = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"]
        change = ["iam:DeleteRole", "iam:GetRole*", "iam:List*", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*"]
        passed = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        return [
            _allow("BoundedRoles", create, self._own_roles, {"StringEquals": {"iam:PermissionsBoundary": boundary.arn}}),
            _allow("OwnRoles", change, self._own_roles),
            _allow("GiveRoles", ["iam:PassRole"], self._own_roles, passed),
            service_linked(self._context.partition, self._context.args.tenancy.account, *SERVICES),
        ]


SERVICES = ("ecs", "ecs.application-autoscaling")
"""Services whose own role is made with the account's first application (Application Auto Scaling User Guide, "Service-linked roles")."""
UNTAG = (
    "application-autoscaling:UntagResource", "ec2:DeleteTags", "ecs:UntagResource", "elasticloadbalancing:RemoveTags",
)  # fmt: skip
TAGGED = (
    ("Ecs", "ecs:TagResource", "ecs:CreateAction"),
    ("Groups", "ec2:CreateTags", "ec2:CreateAction"),
    ("Targets", "elasticloadbalancing:AddTags", "elasticloadbalancing:CreateAction"),
)
"""Sid, action, and the key that is there only while something is being made (Service Authorization Reference)."""


def _allow(sid: str, actions: Sequence[str], resource: StatementValue, condition: "StatementValue | None" = None) -> Statement:
    statement: dict[str, StatementValue] = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
    return {**statement, "Condition": condition} if condition else statement
