"""An application's storage: closed to everybody but its identity, by a private endpoint."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components.azure import roles
from components.azure.application.application import Application
from tests.components.azure.hosting_subjects import APPLICATION, CELL_CARD, CELL_NETWORK, ENDPOINTS
from tests.components.azure.subjects import plan_of
from tests.planning import PlanFailed


def test_its_storage_is_closed_to_everybody_else(plan: Deployment) -> None:
    account = plan.named("app-storage")
    assert account.inputs["publicNetworkAccess"] == "Disabled"
    assert account.inputs["networkRuleSet"] == {"bypass": "None", "defaultAction": "Deny"}
    assert not account.inputs["allowSharedKeyAccess"]
    assert not account.inputs["allowBlobPublicAccess"]
    assert account.inputs["minimumTlsVersion"] == "TLS1_2"
    right = plan.named("app-right-storage").inputs
    assert right["scope"] == plan.named("app-storage-container").id
    assert right["roleDefinitionId"].endswith(roles.STORAGE_BLOB_DATA_CONTRIBUTOR)


def test_what_was_stored_is_kept_and_can_be_brought_back(plan: Deployment) -> None:
    for name in ("app-storage", "app-storage-container"):
        assert (plan.named(name).protect, plan.named(name).retain_on_delete) == (True, True), name
    versions = plan.named("app-storage-versions").inputs
    assert versions["isVersioningEnabled"]
    assert versions["deleteRetentionPolicy"] == versions["containerDeleteRetentionPolicy"] == {"days": 35, "enabled": True}


def test_it_is_reached_in_the_cells_network_and_logged_in_the_cells_workspace(plan: Deployment) -> None:
    endpoint = plan.named("app-storage-endpoint").inputs
    assert endpoint["subnet"]["id"] == CELL_NETWORK.subnets[ENDPOINTS]
    (connection,) = endpoint["privateLinkServiceConnections"]
    assert (connection["privateLinkServiceId"], connection["groupIds"]) == (plan.named("app-storage").id, ["blob"])
    assert plan.named("app-storage-logs").inputs["workspaceId"] == CELL_CARD.logs
    assert plan.named("app-storage-named").urn in plan.named("app-app").dependencies


def test_a_network_without_endpoints_is_told_so() -> None:
    cell = replace(CELL_CARD, network=replace(CELL_NETWORK, subnets={}))
    with pytest.raises(PlanFailed, match="needs the subnet endpoint-a"):
        plan_of(Application, "app", APPLICATION, cell=cell)
