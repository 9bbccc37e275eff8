"""An application on Azure: the entry alone calls it, and everything of it lies in its owner's place."""

from dataclasses import replace

import pytest

from civic.plan import Deployment
from components.azure.application.alarms import ALARMS
from components.azure.application.application import Application
from tests.components.azure.application.reading import configuration, variables
from tests.components.azure.hosting_subjects import (
    APPLICATION,
    BARE_WORKLOAD,
    CELL_CARD,
    DEDICATED_APPLICATION,
    EASTVALE,
    ENTRY_RANGE,
    NORTHSHIRE_TEST,
    WORKLOAD,
)
from tests.components.azure.subjects import SENSITIVE, inventory, plan_of
from tests.looping import each
from tests.planning import PlanFailed

TENANT_GROUP = CELL_CARD.tenants["northshire"]
EVERYTHING = {
    ("Application", "app"),
    ("UserAssignedIdentity", "app-identity"),
    ("ContainerApp", "app-app"),
    ("Vault", "app-vault"),
    ("PrivateEndpoint", "app-vault-endpoint"),
    ("SubscriptionSettings", "app-vault-named"),
    ("DiagnosticSetting", "app-vault-logs"),
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
    ("SubscriptionSettings", "app-storage-named"),
    ("DiagnosticSetting", "app-storage-logs"),
    ("RoleAssignment", "app-right-storage"),
}


def test_an_application_is_exactly_these_resources(shared: Deployment, dedicated: Deployment) -> None:
    assert inventory(shared) == EVERYTHING
    assert inventory(dedicated) == EVERYTHING | {("MetricAlert", f"app-alarm-{key}") for key in ALARMS}


def test_an_application_that_needs_nothing_is_an_identity_and_a_container_app() -> None:
    plan = plan_of(Application, "app", APPLICATION, workload=BARE_WORKLOAD)
    assert inventory(plan) == {("Application", "app"), ("UserAssignedIdentity", "app-identity"), ("ContainerApp", "app-app")}
    assert "secrets" not in configuration(plan) or configuration(plan)["secrets"] == []


def test_everything_of_a_tenant_lies_in_its_own_place(shared: Deployment) -> None:
    assert {one.inputs["resourceGroupName"] for one in shared if "resourceGroupName" in one.inputs} == {TENANT_GROUP}
    scopes = [one.inputs["scope"] for one in shared.of_type("azure-native:authorization:RoleAssignment")]
    assert len(scopes) == 3
    assert [scope for scope in scopes if f"/resourceGroups/{TENANT_GROUP}/" not in scope] == []


def test_another_tenant_is_a_stranger(shared: Deployment) -> None:
    other = plan_of(Application, "app", APPLICATION, owner=EASTVALE)
    assert {one.inputs["resourceGroupName"] for one in other if "resourceGroupName" in one.inputs} == {CELL_CARD.tenants["eastvale"]}
    assert other.named("app-vault").inputs["vaultName"] != shared.named("app-vault").inputs["vaultName"]
    assert variables(other)["DB_NAME"] != variables(shared)["DB_NAME"]


def test_a_bodys_test_tenancy_has_no_place_in_the_live_ones(shared: Deployment) -> None:
    with pytest.raises(PlanFailed, match=r"northshire\.test has no place in the cell; it has eastvale, northshire") as refused:
        plan_of(Application, "app", APPLICATION, owner=NORTHSHIRE_TEST)
    assert "\n" not in str(refused.value)
    cell = replace(
        CELL_CARD,
        tenants={**CELL_CARD.tenants, "northshire.test": "ccp-northshire-test-hosting-main"},
        database_administrators={**CELL_CARD.database_administrators, "northshire.test": "/subscriptions/s/database"},
        pullers={**CELL_CARD.pullers, "northshire.test": "/subscriptions/s/pull"},
    )
    test = plan_of(Application, "app", APPLICATION, owner=NORTHSHIRE_TEST, cell=cell)
    assert {one.inputs["resourceGroupName"] for one in test if "resourceGroupName" in one.inputs} == {"ccp-northshire-test-hosting-main"}
    assert test.named("app-vault").inputs["vaultName"] != shared.named("app-vault").inputs["vaultName"]
    assert variables(test)["DB_NAME"] != variables(shared)["DB_NAME"]


def test_everything_carries_its_owners_tags(dedicated: Deployment) -> None:
    tagged = ("app-vault", "app-identity", "app-app", "app-database", "app-storage", "app-storage-endpoint", "app-secret-api-key")
    for name in each(tagged):
        assert dedicated.named(name).inputs["tags"] == dict(SENSITIVE.tags), name


def test_it_is_called_by_the_entry_alone_over_https(plan: Deployment) -> None:
    ingress = configuration(plan)["ingress"]
    assert ingress["allowInsecure"] is False
    assert ingress["targetPort"] == WORKLOAD.port
    assert [(rule["action"], rule["ipAddressRange"]) for rule in ingress["ipSecurityRestrictions"]] == [("Allow", str(ENTRY_RANGE))]


def test_without_the_entrys_ranges_there_is_no_application() -> None:
    with pytest.raises(PlanFailed, match="every neighbour could call it"):
        plan_of(Application, "app", APPLICATION, entries=())


def test_its_name_makes_the_host_that_the_record_promises(plan: Deployment) -> None:
    assert f"{plan.named('app-app').inputs['containerAppName']}.apps.commons.example" == APPLICATION.host
    assert plan.named("app").outputs["address"] == f"https://{APPLICATION.host}"


def test_callers_stay_with_one_instance_where_the_application_wants_it(shared: Deployment) -> None:
    sticky = configuration(plan_of(Application, "app", APPLICATION, workload=replace(WORKLOAD, sticky=True)))
    assert sticky["ingress"]["stickySessions"] == {"affinity": "sticky"}
    assert sticky["activeRevisionsMode"] == "Single"
    assert sticky["ingress"]["transport"] == "auto"
    assert configuration(shared)["ingress"]["stickySessions"] == {"affinity": "none"}


def test_the_application_is_told_where_its_data_are(plan: Deployment) -> None:
    values = {name: entry.get("value") for name, entry in variables(plan).items()}
    assert values["DB_HOST"] == CELL_CARD.database_host
    assert values["DB_NAME"] == values["DB_USER"]
    assert "northshire" in values["DB_NAME"]
    assert values["BASE_URL"] == f"https://{APPLICATION.host}"
    assert values["LOG_LEVEL"] == "info"
    account = plan.named("app-storage").inputs["accountName"]
    assert values["UPLOADS"] == f"https://{account}.blob.core.windows.net/data"
    assert values["AZURE_CLIENT_ID"] == plan.named("app-identity").outputs["clientId"]


def test_outputs_are_what_the_contract_promises(plan: Deployment) -> None:
    outputs = plan.named("app").outputs
    assert outputs["identity"] == plan.named("app-identity").outputs["principalId"]
    assert outputs["logs"] == CELL_CARD.logs == DEDICATED_APPLICATION.cell.logs
