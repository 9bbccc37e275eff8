"""The registry of a cell: copies of what the store's images come from, for identities alone."""

import pytest

from civic.plan import Deployment
from components.azure import roles
from components.azure.hosting.cell import HostingCell
from components.azure.hosting.registry import folder
from tests.components.azure.hosting_subjects import CELL
from tests.components.azure.subjects import plan_of


def test_the_registry_takes_identities_alone(either: Deployment) -> None:
    registry = either.named("cell-registry").inputs
    assert (registry["adminUserEnabled"], registry["anonymousPullEnabled"], registry["sku"]["name"]) == (False, False, "Premium")
    assert registry["policies"]["exportPolicy"]["status"] == "disabled"
    assert registry["networkRuleBypassOptions"] == "None"
    assert registry["zoneRedundancy"] == "Enabled"
    rule = either.named("cell-registry-images-example").inputs
    assert (rule["sourceRepository"], rule["targetRepository"]) == ("images.example/*", "images-example/*")
    right = either.named("cell-right-pull").inputs
    assert right["principalId"] == either.named("cell-identity-pull").outputs["principalId"]
    assert right["roleDefinitionId"].endswith(roles.ACR_PULL)
    assert right["scope"] == either.named("cell-registry").id


def test_each_host_is_kept_once() -> None:
    plan = plan_of(HostingCell, "cell", CELL, upstreams=("images.example", "other.example:5000", "images.example"))
    rules = {rule.inputs["cacheRuleName"] for rule in plan.of_type("azure-native:containerregistry:CacheRule")}
    assert rules == {"images-example", "other-example-5000"}


@pytest.mark.parametrize(("host", "name"), [("images.example", "images-example"), ("other.example:5000", "other-example-5000")])
def test_a_host_has_one_folder(host: str, name: str) -> None:
    assert folder(host) == name
