"""An application on Azure: the entry alone calls it, its secrets are in no plan, and its database is made before it starts."""

from dataclasses import replace
from typing import Any

import pytest
from components.azure.vaults import resident_vault

from civic.plan import Deployment, Resource
from components import azure
from components.azure import identifiers
from components.azure.application.application import ALARMS, size
from components.azure.application.database import SCRIPT
from tests.components.azure.subjects import APPLICATION, CELL_CARD, CELL_RANGES, WORKLOAD, inventory, plan_of
from tests.planning import PlanFailed

PLACE = CELL_CARD.places["northshire"]
PULLER = str(CELL_CARD.database_admin).replace("database-admin", "pull")
BARE = replace(WORKLOAD, secrets=(), database={}, storage_variable="", address_variable="", migration=(), writable=())


@pytest.fixture(scope="module")
def shared() -> Deployment:
    return plan_of(azure.Application, "app", APPLICATION)


@pytest.fixture(scope="module")
def dedicated() -> Deployment:
    return plan_of(azure.Application, "app", APPLICATION, placement="dedicated", classification="official-sensitive", alarms=CELL_CARD.entry)


@pytest.fixture(scope="module", params=["shared", "dedicated"])
def plan(request: pytest.FixtureRequest, shared: Deployment, dedicated: Deployment) -> Deployment:
    return shared if request.param == "shared" else dedicated


EVERYTHING = {
    ("Application", "app"),
    ("UserAssignedIdentity", "app-identity"),
    ("ContainerApp", "app-app"),
    ("Secret", "app-secret-api-key"),
    ("RoleAssignment", "app-right-secret-api-key"),
    ("Deployment", "app-secret-db-password"),
    ("RoleAssignment", "app-right-secret-db-password"),
    ("Job", "app-database"),
    ("JobRun", "app-database-run"),
    ("pulumi-python", "app-plane"),
    ("StorageAccount", "app-storage"),
    ("BlobServiceProperties", "app-storage-versions"),
    ("BlobContainer", "app-storage-container"),
    ("PrivateEndpoint", "app-storage-endpoint"),
    ("DiagnosticSetting", "app-storage-logs"),
    ("RoleAssignment", "app-right-storage"),
}


def main(plan: Deployment) -> dict[str, Any]:
    (container,) = plan.named("app-app").inputs["template"]["containers"]
    return container


def configuration(plan: Deployment) -> dict[str, Any]:
    return plan.named("app-app").inputs["configuration"]


def test_an_application_is_exactly_these_resources(shared: Deployment, dedicated: Deployment):
    assert inventory(shared) == EVERYTHING
    assert inventory(dedicated) == EVERYTHING | {("ResourceGroup", "app-group")} | {("MetricAlert", f"app-alarm-{key}") for key in ALARMS}


def test_an_application_that_needs_nothing_is_an_identity_and_a_container_app():
    plan = plan_of(azure.Application, "app", APPLICATION, workload=BARE)
    assert inventory(plan) == {("Application", "app"), ("UserAssignedIdentity", "app-identity"), ("ContainerApp", "app-app")}
    assert "secrets" not in configuration(plan) or configuration(plan)["secrets"] == []


def test_everything_of_a_resident_lies_in_its_own_place(shared: Deployment):
    groups = {one.inputs["resourceGroupName"] for one in shared if "resourceGroupName" in one.inputs}
    assert groups == {PLACE}
    assert shared.named("app-secret-api-key").inputs["vaultName"] == resident_vault("ccp", "northshire")
    scopes = [one.inputs["scope"] for one in shared.of_type("azure-native:authorization:RoleAssignment")]
    assert all(f"/resourceGroups/{PLACE}/" in scope for scope in scopes)


def test_it_is_called_by_the_entry_alone_over_https(plan: Deployment):
    ingress = configuration(plan)["ingress"]
    assert ingress["allowInsecure"] is False
    assert ingress["targetPort"] == WORKLOAD.port
    assert [(rule["action"], rule["ipAddressRange"]) for rule in ingress["ipSecurityRestrictions"]] == [("Allow", str(CELL_RANGES["entry-region"]))]


def test_without_the_entrys_ranges_there_is_no_application():
    with pytest.raises(PlanFailed, match="every neighbour could call it"):
        plan_of(azure.Application, "app", APPLICATION, entries=())


