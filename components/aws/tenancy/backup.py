"""Backups that resist deletion: a locked vault, and a plan for whatever is tagged."""

import pulumi
import pulumi_aws as aws

from components.contracts import Owner

BACKUP_TAG, DAILY = "backup", "daily"
"""Tag, and its value, of what is backed up every day."""
LEAST_DAYS, MOST_DAYS = 35, 3650
"""Between which days backups are kept, whatever their owner wants: every argument of a lock is another lock's, and nobody can lift one. What may
change is the plan's (``days``)."""
DAYS_TO_CHANGE = 3
"""After these days the lock is in compliance mode: nobody can lift it (AWS Backup Developer Guide, "Vault Lock"). AWS wants at least 3."""


def create_backup(
    name: str, owner: Owner, days: int, key: aws.kms.Key, role: pulumi.Input[str], *, opts: pulumi.ResourceOptions, kept: pulumi.ResourceOptions
) -> None:
    """The vault, its lock, and the daily plan. AWS Backup acts as ``role`` (ARN); nothing is deleted before ``days``.

    ``opts`` are a child's in the account and region, ``kept`` the same for what is retained.
    """
    vault = aws.backup.Vault(f"{name}-vault", name=owner.name("aws:backup-vault", "backup"), kms_key_arn=key.arn, opts=kept)
    aws.backup.VaultLockConfiguration(
        f"{name}-vault-lock",
        backup_vault_name=vault.name,
        min_retention_days=LEAST_DAYS,
        max_retention_days=MOST_DAYS,
        changeable_for_days=DAYS_TO_CHANGE,
        opts=kept,
    )
    plan = aws.backup.Plan(
        f"{name}-backup-plan",
        name=owner.name("aws:general", "daily"),
        rules=[
            {
                "rule_name": "daily",
                "target_vault_name": vault.name,
                "schedule": "cron(0 2 * * ? *)",
                "start_window": 60,
                "completion_window": 360,
                "lifecycle": {"delete_after": max(days, LEAST_DAYS)},
            }
        ],
        opts=opts,
    )
    aws.backup.Selection(
        f"{name}-backup-tagged",
        name="tagged",
        plan_id=plan.id,
        iam_role_arn=role,
        selection_tags=[{"type": "STRINGEQUALS", "key": BACKUP_TAG, "value": DAILY}],
        opts=opts,
    )
