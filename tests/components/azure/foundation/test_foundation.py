"""The foundation on Azure refuses what it says it refuses, and keeps its logs."""

import re

import pytest

from civic.plan import Deployment
from components import azure
from components.azure import identifiers
from components.azure.foundation import rights as pipeline_roles
from components.azure.foundation.policy_rules import refusals
from components.azure.hosting import rights as hosting_roles
from components.azure.network.private_zones import ZONES, zone_group
from components.contracts import PLATFORM_TENANCIES
from tests.components.azure.subjects import FOUNDATION, PRINCIPALS, inventory, plan_of

GUARDRAILS = {
    "regions", "group-regions", "public-address", "open-storage", "peering", "keep-diagnostics", "activity-log", "defender", "private-dns",
    "private-dns-platform",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.Foundation, "foundation", FOUNDATION)


def test_a_foundation_is_exactly_these_resources(plan: Deployment):
    expected = {("Foundation", "foundation")}
    expected |= {("ManagementGroup", f"foundation-{key}") for key in ("root", "platform", "bodies", "suspended")}
    for purpose in PLATFORM_TENANCIES:
        expected |= {("Alias", f"foundation-tenancy-{purpose}"), ("azure-native", f"foundation-{purpose}")}
        expected |= {("ManagementGroupSubscription", f"foundation-place-{purpose}")}
    expected |= {
        ("ResourceGroup", "foundation-archive"),
        ("Workspace", "foundation-archive-workspace"),
        ("StorageAccount", "foundation-archive-store"),
        ("BlobServiceProperties", "foundation-archive-versions"),
        ("ManagementLockByScope", "foundation-archive-lock"),
    }
    expected |= {("UserAssignedIdentity", "foundation-flow-writer")}
    for region in FOUNDATION.regions:
        made = {"StorageAccount": "store", "BlobServiceProperties": "kept", "ManagementPolicy": "age", "RoleAssignment": "writer"}
        expected |= {(kind, f"foundation-flows-{region}-{role}") for kind, role in made.items()}
    policies = ("public-address", "open-storage", "peering", "keep-diagnostics", "defender-plan", "private-record")
    expected |= {("PolicyDefinitionAtManagementGroup", f"foundation-policy-{key}") for key in policies}
    expected |= {("PolicySetDefinitionAtManagementGroup", f"foundation-policies-{key}") for key in ("defender", "private-dns")}
    expected |= {("PolicyAssignment", f"foundation-guardrail-{key}") for key in GUARDRAILS}
    grants = ["activity-log-monitoring", "activity-log-workspace", "defender-security"]
    grants += [f"private-dns{where}-{what}" for where in ("", "-platform") for what in ("endpoints", "zones")]
    expected |= {("RoleAssignment", f"foundation-guardrail-{key}") for key in grants}
    roles = ("vending", "network", "hosting", "resident", "neighbour", "archive-sender")
    expected |= {("RoleDefinition", f"foundation-role-{key}") for key in roles} | {("RoleDefinition", "foundation-access-operator")}
    expected |= {("SubscriptionFeatureRegistration", "foundation-isolation")}
    rights = ("vending", "network", "hosting", "archive-sender-network", "archive-sender-hosting", "archive-sender-landing-zone")
    expected |= {("RoleAssignment", f"foundation-right-{key}") for key in rights}
    assert inventory(plan) == expected


def test_the_archive_cannot_be_emptied(plan: Deployment):
    store = plan.named("foundation-archive-store")
    policy = store.inputs["immutableStorageWithVersioning"]
    assert policy["enabled"]
    assert policy["immutabilityPolicy"]["immutabilityPeriodSinceCreationInDays"] == FOUNDATION.retention_days
    assert not store.inputs["allowSharedKeyAccess"]
    assert not store.inputs["allowBlobPublicAccess"]
    assert store.inputs["networkRuleSet"]["defaultAction"] == "Deny"
    assert store.protect
    assert store.retain_on_delete
    assert plan.named("foundation-archive-lock").inputs["level"] == "CanNotDelete"


