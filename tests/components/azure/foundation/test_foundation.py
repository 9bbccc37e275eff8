"""The foundation on Azure refuses what it says it refuses, and keeps its logs."""

import re
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import azure
from components.azure import identifiers, roles
from components.azure.foundation import rights as pipeline_rights
from components.azure.foundation.policy_rules import refusals
from components.azure.foundation.watch import WATCHED, WATCHED_PIPELINES
from components.azure.hosting import rights as hosting_rights
from components.azure.network.private_zones import ZONES, zone_group
from components.azure.tenancy.baseline import PLANS
from components.contracts import PLATFORM_TENANCIES, CardReader, ContractError
from tests.components.azure.subjects import FOUNDATION, PLATFORM, PRINCIPALS, inventory, plan_of
from tests.looping import each
from tests.planning import PlanFailed

GUARDRAILS = {
    "regions", "group-regions", "public-address", "open-storage", "peering", "keep-diagnostics", "keep-stores", "activity-log", "defender", "private-dns",
    "flow-writer", "private-dns-platform", "public-address-test", "peering-test", "private-dns-test",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.Foundation, "foundation", FOUNDATION)


def test_a_foundation_is_exactly_these_resources(plan: Deployment):
    expected = {("Foundation", "foundation"), ("pulumi-python", "foundation-plane")}
    expected |= {("ManagementGroup", f"foundation-{key}") for key in ("root", "platform", "bodies", "test", "suspended")}
    for purpose in PLATFORM_TENANCIES:
        expected |= {("Alias", f"foundation-tenancy-{purpose}"), ("azure-native", f"foundation-{purpose}")}
        expected |= {("ProviderRegistration", f"foundation-registered-{purpose}")}
    expected |= {
        ("ResourceGroup", "foundation-archive"),
        ("Workspace", "foundation-archive-workspace"),
        ("StorageAccount", "foundation-archive-store"),
        ("BlobServiceProperties", "foundation-archive-versions"),
        ("ManagementLockByScope", "foundation-archive-lock"),
        ("ManagementLockByScope", "foundation-archive-workspace-lock"),
        ("StorageAccount", "foundation-archive-store-ukwest"),
        ("BlobServiceProperties", "foundation-archive-versions-ukwest"),
        ("ManagementLockByScope", "foundation-archive-lock-ukwest"),
    }
    told = ("archive-store-logs", "archive-store-logs-ukwest", "archive-workspace-logs", "state-logs", "state-keys-logs", "activity-logs-management")
    expected |= {("DiagnosticSetting", f"foundation-{key}") for key in told}
    for purpose in PLATFORM_TENANCIES:
        expected |= {
            ("SubscriptionSettings", f"foundation-defender-{purpose}"),
            ("DiagnosticSetting", f"foundation-activity-logs-{purpose}"),
            ("RemediationAtSubscription", f"foundation-mend-activity-log-{purpose}"),
        }
    expected |= {("UserAssignedIdentity", "foundation-flow-writer")}
    for region in FOUNDATION.regions:
        parts = {
            "StorageAccount": "store",
            "BlobServiceProperties": "kept",
            "ManagementPolicy": "age",
            "ManagementLockByScope": "lock",
            "RoleAssignment": "writer",
        }
        expected |= {(kind, f"foundation-flows-{region}-{role}") for kind, role in parts.items()}
    policies = ("public-address", "open-storage", "peering", "keep-diagnostics", "keep-stores", "defender-plan", "private-record", "flow-writer")
    expected |= {("PolicyDefinitionAtManagementGroup", f"foundation-policy-{key}") for key in policies}
    expected |= {("PolicySetDefinitionAtManagementGroup", f"foundation-policies-{key}") for key in ("defender", "private-dns")}
    expected |= {("PolicyAssignment", f"foundation-guardrail-{key}") for key in GUARDRAILS}
    grants = ["activity-log-monitoring", "activity-log-workspace", "defender-security"]
    grants += [f"private-dns{where}-{what}" for where in ("", "-platform", "-test") for what in ("endpoints", "zones")]
    expected |= {("RoleAssignment", f"foundation-guardrail-{key}") for key in grants}
    own_roles = ("place", "tenancy", "attach", "network", "hosting", "tenant", "neighbour", "archive-sender")
    expected |= {("RoleDefinition", f"foundation-role-{key}") for key in own_roles} | {("RoleDefinition", "foundation-access-operator")}
    expected |= {("SubscriptionSettings", "foundation-isolation")}
    expected |= {("ResourceGroup", "foundation-watch-group"), ("ActionGroup", "foundation-watch-told")}
    expected |= {("UserAssignedIdentity", "foundation-watch-asks"), ("RoleAssignment", "foundation-watch-right")}
    expected |= {("ScheduledQueryRule", f"foundation-watch-{key}") for key in (*WATCHED, *WATCHED_PIPELINES, "elevation", "silence")}
    expected |= {("ManagementGroupDiagnosticSetting", f"foundation-watch-log-{key}") for key in ("root", "platform", "bodies", "test", "suspended")}
    rights = ("network", "hosting", "archive-sender-network", "archive-sender-hosting")
    expected |= {("RoleAssignment", f"foundation-right-{key}") for key in rights}
    assert inventory(plan) == expected


