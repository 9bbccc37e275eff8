"""The cluster of a cell on AWS: nothing is done in a container unseen."""

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.hosting_subjects import DEDICATED_CELL, HOSTING_CELL
from tests.components.aws.subjects import plan_of, statements


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.HostingCell, "cell", HOSTING_CELL)


def test_no_command_is_run_in_a_container_unseen(plan: Deployment):
    cluster = plan.named("cell-cluster").inputs
    commands = cluster["configuration"]["executeCommandConfiguration"]
    assert commands["logging"] == "OVERRIDE"
    assert commands["logConfiguration"] == {
        "cloudWatchLogGroupName": plan.named("cell-sessions").inputs["name"],
        "cloudWatchEncryptionEnabled": True,
    }
    assert cluster["settings"] == [{"name": "containerInsights", "value": "enhanced"}]


def test_official_sensitive_adds_an_own_key_for_disks(plan: Deployment):
    hardened = plan_of(aws.HostingCell, "cell", DEDICATED_CELL)
    key = hardened.named("cell-key").outputs["arn"]
    storage = hardened.named("cell-cluster").inputs["configuration"]["managedStorageConfiguration"]
    assert storage == {"fargateEphemeralStorageKmsKeyId": key}
    disks = statements(hardened.named("cell-key"))["Disks"]["Condition"]["StringEquals"]
    assert disks["kms:EncryptionContext:aws:ecs:clusterName"] == hardened.named("cell-cluster").inputs["name"]
    assert "managedStorageConfiguration" not in plan.named("cell-cluster").inputs["configuration"]
    assert "Disks" not in statements(plan.named("cell-key"))
