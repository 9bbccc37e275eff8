"""The organisation: its tree, the platform's own accounts, guardrails, archive and watch."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by, document
from components.aws.foundation.archive import Archive
from components.aws.foundation.detection import watch
from components.aws.foundation.guardrails import resource_control_policies, service_control_policies
from components.aws.hosting.registry import scan
from components.aws.hosting.rights import cell_rights, place_rights
from components.aws.providers import ADMINISTRATION_ROLE, entered
from components.aws.tags import standard_tags
from components.aws.tenancy.access import directory, permission_sets
from components.contracts import PLATFORM_TENANCIES, FoundationArgs
from components.naming import physical

SERVICES = (
    "access-analyzer.amazonaws.com", "account.amazonaws.com", "backup.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com",
    "guardduty.amazonaws.com", "malware-protection.guardduty.amazonaws.com", "ram.amazonaws.com", "securityhub.amazonaws.com",
    "sso.amazonaws.com",
)  # fmt: skip
"""Services that may act for the whole organisation (AWS Organizations User Guide, "AWS services that you can use with AWS Organizations")."""

NETWORK_ACTIONS = (
    "ec2:*", "network-firewall:*", "route53resolver:*", "route53profiles:*", "ram:*", "logs:*", "kms:Create*", "kms:Describe*", "kms:Enable*",
    "kms:Get*", "kms:List*", "kms:Put*", "kms:Tag*", "kms:Update*", "kms:ScheduleKeyDeletion", "iam:CreateServiceLinkedRole", "s3:GetBucketPolicy",
)  # fmt: skip


ASSIGN_ACTIONS = (
    "sso:CreateAccountAssignment", "sso:DeleteAccountAssignment", "sso:DescribeAccountAssignmentCreationStatus",
    "sso:DescribeAccountAssignmentDeletionStatus", "sso:DescribePermissionSet", "sso:ListAccountAssignments",
)  # fmt: skip
"""Giving a body's people the roles that the foundation made, and no other."""


HOSTING_ACTIONS = ("ec2:*", "route53profiles:*", "route53resolver:*")
"""The network of a cell; ``hosting_rights`` has the rest."""


