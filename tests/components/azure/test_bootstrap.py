"""What everything on Azure is deployed with: state that answers the pipelines alone, and an identity for each."""

import re

import pytest

from civic.plan import Deployment
from components import azure
from components.contracts import KEYED_LAYERS, PIPELINES, RUN_LAYERS
from tests.components.azure.subjects import BOOTSTRAP, inventory, plan_of
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.Bootstrap, "bootstrap", BOOTSTRAP)


def test_a_bootstrap_is_exactly_these_resources(plan: Deployment):
    expected = {
        ("Bootstrap", "bootstrap"),
        ("pulumi-python", "bootstrap-plane"),
        ("ProviderRegistration", "bootstrap-registered"),
        ("ResourceGroup", "bootstrap-group"),
        ("StorageAccount", "bootstrap-state-store"),
        ("BlobServiceProperties", "bootstrap-state-versions"),
        ("BlobContainer", "bootstrap-state-container"),
        ("Vault", "bootstrap-secrets-vault"),
        ("RoleAssignment", "bootstrap-pipeline-foundation-key-identity"),
        ("RoleAssignment", "bootstrap-pipeline-foundation-runs-state"),
        *(("RoleDefinition", f"bootstrap-role-{key}") for key in ("state", "secrets", "run-identities", "run-rights", "evidence")),
        ("RoleAssignment", "bootstrap-pipeline-foundation-evidence"),
        *(("ResourceGroup", f"bootstrap-runs-{layer}") for layer in RUN_LAYERS),
        *(("RoleAssignment", f"bootstrap-pipeline-foundation-runs-{layer}{kind}") for layer in RUN_LAYERS for kind in ("", "-key")),
        *(("Key", f"bootstrap-secrets-{layer}") for layer in KEYED_LAYERS),
    }
    for layer in PIPELINES:
        expected |= {
            ("UserAssignedIdentity", f"bootstrap-pipeline-{layer}"),
            ("FederatedIdentityCredential", f"bootstrap-pipeline-{layer}-trust"),
            ("RoleAssignment", f"bootstrap-pipeline-{layer}-state"),
            ("RoleAssignment", f"bootstrap-pipeline-{layer}-key"),
        }
    assert inventory(plan) == expected


def test_state_answers_the_pipelines_addresses_and_nobody_else(plan: Deployment):
    rules = plan.named("bootstrap-state-store").inputs["networkRuleSet"]
    assert (rules["defaultAction"], rules["bypass"]) == ("Deny", "None")
    # A storage account takes no range of one address, so that one stands alone.
    assert [rule["iPAddressOrRange"] for rule in rules["ipRules"]] == ["198.51.100.0/28", "203.0.113.7"]
    vault = plan.named("bootstrap-secrets-vault").inputs["properties"]
    assert vault["networkAcls"]["defaultAction"] == "Deny"
    assert [rule["value"] for rule in vault["networkAcls"]["ipRules"]] == list(BOOTSTRAP.addresses)


def test_without_addresses_nobody_is_answered():
    plan = plan_of(azure.Bootstrap, "bootstrap", BOOTSTRAP, addresses=())
    assert plan.named("bootstrap-state-store").inputs["networkRuleSet"] == {"defaultAction": "Deny", "bypass": "None"}
    assert plan.named("bootstrap-secrets-vault").inputs["properties"]["publicNetworkAccess"] == "Disabled"


def test_state_and_keys_are_kept(plan: Deployment):
    kept = ["group", "state-store", "state-container", "secrets-vault", *(f"secrets-{layer}" for layer in KEYED_LAYERS)]
    assert all(plan.named(f"bootstrap-{name}").protect and plan.named(f"bootstrap-{name}").retain_on_delete for name in kept)
    versions = plan.named("bootstrap-state-versions").inputs
    assert (versions["isVersioningEnabled"], versions["deleteRetentionPolicy"]["days"]) == (True, 90)


def test_a_key_of_state_never_changes_its_version(plan: Deployment):
    assert all("rotationPolicy" not in plan.named(f"bootstrap-secrets-{layer}").inputs["properties"] for layer in each(KEYED_LAYERS))


