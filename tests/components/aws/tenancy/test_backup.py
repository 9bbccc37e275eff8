"""Backups of a body's account on AWS: nobody can delete one before time."""

import pytest

from civic.plan import Deployment
from components import aws
from tests.components.aws.subjects import BASELINE, SENSITIVE, plan_of


@pytest.fixture(scope="module")
def plan() -> Deployment:
    return plan_of(aws.SecurityBaseline, "base", BASELINE)


def test_nobody_can_delete_a_backup_before_time(plan: Deployment):
    vault, lock = plan.named("base-vault"), plan.named("base-vault-lock")
    assert lock.inputs["backupVaultName"] == vault.inputs["name"]
    assert lock.inputs["minRetentionDays"] == BASELINE.backup_days
    assert lock.inputs["changeableForDays"] == 3
    assert vault.inputs["kmsKeyArn"] == plan.named("base-key").outputs["arn"]
    for kept in (vault, lock):
        assert kept.protect
        assert kept.retain_on_delete
    assert plan.named("base-backup-plan").inputs["rules"][0]["lifecycle"]["deleteAfter"] >= lock.inputs["minRetentionDays"]


def test_a_body_that_keeps_backups_longer_locks_them_longer():
    hardened = plan_of(aws.SecurityBaseline, "base", BASELINE, owner=SENSITIVE, backup_days=90)
    assert hardened.named("base-vault-lock").inputs["minRetentionDays"] == 90
    assert hardened.named("base-backup-plan").inputs["rules"][0]["lifecycle"]["deleteAfter"] == 90
