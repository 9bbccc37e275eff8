"""A body's account, and the two roles in it: one that deploys its landing zone, one that deploys its applications."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by, document
from components.aws.providers import ADMINISTRATION_ROLE, entered
from components.aws.tags import standard_tags
from components.contracts import TenancyArgs
from components.naming import physical

DEPLOY_ACTIONS = (
    "access-analyzer:*", "account:*AlternateContact", "backup:*", "backup-storage:*", "config:*", "ec2:*", "events:*", "kms:*", "logs:*",
    "route53profiles:*", "route53resolver:*", "s3:*AccountPublicAccessBlock", "sns:*", "ram:Get*", "ram:List*",
)  # fmt: skip
"""What the landing zone makes, by service."""
DEPLOY_ROLE_ACTIONS = ("iam:CreateRole", "iam:DeleteRole", "iam:GetRole*", "iam:List*", "iam:*RolePolicy", "iam:PassRole", "iam:TagRole", "iam:UpdateRole")

NEVER_FOR_APPLICATIONS = (
    "ec2:*Vpc*", "ec2:*TransitGateway*", "ec2:*Gateway", "ec2:*Route*", "ec2:*Subnet*", "ec2:*NetworkAcl*", "ec2:*FlowLogs",
    "directconnect:*", "network-firewall:*", "organizations:*", "account:*", "route53profiles:*", "route53resolver:*",
    "iam:CreateUser", "iam:CreateAccessKey", "iam:*OpenIDConnectProvider*", "iam:*SAMLProvider*",
)  # fmt: skip
"""Neither networks nor the hub are an application's to touch."""

APPLICATION_ACTIONS = (
    "application-autoscaling:*", "cloudwatch:*", "ecr:*", "ecs:*", "elasticloadbalancing:*", "kms:CreateGrant", "kms:Decrypt", "kms:Describe*",
    "kms:Encrypt", "kms:GenerateDataKey*", "logs:*", "rds:*", "s3:*", "secretsmanager:*", "servicediscovery:*", "ec2:Describe*",
    "ec2:*SecurityGroup*", "iam:GetRole", "iam:List*",
)  # fmt: skip


class Tenancy(pulumi.ComponentResource):
    """One body's account in its place in the tree. Give it a provider that acts as the vending role.

    Outputs: see ``components.contracts.TenancyOutputs``.
    """

    def __init__(self, name: str, args: TenancyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Tenancy", name, {}, opts)
        self._name, self._args = name, args
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        self.tenancy: pulumi.Output[str] = self._account()
        tags = standard_tags(platform=args.platform, organisation=args.organisation, classification=args.classification)
        provider = entered(f"{name}-account", self.tenancy, args.home, partition, tags=tags, parent=self, via=args.vending)
        self._inside = pulumi.ResourceOptions(parent=self, provider=provider)
        self.deploy = self._deploy(partition).arn
        self.application = self._application(partition).arn
        self.register_outputs({"tenancy": self.tenancy, "deploy": self.deploy, "application": self.application})

    def _account(self) -> pulumi.Output[str]:
        args = self._args
        if args.existing:
            # Moved into the organisation and its unit beforehand; nothing here may close or move it.
            return pulumi.Output.from_input(args.existing)
        account = aws.organizations.Account(
            f"{self._name}-account",
            name=physical("aws:account", platform=args.platform, organisation=args.organisation, role="tenancy"),
            email=args.mailbox,
            parent_id=args.unit,
            role_name=ADMINISTRATION_ROLE,
            iam_user_access_to_billing="DENY",
            close_on_deletion=False,
            opts=pulumi.ResourceOptions(
                parent=self, protect=True, retain_on_delete=True, ignore_changes=["roleName", "iamUserAccessToBilling"]
            ),
        )
        return account.id

    def _own_roles(self, partition: pulumi.Output[str]) -> pulumi.Output[str]:
        return pulumi.Output.concat("arn:", partition, ":iam::", self.tenancy, ":role/civic-workload/*")

    def _deploy(self, partition: pulumi.Output[str]) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{self._name}-deploy",
            name="civic-deploy",
            path="/civic/",
            description="Deploys the landing zone",
            assume_role_policy=document(assumed_by([self._args.pipelines["landing-zone"]])),
            opts=self._inside,
        )
        service_roles = pulumi.Output.concat("arn:", partition, ":iam::", self.tenancy, ":role/civic-service/*")
        aws.iam.RolePolicy(
            f"{self._name}-deploy-rights",
            name="landing-zone",
            role=role.name,
            policy=document(
                {"Sid": "LandingZone", "Effect": "Allow", "Action": list(DEPLOY_ACTIONS), "Resource": "*"},
                {"Sid": "ServiceRoles", "Effect": "Allow", "Action": list(DEPLOY_ROLE_ACTIONS), "Resource": service_roles},
                {"Sid": "ServiceLinked", "Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole"], "Resource": "*"},
            ),
            opts=self._inside,
        )
        return role

    def _application(self, partition: pulumi.Output[str]) -> aws.iam.Role:
        boundary = aws.iam.Policy(
            f"{self._name}-boundary",
            name="civic-application-boundary",
            path="/civic/",
            description="The most that an application, or a role it makes, can ever do",
            policy=document(
                {"Sid": "Applications", "Effect": "Allow", "Action": [*APPLICATION_ACTIONS, "iam:*"], "Resource": "*"},
                {"Sid": "NeverTheNetwork", "Effect": "Deny", "Action": list(NEVER_FOR_APPLICATIONS), "Resource": "*"},
            ),
            opts=self._inside,
        )
        role = aws.iam.Role(
            f"{self._name}-application",
            name="civic-application",
            path="/civic/",
            description="Deploys the body's applications",
            permissions_boundary=boundary.arn,
            assume_role_policy=document(assumed_by([self._args.pipelines["applications"]]), *self._own_pipeline()),
            opts=self._inside,
        )
        own = self._own_roles(partition)
        bounded = {"StringEquals": {"iam:PermissionsBoundary": boundary.arn}}
        aws.iam.RolePolicy(
            f"{self._name}-application-rights",
            name="applications",
            role=role.name,
            policy=document(
                {"Sid": "Applications", "Effect": "Allow", "Action": list(APPLICATION_ACTIONS), "Resource": "*"},
                {"Sid": "BoundedRoles", "Effect": "Allow", "Action": ["iam:CreateRole", "iam:*RolePolicy"], "Resource": own, "Condition": bounded},
                {"Sid": "OwnRoles", "Effect": "Allow", "Action": ["iam:DeleteRole", "iam:PassRole", "iam:TagRole"], "Resource": own},
            ),
            opts=self._inside,
        )
        return role

    def _own_pipeline(self) -> list[Statement]:
        args = self._args
        if not args.pipeline_issuer:
            return []
        issuer = aws.iam.OpenIdConnectProvider(
            f"{self._name}-pipeline", url=args.pipeline_issuer, client_id_lists=["sts.amazonaws.com"], opts=self._inside
        )
        host = args.pipeline_issuer.removeprefix("https://")
        exact = {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": args.pipeline_subject}
        return [
            {
                "Effect": "Allow",
                "Principal": {"Federated": issuer.arn},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": exact},
            }
        ]