def test_what_the_foundations_own_pipeline_changes_and_what_hosting_writes_into_vaults_rings(plan: Deployment):
    for key, layer in (("foundation-used", "foundation"), ("secret-written", "hosting")):
        rule = plan.named(f"foundation-watch-{key}")
        (asked,) = rule.inputs["criteria"]["allOf"]
        assert str(FOUNDATION.pipelines[layer]) in asked["query"], "it is asked for that identity"
        assert rule.inputs["enabled"]
        assert rule.inputs["actions"]["actionGroups"]
    assert "vaults/secrets/write" in plan.named("foundation-watch-secret-written").inputs["criteria"]["allOf"][0]["query"]


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
    for region in each(FOUNDATION.regions):
        store, right = plan.named(f"foundation-flows-{region}-store"), plan.named(f"foundation-flows-{region}-writer")
        assert (store.inputs["location"], store.inputs["allowSharedKeyAccess"]) == (region, False)
        assert store.protect
        assert store.retain_on_delete
        assert (right.inputs["principalId"], right.inputs["scope"]) == (writer.outputs["principalId"], store.id)
        (rule,) = plan.named(f"foundation-flows-{region}-age").inputs["policy"]["rules"]
        assert rule["definition"]["actions"] == {"baseBlob": {"delete": {"daysAfterCreationGreaterThan": FOUNDATION.retention_days}}}


def test_every_guardrail_is_enforced_under_a_name_that_azure_takes(plan: Deployment):
    assignments = plan.of_type("azure-native:authorization:PolicyAssignment")
    assert len(assignments) == len(GUARDRAILS)
    assert all(assignment.inputs["enforcementMode"] == "Default" for assignment in assignments)
    assert all(len(assignment.inputs["policyAssignmentName"]) <= 24 for assignment in assignments)
    regions = plan.named("foundation-guardrail-regions").inputs["parameters"]["listOfAllowedLocations"]["value"]
    assert regions == list(FOUNDATION.regions)


def test_each_refusal_has_an_effect_that_refuses():
    assert {rail.rule["then"]["effect"] for rail in refusals("ccp-hub")} == {"deny", "denyAction"}


@pytest.mark.parametrize(("suffix", "unit"), [("", "foundation-bodies"), ("-test", "foundation-test")])
@pytest.mark.parametrize("key", ["public-address", "peering", "private-dns"])
def test_what_binds_bodies_binds_their_test_tenancies_too(plan: Deployment, key: str, suffix: str, unit: str):
    rail, same = plan.named(f"foundation-guardrail-{key}{suffix}"), plan.named(f"foundation-guardrail-{key}")
    assert plan.refers_to(rail, "azure-native:management:ManagementGroup", "scope") == (plan.named(unit),)
    assert rail.inputs["policyDefinitionId"] == same.inputs["policyDefinitionId"]


def test_each_environment_has_a_branch_of_the_tree_of_its_own(plan: Deployment):
    organisation = plan.named("foundation").outputs["organisation"]
    assert organisation["units"] == {"live": plan.named("foundation-bodies").id, "test": plan.named("foundation-test").id}
    parents = {plan.named(f"foundation-{key}").inputs["details"]["parent"]["id"] for key in ("bodies", "test")}
    assert parents == {plan.named("foundation-root").id}


def test_what_makes_a_repair_has_an_identity_and_a_region(plan: Deployment):
    for key in ("activity-log", "defender", "private-dns"):
        inputs = plan.named(f"foundation-guardrail-{key}").inputs
        assert (inputs["identity"]["type"], inputs["location"]) == ("SystemAssigned", FOUNDATION.home)


