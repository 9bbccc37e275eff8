"""The organisation: its tree, the platform's own accounts, guardrails, archive and detection."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.aws.documents import Statement, assumed_by, document
from components.aws.foundation.archive import Archive
from components.aws.foundation.detection import Detection
from components.aws.foundation.guarding import attach_guardrails
from components.aws.foundation.organisation import Organisation, existing_organisation, new_organisation
from components.aws.foundation.platform_baselines import create_baselines
from components.aws.foundation.rights import HOSTING_ACTIONS, HOSTING_KEYS, layer_keys, network_rights, network_statement
from components.aws.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.aws.hosting.registry import scan_images
from components.aws.hosting.rights import CELL_SERVICES, cell_rights, tenant_rights
from components.aws.options import inside, protected
from components.aws.people import People, grants_in
from components.aws.providers import entered
from components.aws.roles import HOSTING_ROLE, NETWORK_ROLE, PATH, service_linked
from components.aws.tenancy.database_roles import create_database_roles
from components.aws.vending import organisation_account
from components.contracts import PLATFORM_TENANCIES, FoundationArgs

ENVIRONMENT_UNITS = {"live": "bodies", "test": "test"}
"""Environment -> the unit under which its tenancies belong."""
UNITS = ("platform", *ENVIRONMENT_UNITS.values(), "suspended")


class Foundation(pulumi.ComponentResource):
    """The platform's foundation on AWS. Give it the management account's provider.

    It makes providers of its own for the accounts that it makes: the archive, the security services and the layers' roles lie in those.
    Closing an account is never a plan's side effect: accounts and the organisation are protected and kept. Outputs: see
    ``components.contracts.FoundationOutputs``.
    """

    organisation: OrganisationHandle
    archive: ArchiveHandle
    tenancies: dict[str, TenancyHandle]

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:Foundation", name, args.existing.told(), opts)
        self._name, self._args = name, args
        self._acting: dict[tuple[str, str], aws.Provider] = {}
        self._partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        organisation = (existing_organisation if args.existing.organisation else new_organisation)(name, self)
        units = {role: self._unit(role, organisation.root) for role in UNITS}
        accounts = {purpose: self._account(purpose, units["platform"].id) for purpose in PLATFORM_TENANCIES}
        attach_guardrails(
            name,
            args,
            organisation=organisation,
            accounts=accounts,
            parent=self,
        )
        self._share(organisation)
        self.archive = self._archive(organisation, accounts)
        roles = {"network": self._network_role(accounts), "hosting": self._hosting_role(accounts)}
        self.tenancies = {
            purpose: TenancyHandle(account=account, deploy=roles[purpose].arn if purpose in roles else "", application="")
            for purpose, account in accounts.items()
        }
        self.organisation = self._organisation(organisation, units)
        for purpose in PLATFORM_TENANCIES:
            self._let_in(purpose, accounts)
        create_baselines(
            name,
            args,
            organisation=self.organisation,
            archive=self.archive,
            accounts=accounts,
            acting=lambda purpose, region: self._account_provider(purpose, accounts, region),
            partition=self._partition,
            parent=self,
        )
        self.register_outputs(
            {
                "organisation": self.organisation.to_card(),
                "archive": self.archive.to_card(),
                "tenancies": {purpose: tenancy.to_card() for purpose, tenancy in self.tenancies.items()},
            }
        )

    def _unit(self, role: str, root: pulumi.Output[str]) -> aws.organizations.OrganizationalUnit:
        return aws.organizations.OrganizationalUnit(f"{self._name}-{role}", name=role, parent_id=root, opts=protected(self))

    def _account(self, purpose: str, unit: pulumi.Output[str]) -> pulumi.Output[str]:
        """Id of the account for a purpose. One that was there is in its unit already, with the administration role, by whoever moved it."""
        if there := self._args.existing.tenancies.get(purpose):
            return pulumi.Output.from_input(there)
        return organisation_account(
            f"{self._name}-{purpose}",
            self._args.owner.name("aws:account", purpose),
            owner=self._args.owner,
            mailbox=self._args.mailboxes[purpose],
            unit=unit,
            parent=self,
        ).id

    def _share(self, organisation: Organisation) -> None:
        aws.ram.SharingWithOrganization(f"{self._name}-sharing", opts=inside(self, depends_on=organisation.ready))

    def _account_provider(self, purpose: str, accounts: Mapping[str, pulumi.Output[str]], region: str) -> aws.Provider:
        """By the administration role. The security account's and those outside the home region are named after their region."""
        if (purpose, region) not in self._acting:
            suffix = f"-{region}" if purpose == "security" or region != self._args.home else ""
            self._acting[purpose, region] = entered(
                f"{self._name}-in-{purpose}{suffix}", accounts[purpose], region, self._partition, self._args.owner, parent=self
            )
        return self._acting[purpose, region]

    def _archive(self, organisation: Organisation, accounts: Mapping[str, pulumi.Output[str]]) -> ArchiveHandle:
        archive = Archive(
            f"{self._name}-archive",
            self._args,
            account=accounts["log-archive"],
            organisation=organisation.id,
            partition=self._partition,
            parent=self,
            provider=self._account_provider("log-archive", accounts, self._args.home),
            second=self._account_provider("log-archive", accounts, self._args.second_region) if self._args.second_region else None,
        )
        Detection(
            self._name,
            self._args,
            organisation=organisation,
            security_account=accounts["security"],
            security={region: self._account_provider("security", accounts, region) for region in self._args.regions},
            archive=archive,
            parent=self,
        )
        return archive.handle

    def _let_in(self, purpose: str, accounts: Mapping[str, pulumi.Output[str]]) -> None:
        """The platform's own people, into one of its accounts. Into the management account the bootstrap lets them."""
        if people := grants_in(purpose, self._args.grants):
            People(
                f"{self._name}-{purpose}-access",
                owner=self._args.owner,
                grants=people,
                directory=self._args.sign_ins,
                home=self._args.home,
                parent=self,
                provider=self._account_provider(purpose, accounts, self._args.home),
            )

    def _network_role(self, accounts: Mapping[str, pulumi.Output[str]]) -> aws.iam.Role:
        rights = network_rights(self._partition, accounts["network"], self._args.owner.platform)
        return self._layer_role("network", NETWORK_ROLE, rights, self._account_provider("network", accounts, self._args.home))

    def _hosting_role(self, accounts: Mapping[str, pulumi.Output[str]]) -> aws.iam.Role:
        provider = self._account_provider("hosting", accounts, self._args.home)
        for region in self._args.regions:
            scan_images(f"{self._name}-images-scanned-{region}", inside(self, provider), region)
        create_database_roles(f"{self._name}-databases", accounts["hosting"], self._partition, inside(self, provider))
        rights = [
            network_statement(HOSTING_ACTIONS),
            *cell_rights(self._partition, accounts["hosting"], self._args.owner.platform),
            *layer_keys(self._partition, accounts["hosting"], "hosting", HOSTING_KEYS),
            service_linked(self._partition, accounts["hosting"], *CELL_SERVICES),
            *tenant_rights(self._partition, accounts["hosting"]),
        ]
        return self._layer_role("hosting", HOSTING_ROLE, rights, provider)

    def _layer_role(self, layer: str, role_name: str, rights: Sequence[Statement], provider: aws.Provider) -> aws.iam.Role:
        role = aws.iam.Role(
            f"{self._name}-{layer}-role",
            name=role_name,
            path=PATH,
            description=f"What the {layer} layer acts as",
            assume_role_policy=document(assumed_by([self._args.pipelines[layer]])),
            opts=inside(self, provider),
        )
        aws.iam.RolePolicy(f"{self._name}-{layer}-rights", role=role.name, policy=document(*rights), opts=inside(self, provider))
        return role

    def _organisation(self, organisation: Organisation, units: Mapping[str, aws.organizations.OrganizationalUnit]) -> OrganisationHandle:
        return OrganisationHandle(
            id=organisation.id,
            arn=organisation.arn,
            units={environment: units[unit].id for environment, unit in ENVIRONMENT_UNITS.items()},
        )