def test_its_name_makes_the_host_that_the_record_promises(plan: Deployment):
    assert f"{plan.named('app-app').inputs['containerAppName']}.apps.commons.example" == APPLICATION.host
    assert plan.named("app").outputs["address"] == f"https://{APPLICATION.host}"


def test_the_image_is_the_one_that_was_reviewed(plan: Deployment):
    digest = WORKLOAD.image.rsplit("@", 1)[1]
    assert main(plan)["image"] == f"{CELL_CARD.registry}/images-example/team/forms@{digest}"
    assert configuration(plan)["registries"] == [{"identity": PULLER, "server": CELL_CARD.registry}]


def test_containers_have_the_applications_identity_and_never_the_pullers_or_the_administrators(plan: Deployment):
    own = plan.named("app-identity").id
    assert plan.named("app-app").inputs["identity"]["userAssignedIdentities"] == [own, PULLER]
    assert {one["identity"]: one["lifecycle"] for one in configuration(plan)["identitySettings"]} == {own: "All", PULLER: "None"}


def test_two_or_more_run_and_no_more_than_was_said(plan: Deployment):
    assert configuration(plan)["activeRevisionsMode"] == "Single"
    scale = plan.named("app-app").inputs["template"]["scale"]
    assert (scale["minReplicas"], scale["maxReplicas"]) == (2, 4)


@pytest.mark.parametrize(("asked", "given"), [(("0.25", 512), (0.25, "0.5Gi")), (("0.5", 4096), (2.0, "4Gi")), (("2", 4096), (2.0, "4Gi"))])
def test_a_size_is_one_that_the_profile_offers_and_no_less_than_asked(asked: tuple[str, int], given: tuple[float, str]):
    assert size(*asked) == given


def test_probes_leave_as_long_as_the_manifest_says(plan: Deployment):
    probes = {probe["type"]: probe for probe in main(plan)["probes"]}
    assert set(probes) == {"Startup", "Readiness", "Liveness"}
    start = probes["Startup"]
    assert start["periodSeconds"] * start["failureThreshold"] >= WORKLOAD.health_grace
    assert start["failureThreshold"] <= 10
    assert all(probe["httpGet"]["path"] == "/health" for probe in probes.values())


def test_writable_folders_are_empty_volumes(plan: Deployment):
    volumes = plan.named("app-app").inputs["template"]["volumes"]
    assert {volume["storageType"] for volume in volumes} == {"EmptyDir"}
    assert [mount["mountPath"] for mount in main(plan)["volumeMounts"]] == list(WORKLOAD.writable)


def test_no_secret_has_a_value_anywhere(plan: Deployment):
    secrets = configuration(plan)["secrets"]
    assert {secret["name"] for secret in secrets} == {"forms-api-key", "forms-db-password"}
    assert all("value" not in secret and secret["identity"] == plan.named("app-identity").id for secret in secrets)
    assert all(secret["keyVaultUrl"].endswith(f".vault.azure.net/secrets/{secret['name']}") for secret in secrets)
    told = {entry["name"]: entry for entry in main(plan)["env"]}
    for variable in ("API_KEY", "DB_PASSWORD"):
        assert set(told[variable]) == {"name", "secretRef"}


def test_what_the_body_fills_is_switched_off_until_it_does_and_never_overwritten(plan: Deployment):
    secret = plan.named("app-secret-api-key")
    properties = secret.inputs["properties"]
    assert properties["attributes"]["enabled"] is False
    assert secret.protect
    assert secret.retain_on_delete
    right = plan.named("app-right-secret-api-key").inputs
    assert right["roleDefinitionId"].endswith(identifiers.KEY_VAULT_SECRETS_USER)
    assert right["scope"] == secret.id


def test_the_databases_password_is_made_by_azure_and_not_by_us(plan: Deployment):
    properties = plan.named("app-secret-db-password").inputs["properties"]
    assert set(properties["parameters"]) == {"vault"}
    template = properties["template"]
    assert {template["parameters"][key]["type"] for key in ("one", "other")} == {"securestring"}
    assert template["resources"][0]["properties"]["value"] == "[concat(parameters('one'), parameters('other'))]"
    assert "outputs" not in template


def before(plan: Deployment, resource: Resource) -> set[str]:
    """Names of everything that ``resource`` waits for, directly or through others."""
    found: set[str] = set()
    waiting = [resource]
    while waiting:
        for urn in waiting.pop().dependencies:
            other = plan.by_urn[urn]
            if other.name not in found:
                found.add(other.name)
                waiting.append(other)
    return found


