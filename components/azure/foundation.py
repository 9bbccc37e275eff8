"""The organisation on Azure: its management groups, the platform's own Azure subscriptions, guardrails and archive."""

from typing import Any

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import authorization, management, subscription

from components.azure.archive import Archive
from components.azure.guardrails import ALLOWED_LOCATIONS, GUARDRAILS, SECURITY_BENCHMARK, private_dns_rule
from components.azure.private_zones import ZONES, zone_id
from components.azure.providers import entered
from components.azure.roles import assign, custom_role, subscription_scope
from components.contracts import PLATFORM_TENANCIES, FoundationArgs
from components.naming import physical

PRIVATE_DNS_CONTRIBUTOR = "/providers/Microsoft.Authorization/roleDefinitions/b12aa53e-6015-4669-85d0-8515ebb3ae7f"
NETWORK_CONTRIBUTOR = "/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7"
"""Built-in roles (Microsoft Learn, "Azure built-in roles")."""

NETWORK_ACTIONS = (
    "Microsoft.Network/*", "Microsoft.Resources/subscriptions/resourceGroups/*", "Microsoft.Resources/deployments/*",
    "Microsoft.Insights/diagnosticSettings/*", "Microsoft.Authorization/roleDefinitions/*", "Microsoft.Authorization/roleAssignments/*",
    "Microsoft.Authorization/*/read",
)  # fmt: skip
VENDING_ACTIONS = (
    "Microsoft.Subscription/aliases/*", "Microsoft.Subscription/subscriptions/*", "Microsoft.Management/managementGroups/read",
    "Microsoft.Management/managementGroups/write", "Microsoft.Management/managementGroups/subscriptions/*",
    "Microsoft.Authorization/roleDefinitions/*", "Microsoft.Authorization/roleAssignments/*", "Microsoft.ManagedIdentity/*",
    "Microsoft.Resources/subscriptions/resourceGroups/*",
)  # fmt: skip


