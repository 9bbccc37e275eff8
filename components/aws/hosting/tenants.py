"""Places in a shared cell: for each body a role confined to it, and a boundary around every role that it makes."""

from dataclasses import dataclass
from hashlib import sha256

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by, document
from components.aws.hosting.rights import PLACES
from components.aws.providers import pinned
from components.aws.tags import standard_tags
from components.contracts import HostingCellArgs
from components.naming import physical

BODIES = "civic-body"
"""Path of the roles that a body's applications run as: ``/civic-body/<slug>/``."""


def place_provider(organisation: str, tenancy: pulumi.Input[str], place: pulumi.Input[str], region: str, *, platform: str) -> aws.Provider:
    """The provider that acts in a resident's place in a shared cell: what it makes carries the resident's tag, or it may not make it."""
    tags = standard_tags(platform=platform, organisation=organisation, classification="official")
    return pinned(f"place-{organisation}", tenancy, region, place, tags)


def mark(organisation: str) -> str:
    """Stands for a body in names that have no separator of their own: ``north-*`` would be ``north-shire``'s as well."""
    return sha256(organisation.encode()).hexdigest()[:8]


def brief(application: str) -> str:
    """An application's name where there is little room: whole, or cut and marked."""
    return application if len(application) <= 30 else f"{application[:21].rstrip('-')}-{mark(application)}"


def document_name(organisation: str, application: str) -> str:
    """Of an automation: a dot, which no slug has, ends the body's part."""
    return f"civic.{organisation}.{application}"


@dataclass(frozen=True)
class Ground:
    """What of a cell its residents need to be let near."""

    cell: pulumi.Input[str]
    """ECS cluster ARN."""
    listener: pulumi.Input[str]
    key: pulumi.Input[str]
    guards: tuple[pulumi.Input[str], ...]
    """Ids of the security groups of entry and database."""
    administrator: pulumi.Input[str]
    """ARN of the secret that the database's administrator has."""


