"""The database estate of a cell on AWS: private, encrypted, and what it keeps is kept."""

import pytest

from civic.plan import Deployment
from components import aws
from components.contracts import SubnetKey
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_CELL
from tests.components.aws.subjects import plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


@pytest.fixture(scope="module")
def hardened() -> Deployment:
    return plan_of(aws.HostingCell, "cell", DEDICATED_CELL)


def test_the_database_is_private_encrypted_and_survives(plan: Deployment):
    database = plan.named("cell-database")
    assert database.protect
    assert database.retain_on_delete
    for key in (
        "multiAz", "storageEncrypted", "deletionProtection", "iamDatabaseAuthenticationEnabled", "autoMinorVersionUpgrade",
        "performanceInsightsEnabled", "manageMasterUserPassword", "copyTagsToSnapshot",
    ):  # fmt: skip
        assert database.inputs[key] is True, key
    for key in ("publiclyAccessible", "skipFinalSnapshot", "deleteAutomatedBackups"):
        assert not database.inputs[key], key
    key = plan.named("cell-key").outputs["arn"]
    assert {database.inputs[name] for name in ("kmsKeyId", "masterUserSecretKmsKeyId", "performanceInsightsKmsKeyId")} == {key}
    assert database.inputs["backupRetentionPeriod"] == HOSTING_CELL.backup_days
    assert "password" not in database.inputs
    assert database.inputs["vpcSecurityGroupIds"] == [plan.named("cell-database-group").id]
    subnets = HOSTING_CELL.network.subnets
    assert plan.named("cell-database-subnets").inputs["subnetIds"] == [subnets[SubnetKey("data", zone)] for zone in "ab"]


def parameters(plan: Deployment) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in plan.named("cell-database-parameters").inputs["parameters"]}


def test_the_database_talks_over_tls_alone_and_logs_no_statement(plan: Deployment):
    assert parameters(plan)["rds.force_ssl"] == "1"
    assert "log_statement" not in parameters(plan)


def test_official_sensitive_adds_an_audit(plan: Deployment, hardened: Deployment):
    assert "pgaudit" in parameters(hardened)["shared_preload_libraries"]
    assert "shared_preload_libraries" not in parameters(plan)


def test_a_shared_cell_begins_with_a_larger_database(plan: Deployment, hardened: Deployment):
    shared, own = plan.named("cell-database").inputs, hardened.named("cell-database").inputs
    assert (shared["instanceClass"], own["instanceClass"]) == ("db.m6g.large", "db.t4g.medium")
    assert shared["allocatedStorage"] > own["allocatedStorage"]
