"""The guardrails: policy definitions on the platform's root, and an assignment for each."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_azure_native import authorization, management

from components.azure import identifiers as ids
from components.azure.foundation.policy_rules import PLANS, Guardrail, defender, private_records, refusals
from components.azure.network.private_zones import ZONES, zone_group
from components.naming import physical

ALLOWED_LOCATIONS = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
ALLOWED_GROUP_LOCATIONS = "/providers/Microsoft.Authorization/policyDefinitions/e765b5de-1225-4ba3-bd56-1ac6695af988"
ACTIVITY_LOG = "/providers/Microsoft.Authorization/policyDefinitions/2465583e-4e78-4c15-b6be-a36cbc7c8b0f"
"""Built-in policies: allowed locations, the same for resource groups, and activity logs to a Log Analytics workspace."""


class Guardrails:
    """Makes the guardrails as children of the foundation. ``groups`` are the management groups ``root``, ``bodies`` and ``platform``."""

    def __init__(
        self,
        name: str,
        platform: str,
        home: str,
        groups: Mapping[str, management.ManagementGroup],
        opts: pulumi.ResourceOptions,
    ) -> None:
        self.name, self.platform, self.home, self.groups, self.opts = name, platform, home, groups, opts

    def make(self, regions: tuple[str, ...], workspace: pulumi.Input[str], network: pulumi.Input[str]) -> None:
        """Make them all. ``network`` is the network tenancy's id, where private zones are."""
        allowed = {"listOfAllowedLocations": list(regions)}
        self._assign("regions", "Allowed regions", "root", ALLOWED_LOCATIONS, allowed)
        self._assign("group-regions", "Allowed regions of resource groups", "root", ALLOWED_GROUP_LOCATIONS, allowed)
        for guardrail in refusals(physical("azure:network", platform=self.platform, role="hub")):
            definition = self._define(guardrail)
            self._assign(guardrail.key, guardrail.title, guardrail.where, definition.id, {}, guardrail.refusal)
        self._activity_log(workspace)
        self._defender()
        self._private_records(network)

    def _activity_log(self, workspace: pulumi.Input[str]) -> None:
        roles = {"monitoring": ids.MONITORING_CONTRIBUTOR, "workspace": ids.LOG_ANALYTICS_CONTRIBUTOR}
        assignment = self._assign("activity-log", "Activity logs reach the archive", "root", ACTIVITY_LOG, {"logAnalytics": workspace}, mends=True)
        for key, role in roles.items():
            self._grant("activity-log", key, role, assignment, self.groups["root"].id)

    def _defender(self) -> None:
        rule = Guardrail(
            key="defender-plan",
            title="A Defender plan is on",
            where="root",
            rule=defender(),
            parameters={"plan": {"type": "String"}},
        )
        members = {plan: {"plan": plan} for plan in PLANS}
        definition = self._set("defender", "Defender plans are on", self._define(rule), members)
        assignment = self._assign("defender", "Defender plans are on", "root", definition.id, {}, mends=True)
        self._grant("defender", "security", ids.SECURITY_ADMIN, assignment, self.groups["root"].id)

    def _private_records(self, network: pulumi.Input[str]) -> None:
        rule = Guardrail(
            key="private-record",
            title="A private endpoint is recorded in the platform's zone",
            where="bodies",
            mode="Indexed",
            rule=private_records(),
            parameters={key: {"type": "String"} for key in ("groups", "service", "group", "zone")},
        )
        members = {zone.key: {"groups": "[parameters('groups')]", "service": zone.service, "group": zone.group, "zone": zone.name} for zone in ZONES}
        definition = self._set("private-dns", "Private endpoints are recorded", self._define(rule), members, ("groups",))
        start = zone_group(self.platform, "")
        groups = pulumi.Output.concat("/subscriptions/", network, "/resourceGroups/", start, "-")
        # The platform's own: shared hosting has private endpoints too.
        for key, where in (("private-dns", "bodies"), ("private-dns-platform", "platform")):
            assignment = self._assign(key, "Private endpoints are recorded", where, definition.id, {"groups": groups}, mends=True)
            self._grant(key, "endpoints", ids.NETWORK_CONTRIBUTOR, assignment, self.groups[where].id)
            # The zones are in the platform's own tenancy, outside the scope of the bodies' assignment.
            self._grant(key, "zones", ids.PRIVATE_DNS_ZONE_CONTRIBUTOR, assignment, ids.subscription_scope(network))

    def _define(self, guardrail: Guardrail) -> authorization.PolicyDefinitionAtManagementGroup:
        return authorization.PolicyDefinitionAtManagementGroup(
            f"{self.name}-policy-{guardrail.key}",
            policy_definition_name=physical("azure:general", platform=self.platform, role=guardrail.key),
            management_group_id=self.groups["root"].name,
            display_name=guardrail.title,
            mode=guardrail.mode,
            policy_type=authorization.PolicyType.CUSTOM,
            policy_rule=dict(guardrail.rule),
            parameters={key: dict(value) for key, value in guardrail.parameters.items()} or None,
            opts=self.opts,
        )

    def _set(
        self,
        key: str,
        title: str,
        definition: authorization.PolicyDefinitionAtManagementGroup,
        members: Mapping[str, Mapping[str, str]],
        parameters: tuple[str, ...] = (),
    ) -> authorization.PolicySetDefinitionAtManagementGroup:
        return authorization.PolicySetDefinitionAtManagementGroup(
            f"{self.name}-policies-{key}",
            policy_set_definition_name=physical("azure:general", platform=self.platform, role=key),
            management_group_id=self.groups["root"].name,
            display_name=title,
            policy_type=authorization.PolicyType.CUSTOM,
            parameters={parameter: {"type": "String"} for parameter in parameters} or None,
            policy_definitions=[
                {
                    "policy_definition_id": definition.id,
                    "policy_definition_reference_id": member,
                    "parameters": {parameter: {"value": value} for parameter, value in values.items()},
                }
                for member, values in sorted(members.items())
            ],
            opts=self.opts,
        )

    def _assign(
        self,
        key: str,
        title: str,
        where: str,
        definition: pulumi.Input[str],
        parameters: Mapping[str, Any],
        refusal: str = "",
        mends: bool = False,
    ) -> authorization.PolicyAssignment:
        return authorization.PolicyAssignment(
            f"{self.name}-guardrail-{key}",
            policy_assignment_name=physical("azure:policy-assignment", platform=self.platform, role=key),
            scope=self.groups[where].id,
            display_name=title,
            policy_definition_id=definition,
            parameters={parameter: {"value": value} for parameter, value in parameters.items()} or None,
            enforcement_mode=authorization.EnforcementMode.DEFAULT,
            non_compliance_messages=[{"message": refusal}] if refusal else None,
            identity={"type": authorization.ResourceIdentityType.SYSTEM_ASSIGNED} if mends else None,
            location=self.home if mends else None,
            opts=self.opts,
        )

    def _grant(self, key: str, role_key: str, role: str, assignment: authorization.PolicyAssignment, scope: pulumi.Input[str]) -> None:
        ids.assign(
            f"{self.name}-guardrail-{key}-{role_key}",
            key=(self.platform, "guardrail", key, role_key),
            principal=assignment.identity.apply(lambda identity: identity.principal_id if identity else ""),
            role=ids.built_in(role),
            scope=scope,
            opts=self.opts,
        )
