"""A hosting cell on Azure: nothing in it is public, what matters is kept, and everything is logged to the archive."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from civic.plan import Deployment
from components.azure import roles
from components.azure.foundation.policy_rules import KEPT
from components.azure.handles import CellHandle
from components.azure.hosting.alarms import ALARMS
from components.azure.hosting.cell import HostingCell
from components.azure.hosting.database import SETTINGS
from components.azure.network.connection import NetworkConnection
from components.contracts import CardReader
from tests.components.azure.hosting_subjects import CELL, CELL_CONNECTION, CELL_NETWORK, ENTRY_RANGE, ENVIRONMENT_RANGE, WORKSPACE
from tests.components.azure.subjects import ARCHIVE, PLATFORM, SENSITIVE, inventory, plan_of
from tests.looping import each
from tests.planning import PlanFailed

LOGGED = ("vault", "registry", "database", "environment", "entry")


def always() -> set[tuple[str, str]]:
    resources = {
        ("HostingCell", "cell"),
        ("ResourceGroup", "cell-group"),
        ("Vault", "cell-vault"),
        ("Key", "cell-key"),
        ("Workspace", "cell-logs"),
        ("Registry", "cell-registry"),
        ("CacheRule", "cell-registry-ghcr-io"),
        ("BackupVault", "cell-backup"),
        ("BackupPolicy", "cell-backup-weekly"),
        ("BackupInstance", "cell-backup-database"),
        *(("RoleAssignment", f"cell-right-backup-{key}") for key in ("server", "group")),
        ("ManagedEnvironment", "cell-environment"),
        ("Server", "cell-database"),
        ("AdministratorsMicrosoftEntra", "cell-database-administrator"),
        ("UnknownPassword", "cell-database-nobody"),
        ("pulumi-python", "cell-plane"),
        ("SubscriptionSettings", "cell-names"),
        ("ApplicationGateway", "cell-entry"),
        ("WebApplicationFirewallPolicy", "cell-firewall"),
        ("PrivateZone", "cell-zone"),
        ("PrivateRecordSet", "cell-zone-every"),
        ("VirtualNetworkLink", "cell-zone-link-network"),
        ("VirtualNetworkLink", "cell-zone-link-resolver"),
        ("RoleAssignment", "cell-right-certificate"),
        ("RoleAssignment", "cell-right-pull"),
        ("Job", "cell-administrators"),
        ("JobRun", "cell-administrators-run"),
    }
    resources |= {("UserAssignedIdentity", f"cell-identity-{key}") for key in ("entry", "pull", "database-admin")}
    resources |= {("PrivateEndpoint", f"cell-endpoint-{key}") for key in ("vault", "registry", "database")}
    resources |= {("DiagnosticSetting", f"cell-{key}-logs") for key in LOGGED}
    resources |= {("ManagementLockByScope", "cell-database-lock")}
    return resources | {("Configuration", f"cell-database-{re.sub('[_.]', '-', key)}") for key in SETTINGS}


def place_of(owner: str) -> set[tuple[str, str]]:
    """What an owner of applications has in a cell, but for its group."""
    identities = {("UserAssignedIdentity", f"cell-tenant-{owner}-{role}") for role in ("pull", "database")}
    return identities | {("RoleAssignment", f"cell-right-pull-{owner}")}


def own_alarms() -> set[tuple[str, str]]:
    return {("MetricAlert", f"cell-alarm-{key}") for key in ALARMS}


def test_a_shared_cell_is_exactly_these_resources(shared: Deployment) -> None:
    resources = set[tuple[str, str]]()
    for tenant in ("eastvale", "northshire", "northshire.test"):
        resources |= {("ResourceGroup", f"cell-tenant-{tenant}"), *place_of(tenant)}
    assert inventory(shared) == always() | resources


def test_dedicated_hosting_is_exactly_these_resources(dedicated: Deployment) -> None:
    assert inventory(dedicated) == always() | own_alarms() | place_of("northshire") | {("SubscriptionSettings", "cell-isolation")}


def test_dedicated_hosting_with_long_backups_is_exactly_these_resources(dedicated: Deployment, hardened: Deployment) -> None:
    assert inventory(hardened) == inventory(dedicated)


def test_nothing_has_a_public_address(either: Deployment) -> None:
    assert not either.of_type("azure-native:network:PublicIPAddress")
    fronts = either.named("cell-entry").inputs["frontendIPConfigurations"]
    assert [sorted(front) for front in fronts] == [["name", "privateIPAddress", "privateIPAllocationMethod", "subnet"]]
    environment = either.named("cell-environment").inputs
    assert environment["vnetConfiguration"]["internal"]
    assert environment["publicNetworkAccess"] == "Disabled"
    assert either.named("cell-registry").inputs["publicNetworkAccess"] == "Disabled"
    assert either.named("cell-database").inputs["network"] == {"publicNetworkAccess": "Disabled"}
    vaults = either.of_type("azure-native:keyvault:Vault")
    assert either.named("cell-vault") in vaults
    for vault in vaults:
        assert vault.inputs["properties"]["publicNetworkAccess"] == "Disabled"
        assert vault.inputs["properties"]["networkAcls"]["defaultAction"] == "Deny"


def test_what_holds_data_is_protected_and_kept(either: Deployment) -> None:
    for name in ("cell-group", "cell-vault", "cell-key", "cell-database", "cell-registry", "cell-logs"):
        assert either.named(name).protect, name
        assert either.named(name).retain_on_delete, name
    # A vault has no lock, which would hold the rights of applications on its secrets too: a guardrail keeps it.
    assert "Microsoft.KeyVault/vaults" in KEPT
    lock = either.named("cell-database-lock").inputs
    assert (lock["level"], lock["scope"]) == ("CanNotDelete", either.named("cell-database").id)


def test_what_others_know_the_address_of_is_protected(either: Deployment) -> None:
    for name in ("cell-entry", "cell-environment", "cell-zone"):
        assert either.named(name).protect, name


def test_everything_is_logged_to_the_archive(either: Deployment) -> None:
    settings = [one.inputs for one in either.of_type("azure-native:monitor:DiagnosticSetting") if one.inputs["name"] == "archive"]
    assert {either.named(f"cell-{key}").id for key in LOGGED} <= {setting["resourceUri"] for setting in settings}
    # What applications say is asked for in the cell's own workspace, and paid for once.
    said = {setting["workspaceId"] for setting in settings if setting["resourceUri"] == either.named("cell-environment").id}
    assert said == {either.named("cell-logs").id}
    assert {setting["workspaceId"] for setting in settings} == {WORKSPACE} | said
    assert {setting["storageAccountId"] for setting in settings} == {ARCHIVE.stores["uksouth"]}


def test_everything_carries_its_owners_tags(shared: Deployment, hardened: Deployment) -> None:
    for plan, owner in ((shared, PLATFORM), (hardened, SENSITIVE)):
        for name in ("cell-group", "cell-vault", "cell-database", "cell-environment", "cell-entry", "cell-zone", "cell-registry", "cell-logs"):
            assert plan.named(name).inputs["tags"] == dict(owner.tags), name


def test_the_handle_says_all_that_others_need_and_no_id_is_cut(either: Deployment) -> None:
    cell = CellHandle.from_card(CardReader(either.named("cell").outputs["cell"]))
    assert cell.network == CELL_NETWORK
    assert cell.entry_address == str(ENTRY_RANGE[-2])
    assert cell.environment == either.named("cell-environment").id
    assert cell.registry == either.named("cell-registry").outputs["loginServer"]
    assert cell.database_host == either.named("cell-database").outputs["fullyQualifiedDomainName"]
    assert either.named("cell-identity-database-admin").id not in str(cell)
    assert cell.logs == either.named("cell-logs").id
    assert cell.directory == CELL.organisation.directory


def test_the_network_lets_callers_into_the_entry_and_the_entry_into_the_environment() -> None:
    plan = plan_of(NetworkConnection, "link", CELL_CONNECTION, callers=CELL.sources)
    entry = _rules(plan, "entry")
    assert (entry["callers-in"]["sourceAddressPrefix"], entry["callers-in"]["destinationPortRange"]) == (str(CELL.sources[0]), "443")
    assert entry["internet-out"]["access"] == "Deny"
    environment = _rules(plan, "environment")
    allowed = {name: rule.get("sourceAddressPrefix") for name, rule in environment.items() if rule["access"] == "Allow"}
    own = str(ENVIRONMENT_RANGE)
    assert allowed == {"entry-in": str(ENTRY_RANGE), "balancer-in": "AzureLoadBalancer", "environment-in": own}
    endpoint = _rules(plan, "endpoint")
    assert (endpoint["database-in"]["sourceAddressPrefix"], endpoint["database-in"]["destinationPortRange"]) == (own, "5432")
    assert plan.named("link-environment-region").inputs["delegations"][0]["serviceName"] == "Microsoft.App/environments"
    assert "delegations" not in plan.named("link-entry-region").inputs


def _rules(plan: Deployment, tier: str) -> Mapping[str, Mapping[str, Any]]:
    return {rule["name"]: rule for rule in plan.named(f"link-rules-{tier}").inputs["securityRules"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"certificate": ""}, r"'certificate' is missing: the Key Vault secret that holds the certificate of \*\.apps\.commons\.example"),
        ({"network": replace(CELL_NETWORK, subnets={})}, "hosting needs the subnet endpoint-a; the network has none"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_in_one_line(change: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanFailed, match=message) as refused:
        plan_of(HostingCell, "cell", CELL, **change)
    assert "\n" not in str(refused.value)


def test_only_the_cells_identities_get_rights_and_only_those_of_a_cell(hardened: Deployment) -> None:
    given = {one.inputs["roleDefinitionId"].rsplit("/", 1)[1] for one in hardened.of_type("azure-native:authorization:RoleAssignment")}
    assert given == {roles.ACR_PULL, roles.KEY_VAULT_SECRETS_USER, roles.POSTGRES_LONG_BACKUP, roles.READER}


def test_who_makes_databases_waits_until_names_lead_inside(either: Deployment) -> None:
    """The policy that records an endpoint acts minutes later; until then the registry and the server answer at closed public doors."""
    names = either.named("cell-names")
    assert all(setting["awaited"] for setting in each(names.inputs["settings"]))
    endpoints = {one.inputs["privateEndpointName"] for one in either.of_type("azure-native:network:PrivateEndpoint")}
    assert (
        {either.named(f"cell-endpoint-{key}").inputs["privateEndpointName"] for key in ("database", "registry", "vault")}
        <= {setting["path"].split("/privateEndpoints/")[1].split("/")[0] for setting in names.inputs["settings"]}
        <= endpoints
    )
    assert names.urn in either.named("cell-administrators").dependencies
