"""What the platform's team is told of at once: who raises himself above everything, and what changes on the tree and in the platform's own.

An alert on an activity log watches one Azure subscription. What happens on a management group or at ``/`` is in none, so it is asked of the archive's
workspace, where the activity logs of all Azure subscriptions arrive (by a guardrail) and those of the management groups too (by a setting that is
made here). Whoever elevates himself is in the log of the directory itself, whose setting a person makes: Azure lets no pipeline write it
(azure-rest-api-specs issue 11085). While that log is silent, an alarm says so.

Sources: Microsoft Learn, "Elevate access to manage all Azure subscriptions and management groups" (view elevate access log entries),
"Management Group Diagnostic Settings - Create Or Update", "AzureActivity" and "AuditLogs" (tables of Azure Monitor), "Alert processing rules".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import managedidentity, management, monitor, resources

from components.azure import options, roles
from components.azure.alarms import mail_group
from components.contracts import Owner

ELEVATED = "Azure RBAC (Elevated Access)"
"""Service that a directory's audit log names where somebody raised himself."""
TREE_LOGS = ("Administrative", "Policy")
"""Categories of a management group's activity log; it has no others."""


@dataclass(frozen=True)
class Watched:
    """Operations that set off one alarm."""

    operations: tuple[str, ...]
    meaning: str
    everywhere: bool = False
    """Also in bodies' Azure subscriptions; else on management groups and in what lies under the group ``platform``."""


_AUTHORIZATION, _GROUPS, _MONITOR = "Microsoft.Authorization", "Microsoft.Management/managementGroups", "Microsoft.Insights"


def _both(namespace: str, *kinds: str) -> tuple[str, ...]:
    return tuple(f"{namespace}/{kind}/{verb}" for kind in kinds for verb in ("write", "delete"))


WATCHED: Mapping[str, Watched] = MappingProxyType(
    {
        "rights": Watched(_both(_AUTHORIZATION, "roleAssignments", "roleDefinitions"), "Rights on the tree or in the platform's own were changed"),
        "guardrails": Watched(
            _both(_AUTHORIZATION, "policyAssignments", "policyDefinitions", "policySetDefinitions", "policyExemptions"),
            "A guardrail was changed, taken away, or somebody was exempted from it",
            everywhere=True,
        ),
        "tree": Watched(
            (*_both(_GROUPS, "subscriptions"), f"{_GROUPS}/write", f"{_GROUPS}/delete"),
            "A management group was changed, or an Azure subscription put elsewhere",
            everywhere=True,
        ),
        "people": Watched(
            (f"{_AUTHORIZATION}/roleAssignmentScheduleRequests/write", f"{_AUTHORIZATION}/roleEligibilityScheduleRequests/write"),
            "Somebody took a role in the platform's own, which may be break-glass, or may take one from now on",
        ),
        "conditions": Watched(
            (f"{_AUTHORIZATION}/roleManagementPolicies/write",), "What is asked of whoever takes a role was changed", everywhere=True
        ),
        "muted": Watched(
            (
                *_both(_MONITOR, "scheduledQueryRules", "actionGroups", "diagnosticSettings"),
                *_both("Microsoft.AlertsManagement", "actionRules"),
                "Microsoft.OperationalInsights/workspaces/delete",
            ),
            "What would tell of all this was changed",
        ),
    }
)
"""Alarm -> what sets it off. Attempts count as well as what succeeded."""

ELEVATION = f"""
union isfuzzy=true
    (AuditLogs | where LoggedByService == '{ELEVATED}' | project TimeGenerated, CorrelationId),
    (AzureActivity | where OperationNameValue =~ 'Microsoft.Authorization/elevateAccess/action' | project TimeGenerated, CorrelationId)
"""
SILENCE = "union isfuzzy=true (datatable(TimeGenerated: datetime)[]), (AuditLogs) | summarize entries = count()"
"""Entries of the directory's log; none before a person has sent it here."""


@dataclass(frozen=True)
class WatchedPipeline:
    """What one of the platform's pipelines does that its people should know to be theirs."""

    layer: str
    asked: str
    """Further conditions of the query; empty for everything that it changes."""
    meaning: str


WATCHED_PIPELINES: Mapping[str, WatchedPipeline] = MappingProxyType(
    {
        "foundation-used": WatchedPipeline(
            "foundation",
            "",
            "The foundation's pipeline, which owns the platform's Azure subscriptions, changed something: was it a rollout of yours?",
        ),
        "secret-written": WatchedPipeline(
            "hosting",
            "| where OperationNameValue =~ 'Microsoft.KeyVault/vaults/secrets/write'\n",
            "The hosting pipeline wrote a secret, which it does once for each registry of a cell, and in no vault of a resident",
        ),
    }
)
"""Alarm -> what sets it off: once an hour at most, since one rollout makes many calls."""


def query_of_pipeline(watched: WatchedPipeline, principal: str) -> str:
    """What is asked of the workspace. ``principal``: object id of the pipeline's identity, which stands in the log as caller or among its claims."""
    return (
        f"AzureActivity\n| where Caller =~ '{principal}' or Claims has '{principal}'\n{watched.asked}"
        "| where OperationNameValue !endswith '/read'\n| summarize CorrelationId = take_any(CorrelationId) by bin(TimeGenerated, 1h)\n"
    )


