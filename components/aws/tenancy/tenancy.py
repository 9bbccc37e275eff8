"""A body's account, and the two roles in it: one that deploys its landing zone, one that deploys its applications."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by, document
from components.aws.hosting.rights import SCAN_ACTIONS, cell_rights
from components.aws.providers import ADMINISTRATION_ROLE, entered
from components.aws.services.rights import subscription_rights
from components.aws.tags import standard_tags
from components.contracts import TenancyArgs
from components.naming import physical

DEPLOY_ACTIONS = (
    "access-analyzer:*", "account:*AlternateContact", "backup:*", "backup-storage:*", "chime:*VoiceConnector*", "cloudwatch:*Alarm*", "cloudwatch:*Tag*", "config:*",
    "ec2:*", "elasticloadbalancing:*", "events:*", "kms:*", "logs:*", "route53profiles:*", "route53resolver:*", "s3:*AccountPublicAccessBlock",
    "sns:*", "ram:Get*", "ram:List*", "vpce:AllowMultiRegion",
)  # fmt: skip
"""What the landing zone makes, by service."""
DEPLOY_ROLE_ACTIONS = (
    "iam:CreateRole", "iam:DeleteRole", "iam:GetRole*", "iam:List*", "iam:*RolePolicy", "iam:TagRole", "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
)  # fmt: skip
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


BOUNDARY = "civic-application-boundary"
WORKLOADS = "civic-workload"
"""Path of the roles that the application role makes."""


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
        self.inside: pulumi.ProviderResource = provider
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
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True, ignore_changes=["roleName", "iamUserAccessToBilling"]),
        )
        return account.id

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
        given = {"StringEquals": {"iam:PassedToService": list(SERVED)}}
        aws.iam.RolePolicy(
            f"{self._name}-deploy-rights",
            name="landing-zone",
            role=role.name,
            policy=document(
                {"Sid": "LandingZone", "Effect": "Allow", "Action": list(DEPLOY_ACTIONS), "Resource": "*"},
                {"Sid": "ServiceRoles", "Effect": "Allow", "Action": list(DEPLOY_ROLE_ACTIONS), "Resource": service_roles},
                {"Sid": "GiveRoles", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": service_roles, "Condition": given},
                {"Sid": "ServiceLinked", "Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole"], "Resource": "*"},
                *cell_rights(partition, self._args.platform),
                {"Sid": "Scanning", "Effect": "Allow", "Action": list(SCAN_ACTIONS), "Resource": "*"},
            ),
            opts=self._inside,
        )
        return role

    def _application(self, partition: pulumi.Output[str]) -> aws.iam.Role:
        rights = self._application_rights(partition)
        boundary = aws.iam.Policy(
            f"{self._name}-boundary",
            name=BOUNDARY,
            path="/civic/",
            description="The most that an application, or a role it makes, can ever do",
            # The same rights again: a boundary with more would let a role that the application makes outgrow it.
            policy=document(*rights, {"Sid": "NeverTheNetwork", "Effect": "Deny", "Action": list(NEVER_FOR_APPLICATIONS), "Resource": "*"}),
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
        aws.iam.RolePolicy(f"{self._name}-application-rights", name="applications", role=role.name, policy=document(*rights), opts=self._inside)
        return role

    def _application_rights(self, partition: pulumi.Output[str]) -> list[Statement]:
        account = pulumi.Output.concat("arn:", partition, ":iam::", self.tenancy)
        own = pulumi.Output.concat(account, f":role/{WORKLOADS}/*")
        linked = pulumi.Output.concat(account, ":role/aws-service-role/*")
        # Named, not referred to: the boundary holds these statements itself.
        bounded = {"StringEquals": {"iam:PermissionsBoundary": pulumi.Output.concat(account, ":policy/civic/", BOUNDARY)}}
        keep = ["iam:DeleteRole", "iam:PassRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy"]
        make = ["iam:CreateRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy", "iam:DeleteRolePolicy"]
        return [
            {"Sid": "Applications", "Effect": "Allow", "Action": list(APPLICATION_ACTIONS), "Resource": "*"},
            {"Sid": "BoundedRoles", "Effect": "Allow", "Action": make, "Resource": own, "Condition": bounded},
            {"Sid": "OwnRoles", "Effect": "Allow", "Action": keep, "Resource": own},
            {"Sid": "ServiceLinked", "Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole"], "Resource": linked},
            *subscription_rights(partition, self.tenancy),
        ]

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
