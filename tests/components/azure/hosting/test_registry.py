"""The registry of a cell: copies of what the store's images come from, for identities alone."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components.azure import roles
from components.azure.application.application import Application
from components.azure.hosting.cell import HostingCell
from components.azure.hosting.registry import folder
from tests.components.azure.hosting_subjects import APPLICATION, CELL
from tests.components.azure.subjects import plan_of
from tests.planning import PlanFailed

RULE = "azure-native:containerregistry:CacheRule"


def test_the_registry_takes_identities_alone(either: Deployment) -> None:
    registry = either.named("cell-registry").inputs
    assert (registry["adminUserEnabled"], registry["anonymousPullEnabled"], registry["sku"]["name"]) == (False, False, "Premium")
    assert registry["policies"]["exportPolicy"]["status"] == "disabled"
    assert registry["networkRuleBypassOptions"] == "None"
    assert registry["zoneRedundancy"] == "Enabled"
    rule = either.named("cell-registry-ghcr-io").inputs
    assert (rule["sourceRepository"], rule["targetRepository"]) == ("ghcr.io/*", "ghcr-io/*")
    right = either.named("cell-right-pull").inputs
    assert right["principalId"] == either.named("cell-identity-pull").outputs["principalId"]
    assert right["roleDefinitionId"].endswith(roles.ACR_PULL)
    assert right["scope"] == either.named("cell-registry").id


def test_each_host_is_kept_once() -> None:
    plan = plan_of(HostingCell, "cell", CELL, upstreams=("ghcr.io", "quay.io", "ghcr.io"))
    rules = {rule.inputs["cacheRuleName"] for rule in plan.of_type("azure-native:containerregistry:CacheRule")}
    assert rules == {"ghcr-io", "quay-io"}


@pytest.mark.parametrize(("host", "name"), [("images.example", "images-example"), ("other.example:5000", "other-example-5000")])
def test_a_host_has_one_folder(host: str, name: str) -> None:
    assert folder(host) == name


def test_what_wants_credentials_has_them_in_the_cells_vault() -> None:
    plan = plan_of(HostingCell, "cell", CELL, upstreams=("docker.io", "ghcr.io"))
    rules = {rule.inputs["cacheRuleName"]: rule.inputs.get("credentialSetResourceId") for rule in plan.of_type(RULE)}
    credentials = plan.named("cell-registry-docker-io", "azure-native:containerregistry:CredentialSet")
    assert rules == {"docker-io": credentials.id, "ghcr-io": None}
    (asked,) = credentials.inputs["authCredentials"]
    vault = plan.named("cell-vault").inputs["vaultName"]
    for part in ("username", "password"):
        secret, right = plan.named(f"cell-registry-docker-io-{part}"), plan.named(f"cell-right-registry-docker-io-{part}")
        assert asked[f"{part}SecretIdentifier"] == f"https://{vault}.vault.azure.net/secrets/registry-docker-io-{part}"
        assert (secret.retain_on_delete, secret.ignore_changes) == (True, ("properties",)), "whoever runs the cell fills it"
        assert (right.inputs["scope"], right.inputs["principalId"]) == (secret.id, credentials.outputs["identity"]["principalId"])


def test_a_registry_that_is_not_copied_stops_whoever_wants_it_and_no_cell() -> None:
    plan = plan_of(HostingCell, "cell", CELL, upstreams=("ghcr.io", "registry.example"))
    assert [rule.inputs["cacheRuleName"] for rule in plan.of_type(RULE)] == ["ghcr-io"]
    elsewhere = replace(APPLICATION, workload=replace(APPLICATION.workload, image=f"registry.example/team/forms@sha256:{'a' * 64}"))
    with pytest.raises(PlanFailed, match=r"registry\.example/team/forms.* cannot run here; .* come from docker\.io"):
        plan_of(Application, "app", elsewhere)