class Foundation(pulumi.ComponentResource):
    """The platform's foundation on Azure. Give it the management Azure subscription's provider.

    Cancelling an Azure subscription is never a plan's side effect: they are protected and kept.
    Outputs: see ``components.contracts.FoundationOutputs``.
    """

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:Foundation", name, {}, opts)
        self._name, self._args = name, args
        self._within: dict[str, azure.Provider] = {}
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True, retain_on_delete=True)
        root = self._group("root", args.management)
        groups = {role: self._group(role, root.id) for role in ("platform", "bodies", "suspended")}
        self.tenancies = {purpose: self._subscription(purpose, groups["platform"]) for purpose in PLATFORM_TENANCIES}
        self._guard(root, groups["bodies"])
        self._write_private_names(groups["bodies"])
        archive = Archive(
            f"{name}-archive",
            platform=args.platform,
            home=args.home,
            days=args.retention_days,
            parent=self,
            provider=self._within["log-archive"],
        )
        self._rights(groups["bodies"])
        config = authorization.get_client_config_output(opts=pulumi.InvokeOptions(parent=self))
        self.organisation = config.tenant_id
        self.organisation_arn = root.id
        self.bodies = groups["bodies"].id
        self.archive = archive.store.id
        self.archive_workspace = archive.workspace.id
        self.vending = pulumi.Output.from_input(args.pipelines["tenancy"])
        self.network = pulumi.Output.from_input(args.pipelines["network"])
        self.register_outputs({"organisation": self.organisation, "bodies": self.bodies, "archive": self.archive})

    def _group(self, role: str, parent: pulumi.Input[str]) -> management.ManagementGroup:
        return management.ManagementGroup(
            f"{self._name}-{role}",
            group_id=physical("azure:management-group", platform=self._args.platform, role=role),
            display_name=f"{self._args.platform} {role}",
            details={"parent": {"id": parent}},
            opts=self._kept,
        )

    def _subscription(self, purpose: str, group: management.ManagementGroup) -> pulumi.Output[str]:
        alias = physical("azure:subscription-alias", platform=self._args.platform, role=purpose)
        made = subscription.Alias(
            f"{self._name}-{purpose}",
            alias_name=alias,
            properties={"display_name": alias, "billing_scope": self._args.billing, "workload": subscription.Workload.PRODUCTION},
            opts=self._kept,
        )
        ident = made.properties.subscription_id
        self._within[purpose] = provider = entered(f"{self._name}-in-{purpose}", ident, self._args.home, parent=self)
        # The resource has no input for the Azure subscription: it places the one that its provider acts in.
        management.ManagementGroupSubscription(
            f"{self._name}-{purpose}-place", group_id=group.name, opts=pulumi.ResourceOptions(parent=self, provider=provider)
        )
        return ident

    def _guard(self, root: management.ManagementGroup, bodies: management.ManagementGroup) -> None:
        locations = {"listOfAllowedLocations": {"value": [*self._args.regions, "global"]}}
        self._assign("allowed-locations", "Only allowed regions", ALLOWED_LOCATIONS, root, locations)
        self._assign("posture", "Microsoft cloud security benchmark", SECURITY_BENCHMARK, root, {}, identity=True)
        for role, guardrail in GUARDRAILS.items():
            definition = self._define(role, guardrail.title, dict(guardrail.rule), root)
            self._assign(role, guardrail.title, definition.id, bodies, {})

    def _define(
        self, role: str, title: str, rule: dict[str, Any], root: management.ManagementGroup, parameters: dict[str, Any] | None = None
    ) -> authorization.PolicyDefinitionAtManagementGroup:
        return authorization.PolicyDefinitionAtManagementGroup(
            f"{self._name}-{role}-definition",
            policy_definition_name=role,
            management_group_id=root.name,
            display_name=title,
            policy_type=authorization.PolicyType.CUSTOM,
            mode="All",
            parameters=parameters,
            policy_rule=rule,
            metadata={"category": "Civic Cloud"},
            opts=self._inside,
        )

    def _assign(
        self,
        role: str,
        title: str,
        definition: pulumi.Input[str],
        group: management.ManagementGroup,
        parameters: dict[str, Any],
        *,
        identity: bool = False,
    ) -> authorization.PolicyAssignment:
        return authorization.PolicyAssignment(
            f"{self._name}-{role}",
            policy_assignment_name=role,
            scope=group.id,
            display_name=title,
            policy_definition_id=definition,
            enforcement_mode=authorization.EnforcementMode.DEFAULT,
            parameters=parameters,
            # A policy that deploys needs an identity, and an identity needs a place.
            identity={"type": authorization.ResourceIdentityType.SYSTEM_ASSIGNED} if identity else None,
            location=self._args.home if identity else None,
            opts=self._inside,
        )

    def _write_private_names(self, bodies: management.ManagementGroup) -> None:
        parameter = {"zoneId": {"type": "String", "metadata": {"displayName": "Private DNS zone"}}}
        scope = subscription_scope(self.tenancies["network"])
        for group, zone in ZONES.items():
            role = f"names-{group.lower()}"[:24]
            rule = dict(private_dns_rule(group, NETWORK_CONTRIBUTOR))
            definition = self._define(role, f"Private names of {group}", rule, bodies, parameter)
            value = {"zoneId": {"value": zone_id(self._args.platform, self.tenancies["network"], self._args.home, zone)}}
            made = self._assign(role, f"Private names of {group}", definition.id, bodies, value, identity=True)
            principal = made.identity.apply(lambda identity: identity.principal_id if identity else "")
            for right, builtin, where in (("zone", PRIVATE_DNS_CONTRIBUTOR, scope), ("endpoint", NETWORK_CONTRIBUTOR, bodies.id)):
                assign(f"{self._name}-{role}-{right}", role=builtin, principal=principal, scope=where, options=self._inside)

    def _rights(self, bodies: management.ManagementGroup) -> None:
        name, pipelines = self._name, self._args.pipelines
        vending = custom_role(
            f"{name}-vending-role", title="Civic vending", scope=bodies.id, actions=VENDING_ACTIONS, options=self._inside
        )
        assign(f"{name}-vending", role=vending.id, principal=pipelines["tenancy"], scope=bodies.id, options=self._inside)
        there = pulumi.ResourceOptions(parent=self, provider=self._within["network"])
        scope = subscription_scope(self.tenancies["network"])
        network = custom_role(f"{name}-network-role", title="Civic network", scope=scope, actions=NETWORK_ACTIONS, options=there)
        assign(f"{name}-network", role=network.id, principal=pipelines["network"], scope=scope, options=there)