def query(watched: Watched, platform: str) -> str:
    """What is asked of the workspace. ``platform``: name of the management group of the platform's own Azure subscriptions."""
    named = ", ".join(f"'{operation}'" for operation in watched.operations)
    place = "" if watched.everywhere else f"| where isempty(SubscriptionId) or Hierarchy has '{platform}'\n"
    return f"AzureActivity\n| where OperationNameValue in~ ({named})\n{place}| project TimeGenerated, CorrelationId, Caller, OperationNameValue\n"


class Watch:
    """Makes the alarms as children of ``parent``, beside the archive's ``workspace``, which lies in the resource group ``around`` (an id)."""

    def __init__(
        self,
        name: str,
        *,
        owner: Owner,
        home: str,
        contact: str,
        workspace: pulumi.Input[str],
        store: pulumi.Input[str],
        around: pulumi.Input[str],
        groups: Mapping[str, management.ManagementGroup],
        pipelines: Mapping[str, pulumi.Input[str]],
        provider: azure.Provider,
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._owner, self._home, self._workspace = f"{name}-watch", owner, home, workspace
        self._store = store
        self._inside = options.inside(parent, provider)
        self._group = resources.ResourceGroup(
            f"{self._name}-group",
            resource_group_name=owner.name("azure:resource-group", "watch"),
            location=home,
            tags=owner.tags,
            opts=options.retained(parent, provider),
        )
        self._told = mail_group(
            f"{self._name}-told",
            name=owner.name("azure:general", "watch"),
            group=self._group.name,
            mailboxes={"platform": contact},
            tags=owner.tags,
            opts=self._inside,
        )
        self._asking = self._asks(around)
        for key, group in groups.items():
            self._log(key, group, options.retained(parent))
        for key, watched in WATCHED.items():
            self._alarm(key, watched.meaning, groups["platform"].name.apply(lambda platform, watched=watched: query(watched, platform)))
        for key, used in WATCHED_PIPELINES.items():
            principal = pulumi.Output.from_input(pipelines[used.layer])
            self._alarm(key, used.meaning, principal.apply(lambda principal, used=used: query_of_pipeline(used, principal)), severity=2)
        self._alarm("elevation", "Somebody raised himself above every Azure subscription and management group", ELEVATION, severity=0)
        self._alarm(
            "silence",
            "The directory's own log does not arrive: nobody hears of who raises himself. docs/how-to/azure-rights-by-hand.md says how to send it",
            SILENCE,
            missing="entries",
        )

    def _asks(self, around: pulumi.Input[str]) -> managedidentity.UserAssignedIdentity:
        """The identity under which the alarms ask; without one they would ask as whoever wrote them last."""
        identity = managedidentity.UserAssignedIdentity(
            f"{self._name}-asks",
            resource_name_=self._owner.name("azure:general", "watch"),
            resource_group_name=self._group.name,
            location=self._home,
            tags=self._owner.tags,
            opts=self._inside,
        )
        roles.assign(
            f"{self._name}-right",
            key=(self._owner.platform, "watch", "asks"),
            principal=identity.principal_id,
            role=roles.built_in(roles.READER),
            # A right on the workspace itself could never be taken back: it is locked.
            scope=around,
            opts=self._inside,
        )
        return identity

    def _log(self, key: str, group: management.ManagementGroup, opts: pulumi.ResourceOptions) -> None:
        """Send what happens on one management group; whether a setting reaches the groups below, no page says."""
        monitor.ManagementGroupDiagnosticSetting(
            f"{self._name}-log-{key}",
            management_group_id=group.name,
            name="archive",
            workspace_id=self._workspace,
            storage_account_id=self._store,
            logs=[{"category": category, "enabled": True} for category in TREE_LOGS],
            opts=opts,
        )

    def _alarm(self, key: str, meaning: str, asked: pulumi.Input[str], *, severity: int = 1, missing: str = "") -> None:
        """Rings where ``asked`` finds anything, once for each call; with ``missing``, a column, where that is zero over a day."""
        found: monitor.ConditionArgsDict = {
            "query": asked,
            "time_aggregation": monitor.TimeAggregation.COUNT,
            # The SDK's enumeration of this name is of another service.
            "operator": "GreaterThan",
            "threshold": 0,
            "dimensions": [{"name": "CorrelationId", "operator": monitor.DimensionOperator.INCLUDE, "values": ["*"]}],
        }
        nothing: monitor.ConditionArgsDict = {
            "query": asked,
            "metric_measure_column": missing,
            "time_aggregation": monitor.TimeAggregation.TOTAL,
            "operator": "LessThan",
            "threshold": 1,
        }
        monitor.ScheduledQueryRule(
            f"{self._name}-{key}",
            rule_name=self._owner.name("azure:general", f"watch-{key}"),
            resource_group_name=self._group.name,
            location=self._home,
            description=meaning,
            severity=severity,
            enabled=True,
            scopes=[self._workspace],
            # What happened is in the log some minutes later, so the window is wider than the time between two looks.
            evaluation_frequency="P1D" if missing else "PT15M",
            window_size="P1D" if missing else "PT1H",
            # A table is there from its first entry on.
            skip_query_validation=True,
            criteria={"all_of": [nothing if missing else found]},
            actions={"action_groups": [self._told.id]},
            identity={"type": monitor.IdentityType.USER_ASSIGNED, "user_assigned_identities": [self._asking.id]},
            tags=self._owner.tags,
            opts=self._inside,
        )