class Foundation(pulumi.ComponentResource):
    """The platform's foundation on AWS. Give it the management account's provider.

    Closing an account is never a plan's side effect: accounts and the organisation are protected and
    kept. Outputs: see ``components.contracts.FoundationOutputs``.
    """

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Foundation", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True)
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        organisation = aws.organizations.Organization(
            f"{name}-organisation",
            feature_set="ALL",
            aws_service_access_principals=list(SERVICES),
            enabled_policy_types=["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
            opts=self._kept,
        )
        root = organisation.roots[0].id
        units = {role: self._unit(role, root) for role in ("platform", "bodies", "suspended")}
        accounts = {purpose: self._account(purpose, units["platform"].id) for purpose in PLATFORM_TENANCIES}
        self._guard(organisation, units)
        self._serve(organisation, accounts, partition, root)
        aws.ram.SharingWithOrganization(f"{name}-sharing", opts=pulumi.ResourceOptions(parent=self, depends_on=[organisation]))
        self.organisation = organisation.id
        self.organisation_arn = organisation.arn
        self.bodies = units["bodies"].id
        self.tenancies = {purpose: account.id for purpose, account in accounts.items()}
        self.directory = directory(self)
        self.access = permission_sets(name, self.directory, partition, self)
        self.vending = self._vending(partition).arn
        outputs = (
            "organisation", "organisation_arn", "bodies", "tenancies", "archive", "archive_workspace", "vending", "network", "hosting",
            "directory", "access",
        )  # fmt: skip
        self.register_outputs({key: getattr(self, key) for key in outputs})

    def _unit(self, role: str, root: pulumi.Output[str]) -> aws.organizations.OrganizationalUnit:
        return aws.organizations.OrganizationalUnit(f"{self._name}-{role}", name=role, parent_id=root, opts=self._kept)

    def _account(self, purpose: str, unit: pulumi.Output[str]) -> aws.organizations.Account:
        return aws.organizations.Account(
            f"{self._name}-{purpose}",
            name=physical("aws:account", platform=self._args.platform, role=purpose),
            email=self._args.mailboxes[purpose],
            parent_id=unit,
            role_name=ADMINISTRATION_ROLE,
            iam_user_access_to_billing="DENY",
            close_on_deletion=False,
            # The provider cannot read these back, so an imported account would seem to change (Terraform AWS provider, aws_organizations_account).
            opts=pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True, ignore_changes=["roleName", "iamUserAccessToBilling"]),
        )

    def _guard(self, organisation: aws.organizations.Organization, units: dict[str, aws.organizations.OrganizationalUnit]) -> None:
        platform_too = {"regions", "baseline"}
        for role, text in service_control_policies(self._args.regions).items():
            where = ["bodies", "suspended", *(["platform"] if role in platform_too else [])]
            self._policy(f"guardrail-{role}", "SERVICE_CONTROL_POLICY", text, where, units)
        perimeter = organisation.id.apply(lambda ident: resource_control_policies(ident)["perimeter"])
        self._policy("guardrail-perimeter", "RESOURCE_CONTROL_POLICY", perimeter, ["bodies", "suspended"], units)

    def _policy(
        self,
        role: str,
        kind: str,
        content: pulumi.Input[str],
        where: list[str],
        units: dict[str, aws.organizations.OrganizationalUnit],
    ) -> None:
        policy = aws.organizations.Policy(
            f"{self._name}-{role}",
            name=physical("aws:organization-policy", platform=self._args.platform, role=role),
            type=kind,
            content=content,
            opts=pulumi.ResourceOptions(parent=self, protect=True, depends_on=[units["bodies"]]),
        )
        for unit in where:
            aws.organizations.PolicyAttachment(f"{self._name}-{role}-{unit}", policy_id=policy.id, target_id=units[unit].id, opts=self._inside)

    def _serve(
        self,
        organisation: aws.organizations.Organization,
        accounts: dict[str, aws.organizations.Account],
        partition: pulumi.Output[str],
        root: pulumi.Output[str],
    ) -> None:
        name, args = self._name, self._args
        tags = standard_tags(platform=args.platform, organisation="platform", classification="official-sensitive")
        providers = {
            purpose: entered(f"{name}-in-{purpose}", accounts[purpose].id, args.home, partition, tags=tags, parent=self)
            for purpose in ("log-archive", "network", "hosting")
        }
        in_security = {
            region: entered(f"{name}-in-security-{region}", accounts["security"].id, region, partition, tags=tags, parent=self)
            for region in args.regions
        }
        archive = Archive(
            f"{name}-archive",
            platform=args.platform,
            account=accounts["log-archive"].id,
            organisation=organisation.id,
            partition=partition,
            days=args.retention_days,
            parent=self,
            provider=providers["log-archive"],
        )
        watch(
            name,
            platform=args.platform,
            home=args.home,
            regions=args.regions,
            root=root,
            security=accounts["security"].id,
            archive=archive,
            parent=self,
            organisation=organisation,
            in_security=in_security,
        )
        self.archive = archive.bucket.arn
        self.archive_workspace = archive.key.arn
        self.network = self._role_in("network", NETWORK_ACTIONS, providers["network"]).arn
        rights = [*cell_rights(partition, args.platform), *place_rights(partition, accounts["hosting"].id)]
        self.hosting = self._role_in("hosting", HOSTING_ACTIONS, providers["hosting"], rights).arn
        for region in args.regions:
            scan(f"{name}-images-scanned-{region}", pulumi.ResourceOptions(parent=self, provider=providers["hosting"]), region)

    def _role_in(self, layer: str, actions: tuple[str, ...], provider: aws.Provider, rights: Sequence[Statement] = ()) -> aws.iam.Role:
        inside = pulumi.ResourceOptions(parent=self, provider=provider)
        role = aws.iam.Role(
            f"{self._name}-{layer}-role",
            name=f"civic-{layer}",
            path="/civic/",
            description=f"What the {layer} layer acts as",
            assume_role_policy=document(assumed_by([self._args.pipelines[layer]])),
            opts=inside,
        )
        networks = {"Sid": "Networks", "Effect": "Allow", "Action": list(actions), "Resource": "*"}
        aws.iam.RolePolicy(f"{self._name}-{layer}-rights", role=role.name, policy=document(networks, *rights), opts=inside)
        return role

    def _vending(self, partition: pulumi.Output[str]) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{self._name}-vending-role",
            name="civic-vending",
            path="/civic/",
            description="Makes accounts and enters new ones",
            assume_role_policy=document(assumed_by([self._args.pipelines["tenancy"]])),
            opts=self._inside,
        )
        actions = [
            "organizations:CreateAccount", "organizations:Describe*", "organizations:List*", "organizations:MoveAccount",
            "organizations:TagResource", "organizations:UntagResource",
        ]  # fmt: skip
        # Instance, permission sets and accounts are all three resources of an assignment (Service Authorization Reference, "IAM Identity Center").
        assigned = [
            self.directory,
            *self.access.values(),
            pulumi.Output.concat("arn:", partition, ":sso:::account/*"),
        ]
        enter = pulumi.Output.concat("arn:", partition, ":iam::*:role/", ADMINISTRATION_ROLE)
        aws.iam.RolePolicy(
            f"{self._name}-vending-rights",
            role=role.name,
            policy=document(
                {"Sid": "Vend", "Effect": "Allow", "Action": actions, "Resource": "*"},
                {"Sid": "Enter", "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": enter},
                {"Sid": "Assign", "Effect": "Allow", "Action": list(ASSIGN_ACTIONS), "Resource": assigned},
            ),
            opts=self._inside,
        )
        return role