def test_flows_are_kept_in_each_region_and_written_by_one_identity_alone(plan: Deployment):
    writer = plan.named("foundation-flow-writer")
    for region in FOUNDATION.regions:
        store, right = plan.named(f"foundation-flows-{region}-store"), plan.named(f"foundation-flows-{region}-writer")
        assert (store.inputs["location"], store.inputs["allowSharedKeyAccess"]) == (region, False)
        assert store.protect
        assert store.retain_on_delete
        assert (right.inputs["principalId"], right.inputs["scope"]) == (writer.outputs["principalId"], store.id)
        (rule,) = plan.named(f"foundation-flows-{region}-age").inputs["policy"]["rules"]
        assert rule["definition"]["actions"] == {"baseBlob": {"delete": {"daysAfterCreationGreaterThan": FOUNDATION.retention_days}}}


def test_every_guardrail_is_enforced_under_a_name_that_azure_takes(plan: Deployment):
    assignments = plan.of_type("azure-native:authorization:PolicyAssignment")
    assert all(assignment.inputs["enforcementMode"] == "Default" for assignment in assignments)
    assert all(len(assignment.inputs["policyAssignmentName"]) <= 24 for assignment in assignments)
    regions = plan.named("foundation-guardrail-regions").inputs["parameters"]["listOfAllowedLocations"]["value"]
    assert regions == list(FOUNDATION.regions)


def test_each_refusal_has_an_effect_that_refuses():
    assert {rail.rule["then"]["effect"] for rail in refusals("ccp-hub")} == {"deny", "denyAction"}


def test_bodies_may_not_have_public_addresses(plan: Deployment):
    rail = plan.named("foundation-guardrail-public-address")
    assert plan.refers_to(rail, "azure-native:management:ManagementGroup", "scope") == (plan.named("foundation-bodies"),)


def test_what_makes_a_repair_has_an_identity_and_a_region(plan: Deployment):
    for key in ("activity-log", "defender", "private-dns"):
        inputs = plan.named(f"foundation-guardrail-{key}").inputs
        assert (inputs["identity"]["type"], inputs["location"]) == ("SystemAssigned", FOUNDATION.home)


def test_the_policy_writes_records_where_the_hub_has_its_zones(plan: Deployment):
    start = plan.named("foundation-guardrail-private-dns").inputs["parameters"]["groups"]["value"]
    assert f"{start}uksouth".endswith(f"/resourceGroups/{zone_group('ccp', 'uksouth')}")
    members = plan.named("foundation-policies-private-dns").inputs["policyDefinitions"]
    assert {member["parameters"]["zone"]["value"] for member in members} == {zone.name for zone in ZONES}


def test_pipelines_cannot_make_themselves_owners(plan: Deployment):
    vending = plan.named("foundation-right-vending")
    assert vending.inputs["principalId"] == PRINCIPALS["tenancy"]
    assert all(role in vending.inputs["condition"] for role in identifiers.PRIVILEGED)
    network = plan.named("foundation-right-network").inputs["condition"]
    assert identifiers.guid("ccp", "attach", "uksouth") in network
    assert not any(role in network for role in identifiers.PRIVILEGED)
    for actions in (pipeline_roles.VENDING, pipeline_roles.NETWORK, pipeline_roles.HOSTING, pipeline_roles.SENDING):
        assert "*" not in actions


def test_the_hosting_pipeline_acts_in_the_hosting_tenancy_alone_and_hands_out_a_cells_roles(plan: Deployment):
    right = plan.named("foundation-right-hosting")
    assert right.inputs["principalId"] == PRINCIPALS["hosting"]
    hosting = plan.named("foundation-tenancy-hosting").outputs["properties"]["subscriptionId"]
    assert right.inputs["scope"] == f"/subscriptions/{hosting}"
    handed_out = set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", right.inputs["condition"]))
    own = {hosting_roles.role_id("ccp", key) for key in ("resident", "neighbour")}
    assert handed_out == own | set(hosting_roles.CELL_HANDS_OUT)
    assert not handed_out & set(identifiers.PRIVILEGED)
    assert not [action for action in pipeline_roles.HOSTING if "secrets" in action or action.startswith("Microsoft.App/containerApps")]


def test_private_endpoints_of_the_platforms_own_tenancies_are_recorded_too(plan: Deployment):
    rail = plan.named("foundation-guardrail-private-dns-platform")
    assert plan.refers_to(rail, "azure-native:management:ManagementGroup", "scope") == (plan.named("foundation-platform"),)


def test_platform_tenancies_are_kept(plan: Deployment):
    for alias in plan.of_type("azure-native:subscription:Alias"):
        assert alias.protect
        assert alias.retain_on_delete
