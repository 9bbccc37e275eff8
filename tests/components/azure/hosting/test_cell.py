"""A hosting cell on Azure: nothing in it is public, what matters is kept, and each resident has a place that is its own."""

import re
from typing import Any

import pytest

from civic.estate.capacity import capacity
from civic.plan import Deployment
from components import azure
from components.azure import identifiers
from components.azure.hosting import rights as hosting_roles
from components.azure.hosting.alarms import ALARMS
from components.azure.hosting.database import SETTINGS
from tests.components.azure.subjects import CELL, CELL_BLOCK, CELL_RANGES, CONNECTION, PRINCIPALS, WORKSPACE, inventory, plan_of
from tests.planning import PlanFailed

ALARMS_GROUP = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/g/providers/Microsoft.Insights/actionGroups/alarms"
DEDICATED: dict[str, Any] = {
    "cell": "dedicated",
    "organisation": "northshire",
    "residents": (),
    "deployer": "",
    "alarms": ALARMS_GROUP,
    "backup_days": 90,
    "classification": "official-sensitive",
}


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(azure.HostingCell, "cell", CELL)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(azure.HostingCell, "cell", CELL, **DEDICATED)


@pytest.fixture(scope="module", params=["shared", "dedicated"])
def either(request: pytest.FixtureRequest, plan: Deployment, hardened: Deployment) -> Deployment:
    return plan if request.param == "shared" else hardened


def always() -> set[tuple[str, str]]:
    found = {
        ("HostingCell", "cell"),
        ("ResourceGroup", "cell-group"),
        ("Vault", "cell-vault"),
        ("Key", "cell-key"),
        ("Workspace", "cell-logs"),
        ("Registry", "cell-registry"),
        ("CacheRule", "cell-registry-images-example"),
        ("ManagedEnvironment", "cell-environment"),
        ("DiagnosticSetting", "cell-environment-logs-here"),
        ("Server", "cell-database"),
        ("AdministratorsMicrosoftEntra", "cell-database-administrator"),
        ("UnknownPassword", "cell-database-nobody"),
        ("pulumi-python", "cell-plane"),
        ("ApplicationGateway", "cell-entry"),
        ("WebApplicationFirewallPolicy", "cell-firewall"),
        ("PrivateZone", "cell-zone"),
        ("PrivateRecordSet", "cell-zone-every"),
        ("VirtualNetworkLink", "cell-zone-link-network"),
        ("VirtualNetworkLink", "cell-zone-link-resolver"),
        ("RoleAssignment", "cell-right-certificate"),
        ("RoleAssignment", "cell-right-pull"),
    }
    found |= {("UserAssignedIdentity", f"cell-identity-{key}") for key in ("entry", "pull", "database-admin")}
    found |= {("PrivateEndpoint", f"cell-endpoint-{key}") for key in ("vault", "registry", "database")}
    found |= {("DiagnosticSetting", f"cell-{key}-logs") for key in ("vault", "registry", "database", "environment", "entry")}
    found |= {("ManagementLockByScope", f"cell-{key}-lock") for key in ("vault", "database")}
    return found | {("Configuration", f"cell-database-{re.sub('[_.]', '-', key)}") for key in SETTINGS}


def test_a_shared_cell_is_exactly_these_resources(plan: Deployment):
    found = {("RoleAssignment", f"cell-right-neighbour-{key}") for key in ("environment", "logs", "subnet", "pull", "database-admin")}
    for slug in CELL.residents:
        found |= {("ResourceGroup", f"cell-place-{slug}"), ("Vault", f"cell-vault-{slug}"), ("RoleAssignment", f"cell-right-place-{slug}")}
        found |= {("PrivateEndpoint", f"cell-endpoint-vault-{slug}"), ("DiagnosticSetting", f"cell-vault-{slug}-logs")}
    assert inventory(plan) == always() | found


def test_dedicated_hosting_with_long_backups_and_alarms_is_exactly_these_resources(hardened: Deployment):
    found = {("MetricAlert", f"cell-alarm-{key}") for key in ALARMS} | {("SubscriptionFeatureRegistration", "cell-isolation")}
    found |= {("BackupVault", "cell-backup"), ("BackupPolicy", "cell-backup-weekly"), ("BackupInstance", "cell-backup-database")}
    found |= {("RoleAssignment", f"cell-right-backup-{key}") for key in ("server", "group")}
    assert inventory(hardened) == always() | found


