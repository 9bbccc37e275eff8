"""The guardrails: policy definitions on the platform's root, and an assignment for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import authorization, management

from components.azure import identifiers as ids
from components.azure import options, roles
from components.azure.foundation.policy_rules import PLANS, Guardrail, Where, defender, flow_writers_bearers, private_records, refusals
from components.azure.mending import Mending
from components.azure.network.private_zones import ZONES, zone_group
from components.contracts import Owner

ALLOWED_LOCATIONS = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"
ALLOWED_GROUP_LOCATIONS = "/providers/Microsoft.Authorization/policyDefinitions/e765b5de-1225-4ba3-bd56-1ac6695af988"
ACTIVITY_LOG = "/providers/Microsoft.Authorization/policyDefinitions/2465583e-4e78-4c15-b6be-a36cbc7c8b0f"
"""Built-in policies: allowed locations, the same for resource groups, and activity logs to a Log Analytics workspace."""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The management groups that guardrails are assigned on."""

    root: management.ManagementGroup
    platform: management.ManagementGroup
    units: Mapping[str, management.ManagementGroup]
    """By environment."""

    def places(self, where: Where) -> dict[str, management.ManagementGroup]:
        """Management groups by what sets their assignments' names apart: nothing for the first ever made."""
        if where == "root":
            return {"": self.root}
        return {"" if environment == "live" else f"-{environment}": group for environment, group in self.units.items()}