def test_the_policy_writes_records_where_the_hub_has_its_zones(plan: Deployment):
    start = plan.named("foundation-guardrail-private-dns").inputs["parameters"]["groups"]["value"]
    assert f"{start}uksouth".endswith(f"/resourceGroups/{zone_group(PLATFORM, 'uksouth')}")
    members = plan.named("foundation-policies-private-dns").inputs["policyDefinitions"]
    assert {member["parameters"]["zone"]["value"] for member in members} == {zone.name for zone in ZONES}


def test_pipelines_cannot_make_themselves_owners(plan: Deployment):
    network = plan.named("foundation-right-network").inputs["condition"]
    assert identifiers.guid("ccp", "role", "attach") in network
    assert not any(role in network for role in roles.PRIVILEGED)
    for actions in (pipeline_rights.PLACE, pipeline_rights.TENANCY, pipeline_rights.NETWORK, pipeline_rights.HOSTING, pipeline_rights.SENDING):
        assert "*" not in actions
    for actions in (pipeline_rights.PLACE, pipeline_rights.NETWORK, pipeline_rights.HOSTING, pipeline_rights.SENDING):
        assert not [action for action in actions if action.startswith("Microsoft.Authorization/roleDefinitions/") and not action.endswith("/read")]


def test_the_hosting_pipeline_acts_in_the_hosting_tenancy_alone_and_hands_out_a_cells_roles(plan: Deployment):
    right = plan.named("foundation-right-hosting")
    assert right.inputs["principalId"] == PRINCIPALS["hosting"]
    hosting = plan.named("foundation-tenancy-hosting").outputs["properties"]["subscriptionId"]
    assert right.inputs["scope"] == f"/subscriptions/{hosting}"
    handed_out = set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", right.inputs["condition"]))
    assert handed_out == set(hosting_rights.CELL_HANDS_OUT)
    assert not handed_out & set(roles.PRIVILEGED)
    assert not [action for action in pipeline_rights.HOSTING if action.startswith("Microsoft.App/containerApps")]
    # Azure Resource Manager makes a secret and never gives its value (Key Vault REST API, "Secrets - Get").
    vault = "Microsoft.KeyVault/vaults/secrets"
    assert {action for action in pipeline_rights.HOSTING if "secrets" in action} == {f"{vault}/read", f"{vault}/write"}


def test_private_endpoints_of_the_platforms_own_tenancies_are_recorded_too(plan: Deployment):
    rail = plan.named("foundation-guardrail-private-dns-platform")
    assert plan.refers_to(rail, "azure-native:management:ManagementGroup", "scope") == (plan.named("foundation-platform"),)


def test_platform_tenancies_are_kept(plan: Deployment):
    aliases = plan.of_type("azure-native:subscription:Alias")
    assert len(aliases) == len(PLATFORM_TENANCIES)
    for alias in aliases:
        assert alias.protect
        assert alias.retain_on_delete


def test_what_lower_layers_know_comes_back_from_its_card(plan: Deployment):
    outputs = plan.named("foundation").outputs
    reader = CardReader(outputs)
    archive = reader.handle("archive", azure.ArchiveHandle)
    assert archive.store == plan.named("foundation-archive-store").id
    assert archive.workspace == plan.named("foundation-archive-workspace").id
    assert archive.flow_stores == {region: plan.named(f"foundation-flows-{region}-store").id for region in FOUNDATION.regions}
    assert archive.flow_writer == plan.named("foundation-flow-writer").id
    organisation = reader.handle("organisation", azure.OrganisationHandle)
    assert organisation.tenant_roles == {key: plan.named(f"foundation-role-{key}").id for key in (roles.TENANT, roles.NEIGHBOUR)}
    assert organisation.roles["operator"] == plan.named("foundation-access-operator").inputs["roleDefinitionId"]
    hosting = reader.handles("tenancies", azure.TenancyHandle)["hosting"]
    assert hosting.subscription == plan.named("foundation-tenancy-hosting").outputs["properties"]["subscriptionId"]


def test_what_is_older_than_a_policy_is_mended_in_each_of_the_platforms_own(plan: Deployment):
    assignment = plan.named("foundation-guardrail-activity-log")
    tasks = plan.of_type("azure-native:policyinsights:RemediationAtSubscription")
    assert len(tasks) == len(PLATFORM_TENANCIES)
    for task in tasks:
        assert task.inputs["policyAssignmentId"] == assignment.id
        # A task that only takes what was found before finds nothing at a first run: nothing was looked at yet.
        assert task.inputs["resourceDiscoveryMode"] == "ReEvaluateCompliance"
        # It runs under the assignment's identity, whose rights must be there.
        assert {plan.named(f"foundation-guardrail-activity-log-{key}").urn for key in ("monitoring", "workspace")} <= set(task.dependencies)