def test_nothing_has_a_public_address(either: Deployment):
    assert not either.of_type("azure-native:network:PublicIPAddress")
    fronts = either.named("cell-entry").inputs["frontendIPConfigurations"]
    assert [sorted(front) for front in fronts] == [["name", "privateIPAddress", "privateIPAllocationMethod", "subnet"]]
    environment = either.named("cell-environment").inputs
    assert environment["vnetConfiguration"]["internal"]
    assert environment["publicNetworkAccess"] == "Disabled"
    assert either.named("cell-registry").inputs["publicNetworkAccess"] == "Disabled"
    assert either.named("cell-database").inputs["network"] == {"publicNetworkAccess": "Disabled"}
    for vault in either.of_type("azure-native:keyvault:Vault"):
        assert vault.inputs["properties"]["publicNetworkAccess"] == "Disabled"
        assert vault.inputs["properties"]["networkAcls"]["defaultAction"] == "Deny"


def test_the_entry_refuses_what_it_should(either: Deployment):
    policy = either.named("cell-firewall")
    assert (policy.inputs["policySettings"]["mode"], policy.inputs["policySettings"]["state"]) == ("Prevention", "Enabled")
    sets = {(one["ruleSetType"], one["ruleSetVersion"]) for one in policy.inputs["managedRules"]["managedRuleSets"]}
    assert sets == {("Microsoft_DefaultRuleSet", "2.2"), ("Microsoft_BotManagerRuleSet", "1.1")}
    (strangers,) = policy.inputs["customRules"]
    (condition,) = strangers["matchConditions"]
    assert (strangers["action"], condition["negationConditon"], condition["matchValues"]) == ("Block", True, [str(block) for block in CELL.sources])
    gateway = either.named("cell-entry").inputs
    assert gateway["sku"] == {"name": "WAF_v2", "tier": "WAF_v2"}
    assert gateway["firewallPolicy"]["id"] == policy.id
    assert gateway["sslPolicy"] == {"policyName": "AppGwSslPolicy20220101S", "policyType": "Predefined"}
    assert gateway["zones"] == list(CELL.zones)
    assert gateway["autoscaleConfiguration"]["minCapacity"] >= 2


def test_one_listener_takes_every_name_and_keeps_it(either: Deployment):
    gateway = either.named("cell-entry").inputs
    (listener,) = gateway["httpListeners"]
    assert (listener["protocol"], listener["hostNames"]) == ("Https", [f"*.{CELL.domain}"])
    assert gateway["sslCertificates"] == [{"keyVaultSecretId": CELL.certificate, "name": "domain"}]
    (settings,) = gateway["backendHttpSettingsCollection"]
    assert (settings["protocol"], settings["port"], settings["pickHostNameFromBackendAddress"]) == ("Https", 443, False)
    assert "hostName" not in settings
    (pool,) = gateway["backendAddressPools"]
    assert pool["backendAddresses"] == [{"ipAddress": either.named("cell-environment").outputs["staticIp"]}]
    (identity,) = gateway["identity"]["userAssignedIdentities"]
    assert identity == either.named("cell-identity-entry").id
    # References to the gateway's own parts are made by hand: each must name a part that is there.
    whole = str(gateway)
    start = either.named("cell-entry").id
    for kind, name in re.findall(rf"{re.escape(start)}/(\w+)/([\w-]+)", whole):
        key = {"frontendIPConfigurations": "frontendIPConfigurations"}.get(kind, kind)
        assert name in {part["name"] for part in gateway[key]}, (kind, name)
    assert len(re.findall(re.escape(start), whole)) == 7


def test_every_name_leads_to_the_entry_alone(either: Deployment):
    (address,) = [front["privateIPAddress"] for front in either.named("cell-entry").inputs["frontendIPConfigurations"]]
    assert address == str(CELL_RANGES["entry-region"][-2])
    record = either.named("cell-zone-every").inputs
    assert (record["relativeRecordSetName"], record["aRecords"]) == ("*", [{"ipv4Address": address}])
    assert [zone.inputs["privateZoneName"] for zone in either.of_type("azure-native:privatedns:PrivateZone")] == [CELL.domain]
    linked = either.named("cell-zone-link-resolver").inputs["virtualNetwork"]["id"]
    assert linked.endswith("/resourceGroups/ccp-dns-uksouth/providers/Microsoft.Network/virtualNetworks/ccp-dns-uksouth")
    assert either.named("cell").outputs["balancer"] == address


def test_the_environment_names_its_applications_and_encrypts_what_they_say(either: Deployment):
    environment = either.named("cell-environment").inputs
    assert environment["customDomainConfiguration"]["dnsSuffix"] == CELL.domain
    assert environment["customDomainConfiguration"]["certificateKeyVaultProperties"]["keyVaultUrl"] == CELL.certificate
    assert environment["peerAuthentication"] == {"mtls": {"enabled": True}}
    assert environment["peerTrafficConfiguration"] == {"encryption": {"enabled": True}}
    assert environment["zoneRedundant"]
    # The other way to send logs would carry the workspace's key.
    assert environment["appLogsConfiguration"] == {"destination": "azure-monitor"}


