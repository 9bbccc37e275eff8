"""Who may enter a body's Azure subscription: groups of the directory, as one of four roles, until a day."""

import pulumi
from pulumi_azure_native import authorization

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.handles import OrganisationHandle, TenancyHandle
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
    """GUID of the role definition by role; one of ours, assignable under the management group ``root``, and three that Azure has."""
    operator = roles.custom_role(
        f"{name}-access-operator",
        key=(owner.platform, "access", "operator"),
        owner=owner,
        role="access-operator",
        actions=OPERATIONS,
        scope=root,
        opts=options.inside(parent),
    )
    return {"operator": operator.name, "reader": roles.READER, "auditor": roles.SECURITY_READER, "break-glass": roles.OWNER}


class Access(pulumi.ComponentResource):
    """Groups that may take a role in one Azure subscription, for as long as a task needs it, until their last day.

    Nobody holds a role all day: each group is *eligible* under Privileged Identity Management, which asks for sign-in strength and
    reason as the directory says, and ends the schedule by itself (Microsoft Learn, "Assign Azure resource roles in PIM"). Who is in
    a group is the directory's: inherited, not assessed here. Outputs: see ``components.contracts.AccessOutputs``.
    """

    ends: dict[str, str]

    def __init__(self, name: str, args: AccessArgs[OrganisationHandle, TenancyHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Access", name, {}, opts)
        subscription = args.tenancy.subscription
        for grant in args.grants:
            authorization.PimRoleEligibilitySchedule(
                f"{name}-{grant.role}-{grant.group}",
                scope=ids.subscription_scope(subscription),
                principal_id=grant.group,
                # PIM wants a role definition's id as the Azure subscription sees it.
                role_definition_id=ids.role_definition(subscription, args.organisation.roles[grant.role]),
                justification=f"{grant.role} of {args.owner.key}, as its record says",
                schedule_info=authorization.RoleEligibilityScheduleRequestPropertiesScheduleInfoArgs(
                    start_date_time=f"{grant.since}T00:00:00Z" if grant.since else None,
                    expiration=authorization.RoleEligibilityScheduleRequestPropertiesExpirationArgs(
                        type=authorization.Type.AFTER_DATE_TIME, end_date_time=f"{grant.until}T23:59:59Z"
                    ),
                ),
                opts=options.inside(self),
            )
        self.ends = {f"{grant.role}-{grant.group}": grant.until for grant in args.grants}
        self.register_outputs({"ends": self.ends})