class Guardrails:
    """Makes the guardrails as children of ``parent``."""

    def __init__(self, name: str, owner: Owner, home: str, tree: Tree, parent: pulumi.Resource) -> None:
        self._name, self._owner, self._home, self._tree = name, owner, home, tree
        self._inside = options.inside(parent)

    def create(self, regions: Sequence[str], workspace: pulumi.Input[str], writer: pulumi.Input[str], network: pulumi.Input[str]) -> Mending:
        """Make them all; the one that leads activity logs to the archive comes back. ``writer``: the identity that flow logs write as. ``network`` is
        the network tenancy's Azure subscription, where private zones are."""
        allowed = {"listOfAllowedLocations": list(regions)}
        self._assign("regions", "Allowed regions", self._tree.root, ALLOWED_LOCATIONS, allowed)
        self._assign("group-regions", "Allowed regions of resource groups", self._tree.root, ALLOWED_GROUP_LOCATIONS, allowed)
        for guardrail in refusals(self._owner.name("azure:network", "hub")):
            definition = self._define(guardrail)
            for suffix, group in self._tree.places(guardrail.where).items():
                self._assign(f"{guardrail.key}{suffix}", guardrail.title, group, definition.id, {}, guardrail.refusal)
        bearers = flow_writers_bearers()
        self._assign(bearers.key, bearers.title, self._tree.root, self._define(bearers).id, {"writer": writer}, bearers.refusal)
        self._defender()
        self._private_records(network)
        return self._activity_log(workspace)

    def _activity_log(self, workspace: pulumi.Input[str]) -> Mending:
        root = self._tree.root
        given = {"logAnalytics": workspace}
        assignment = self._assign("activity-log", "Activity logs reach the archive", root, ACTIVITY_LOG, given, mends=True)
        needed = {"monitoring": roles.MONITORING_CONTRIBUTOR, "workspace": roles.LOG_ANALYTICS_CONTRIBUTOR}
        return Mending(assignment, [self._grant("activity-log", key, role, assignment, root.id) for key, role in needed.items()])

    def _defender(self) -> None:
        rule = Guardrail(
            key="defender-plan",
            title="A Defender plan is on",
            where="root",
            rule=defender(self._home),
            parameters=("plan",),
        )
        members = {plan: {"plan": plan} for plan in PLANS}
        definition = self._set("defender", "Defender plans are on", self._define(rule), members)
        assignment = self._assign("defender", "Defender plans are on", self._tree.root, definition.id, {}, mends=True)
        self._grant("defender", "security", roles.SECURITY_ADMIN, assignment, self._tree.root.id)

    def _private_records(self, network: pulumi.Input[str]) -> None:
        rule = Guardrail(
            key="private-record",
            title="A private endpoint is recorded in the platform's zone",
            where="bodies",
            mode="Indexed",
            rule=private_records(),
            parameters=("groups", "service", "group", "zone"),
        )
        members = {zone.key: {"groups": "[parameters('groups')]", "service": zone.service, "group": zone.group, "zone": zone.name} for zone in ZONES}
        definition = self._set("private-dns", "Private endpoints are recorded", self._define(rule), members, ("groups",))
        groups = pulumi.Output.concat(ids.subscription_scope(network), "/resourceGroups/", zone_group(self._owner, ""), "-")
        # The platform's own too: shared hosting has private endpoints.
        for suffix, group in {**self._tree.places("bodies"), "-platform": self._tree.platform}.items():
            key = f"private-dns{suffix}"
            assignment = self._assign(key, "Private endpoints are recorded", group, definition.id, {"groups": groups}, mends=True)
            self._grant(key, "endpoints", roles.NETWORK_CONTRIBUTOR, assignment, group.id)
            # The zones are in the platform's own tenancy, outside the scope of the bodies' assignment.
            self._grant(key, "zones", roles.PRIVATE_DNS_ZONE_CONTRIBUTOR, assignment, ids.subscription_scope(network))

    def _define(self, guardrail: Guardrail) -> authorization.PolicyDefinitionAtManagementGroup:
        return authorization.PolicyDefinitionAtManagementGroup(
            f"{self._name}-policy-{guardrail.key}",
            policy_definition_name=self._owner.name("azure:general", guardrail.key),
            management_group_id=self._tree.root.name,
            display_name=guardrail.title,
            mode=guardrail.mode,
            policy_type=authorization.PolicyType.CUSTOM,
            policy_rule=dict(guardrail.rule),
            parameters=_texts(guardrail.parameters),
            opts=self._inside,
        )

    def _set(
        self,
        key: str,
        title: str,
        definition: authorization.PolicyDefinitionAtManagementGroup,
        members: Mapping[str, Mapping[str, str]],
        parameters: Sequence[str] = (),
    ) -> authorization.PolicySetDefinitionAtManagementGroup:
        references: list[authorization.PolicyDefinitionReferenceArgsDict] = [
            {
                "policy_definition_id": definition.id,
                "policy_definition_reference_id": member,
                "parameters": {parameter: {"value": value} for parameter, value in values.items()},
            }
            for member, values in sorted(members.items())
        ]
        return authorization.PolicySetDefinitionAtManagementGroup(
            f"{self._name}-policies-{key}",
            policy_set_definition_name=self._owner.name("azure:general", key),
            management_group_id=self._tree.root.name,
            display_name=title,
            policy_type=authorization.PolicyType.CUSTOM,
            parameters=_texts(parameters),
            policy_definitions=references,
            opts=self._inside,
        )

    def _assign(
        self,
        key: str,
        title: str,
        group: management.ManagementGroup,
        definition: pulumi.Input[str],
        parameters: Mapping[str, pulumi.Input[str] | list[str]],
        refusal: str = "",
        mends: bool = False,
    ) -> authorization.PolicyAssignment:
        """Assign a policy on a management group. One that ``mends`` what it finds does so under an identity of its own."""
        given: dict[str, authorization.ParameterValuesValueArgsDict] = {parameter: {"value": value} for parameter, value in parameters.items()}
        return authorization.PolicyAssignment(
            f"{self._name}-guardrail-{key}",
            policy_assignment_name=self._owner.name("azure:policy-assignment", key),
            scope=group.id,
            display_name=title,
            policy_definition_id=definition,
            parameters=given or None,
            enforcement_mode=authorization.EnforcementMode.DEFAULT,
            non_compliance_messages=[{"message": refusal}] if refusal else None,
            identity={"type": authorization.ResourceIdentityType.SYSTEM_ASSIGNED} if mends else None,
            location=self._home if mends else None,
            opts=self._inside,
        )

    def _grant(
        self, key: str, role_key: str, role: str, assignment: authorization.PolicyAssignment, scope: pulumi.Input[str]
    ) -> authorization.RoleAssignment:
        return roles.assign(
            f"{self._name}-guardrail-{key}-{role_key}",
            key=(self._owner.platform, "guardrail", key, role_key),
            principal=assignment.identity.apply(lambda identity: identity.principal_id if identity else ""),
            role=roles.built_in(role),
            scope=scope,
            opts=self._inside,
        )


def _texts(parameters: Sequence[str]) -> dict[str, authorization.ParameterDefinitionsValueArgsDict] | None:
    """Parameters of a policy, each a text."""
    defined: dict[str, authorization.ParameterDefinitionsValueArgsDict] = {parameter: {"type": "String"} for parameter in parameters}
    return defined or None
