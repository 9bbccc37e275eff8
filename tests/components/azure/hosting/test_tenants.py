"""The tenants of a shared cell: a place for each, and the pipeline's rights in it and on what they share, and nowhere above."""

from civic.estate.capacity import capacity
from civic.plan import Deployment
from components.azure import roles
from components.azure.hosting import rights
from components.azure.hosting.cell import HostingCell
from components.azure.network.connection import NetworkConnection
from components.contracts import Owner
from tests.components.azure.hosting_subjects import CELL, CELL_CONNECTION
from tests.components.azure.subjects import plan_of


def test_each_tenant_has_a_place_and_a_vault_of_its_own(shared: Deployment) -> None:
    cell = shared.named("cell").outputs["cell"]
    assert sorted(cell["tenants"]) == sorted(cell["tenant_vaults"]) == ["eastvale", "northshire", "northshire.test"]
    for tenant in CELL.tenants:
        group, vault = shared.named(f"cell-tenant-{tenant.key}"), shared.named(f"cell-vault-{tenant.key}")
        assert cell["tenants"][tenant.key] == group.inputs["resourceGroupName"]
        assert cell["tenant_vaults"][tenant.key] == vault.inputs["vaultName"]
        assert vault.inputs["resourceGroupName"] == group.inputs["resourceGroupName"]
        assert group.inputs["tags"] == vault.inputs["tags"] == dict(tenant.tags)
        assert (group.protect, group.retain_on_delete, vault.protect, vault.retain_on_delete) == (True, True, True, True), tenant.key


def test_no_two_tenants_share_anything_and_a_body_is_a_stranger_to_its_own_test_tenancy(shared: Deployment) -> None:
    cell = shared.named("cell").outputs["cell"]
    for kept in ("tenants", "tenant_vaults"):
        assert len(set(cell[kept].values())) == len(CELL.tenants)
    assert shared.named("cell-tenant-northshire.test").inputs["tags"]["owner"] == "northshire.test"


def test_a_cell_gives_nobody_a_right_in_a_tenants_place(shared: Deployment) -> None:
    names = {one.name for one in shared.of_type("azure-native:authorization:RoleAssignment")}
    assert names == {"cell-right-certificate", "cell-right-pull"}


def test_a_tenants_role_cannot_reach_beyond_what_an_application_is() -> None:
    for actions in (rights.TENANT, rights.NEIGHBOUR):
        assert actions
        assert not [action for action in actions if action.startswith(("*", "Microsoft.Network/virtualNetworks/w", "Microsoft.DBforPostgreSQL"))]
        assert "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write" not in actions
    assert not set(rights.TENANT_HANDS_OUT) & set(roles.PRIVILEGED)


def test_a_full_cell_keeps_to_the_budget_of_a_stack() -> None:
    tenants = tuple(Owner(platform="ccp", organisation=f"body-{number}") for number in range(capacity("azure")))
    cell = plan_of(HostingCell, "cell", CELL, tenants=tenants)
    network = plan_of(NetworkConnection, "link", CELL_CONNECTION)
    assert len(tenants) > 10
    assert len(cell) + len(network) <= 600
