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
    assert lock.inputs["changeableForDays"] == 3
    assert vault.inputs["kmsKeyArn"] == plan.named("base-key").outputs["arn"]
    for kept in (vault, lock):
        assert kept.protect
        assert kept.retain_on_delete
    assert plan.named("base-backup-plan").inputs["rules"][0]["lifecycle"]["deleteAfter"] >= lock.inputs["minRetentionDays"]


@pytest.mark.parametrize(("days", "kept"), [(90, 90), (14, 35)])
def test_other_days_are_another_plan_and_never_another_lock(plan: Deployment, days: int, kept: int):
    """Any other argument would be another lock, and nobody can lift the one that is there (terraform-provider-aws, ``vault_lock_configuration.go``)."""
    other = plan_of(aws.SecurityBaseline, "base", BASELINE, owner=SENSITIVE, backup_days=days)
    changed = ("minRetentionDays", "maxRetentionDays", "changeableForDays")
    assert [other.named("base-vault-lock").inputs[name] for name in changed] == [plan.named("base-vault-lock").inputs[name] for name in changed]
    assert other.named("base-backup-plan").inputs["rules"][0]["lifecycle"]["deleteAfter"] == kept
