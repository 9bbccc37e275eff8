"""A tenancy on Azure: kept for ever, in its place, with roles that do no more than they must."""

import re
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import azure
from components.azure import roles
from components.azure.hosting import rights as hosting_rights
from components.azure.tenancy import rights
from components.contracts import CardReader, ContractError
from tests.components.azure.hosting_subjects import OFFER
from tests.components.azure.subjects import ORGANISATION, RUNS, SUBSCRIPTION, TENANCY, TEST, VOICE, inventory, plan_of
from tests.planning import PlanFailed

ISSUER = "https://token.actions.githubusercontent.com"
SUBJECT = "repo:northshire/applications:environment:live"
ALWAYS = {
    ("Tenancy", "northshire"),
    ("azure-native", "northshire-tenancy"),
    ("pulumi-python", "northshire-plane"),
    ("ProviderRegistration", "northshire-registered"),
    ("RoleDefinition", "northshire-role-deploy"),
    ("RoleDefinition", "northshire-role-application"),
    ("RoleDefinition", "northshire-role-beside"),
    ("ResourceGroup", "northshire-applications"),
    ("OwnershipGivenUp", "northshire-owner-given-up"),
    ("RoleAssignment", "northshire-right-tenancy"),
    ("RoleAssignment", "northshire-right-deploy"),
    ("RoleAssignment", "northshire-right-application"),
    ("RoleAssignment", "northshire-right-application-beside"),
}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.Tenancy, "northshire", TENANCY)


@pytest.fixture(scope="module")
def with_pipeline() -> Deployment:
    return plan_of(azure.Tenancy, "northshire", TENANCY, pipeline_issuer=ISSUER, pipeline_subject=SUBJECT)


def test_a_vended_tenancy_is_exactly_these_resources(plan: Deployment):
    assert inventory(plan) == ALWAYS | {("Alias", "northshire-alias")}


def test_a_transferred_tenancy_is_neither_made_nor_moved():
    plan = plan_of(azure.Tenancy, "northshire", TENANCY, existing=SUBSCRIPTION)
    assert inventory(plan) == ALWAYS
    assert plan.named("northshire").outputs["tenancy"]["subscription"] == SUBSCRIPTION


def test_a_pipeline_of_the_bodys_own_is_trusted_by_its_exact_name(with_pipeline: Deployment):
    assert inventory(with_pipeline) == ALWAYS | {
        ("Alias", "northshire-alias"),
        ("ResourceGroup", "northshire-access"),
        ("UserAssignedIdentity", "northshire-pipeline"),
        ("FederatedIdentityCredential", "northshire-pipeline-trust"),
        ("RoleAssignment", "northshire-right-pipeline"),
        ("RoleAssignment", "northshire-right-pipeline-beside"),
    }
    trust = with_pipeline.named("northshire-pipeline-trust").inputs
    assert (trust["issuer"], trust["subject"], trust["audiences"]) == (ISSUER, SUBJECT, ["api://AzureADTokenExchange"])
    right = with_pipeline.named("northshire-right-pipeline").inputs
    assert right["roleDefinitionId"] == with_pipeline.named("northshire-role-application").id


def test_closing_is_never_a_plans_side_effect(plan: Deployment):
    alias = plan.named("northshire-alias")
    assert alias.protect
    assert alias.retain_on_delete


def test_everything_but_the_alias_is_made_in_the_new_tenancy(plan: Deployment):
    for name in ("northshire-role-deploy", "northshire-right-deploy"):
        assert "::northshire-tenancy::" in plan.named(name).provider


def test_roles_go_to_the_pipelines_that_need_them(plan: Deployment):
    assert plan.named("northshire-right-deploy").inputs["principalId"] == RUNS["landing-zone"]
    assert plan.named("northshire-right-application").inputs["principalId"] == RUNS["applications"]


def test_whoever_makes_it_owns_no_others_and_can_do_without_being_owner(plan: Deployment):
    alias = plan.named("northshire-alias").inputs["properties"]["additionalProperties"]
    assert alias["subscriptionOwnerId"] == RUNS["tenancy"]
    own = plan.named("northshire-right-tenancy").inputs
    assert (own["principalId"], own["roleDefinitionId"]) == (RUNS["tenancy"], ORGANISATION.run_roles["tenancy"])
    made = {plan.named(f"northshire-role-{key}").inputs["roleDefinitionId"] for key in ("deploy", "application", "beside")}
    assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", own["condition"])) == made