def test_the_registry_takes_identities_alone(either: Deployment):
    registry = either.named("cell-registry").inputs
    assert (registry["adminUserEnabled"], registry["anonymousPullEnabled"], registry["sku"]["name"]) == (False, False, "Premium")
    assert registry["policies"]["exportPolicy"]["status"] == "disabled"
    assert registry["zoneRedundancy"] == "Enabled"
    rule = either.named("cell-registry-images-example").inputs
    assert (rule["sourceRepository"], rule["targetRepository"]) == ("images.example/*", "images-example/*")
    right = either.named("cell-right-pull").inputs
    assert right["roleDefinitionId"].endswith(identifiers.ACR_PULL)
    assert right["scope"] == either.named("cell-registry").id


def test_the_database_bears_the_loss_of_a_zone_and_logs_who_comes(either: Deployment):
    server = either.named("cell-database").inputs
    assert server["highAvailability"]["mode"] == "ZoneRedundant"
    assert server["highAvailability"]["standbyAvailabilityZone"] != server["availabilityZone"]
    assert server["authConfig"]["activeDirectoryAuth"] == "Enabled"
    assert server["storage"]["autoGrow"] == "Enabled"
    set_ = {one.inputs["configurationName"]: one.inputs["value"] for one in either.of_type("azure-native:dbforpostgresql:Configuration")}
    assert set_["require_secure_transport"] == "on"
    assert set_["ssl_min_protocol_version"] == "TLSv1.2"
    assert (set_["log_connections"], set_["log_disconnections"]) == ("on", "on")


def test_the_password_that_azure_insists_on_is_in_no_plan(either: Deployment):
    assert either.named("cell-database").inputs["administratorLoginPassword"]["ciphertext"] == "[secret]"
    assert either.named("cell-database-nobody").outputs["value"]["ciphertext"] == "[secret]"
    assert either.named("cell-database-nobody").type == "pulumi-python:dynamic/civic:UnknownPassword"


def test_backups_as_long_as_the_service_keeps_them_and_longer_in_a_vault(plan: Deployment, hardened: Deployment):
    assert plan.named("cell-database").inputs["backup"] == {"backupRetentionDays": 35, "geoRedundantBackup": "Disabled"}
    assert hardened.named("cell-database").inputs["backup"] == {"backupRetentionDays": 35, "geoRedundantBackup": "Enabled"}
    assert hardened.named("cell-backup").inputs["properties"]["securitySettings"]["immutabilitySettings"]["state"] == "Locked"
    rules = hardened.named("cell-backup-weekly").inputs["properties"]["policyRules"]
    assert "P90D" in str(rules)
    assert hardened.named("cell-backup-database").inputs["properties"]["dataSourceInfo"]["resourceID"] == hardened.named("cell-database").id


def test_what_holds_data_is_protected_and_kept(either: Deployment):
    for name in ("cell-group", "cell-vault", "cell-key", "cell-database", "cell-registry", "cell-logs"):
        assert either.named(name).protect, name
        assert either.named(name).retain_on_delete, name
    for key in ("vault", "database"):
        lock = either.named(f"cell-{key}-lock").inputs
        assert (lock["level"], lock["scope"]) == ("CanNotDelete", either.named(f"cell-{key}").id)


def test_everything_is_logged_to_the_archive(either: Deployment):
    sent = {
        setting.inputs["resourceUri"] for setting in either.of_type("azure-native:monitor:DiagnosticSetting") if setting.inputs["name"] == "archive"
    }
    assert {either.named(f"cell-{key}").id for key in ("vault", "registry", "database", "environment", "entry")} <= sent
    for setting in either.of_type("azure-native:monitor:DiagnosticSetting"):
        if setting.inputs["name"] == "archive":
            assert setting.inputs["workspaceId"] == WORKSPACE


def test_each_resident_has_a_place_and_a_vault_of_its_own_and_the_pipeline_nothing_above_it(plan: Deployment):
    places = plan.named("cell").outputs["places"]
    assert sorted(places) == sorted(CELL.residents)
    for slug in CELL.residents:
        group, right = plan.named(f"cell-place-{slug}"), plan.named(f"cell-right-place-{slug}").inputs
        assert places[slug] == group.inputs["resourceGroupName"]
        assert right["scope"] == group.id
        assert right["principalId"] == PRINCIPALS["applications"]
        assert right["roleDefinitionId"].endswith(hosting_roles.role_id("ccp", "resident"))
        assert set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", right["condition"])) == set(hosting_roles.RESIDENT_HANDS_OUT)
        assert plan.named(f"cell-vault-{slug}").inputs["resourceGroupName"] == places[slug]
    held = [
        one.inputs for one in plan.of_type("azure-native:authorization:RoleAssignment") if one.inputs["principalId"] == PRINCIPALS["applications"]
    ]
    single = {plan.named(f"cell-{key}").id for key in ("environment", "logs", "identity-pull", "identity-database-admin")}
    single |= {CELL.subnets["endpoint-a"]} | {plan.named(f"cell-place-{slug}").id for slug in CELL.residents}
    assert {right["scope"] for right in held} == single