@pytest.mark.parametrize("layer", PIPELINES)
def test_each_pipeline_writes_its_own_state_and_uses_its_own_key(plan: Deployment, layer: str):
    identity, store = plan.named(f"bootstrap-pipeline-{layer}"), plan.named("bootstrap-state-container")
    state, key = plan.named(f"bootstrap-pipeline-{layer}-state").inputs, plan.named(f"bootstrap-pipeline-{layer}-key").inputs
    assert state["principalId"] == key["principalId"] == identity.outputs["principalId"]
    assert state["scope"] == store.id
    assert key["scope"] == plan.named(f"bootstrap-secrets-{layer}").id
    assert state["roleDefinitionId"] == plan.named("bootstrap-role-state").id
    own = BOOTSTRAP.state[layer].written[0]
    # Once among what it reads, once among what it writes.
    assert state["condition"].count(f"StringLike '{own}'") == 2
    assert state["condition"].count("StringLike '.pulumi/meta.yaml'") == 1
    assert state["condition"].count(f"StringLike '{BOOTSTRAP.state[layer].written[1]}'") == 2
    others = [BOOTSTRAP.state[other].written[0] for other in PIPELINES if other != layer]
    assert not [pattern for pattern in others if pattern in state["condition"]]
    trust = plan.named(f"bootstrap-pipeline-{layer}-trust").inputs
    assert (trust["issuer"], trust["subject"]) == (BOOTSTRAP.issuer, BOOTSTRAP.subjects[layer])


def test_everything_else_is_deployed_with_what_it_gives(plan: Deployment):
    outputs = plan.named("bootstrap").outputs
    account = plan.named("bootstrap-state-store").inputs["accountName"]
    assert outputs["state"] == f"azblob://state?storage_account={account}"
    assert outputs["pipelines"].keys() == outputs["clients"].keys() == set(PIPELINES)
    assert outputs["key_ids"] == {layer: plan.named(f"bootstrap-secrets-{layer}").id for layer in KEYED_LAYERS}
    identity = plan.named("bootstrap-pipeline-network").outputs
    assert (outputs["pipelines"]["network"], outputs["clients"]["network"]) == (identity["principalId"], identity["clientId"])


def test_the_foundation_makes_identities_of_runs_where_no_pipeline_has_its_own(plan: Deployment):
    foundation = plan.named("bootstrap-pipeline-foundation").outputs["principalId"]
    groups = {plan.named(f"bootstrap-runs-{layer}").id for layer in RUN_LAYERS}
    making = plan.named("bootstrap-role-run-identities")
    held = [one.inputs for one in plan.of_type("azure-native:authorization:RoleAssignment") if one.inputs["roleDefinitionId"] == making.id]
    assert {(one["principalId"], one["scope"]) for one in held} == {(foundation, group) for group in groups}
    assert plan.named("bootstrap-group").id not in groups
    assert not [action for action in making.inputs["permissions"][0]["actions"] if action.startswith("Microsoft.Authorization/")]


def test_the_foundation_hands_out_the_bootstraps_two_roles_and_no_other(plan: Deployment):
    giving = plan.named("bootstrap-role-run-rights")
    allowed = {plan.named(f"bootstrap-role-{key}").inputs["roleDefinitionId"] for key in ("state", "secrets")}
    held = [one.inputs for one in plan.of_type("azure-native:authorization:RoleAssignment") if one.inputs["roleDefinitionId"] == giving.id]
    for one in each(held):
        assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", one["condition"])) == allowed
    assert plan.named("bootstrap-secrets-vault").id not in {one["scope"] for one in held}


@pytest.mark.parametrize("role", ["state", "secrets"])
def test_state_and_keys_are_used_and_not_managed(plan: Deployment, role: str):
    (permissions,) = plan.named(f"bootstrap-role-{role}").inputs["permissions"]
    assert permissions["actions"] == []
    assert permissions["dataActions"]
    assert not [action for action in permissions["dataActions"] if "*" in action]
