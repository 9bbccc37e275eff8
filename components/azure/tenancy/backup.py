"""The backup vault that resists deletion, and its daily policy."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

from typing import Any

import pulumi
from pulumi_azure_native import dataprotection, resources

from components.contracts import SecurityBaselineArgs
from components.naming import physical


def make(
    name: str, args: SecurityBaselineArgs, group: resources.ResourceGroup, tags: dict[str, str], parent: pulumi.Resource
) -> dataprotection.BackupVault:
    """Make both as children of ``parent``. Locked immutability is for ever: not even Microsoft shortens it.

    Source: Microsoft Learn, "Immutable vault for Azure Backup", "Enhanced soft delete for Azure Backup".
    """
    vault = dataprotection.BackupVault(
        f"{name}-backup",
        vault_name=physical("azure:general", platform=args.platform, organisation=args.organisation, role="backup"),
        resource_group_name=group.name,
        location=args.region,
        identity={"type": "SystemAssigned"},
        properties=longer(),
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent, protect=True, retain_on_delete=True),
    )
    dataprotection.BackupPolicy(
        f"{name}-backup-daily",
        backup_policy_name="blobs-daily",
        vault_name=vault.name,
        resource_group_name=group.name,
        properties={
            "object_type": "BackupPolicy",
            "datasource_types": ["Microsoft.Storage/storageAccounts/blobServices"],
            "policy_rules": [_schedule(), retention(args.backup_days)],
        },
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return vault


def longer() -> dict[str, Any]:
    """Properties of a backup vault whose contents nobody shortens."""
    return {
        "storage_settings": [
            {
                "datastore_type": dataprotection.StorageSettingStoreTypes.VAULT_STORE,
                "type": dataprotection.StorageSettingTypes.ZONE_REDUNDANT,
            }
        ],
        "security_settings": {
            "immutability_settings": {"state": dataprotection.ImmutabilityState.LOCKED},
            "soft_delete_settings": {"state": dataprotection.SoftDeleteState.ALWAYS_ON, "retention_duration_in_days": 14},
        },
    }


def store() -> dataprotection.DataStoreInfoBaseArgs:
    """The vault's own store, as rules name it."""
    return dataprotection.DataStoreInfoBaseArgs(object_type="DataStoreInfoBase", data_store_type=dataprotection.DataStoreTypes.VAULT_STORE)


def retention(days: int) -> dataprotection.AzureRetentionRuleArgs:
    """Keep each copy for so many days."""
    kept = dataprotection.AbsoluteDeleteOptionArgs(object_type="AbsoluteDeleteOption", duration=f"P{days}D")
    return dataprotection.AzureRetentionRuleArgs(
        object_type="AzureRetentionRule",
        name="Default",
        is_default=True,
        lifecycles=[dataprotection.SourceLifeCycleArgs(delete_after=kept, source_data_store=store(), target_data_store_copy_settings=[])],
    )


def _schedule() -> dataprotection.AzureBackupRuleArgs:
    tagging = dataprotection.TaggingCriteriaArgs(is_default=True, tagging_priority=99, tag_info=dataprotection.RetentionTagArgs(tag_name="Default"))
    return dataprotection.AzureBackupRuleArgs(
        object_type="AzureBackupRule",
        name="Daily",
        backup_parameters=dataprotection.AzureBackupParamsArgs(object_type="AzureBackupParams", backup_type="Discrete"),
        data_store=store(),
        trigger=dataprotection.ScheduleBasedTriggerContextArgs(
            object_type="ScheduleBasedTriggerContext",
            schedule=dataprotection.BackupScheduleArgs(repeating_time_intervals=["R/2026-01-01T02:00:00+00:00/P1D"], time_zone="UTC"),
            tagging_criteria=[tagging],
        ),
    )