def test_a_full_cell_keeps_to_the_budget_of_a_stack():
    residents = tuple(f"body-{number}" for number in range(capacity("azure")))
    cell = plan_of(azure.HostingCell, "cell", CELL, residents=residents)
    network = plan_of(azure.NetworkConnection, "link", CONNECTION, block=CELL_BLOCK, subnets=CELL_RANGES, zones=("1", "2", "3"))
    assert len(cell) + len(network) <= 600


def test_a_residents_role_cannot_reach_beyond_what_an_application_is():
    for actions in (hosting_roles.RESIDENT, hosting_roles.NEIGHBOUR):
        assert not [action for action in actions if action.startswith(("*", "Microsoft.Network/virtualNetworks/w", "Microsoft.DBforPostgreSQL"))]
        assert "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write" not in actions
    assert not set(hosting_roles.RESIDENT_HANDS_OUT) & set(identifiers.PRIVILEGED)


def test_alarms_reach_whoever_was_named(hardened: Deployment):
    for alert in hardened.of_type("azure-native:monitor:MetricAlert"):
        assert alert.inputs["enabled"]
        assert alert.inputs["actions"] == [{"actionGroupId": ALARMS_GROUP}]
    assert hardened.named("cell-alarm-database-down").inputs["scopes"] == [hardened.named("cell-database").id]


def test_the_network_lets_callers_into_the_entry_and_the_entry_into_the_environment():
    plan = plan_of(azure.NetworkConnection, "link", CONNECTION, block=CELL_BLOCK, subnets=CELL_RANGES, zones=("1", "2", "3"), callers=CELL.sources)
    entry = {rule["name"]: rule for rule in plan.named("link-rules-entry").inputs["securityRules"]}
    assert (entry["callers-in"]["sourceAddressPrefix"], entry["callers-in"]["destinationPortRange"]) == (str(CELL.sources[0]), "443")
    assert entry["internet-out"]["access"] == "Deny"
    environment = {rule["name"]: rule for rule in plan.named("link-rules-environment").inputs["securityRules"]}
    allowed = {name: rule.get("sourceAddressPrefix") for name, rule in environment.items() if rule["access"] == "Allow"}
    own = str(CELL_RANGES["environment-region"])
    assert allowed == {"entry-in": str(CELL_RANGES["entry-region"]), "balancer-in": "AzureLoadBalancer", "environment-in": own}
    endpoint = {rule["name"]: rule for rule in plan.named("link-rules-endpoint").inputs["securityRules"]}
    assert (endpoint["database-in"]["sourceAddressPrefix"], endpoint["database-in"]["destinationPortRange"]) == (own, "5432")
    assert plan.named("link-environment-region").inputs["delegations"][0]["serviceName"] == "Microsoft.App/environments"
    assert "delegations" not in plan.named("link-entry-region").inputs


@pytest.mark.parametrize(("change", "said"), [({"certificate": ""}, "certificate"), ({"subnets": {}}, "needs the subnet endpoint-a")])
def test_a_cell_that_cannot_be_is_refused_in_words(change: dict[str, Any], said: str):
    with pytest.raises(PlanFailed, match=said):
        plan_of(azure.HostingCell, "cell", CELL, **change)


def test_a_cell_that_nobody_else_watches_tells_its_contact(plan: Deployment):
    told = plan_of(azure.HostingCell, "cell", CELL, contact="platform@commons.example")
    assert inventory(told) == inventory(plan) | {("ActionGroup", "cell-alarms")} | {("MetricAlert", f"cell-alarm-{key}") for key in ALARMS}
    group = told.named("cell-alarms")
    assert group.inputs["resourceGroupName"] == told.named("cell-group").outputs["name"]
    assert [one["emailAddress"] for one in group.inputs["emailReceivers"]] == ["platform@commons.example"]
    for alert in told.of_type("azure-native:monitor:MetricAlert"):
        assert alert.inputs["actions"] == [{"actionGroupId": group.id}]


def test_a_body_with_alarms_of_its_own_gets_no_second_group(hardened: Deployment):
    told = plan_of(azure.HostingCell, "cell", CELL, **DEDICATED, contact="platform@commons.example")
    assert inventory(told) == inventory(hardened)
    assert told.named("cell-alarm-database-down").inputs["actions"] == [{"actionGroupId": ALARMS_GROUP}]
