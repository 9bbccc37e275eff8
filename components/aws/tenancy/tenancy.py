"""A body's account, and the roles in it: one that deploys its landing zone, one that deploys its applications, and those of AWS's services."""

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by, assumed_by_pipeline, document
from components.aws.handles import OrganisationHandle, TenancyHandle
from components.aws.options import inside, protected
from components.aws.providers import entered
from components.aws.roles import APPLICATION_BOUNDARY, APPLICATION_ROLE, DEPLOY_ROLE, PATH, body_path
from components.aws.tenancy.application_rights import application_rights, workload_rights
from components.aws.tenancy.database_roles import create_database_roles
from components.aws.tenancy.rights import deploy_rights
from components.aws.tenancy.service_roles import create_service_roles
from components.aws.vending import organisation_account
from components.contracts import TenancyArgs


class Tenancy(pulumi.ComponentResource):
    """One body's account in its place in the tree. Give it the management account's provider, as the body's own run.

    It makes a provider of its own for the account that it vends, in which its roles lie. Outputs: see
    ``components.contracts.TenancyOutputs``.
    """

    tenancy: TenancyHandle
    provider: pulumi.ProviderResource

    def __init__(self, name: str, args: TenancyArgs[OrganisationHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Tenancy", name, {"existing": ["tenancy"]} if args.existing else {}, opts)
        self._name, self._args = name, args
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        account = self._account()
        self.provider = entered(f"{name}-account", account, args.home, partition, args.owner, parent=self)
        self._inside = inside(self, self.provider)
        create_service_roles(name, args.home, account, partition, self._inside)
        create_database_roles(f"{name}-databases", account, partition, self._inside)
        deploy = self._deploy_role(deploy_rights(partition, account, args.owner.platform))
        application = self._application_role(application_rights(partition, account, args.owner), workload_rights(partition, account, args.owner))
        self.tenancy = TenancyHandle(account=account, deploy=deploy.arn, application=application.arn)
        self.register_outputs({"tenancy": self.tenancy.to_card()})

    def _account(self) -> pulumi.Output[str]:
        args = self._args
        if args.existing:
            # Moved into the organisation and its unit beforehand; nothing here may close or move it.
            return pulumi.Output.from_input(args.existing)
        return organisation_account(
            f"{self._name}-account",
            args.owner.name("aws:account", "tenancy"),
            owner=args.owner,
            mailbox=args.mailbox,
            unit=args.organisation.units[args.owner.environment],
            parent=self,
        ).id

    def _deploy_role(self, rights: list[Statement]) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{self._name}-deploy",
            name=DEPLOY_ROLE,
            path=body_path(PATH, self._args.owner),
            description="Deploys the landing zone",
            assume_role_policy=document(assumed_by([self._args.runs["landing-zone"]])),
            opts=self._inside,
        )
        aws.iam.RolePolicy(f"{self._name}-deploy-rights", name="landing-zone", role=role.name, policy=document(*rights), opts=self._inside)
        return role

    def _application_role(self, rights: list[Statement], workloads: list[Statement]) -> aws.iam.Role:
        boundary = aws.iam.Policy(
            f"{self._name}-boundary",
            name=APPLICATION_BOUNDARY,
            path=PATH,
            description="The most that an application, or a role it makes, can ever do",
            # The same rights again, and what only its workloads do.
            policy=document(*rights, *workloads),
            opts=self._inside,
        )
        role = aws.iam.Role(
            f"{self._name}-application",
            name=APPLICATION_ROLE,
            path=body_path(PATH, self._args.owner),
            description="Deploys the body's applications",
            permissions_boundary=boundary.arn,
            assume_role_policy=document(assumed_by([self._args.runs["applications"]]), *self._own_pipeline()),
            opts=self._inside,
        )
        aws.iam.RolePolicy(f"{self._name}-application-rights", name="applications", role=role.name, policy=document(*rights), opts=self._inside)
        return role

    def _own_pipeline(self) -> list[Statement]:
        args = self._args
        if not args.pipeline_issuer:
            return []
        issuer = aws.iam.OpenIdConnectProvider(
            f"{self._name}-pipeline", url=args.pipeline_issuer, client_id_lists=["sts.amazonaws.com"], opts=protected(self, self.provider)
        )
        return [assumed_by_pipeline(issuer.arn, args.pipeline_issuer, args.pipeline_subject)]