class Place:
    """One resident of a shared cell.

    What AWS lets be narrowed is narrowed: by path (roles, log groups, secrets, automations, alarms), by name
    (buckets) or by the tag ``organisation`` (services, task definitions, target groups, rules, security groups),
    which must be on what is made and cannot be put on what is another's.

    What it does not: whoever may make a rule on a listener may make it for any host and at any priority; whoever
    may add a rule to the entry's or the database's security group may let in anybody; and the task that makes a
    database logs in as the instance's administrator. Therefore only the platform's own pipeline (``deployer``),
    from the reviewed main branch, may act in a place. A body with a pipeline of its own takes dedicated hosting.
    """

    def __init__(
        self, name: str, slug: str, args: HostingCellArgs, ground: Ground, partition: pulumi.Output[str], *, opts: pulumi.ResourceOptions
    ) -> None:
        self._slug, self._args, self._ground, self._partition = slug, args, ground, partition
        called = physical("aws:role", platform=args.platform, organisation=slug, role=args.cell)
        boundary = aws.iam.Policy(
            f"{name}-place-{slug}-boundary",
            # The same name and path as the role's, so that whoever knows the one knows the other.
            name=called,
            path=f"/{PLACES}/",
            description=f"The most that an application of {slug} can ever do",
            policy=document(*self._workload()),
            opts=opts,
        )
        role = aws.iam.Role(
            f"{name}-place-{slug}",
            name=called,
            path=f"/{PLACES}/",
            description=f"Acts in the place of {slug}",
            assume_role_policy=document(assumed_by([args.deployer])),
            max_session_duration=3600,
            opts=opts,
        )
        aws.iam.RolePolicy(
            f"{name}-place-{slug}-rights",
            name="place",
            role=role.name,
            policy=document(*self._look(), *self._by_tag(), *self._by_path(), *self._cell(), *self._roles(boundary)),
            opts=opts,
        )
        self.role = role.arn

    def _arn(self, service: str, *rest: pulumi.Input[str], region: bool = True) -> pulumi.Output[str]:
        where = self._args.region if region else ""
        return pulumi.Output.concat("arn:", self._partition, f":{service}:{where}:", self._args.tenancy, ":", *rest)

    def _own_bucket(self) -> list[pulumi.Output[str]]:
        stem = pulumi.Output.concat("arn:", self._partition, f":s3:::{self._args.platform}-{mark(self._slug)}-*")
        return [stem, pulumi.Output.concat(stem, "/*")]

    @property
    def _own_secrets(self) -> pulumi.Output[str]:
        return self._arn("secretsmanager", f"secret:civic/{self._args.cell}/{self._slug}/*")

    @property
    def _own_logs(self) -> pulumi.Output[str]:
        return self._arn("logs", f"log-group:/civic/{self._args.cell}/{self._slug}/*")

    @property
    def _own_roles(self) -> pulumi.Output[str]:
        return self._arn("iam", f"role/{BODIES}/{self._slug}/*", region=False)

    def _images(self) -> pulumi.Output[str]:
        return self._arn("ecr", f"repository/{self._args.cell}/*")

    def _workload(self) -> list[Statement]:
        pull = [
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:BatchImportUpstreamImage", "ecr:CreateRepository",
            "ecr:GetDownloadUrlForLayer",
        ]  # fmt: skip
        passed = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        return [
            _allow("Token", ["ecr:GetAuthorizationToken"], "*"),
            _allow("Images", pull, self._images()),
            _allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], self._own_logs),
            _allow("Secrets", ["secretsmanager:GetSecretValue"], [self._own_secrets, self._ground.administrator]),
            _allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], self._ground.key),
            _allow("Storage", ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"], self._own_bucket()),
            _allow("Prepare", ["ecs:RunTask"], self._arn("ecs", "task-definition/*"), _tagged("aws:ResourceTag", self._slug)),
            _allow("Await", ["ecs:DescribeTasks"], self._arn("ecs", "task/*"), {"ArnEquals": {"ecs:cluster": self._ground.cell}}),
            _allow("Give", ["iam:PassRole"], self._own_roles, passed),
        ]

    def _look(self) -> list[Statement]:
        look = [
            "application-autoscaling:Describe*", "application-autoscaling:ListTagsForResource", "cloudformation:DescribeType",
            "cloudformation:*Resource", "cloudformation:GetResourceRequestStatus", "cloudwatch:Describe*", "cloudwatch:ListTagsForResource",
            "ec2:Describe*", "ec2:GetManagedPrefixListEntries", "ecs:Describe*", "ecs:List*", "elasticloadbalancing:Describe*", "logs:Describe*",
            "rds:Describe*", "secretsmanager:GetRandomPassword", "ssm:Describe*", "ssm:ListTagsForResource",
        ]  # fmt: skip
        # Cloud Control acts with its caller's own rights on what it makes, so its own actions open nothing.
        return [_allow("Look", look, "*")]

    def _by_tag(self) -> list[Statement]:
        asked, has = _tagged("aws:RequestTag", self._slug), _tagged("aws:ResourceTag", self._slug)
        make = ["ecs:CreateService", "ecs:RegisterTaskDefinition", "elasticloadbalancing:CreateTargetGroup"]
        keep = [
            "ec2:AuthorizeSecurityGroup*", "ec2:DeleteSecurityGroup", "ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroup*",
            "ecs:DeleteService", "ecs:UpdateService", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroup*", "elasticloadbalancing:SetRulePriorities",
            "application-autoscaling:DeleteScalingPolicy", "application-autoscaling:DeregisterScalableTarget",
            "application-autoscaling:PutScalingPolicy", "ssm:DeleteAssociation", "ssm:UpdateAssociation",
        ]  # fmt: skip
        group = self._arn("ec2", "security-group/*")
        # These two services do not say what is being made; what stands has a tag, what is new has none.
        unborn = [self._arn("application-autoscaling", "scalable-target/*"), self._arn("ssm", "association/*")]
        mine = has["StringEquals"]
        ecs = {"StringEquals": {**asked["StringEquals"], "application-autoscaling:service-namespace": "ecs"}}
        return [
            _allow("Make", make, "*", asked),
            _allow("MakeGroups", ["ec2:CreateSecurityGroup"], group, asked),
            _allow("Scale", ["application-autoscaling:RegisterScalableTarget"], "*", ecs),
            _allow("Keep", keep, "*", has),
            # A tag is put on what is being made, never on what stands: that would be taking it.
            _allow("TagNew", ["application-autoscaling:TagResource", "ssm:AddTagsToResource"], unborn, {**asked, "StringEqualsIfExists": mine}),
            *(_allow(f"Tag{sid}", [action], "*", {**asked, "Null": {key: "false"}}) for sid, action, key in TAGGED),
        ]

    def _by_path(self) -> list[Statement]:
        named = document_name(self._slug, "*")
        logs = ["logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:*Resource"]
        secrets = [
            "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret", "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy",
            "secretsmanager:GetSecretValue", "secretsmanager:TagResource", "secretsmanager:UntagResource", "secretsmanager:UpdateSecret",
        ]  # fmt: skip
        alarms = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"]
        documents = [self._arn("ssm", f"document/{named}"), self._arn("ssm", f"automation-definition/{named}:*")]
        automation = [
            "ssm:*Document*", "ssm:AddTagsToResource", "ssm:CreateAssociation", "ssm:RemoveTagsFromResource", "ssm:StartAutomationExecution",
        ]  # fmt: skip
        own_bucket = {"StringEquals": {"aws:ResourceAccount": self._args.tenancy}}
        return [
            _allow("Logs", logs, self._own_logs),
            _allow("Secrets", secrets, self._own_secrets),
            _allow("Alarms", alarms, self._arn("cloudwatch", f"alarm:civic/{self._args.cell}/{self._slug}/*")),
            _allow("Automation", automation, documents),
            _allow("Once", ["ssm:CreateAssociation"], self._arn("ssm", "association/*"), _tagged("aws:RequestTag", self._slug)),
            _allow("Storage", ["s3:*"], self._own_bucket(), own_bucket),
        ]

    def _cell(self) -> list[Statement]:
        ground = self._ground
        asked = _tagged("aws:RequestTag", self._slug)
        rules = self._arn("elasticloadbalancing", "listener-rule/app/*")
        guards = [self._arn("ec2", "security-group/", guard) for guard in ground.guards]
        open_way = ["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"]
        close_way = ["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"]
        return [
            _allow("Rules", ["elasticloadbalancing:CreateRule"], [ground.listener, rules], asked),
            _allow("Ways", [*open_way, *close_way], guards),
            _allow("NewWays", open_way, self._arn("ec2", "security-group-rule/*"), asked),
            _allow("Network", ["ec2:CreateSecurityGroup"], self._arn("ec2", "vpc/", self._args.network)),
            _allow("Key", ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"], ground.key),
        ]

    def _roles(self, boundary: aws.iam.Policy) -> list[Statement]:
        make = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"]
        keep = ["iam:DeleteRole", "iam:GetRole*", "iam:List*", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole*"]
        passed = {"StringEquals": {"iam:PassedToService": ["ecs-tasks.amazonaws.com", "ssm.amazonaws.com"]}}
        return [
            _allow("BoundedRoles", make, self._own_roles, {"StringEquals": {"iam:PermissionsBoundary": boundary.arn}}),
            _allow("OwnRoles", keep, self._own_roles),
            _allow("GiveRoles", ["iam:PassRole"], self._own_roles, passed),
        ]


TAGGED = (
    ("Ecs", "ecs:TagResource", "ecs:CreateAction"),
    ("Groups", "ec2:CreateTags", "ec2:CreateAction"),
    ("Targets", "elasticloadbalancing:AddTags", "elasticloadbalancing:CreateAction"),
)
"""Sid, action, and the key that is there only while something is being made (Service Authorization Reference)."""


def _tagged(key: str, slug: str) -> dict[str, dict[str, str]]:
    return {"StringEquals": {f"{key}/organisation": slug}}


def _allow(sid: str, actions: list[str], resource: object, condition: object = None) -> dict[str, object]:
    made: dict[str, object] = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
    return {**made, "Condition": condition} if condition else made
