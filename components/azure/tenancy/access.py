"""Who may enter a body's Azure subscription: groups of the directory, as one of four roles, until a day."""

import pulumi

from components.azure import options, roles
from components.azure.handles import OrganisationHandle, TenancyHandle
from components.azure.people import BUILT_IN, let_in
from components.azure.registration import python_plane
from components.contracts import AccessArgs, Owner

OPERATIONS = (
    "*/read",
    "Microsoft.App/containerApps/start/action",
    "Microsoft.App/containerApps/stop/action",
    "Microsoft.App/containerApps/revisions/restart/action",
    "Microsoft.App/jobs/start/action",
    "Microsoft.App/jobs/stop/action",
    "Microsoft.DBforPostgreSQL/flexibleServers/restart/action",
    # A secret's value is put in through Azure Resource Manager, which a vault without a public door trusts, and which never gives one out.
    "Microsoft.KeyVault/vaults/secrets/write",
    "Microsoft.DataProtection/backupVaults/backupInstances/backup/action",
    "Microsoft.DataProtection/backupVaults/backupInstances/validateRestore/action",
    "Microsoft.DataProtection/backupVaults/backupInstances/restore/action",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Support/*",
)
"""What an operator does besides looking: keep what runs running, fill secrets, restore, ask for help. Neither rights, nor networks, nor new things,
and no data: an operator who fills a secret cannot read it, nor anybody else's."""


def access_roles(name: str, *, owner: Owner, root: pulumi.Input[str], parent: pulumi.Resource) -> dict[str, pulumi.Input[str]]:
    """GUID of the role definition by role; one of ours, assignable under the management group ``root``, and those that Azure has."""
    operator = roles.custom_role(
        f"{name}-access-operator",
        key=(owner.platform, "access", "operator"),
        owner=owner,
        role="access-operator",
        actions=OPERATIONS,
        scope=root,
        opts=options.inside(parent),
    )
    return {"operator": operator.name, **BUILT_IN}


class Access(pulumi.ComponentResource):
    """Groups that may take a role in one Azure subscription, for as long as a task needs it, until their last day.

    See ``components.azure.people``. Outputs: see ``components.contracts.AccessOutputs``.
    """

    ends: dict[str, str]

    def __init__(self, name: str, args: AccessArgs[OrganisationHandle, TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Access", name, {}, opts)
        let_in(
            name,
            grants=args.grants,
            subscription=args.tenancy.subscription,
            roles=args.organisation.roles,
            whose=args.owner.key,
            plane=python_plane(name, options.inside(self)),
            parent=self,
        )
        self.ends = {f"{grant.role}-{grant.group}": grant.until for grant in args.grants}
        self.register_outputs({"ends": self.ends})