def test_detection_is_on_in_the_platforms_own_and_tells_the_platforms_contact(plan: Deployment):
    for purpose in each(PLATFORM_TENANCIES):
        made = plan.named(f"foundation-defender-{purpose}").inputs
        assert made["subscription"] == plan.named(f"foundation-tenancy-{purpose}").outputs["properties"]["subscriptionId"]
        paths = {setting["path"].rpartition("/")[2] for setting in made["settings"]}
        assert paths == {*PLANS, "default"}
        contact = next(setting for setting in made["settings"] if "securityContacts" in setting["path"])
        assert contact["body"]["properties"]["emails"] == FOUNDATION.contact


def test_what_turns_a_plan_on_is_deployed_where_a_subscription_can_be(plan: Deployment):
    details = plan.named("foundation-policy-defender-plan").inputs["policyRule"]["then"]["details"]
    # An Azure subscription has no field 'location'.
    assert details["deployment"]["location"] == FOUNDATION.home


def test_who_reads_or_writes_state_and_keys_is_told_to_the_archive(plan: Deployment):
    for key, kind in {"state": "Microsoft.Storage/storageAccounts/", "state-keys": "Microsoft.KeyVault/vaults/"}.items():
        setting = plan.named(f"foundation-{key}-logs").inputs
        assert setting["resourceUri"].startswith(f"/subscriptions/{FOUNDATION.management}/")
        assert kind in setting["resourceUri"]
        assert setting["storageAccountId"] == plan.named("foundation-archive-store").id
        assert setting["workspaceId"] == plan.named("foundation-archive-workspace").id


def test_a_store_takes_no_log_of_itself(plan: Deployment):
    stores = {store.id for store in plan.of_type("azure-native:storage:StorageAccount")}
    told = [one.inputs for one in plan.of_type("azure-native:monitor:DiagnosticSetting") if "storageAccountId" in one.inputs]
    assert told
    assert not [one for one in told if any(one["resourceUri"].startswith(store) for store in stores)]


@pytest.mark.parametrize(("locked", "state"), [(False, "Unlocked"), (True, "Locked")])
def test_every_region_has_a_store_that_nobody_empties_and_a_copy_elsewhere(locked: bool, state: str):
    plan = plan_of(azure.Foundation, "foundation", FOUNDATION, archive_locked=locked, second_region="ukwest")
    for suffix, sku in {"": "Standard_GZRS", "-ukwest": "Standard_GRS"}.items():
        store = plan.named(f"foundation-archive-store{suffix}").inputs
        assert store["sku"]["name"] == sku
        policy = store["immutableStorageWithVersioning"]["immutabilityPolicy"]
        assert (policy["state"], policy["immutabilityPeriodSinceCreationInDays"]) == (state, FOUNDATION.retention_days)


def test_without_a_second_region_no_store_is_copied_out_of_its_own():
    plan = plan_of(azure.Foundation, "foundation", FOUNDATION)
    skus = {store.name.removeprefix("foundation-"): store.inputs["sku"]["name"] for store in plan.of_type("azure-native:storage:StorageAccount")}
    assert {name: sku for name, sku in skus.items() if sku != "Standard_LRS"} == {"archive-store": "Standard_ZRS"}, (
        "the west of the country has no zones"
    )


@pytest.mark.parametrize(("wanted", "at_hand"), [(365, 365), (500, 500), (4000, 730)])
def test_logs_are_at_hand_as_long_as_wanted_and_as_long_as_azure_can(wanted: int, at_hand: int):
    plan = plan_of(azure.Foundation, "foundation", FOUNDATION, retention_days=wanted)
    assert plan.named("foundation-archive-workspace").inputs["retentionInDays"] == at_hand
    policy = plan.named("foundation-archive-store").inputs["immutableStorageWithVersioning"]["immutabilityPolicy"]
    assert policy["immutabilityPeriodSinceCreationInDays"] == wanted


def test_everything_of_the_platforms_is_tagged_as_the_most_sensitive_body(plan: Deployment):
    tagged = [resource for resource in plan if "tags" in resource.inputs]
    assert tagged
    assert {resource.inputs["tags"]["data-classification"] for resource in tagged} == {"official-sensitive"}


def test_new_tenancies_need_a_billing_scope():
    with pytest.raises(PlanFailed, match="billing scope"):
        plan_of(azure.Foundation, "foundation", FOUNDATION, billing="")


def test_too_few_days_of_logs_are_refused():
    with pytest.raises(ContractError, match="at least 365 days"):
        replace(FOUNDATION, retention_days=364)
