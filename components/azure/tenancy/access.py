"""Who may enter a body's Azure subscription: groups of the directory, as one of four roles, until a day."""

import pulumi
from pulumi_azure_native import authorization

from components.azure import identifiers as ids
from components.contracts import AccessArgs
from components.naming import physical

OPERATIONS = (
    "*/read",
    "Microsoft.App/containerApps/start/action",
    "Microsoft.App/containerApps/stop/action",
    "Microsoft.App/containerApps/revisions/restart/action",
    "Microsoft.App/jobs/start/action",
    "Microsoft.App/jobs/stop/action",
    "Microsoft.DBforPostgreSQL/flexibleServers/restart/action",
    "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/backup/action",
    "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Support/*",
)
"""What an operator does besides looking: keep what runs running, restore, ask for help. Neither rights, nor networks, nor new things."""


def roles(
    name: str, *, platform: str, bodies: pulumi.Output[str], parent: pulumi.Resource, provider: pulumi.ProviderResource | None = None
) -> dict[str, pulumi.Output[str]]:
    """Role definition id by role, assignable under the management group ``bodies``; one of ours, and three that Azure has."""
    operator = authorization.RoleDefinition(
        f"{name}-access-operator",
        role_definition_id=ids.guid(platform, "access", "operator"),
        role_name=physical("azure:general", platform=platform, role="access-operator"),
        role_type="CustomRole",
        scope=bodies,
        assignable_scopes=[bodies],
        permissions=[{"actions": list(OPERATIONS), "not_actions": [], "data_actions": [], "not_data_actions": []}],
        opts=pulumi.ResourceOptions(parent=parent, provider=provider),
    )
    built_in = {"reader": ids.READER, "auditor": ids.SECURITY_READER, "break-glass": ids.OWNER}
    return {"operator": operator.id, **{role: pulumi.Output.from_input(ids.built_in(ident)) for role, ident in built_in.items()}}


class Access(pulumi.ComponentResource):
    """Groups that may take a role in one Azure subscription, for as long as a task needs it, until their last day.

    Nobody holds a role all day: each group is *eligible* under Privileged Identity Management, which asks for sign-in strength and
    reason as the directory says, and ends the schedule by itself (Microsoft Learn, "Assign Azure resource roles in PIM"). Who is in
    a group is the directory's: inherited, not assessed here. Outputs: see ``components.contracts.AccessOutputs``.
    """

    ends: dict[str, str]

    def __init__(self, name: str, args: AccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Access", name, {}, opts)
        for grant in args.grants:
            authorization.PimRoleEligibilitySchedule(
                f"{name}-{grant.role}-{grant.group}",
                scope=ids.subscription_scope(args.tenancy),
                principal_id=grant.group,
                role_definition_id=_in_subscription(args.tenancy, args.roles[grant.role]),
                justification=f"{grant.role} of {args.organisation}, as its record says",
                schedule_info={
                    "expiration": {"type": authorization.Type.AFTER_DATE_TIME, "end_date_time": f"{grant.until}T23:59:59Z"},
                },
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.ends = {f"{grant.role}-{grant.group}": grant.until for grant in args.grants}
        self.register_outputs({"ends": self.ends})


def _in_subscription(tenancy: pulumi.Input[str], role: pulumi.Input[str]) -> pulumi.Output[str]:
    """PIM wants a role definition's id as the Azure subscription sees it."""
    return pulumi.Output.concat(ids.subscription_scope(tenancy), "/providers/Microsoft.Authorization/roleDefinitions/", ids.last_part(role))
