"""The identities of a body's runs: what they are trusted by, what they hold and where, and that it is the body's own alone."""

import re
from dataclasses import replace

import pytest

from civic.plan import Deployment
from components import azure
from components.azure import roles
from components.azure.hosting import rights as hosting_rights
from components.contracts import RUN_LAYERS, ContractError, Owner
from tests.components.azure.hosting_subjects import CELL_CARD, TENANCY
from tests.components.azure.hosting_subjects import ORGANISATION as HOSTING_ORGANISATION
from tests.components.azure.subjects import ARCHIVE, HUB, HUB_SUBSCRIPTION, ORGANISATION, RUN_IDENTITIES, SUBSCRIPTION, TEST, inventory, plan_of
from tests.looping import each

PLACED = replace(RUN_IDENTITIES, cell=CELL_CARD, hosting=TENANCY, organisation=replace(ORGANISATION, tenant_roles=HOSTING_ORGANISATION.tenant_roles))


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.RunIdentities, "runs", RUN_IDENTITIES)


@pytest.fixture(scope="module")
def placed() -> Deployment:
    return plan_of(azure.RunIdentities, "runs", PLACED)


def held(plan: Deployment, layer: str) -> dict[str, str]:
    """Scope by key of what the run of a layer holds."""
    principal = plan.named(f"runs-{layer}").outputs["principalId"]
    rights = [one for one in plan.of_type("azure-native:authorization:RoleAssignment") if one.inputs["principalId"] == principal]
    return {one.name.removeprefix(f"runs-{layer}-"): one.inputs["scope"] for one in rights}


def test_a_body_has_an_identity_for_each_of_its_stacks(plan: Deployment):
    made = {(kind, name) for kind, name in inventory(plan) if kind != "RoleAssignment"}
    expected = {("RunIdentities", "runs")}
    for layer in RUN_LAYERS:
        expected |= {("UserAssignedIdentity", f"runs-{layer}"), ("FederatedIdentityCredential", f"runs-{layer}-trust")}
    assert made == expected


@pytest.mark.parametrize("layer", RUN_LAYERS)
def test_a_run_is_one_subject_and_lies_where_no_pipeline_does(plan: Deployment, layer: str):
    trust = plan.named(f"runs-{layer}-trust").inputs
    assert (trust["issuer"], trust["subject"]) == (RUN_IDENTITIES.issuer, RUN_IDENTITIES.subjects[layer])
    assert plan.named(f"runs-{layer}").inputs["resourceGroupName"] == f"ccp-runs-{layer}"
    outputs = plan.named("runs").outputs
    identity = plan.named(f"runs-{layer}").outputs
    assert (outputs["runs"][layer], outputs["clients"][layer]) == (identity["principalId"], identity["clientId"])


@pytest.mark.parametrize("layer", RUN_LAYERS)
def test_a_run_opens_its_own_stacks_state_and_cards_alone(plan: Deployment, layer: str):
    state, key = plan.named(f"runs-{layer}-state").inputs, plan.named(f"runs-{layer}-key").inputs
    assert state["scope"].endswith("/blobServices/default/containers/state")
    assert state["scope"].startswith(f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-bootstrap/providers/Microsoft.Storage/storageAccounts/")
    condition = state["condition"]
    written = (f".pulumi/stacks/civic/northshire-azure-{layer}.json*", f"cards/northshire-azure-{layer}.json")
    # Once among what it reads, once among what it writes.
    assert [condition.count(f"StringLike '{path}'") for path in written] == [2, 2]
    assert condition.count("StringLike 'cards/platform-azure-foundation.json'") == 1
    assert set(re.findall(r"StringLike '([^']*)'", condition)) == {*written, ".pulumi/meta.yaml", "cards/platform-azure-foundation.json"}
    assert key["scope"] == RUN_IDENTITIES.key_ids[layer]


def test_what_a_run_holds_besides_is_its_layers(plan: Deployment):
    assert held(plan, "tenancy").keys() == {"state", "key", "place"}
    assert held(plan, "tenancy")["place"] == ORGANISATION.units["live"]
    assert held(plan, "applications").keys() == {"state", "key"}
    hub = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups"
    zone = held(plan, "landing-zone")
    assert {key: zone[key] for key in zone if key not in {"state", "key"}} == {
        "archive": str(ARCHIVE.store).partition("/providers/")[0],
        "hub": f"{hub}/{HUB.hub_group}/providers/Microsoft.Network/virtualHubs/{HUB.hub}",
        "names": f"{hub}/{HUB.dns_group}/providers/Microsoft.Network/dnsForwardingRulesets/{HUB.ruleset}",
        "names-watched": f"{hub}/{HUB.dns_group}/providers/Microsoft.Network/dnsResolverPolicies/{HUB.dns_policy}",
        "names-linked": HUB.dns_network,
    }


def test_a_test_tenancy_is_placed_among_the_test_tenancies(plan: Deployment):
    test = plan_of(azure.RunIdentities, "runs", RUN_IDENTITIES, owner=TEST)
    assert held(test, "tenancy")["place"] == ORGANISATION.units["test"]
    for right in each(test.of_type("azure-native:authorization:RoleAssignment")):
        assert right.inputs["roleAssignmentName"] != plan.named(right.name).inputs["roleAssignmentName"]


def test_in_a_shared_cell_a_run_has_its_bodys_place_and_single_things(placed: Deployment):
    scopes = held(placed, "applications")
    assert scopes.keys() == {"state", "key", "place", "environment", "logs", "subnet"}
    assert scopes["place"].endswith(f"/resourceGroups/{CELL_CARD.tenants['northshire']}")
    place = placed.named("runs-applications-place").inputs
    assert place["roleDefinitionId"] == HOSTING_ORGANISATION.tenant_roles[roles.TENANT]
    assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", place["condition"])) == set(hosting_rights.TENANT_HANDS_OUT)
    for key in ("environment", "logs", "subnet"):
        assert placed.named(f"runs-applications-{key}").inputs["roleDefinitionId"] == HOSTING_ORGANISATION.tenant_roles[roles.NEIGHBOUR]


def test_a_cell_that_has_no_place_for_the_body_is_said_to_come_first():
    with pytest.raises(
        AssertionError, match="westholm: the shared cell has no place for it; it has eastvale, northshire; roll out the cell's stack first"
    ):
        plan_of(azure.RunIdentities, "runs", PLACED, owner=Owner(platform="ccp", organisation="westholm"))


def test_a_cell_without_its_tenancy_is_refused():
    with pytest.raises(ContractError, match="cell and hosting go together"):
        replace(RUN_IDENTITIES, cell=CELL_CARD)