def test_no_role_is_owner_in_disguise(plan: Deployment):
    granted = plan.of_type("azure-native:authorization:RoleAssignment")
    assert granted
    for right in granted:
        assert not any(role in right.inputs["roleDefinitionId"] for role in roles.PRIVILEGED)
    for actions in (rights.DEPLOY, rights.APPLICATION, rights.BESIDE):
        assert not {"*", "Microsoft.Network/*", "Microsoft.Authorization/*", "Microsoft.Authorization/roleDefinitions/write"} & set(actions)


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("deploy", hosting_rights.CELL_HANDS_OUT),
        ("application", hosting_rights.TENANT_HANDS_OUT),
        ("pipeline", hosting_rights.TENANT_HANDS_OUT),
    ],
)
def test_each_pipeline_hands_out_the_few_roles_that_its_work_needs(with_pipeline: Deployment, key: str, allowed: tuple[str, ...]):
    right = with_pipeline.named(f"northshire-right-{key}").inputs
    assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", right["condition"])) == set(allowed)
    assert right["condition"].count("StringEqualsIgnoreCase {'ServicePrincipal'}") == 2
    assert not set(allowed) & set(roles.PRIVILEGED)


def test_the_application_role_changes_no_network(plan: Deployment):
    permission = plan.named("northshire-role-application").inputs["permissions"][0]
    refused = permission["notActions"]
    assert "Microsoft.Network/virtualNetworks/write" in refused
    assert "Microsoft.Network/virtualNetworks/peer/action" in refused
    for kind in ("roleDefinitions", "policyAssignments", "policyExemptions", "locks"):
        assert f"Microsoft.Authorization/{kind}/write" in refused
        assert f"Microsoft.Authorization/{kind}/delete" in refused
    written = {action for action in permission["actions"] if action.startswith("Microsoft.Network/") and not action.endswith("/read")}
    assert written == {
        "Microsoft.Network/privateEndpoints/*",
        "Microsoft.Network/privateDnsZones/write",
        "Microsoft.Network/privateDnsZones/delete",
        "Microsoft.Network/privateDnsZones/A/*",
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks/*",
    }


@pytest.mark.parametrize("key", ["application", "pipeline"])
def test_applications_are_made_in_their_own_group_and_only_join_what_stands_beside_it(with_pipeline: Deployment, key: str):
    group = with_pipeline.named("northshire-applications")
    assert (group.protect, group.retain_on_delete) == (True, True)
    within, beside = with_pipeline.named(f"northshire-right-{key}").inputs, with_pipeline.named(f"northshire-right-{key}-beside").inputs
    assert within["scope"] == group.id
    assert beside["scope"] == f"/subscriptions/{with_pipeline.named('northshire').outputs['tenancy']['subscription']}"
    assert within["principalId"] == beside["principalId"]
    actions = with_pipeline.named("northshire-role-beside").inputs["permissions"][0]["actions"]
    assert {action.rpartition("/")[2] for action in actions if not action.endswith("/join/action")} == {"read", "action"}
    # The workspace's key opens nothing (local sign-in is off), and a diagnostic setting asks for it.
    assert [action for action in actions if action.endswith("/action") and "/join/" not in action] == [
        "Microsoft.OperationalInsights/workspaces/sharedKeys/action"
    ]


def test_the_application_role_makes_no_door_and_leads_no_names(plan: Deployment):
    refused = plan.named("northshire-role-application").inputs["permissions"][0]["notActions"]
    for what in ("privateLinkServices", "loadBalancers", "dnsResolvers", "dnsForwardingRulesets", "dnsResolverPolicies"):
        assert f"Microsoft.Network/{what}/*" in refused


def test_the_deploy_role_covers_what_a_door_is_made_of(plan: Deployment):
    held = plan.named("northshire-role-deploy").inputs["permissions"][0]["actions"]
    kinds = {resource.type.split(":", 1)[1] for resource in plan_of(azure.ServiceOffer, "door", OFFER) if resource.type.startswith("azure-native:")}
    needed = {
        "resources:ResourceGroup": "Microsoft.Resources/subscriptions/resourceGroups/*",
        "network:PrivateLinkService": "Microsoft.Network/privateLinkServices/*",
        "network:LoadBalancer": "Microsoft.Network/loadBalancers/*",
        "network:NetworkSecurityGroup": "Microsoft.Network/networkSecurityGroups/*",
        "compute:VirtualMachineScaleSet": "Microsoft.Compute/virtualMachineScaleSets/write",
        "monitor:MetricAlert": "Microsoft.Insights/metricAlerts/*",
    }
    assert kinds == needed.keys()
    # The feature that encrypts its machines where they run.
    assert {*needed.values(), "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations/*"} <= set(held)
    # Machines are made and unmade; nothing is run in them.
    assert not [action for action in held if action.startswith("Microsoft.Compute/") and action.endswith(("/action", "Sets/*"))]


def test_the_deploy_role_covers_what_a_trunk_is_made_of(plan: Deployment):
    held = plan.named("northshire-role-deploy").inputs["permissions"][0]["actions"]
    kinds = {
        resource.type.split(":", 1)[1] for resource in plan_of(azure.VoiceConnection, "voice", VOICE) if resource.type.startswith("azure-native:")
    }
    needed = {
        "resources:ResourceGroup": "Microsoft.Resources/subscriptions/resourceGroups/*",
        "communication:CommunicationService": "Microsoft.Communication/CommunicationServices/*",
        "operationalinsights:Workspace": "Microsoft.OperationalInsights/workspaces/write",
        "monitor:DiagnosticSetting": "Microsoft.Insights/diagnosticSettings/*",
        "monitor:ScheduledQueryRule": "Microsoft.Insights/scheduledQueryRules/*",
        "authorization:RoleAssignment": "Microsoft.Authorization/roleAssignments/write",
    }
    assert kinds == needed.keys()
    assert set(needed.values()) <= set(held)
    # The alarm's own identity reads the call logs, so the deploy role may hand that role out.
    assert roles.READER in hosting_rights.CELL_HANDS_OUT


def test_a_test_tenancy_has_its_own_place_and_names():
    live, test = (plan_of(azure.Tenancy, "northshire", TENANCY, owner=owner) for owner in (TENANCY.owner, TEST))
    for plan, unit in ((live, "live"), (test, "test")):
        alias = plan.named("northshire-alias").inputs["properties"]["additionalProperties"]
        assert alias["managementGroupId"] == ORGANISATION.units[unit]
    for name, key in (("northshire-alias", "aliasName"), ("northshire-role-deploy", "roleName"), ("northshire-role-deploy", "roleDefinitionId")):
        assert live.named(name).inputs[key] != test.named(name).inputs[key]


def test_what_lower_layers_know_of_a_tenancy_comes_back_from_its_card(plan: Deployment):
    handle = CardReader(plan.named("northshire").outputs).handle("tenancy", azure.TenancyHandle)
    assert handle.deploy == plan.named("northshire-role-deploy").id
    assert handle.application == plan.named("northshire-role-application").id
    assert handle.subscription == plan.named("northshire-alias").outputs["properties"]["subscriptionId"]


def test_a_pipeline_by_a_wildcard_is_refused():
    with pytest.raises(ContractError, match="has a wildcard"):
        replace(TENANCY, pipeline_issuer=ISSUER, pipeline_subject="repo:northshire/*")


def test_a_new_tenancy_needs_a_billing_scope():
    with pytest.raises(PlanFailed, match="billing scope"):
        plan_of(azure.Tenancy, "northshire", TENANCY, billing="")


def test_applications_make_nobody_an_administrator_of_a_cells_database_and_touch_no_cells_registry():
    for provider in ("Microsoft.DBforPostgreSQL/", "Microsoft.ContainerRegistry/"):
        held = [action for action in (*rights.APPLICATION, *rights.BESIDE) if action.startswith(provider)]
        assert len(held) == 1
        assert held[0].endswith("/read")
    assert not any(action.startswith("Microsoft.ManagedIdentity/") and action.endswith("*") for action in rights.APPLICATION)
    assert not any("ManagedIdentity" in action or "roleAssignments" in action for action in rights.BESIDE)
