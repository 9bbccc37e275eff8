"""The tenants of a shared cell: a place for each, and the pipeline's rights in it and on what they share, and nowhere above."""

from civic.estate.capacity import capacity
from civic.plan import Deployment
from components.azure import identifiers as ids
from components.azure import roles
from components.azure.hosting import rights
from components.azure.hosting.administrators import CREATE, login
from components.azure.hosting.cell import HostingCell
from components.azure.network.connection import NetworkConnection
from components.contracts import Owner
from tests.components.azure.hosting_subjects import CELL, CELL_CONNECTION
from tests.components.azure.subjects import SENSITIVE, plan_of
from tests.looping import each


def test_each_tenant_has_a_place_with_identities_of_its_own(shared: Deployment) -> None:
    cell = shared.named("cell").outputs["cell"]
    assert (
        sorted(cell["tenants"]) == sorted(cell["pullers"]) == sorted(cell["database_administrators"]) == ["eastvale", "northshire", "northshire.test"]
    )
    for tenant in CELL.tenants:
        group = shared.named(f"cell-tenant-{tenant.key}")
        assert cell["tenants"][tenant.key] == group.inputs["resourceGroupName"]
        assert (group.protect, group.retain_on_delete, group.inputs["tags"]) == (True, True, dict(tenant.tags)), tenant.key
        for role, kept in (("pull", "pullers"), ("database", "database_administrators")):
            identity = shared.named(f"cell-tenant-{tenant.key}-{role}")
            assert cell[kept][tenant.key] == identity.id
            assert identity.inputs["resourceGroupName"] == group.inputs["resourceGroupName"]


def test_no_two_tenants_share_anything_and_a_body_is_a_stranger_to_its_own_test_tenancy(shared: Deployment) -> None:
    cell = shared.named("cell").outputs["cell"]
    for kept in ("tenants", "pullers", "database_administrators"):
        assert len(set(cell[kept].values())) == len(CELL.tenants)
    assert shared.named("cell-tenant-northshire.test").inputs["tags"]["owner"] == "northshire.test"


def test_a_body_with_its_own_cell_is_its_one_owner(hardened: Deployment) -> None:
    cell = hardened.named("cell").outputs["cell"]
    # Its tenancy made the group, and gave whoever deploys applications their role on it.
    assert cell["tenants"] == {SENSITIVE.key: ids.applications_group(SENSITIVE)}
    for kept in ("pullers", "database_administrators"):
        assert f"/resourceGroups/{ids.applications_group(SENSITIVE)}/" in cell[kept][SENSITIVE.key]


def test_the_servers_administrator_makes_each_owners_and_is_nowhere_else(shared: Deployment) -> None:
    job, run = shared.named("cell-administrators").inputs, shared.named("cell-administrators-run").inputs
    (container,) = job["template"]["containers"]
    values = {entry["name"]: entry["value"] for entry in container["env"]}
    made = {f"{login(tenant)}:{shared.named(f'cell-tenant-{tenant.key}-database').outputs['principalId']}" for tenant in CELL.tenants}
    assert set(values["OWNERS"].split()) == made
    # Another owner is another run.
    assert values["OWNERS"] in run["version"]
    held = {one["identity"]: one["lifecycle"] for one in job["configuration"]["identitySettings"]}
    administrator = shared.named("cell-identity-database-admin").id
    assert held == {administrator: "Main", shared.named("cell-identity-pull").id: "None"}
    others = [one for one in shared if one.type.startswith("azure-native:app:") and one.name != "cell-administrators"]
    assert [one.name for one in each(others) if administrator in str(one.inputs)] == []


def test_an_owners_administrator_is_a_member_of_nothing() -> None:
    assert "LOGIN CREATEDB CREATEROLE'" in CREATE
    assert "type=service" in CREATE
    assert "admin" not in CREATE.partition("label=")[2].partition(" <<")[0]


def test_a_cell_gives_nobody_a_right_in_a_tenants_place(shared: Deployment) -> None:
    names = {one.name for one in shared.of_type("azure-native:authorization:RoleAssignment")}
    # The vault of copies reads the server, and the group that it lies in, which is no tenant's.
    own = {"cell-right-certificate", "cell-right-pull", "cell-right-backup-server", "cell-right-backup-group"}
    assert shared.named("cell-right-backup-group").inputs["scope"] == shared.named("cell-group").id
    assert names == {*own, *(f"cell-right-pull-{tenant.key}" for tenant in CELL.tenants)}
    registry = shared.named("cell-registry").id
    assert {shared.named(f"cell-right-pull-{tenant.key}").inputs["scope"] for tenant in CELL.tenants} == {registry}


def test_a_tenants_role_cannot_reach_beyond_what_an_application_is() -> None:
    for actions in (rights.TENANT, rights.NEIGHBOUR):
        assert actions
        assert not [action for action in actions if action.startswith(("*", "Microsoft.Network/virtualNetworks/w", "Microsoft.DBforPostgreSQL"))]
        assert "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write" not in actions
    # Identities that a tenant puts on what it runs lie in its own place alone.
    assert not [action for action in rights.NEIGHBOUR if "ManagedIdentity" in action]
    assert not set(rights.TENANT_HANDS_OUT) & set(roles.PRIVILEGED)


def test_a_full_cell_keeps_to_the_budget_of_a_stack() -> None:
    tenants = tuple(Owner(platform="ccp", organisation=f"body-{number}") for number in range(capacity("azure")))
    cell = plan_of(HostingCell, "cell", CELL, tenants=tenants)
    network = plan_of(NetworkConnection, "link", CELL_CONNECTION)
    assert len(tenants) > 10
    assert len(cell) + len(network) <= 600
