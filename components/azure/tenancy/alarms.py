"""What a body's people are told of: one table of activity-log alerts, and who is told.

Source: Microsoft Learn, "Azure Monitor activity log alerts"; the list follows the CIS Microsoft Azure Foundations Benchmark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pulumi
from pulumi_azure_native import monitor

from components.azure import identifiers as ids
from components.azure import options
from components.azure.alarms import mail_group
from components.azure.handles import ArchiveHandle, OrganisationHandle, TenancyHandle
from components.contracts import SecurityBaselineArgs

BaselineArgs = SecurityBaselineArgs[OrganisationHandle, ArchiveHandle, TenancyHandle]

ALERTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "policy-assigned": ("Microsoft.Authorization/policyAssignments/write", "A guardrail was assigned or changed"),
        "policy-removed": ("Microsoft.Authorization/policyAssignments/delete", "A guardrail was removed"),
        "rules-changed": ("Microsoft.Network/networkSecurityGroups/write", "The rules of a network were changed"),
        "rules-removed": ("Microsoft.Network/networkSecurityGroups/delete", "The rules of a network were removed"),
        "defence-changed": ("Microsoft.Security/securitySolutions/write", "A security solution was changed"),
        "defence-removed": ("Microsoft.Security/securitySolutions/delete", "A security solution was removed"),
        "rights-given": ("Microsoft.Authorization/roleAssignments/write", "Somebody was given rights"),
        "lock-removed": ("Microsoft.Authorization/locks/delete", "A lock was removed"),
        # Break-glass is a role that a group is eligible for: whoever takes it asks for its activation, on this Azure subscription.
        "break-glass": ("Microsoft.Authorization/roleAssignmentScheduleRequests/write", "Somebody took a role, which may be the break-glass one"),
        "eligible": ("Microsoft.Authorization/roleEligibilityScheduleRequests/write", "Somebody may take a role from now on, or no longer"),
        "alarm-changed": ("Microsoft.Insights/activityLogAlerts/write", "An alarm was made or changed"),
        "alarm-removed": ("Microsoft.Insights/activityLogAlerts/delete", "An alarm was removed"),
        "told-changed": ("Microsoft.Insights/actionGroups/write", "Who hears of alarms was changed"),
        "told-removed": ("Microsoft.Insights/actionGroups/delete", "Nobody hears of alarms any more"),
        "logs-changed": ("Microsoft.Insights/diagnosticSettings/write", "Where logs go was changed"),
    }
)
"""What security and operations hear of: alert key -> (operation, what it means)."""

BILLING_ALERTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "budget-changed": ("Microsoft.Consumption/budgets/write", "The budget was changed"),
        "budget-removed": ("Microsoft.Consumption/budgets/delete", "The budget was removed"),
    }
)
"""What the billing contact hears of. The budget itself tells it what is spent."""

CATEGORY = "Administrative"


@dataclass(frozen=True)
class Alarms:
    """What was made."""

    group: monitor.ActionGroup
    """The one that other alarms of the body use."""
    all: tuple[pulumi.Resource, ...]


def create_alarms(name: str, args: BaselineArgs, group: pulumi.Input[str], parent: pulumi.Resource) -> Alarms:
    """The body's action groups and alerts, as children of ``parent``."""
    people = {"security": args.security_contact, "operations": args.operations_contact}
    alarms = _action_group(name, args, "alarms", people, group, parent)
    billing = _action_group(name, args, "alarms-billing", {"billing": args.billing_contact}, group, parent)
    made: list[pulumi.Resource] = [alarms, billing]
    for action_group, alerts in ((alarms, ALERTS), (billing, BILLING_ALERTS)):
        for key, (operation, meaning) in alerts.items():
            alert = monitor.ActivityLogAlert(
                f"{name}-alarm-{key}",
                activity_log_alert_name=args.owner.name("azure:general", key),
                resource_group_name=group,
                location="global",
                enabled=True,
                description=meaning,
                scopes=[ids.subscription_scope(args.tenancy.subscription)],
                condition={"all_of": [{"field": "category", "equals": CATEGORY}, {"field": "operationName", "equals": operation}]},
                actions={"action_groups": [{"action_group_id": action_group.id}]},
                tags=args.owner.tags,
                opts=options.inside(parent),
            )
            made.append(alert)
    return Alarms(alarms, tuple(made))


def _action_group(
    name: str, args: BaselineArgs, role: str, mailboxes: Mapping[str, str], group: pulumi.Input[str], parent: pulumi.Resource
) -> monitor.ActionGroup:
    return mail_group(
        f"{name}-{role}",
        name=args.owner.name("azure:general", role),
        group=group,
        mailboxes=mailboxes,
        tags=args.owner.tags,
        opts=options.inside(parent),
    )