def test_the_database_is_made_before_the_application_starts_and_again_for_each_version(plan: Deployment):
    assert {"app-database-run", "app-database", "app-secret-db-password", "app-right-storage", "app-secret-api-key"} <= before(
        plan, plan.named("app-app")
    )
    run = plan.named("app-database-run").inputs
    assert run["job"] == plan.named("app-database").id
    made = plan.named("app-secret-db-password").outputs["properties"]["timestamp"]
    # A password that is made anew must be told to the server anew.
    assert run["version"] == f"1.4.0:{APPLICATION.postgres_image}:{made}"


def test_the_administrator_is_in_the_clients_container_and_nowhere_else(plan: Deployment):
    job = plan.named("app-database").inputs
    held = {one["identity"]: one["lifecycle"] for one in job["configuration"]["identitySettings"]}
    assert [identity for identity, lifecycle in held.items() if lifecycle != "None"] == [CELL_CARD.database_admin]
    (container,) = job["template"]["containers"]
    assert container["image"].endswith(APPLICATION.postgres_image.split("/", 1)[1])
    assert WORKLOAD.image.rsplit("@", 1)[1] not in str(job)
    assert job["configuration"]["triggerType"] == "Manual"
    assert str(CELL_CARD.database_admin) not in str(plan.named("app-app").inputs)


def test_no_password_is_said_to_the_server_in_clear():
    """The log of changes is on: a password in a statement would be in it."""
    assert "\\password" in SCRIPT
    assert "PASSWORD '" not in SCRIPT
    assert "REVOKE ALL ON DATABASE" in SCRIPT


def test_the_application_is_told_where_its_things_are(plan: Deployment):
    told = {entry["name"]: entry.get("value") for entry in main(plan)["env"]}
    assert told["DB_HOST"] == CELL_CARD.database_host
    assert told["DB_NAME"] == told["DB_USER"]
    assert "northshire" in told["DB_NAME"]
    assert told["BASE_URL"] == f"https://{APPLICATION.host}"
    account = plan.named("app-storage").inputs["accountName"]
    assert told["UPLOADS"] == f"https://{account}.blob.core.windows.net/data"
    assert told["AZURE_CLIENT_ID"] == plan.named("app-identity").outputs["clientId"]


def test_its_own_migration_runs_under_its_own_rights(plan: Deployment):
    (first,) = plan.named("app-app").inputs["template"]["initContainers"]
    assert first["args"] == list(WORKLOAD.migration)
    assert "command" not in first
    assert first["image"] == main(plan)["image"]


def test_the_images_entry_point_stays_and_is_given_the_manifests_command(shared: Deployment):
    given = main(plan_of(azure.Application, "app", APPLICATION, workload=replace(WORKLOAD, command=("serve", "--proxy"))))
    assert given["args"] == ["serve", "--proxy"]
    assert "command" not in given
    assert not {"args", "command"} & main(shared).keys()


def test_callers_stay_with_one_instance_where_the_application_wants_it(shared: Deployment):
    sticky = configuration(plan_of(azure.Application, "app", APPLICATION, workload=replace(WORKLOAD, sticky=True)))
    assert sticky["ingress"]["stickySessions"] == {"affinity": "sticky"}
    assert sticky["activeRevisionsMode"] == "Single"
    assert sticky["ingress"]["transport"] == "auto"
    assert configuration(shared)["ingress"]["stickySessions"] == {"affinity": "none"}


def test_its_storage_is_closed_to_everybody_else(plan: Deployment):
    account = plan.named("app-storage")
    assert account.inputs["publicNetworkAccess"] == "Disabled"
    assert account.inputs["networkRuleSet"] == {"bypass": "None", "defaultAction": "Deny"}
    assert not account.inputs["allowSharedKeyAccess"]
    assert not account.inputs["allowBlobPublicAccess"]
    assert account.inputs["minimumTlsVersion"] == "TLS1_2"
    assert account.protect
    assert account.retain_on_delete
    right = plan.named("app-right-storage").inputs
    assert right["scope"] == plan.named("app-storage-container").id
    assert right["roleDefinitionId"].endswith(identifiers.STORAGE_BLOB_DATA_CONTRIBUTOR)


def test_alarms_reach_the_body(dedicated: Deployment):
    for alert in dedicated.of_type("azure-native:monitor:MetricAlert"):
        assert alert.inputs["scopes"] == [dedicated.named("app-app").id]
        assert alert.inputs["actions"] == [{"actionGroupId": CELL_CARD.entry}]
