"""What everything on Azure is deployed with: state that answers the pipelines alone, and an identity for each."""

import pytest

from civic.plan import Deployment
from components import azure
from components.azure import roles
from components.contracts import PIPELINES
from tests.components.azure.subjects import BOOTSTRAP, SUBSCRIPTION, inventory, plan_of
from tests.looping import each


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.Bootstrap, "bootstrap", BOOTSTRAP)


def test_a_bootstrap_is_exactly_these_resources(plan: Deployment):
    expected = {
        ("Bootstrap", "bootstrap"),
        ("ResourceGroup", "bootstrap-group"),
        ("StorageAccount", "bootstrap-state-store"),
        ("BlobServiceProperties", "bootstrap-state-versions"),
        ("BlobContainer", "bootstrap-state-container"),
        ("Vault", "bootstrap-secrets-vault"),
    }
    for layer in PIPELINES:
        expected |= {
            ("Key", f"bootstrap-secrets-{layer}"),
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
    kept = ["group", "state-store", "state-container", "secrets-vault", *(f"secrets-{layer}" for layer in PIPELINES)]
    assert all(plan.named(f"bootstrap-{name}").protect and plan.named(f"bootstrap-{name}").retain_on_delete for name in kept)
    versions = plan.named("bootstrap-state-versions").inputs
    assert (versions["isVersioningEnabled"], versions["deleteRetentionPolicy"]["days"]) == (True, 90)


def test_a_key_of_state_never_changes_its_version(plan: Deployment):
    assert all("rotationPolicy" not in plan.named(f"bootstrap-secrets-{layer}").inputs["properties"] for layer in each(PIPELINES))


@pytest.mark.parametrize("layer", PIPELINES)
def test_each_pipeline_writes_its_own_state_and_uses_its_own_key(plan: Deployment, layer: str):
    identity, container = plan.named(f"bootstrap-pipeline-{layer}"), plan.named("bootstrap-state-container")
    state, key = plan.named(f"bootstrap-pipeline-{layer}-state").inputs, plan.named(f"bootstrap-pipeline-{layer}-key").inputs
    assert state["principalId"] == key["principalId"] == identity.outputs["principalId"]
    assert state["scope"] == container.id
    assert key["scope"] == plan.named(f"bootstrap-secrets-{layer}").id
    assert state["roleDefinitionId"].startswith(f"/subscriptions/{SUBSCRIPTION}/")
    assert state["roleDefinitionId"].endswith(roles.STORAGE_BLOB_DATA_CONTRIBUTOR)
    own = BOOTSTRAP.state[layer].written[0]
    # Once among what it reads, once among what it writes.
    assert state["condition"].count(f"StringLike '{own}'") == 2
    assert state["condition"].count("StringLike '.pulumi/meta.yaml'") == 1
    others = [BOOTSTRAP.state[other].written[0] for other in PIPELINES if other != layer]
    assert not [pattern for pattern in others if pattern in state["condition"]]
    trust = plan.named(f"bootstrap-pipeline-{layer}-trust").inputs
    assert (trust["issuer"], trust["subject"]) == (BOOTSTRAP.issuer, BOOTSTRAP.subjects[layer])


def test_everything_else_is_deployed_with_what_it_gives(plan: Deployment):
    outputs = plan.named("bootstrap").outputs
    account = plan.named("bootstrap-state-store").inputs["accountName"]
    assert outputs["state"] == f"azblob://state?storage_account={account}"
    assert outputs["pipelines"].keys() == outputs["clients"].keys() == outputs["keys"].keys() == set(PIPELINES)
    vault = plan.named("bootstrap-secrets-vault").inputs["vaultName"]
    assert outputs["keys"]["network"] == f"azurekeyvault://{vault}.vault.azure.net/keys/secrets-network"
    identity = plan.named("bootstrap-pipeline-network").outputs
    assert (outputs["pipelines"]["network"], outputs["clients"]["network"]) == (identity["principalId"], identity["clientId"])
