"""The roles that people take in an Azure subscription: groups of the directory are eligible for days, and whoever activates a role has it for hours.

Nobody holds a role all day. Privileged Identity Management ends each schedule by itself, and asks whoever activates a role for a second factor, a
reason, and, where a grant names approvers, the yes of one of them. Who is in a group is the directory's: inherited, not assessed here. Source:
Microsoft Learn, "Assign Azure resource roles in Privileged Identity Management", "Configure Azure resource role settings in Privileged Identity
Management".
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pulumi
from pulumi_azure_native import authorization

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.dynamic.activation import RoleActivation
from components.contracts import PLATFORM_TENANCIES, AccessGrant

HOURS: Mapping[str, int] = MappingProxyType({"reader": 4, "soc-reader": 4, "auditor": 4, "operator": 2, "break-glass": 1})
"""For which an activated role lasts at most; the same as a session on AWS."""
DAYS: Mapping[str, int] = MappingProxyType({"break-glass": 90})
"""For which anybody may be made eligible at most, whoever does it; a record allows break-glass fewer. All others: a year."""
MANAGEMENT = "management"
PLACES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "soc-reader": (*PLATFORM_TENANCIES, MANAGEMENT),
        "auditor": (*PLATFORM_TENANCIES, MANAGEMENT),
        "operator": ("network", "hosting"),
        "break-glass": (*PLATFORM_TENANCIES, MANAGEMENT),
    }
)
"""Which of the platform's own Azure subscriptions one of the platform's own people enters, by role (``components.contracts.PLATFORM_ROLES``)."""
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {"reader": roles.READER, "soc-reader": roles.READER, "auditor": roles.SECURITY_READER, "break-glass": roles.OWNER}
)
"""GUIDs of Azure's own definitions. A reader of Azure sees what the Defender found too."""
LONGEST_MINUTES = 20
"""Minutes for which a role's settings are waited for in a new Azure subscription."""


def grants_in(place: str, grants: Sequence[AccessGrant]) -> list[AccessGrant]:
    """Those that are for one of the platform's own Azure subscriptions: a key of ``PLATFORM_TENANCIES``, or the management one."""
    return [grant for grant in grants if place in PLACES[grant.role]]


def let_in(
    name: str,
    *,
    grants: Sequence[AccessGrant],
    subscription: pulumi.Input[str],
    roles: Mapping[str, pulumi.Input[str]],
    whose: str,
    plane: pulumi.ProviderResource,
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    told: str = "",
) -> None:
    """Make the groups of ``grants`` eligible in one Azure subscription, as children of ``parent``. ``roles``: GUID of a definition by role.

    ``told``: the mailbox that hears of each activation, besides the administrators. ``plane``: a provider of ``registration.python_plane``.
    """
    settings = {
        role: RoleActivation(
            f"{name}-{role}-activation",
            scope=ids.subscription_scope(subscription),
            role=roles[role],
            rules=activation_rules(role, sorted({grant.approvers for grant in grants if grant.role == role and grant.approvers}), told),
            minutes=LONGEST_MINUTES,
            opts=options.inside(parent, plane, after=[provider] if provider else ()),
        )
        for role in dict.fromkeys(grant.role for grant in grants)
    }
    for grant in grants:
        authorization.PimRoleEligibilitySchedule(
            f"{name}-{grant.role}-{grant.group}",
            scope=ids.subscription_scope(subscription),
            principal_id=grant.group,
            # PIM wants a role definition's id as the Azure subscription sees it.
            role_definition_id=ids.role_definition(subscription, roles[grant.role]),
            justification=f"{grant.role} of {whose}, as its record says",
            schedule_info=authorization.RoleEligibilityScheduleRequestPropertiesScheduleInfoArgs(
                start_date_time=f"{grant.since}T00:00:00Z" if grant.since else None,
                expiration=authorization.RoleEligibilityScheduleRequestPropertiesExpirationArgs(
                    type=authorization.Type.AFTER_DATE_TIME, end_date_time=f"{grant.until}T23:59:59Z"
                ),
            ),
            # Nobody is eligible before it is settled what activating asks.
            opts=options.inside(parent, provider, after=[settings[grant.role]]),
        )


def activation_rules(role: str, approvers: Sequence[str], told: str) -> list[dict[str, object]]:
    """Rules of a role's policy (Microsoft Learn, "Rules in PIM - mapping guide"). ``approvers``: object ids of groups; none: nobody is asked."""
    activating, making = _target("EndUser", "Assignment"), _target("Admin", "Eligibility")
    stage = {
        "approvalStageTimeOutInDays": 1,
        "isApproverJustificationRequired": True,
        "isEscalationEnabled": False,
        "escalationTimeInMinutes": 0,
        "primaryApprovers": [{"id": group, "userType": "Group", "isBackup": False, "description": "approvers"} for group in approvers],
        "escalationApprovers": [],
    }
    approval = {
        "isApprovalRequired": bool(approvers),
        "isApprovalRequiredForExtension": False,
        "isRequestorJustificationRequired": True,
        "approvalMode": "SingleStage",
        "approvalStages": [stage] if approvers else [],
    }
    rules: list[dict[str, object]] = [
        _expires("Expiration_EndUser_Assignment", f"PT{HOURS[role]}H", activating),
        _rule("Enablement_EndUser_Assignment", "Enablement", activating, enabledRules=["MultiFactorAuthentication", "Justification"]),
        _rule("Approval_EndUser_Assignment", "Approval", activating, setting=approval),
        _expires("Expiration_Admin_Eligibility", f"P{DAYS.get(role, 365)}D", making),
        # Nobody is given the role outright for long either.
        _expires("Expiration_Admin_Assignment", "P15D", _target("Admin", "Assignment")),
    ]
    if told:
        mail = {"notificationType": "Email", "recipientType": "Admin", "isDefaultRecipientsEnabled": True, "notificationLevel": "All"}
        rules.append(_rule("Notification_Admin_EndUser_Assignment", "Notification", activating, **mail, notificationRecipients=[told]))
    return rules


def _expires(key: str, longest: str, target: Mapping[str, object]) -> dict[str, object]:
    return _rule(key, "Expiration", target, isExpirationRequired=True, maximumDuration=longest)


def _rule(key: str, kind: str, target: Mapping[str, object], **what: object) -> dict[str, object]:
    return {"id": key, "ruleType": f"RoleManagementPolicy{kind}Rule", "target": target, **what}


def _target(caller: str, level: str) -> dict[str, object]:
    empty: dict[str, object] = {"targetObjects": [], "inheritableSettings": [], "enforcedSettings": []}
    return {"caller": caller, "operations": ["All"], "level": level, **empty}
