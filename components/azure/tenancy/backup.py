"""The backup vault of a body's Azure subscription, and its daily policy."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import dataprotection

from components.azure.backups import backup_policy, backup_rule, secure_backup_vault
from components.azure.options import inside, retained
from components.contracts import Owner

BLOBS = "Microsoft.Storage/storageAccounts/blobServices"


def create_backup_vault(
    name: str, *, owner: Owner, region: str, group: pulumi.Input[str], days: int, tags: Mapping[str, str], parent: pulumi.Resource
) -> dataprotection.BackupPolicy:
    """Make both as children of ``parent``; the policy comes back. Copies are kept for ``days``."""
    vault = secure_backup_vault(
        f"{name}-backup", name=owner.name("azure:general", "backup"), group=group, region=region, tags=tags, opts=retained(parent)
    )
    return backup_policy(
        f"{name}-backup-daily",
        name="blobs-daily",
        vault=vault,
        group=group,
        datasource=BLOBS,
        rule=backup_rule("Daily", kind="Discrete", interval="R/2026-01-01T02:00:00+00:00/P1D"),
        days=days,
        opts=inside(parent),
    )
