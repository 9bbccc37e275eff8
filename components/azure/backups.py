"""Backup vaults whose contents nobody shortens, and the parts of their policies.

Source: Microsoft Learn, "Immutable vault for Azure Backup", "Enhanced soft delete for Azure Backup".
"""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import dataprotection


def secure_backup_vault(
    logical: str, *, name: str, group: pulumi.Input[str], region: str, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> dataprotection.BackupVault:
    """A vault with locked immutability, which is for ever: not even Microsoft shortens it."""
    return dataprotection.BackupVault(
        logical,
        vault_name=name,
        resource_group_name=group,
        location=region,
        identity={"type": "SystemAssigned"},
        properties={
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
        },
        tags=tags,
        opts=opts,
    )


def vault_store() -> dataprotection.DataStoreInfoBaseArgs:
    """The vault's own store, as rules name it."""
    return dataprotection.DataStoreInfoBaseArgs(object_type="DataStoreInfoBase", data_store_type=dataprotection.DataStoreTypes.VAULT_STORE)


def retention_rule(days: int) -> dataprotection.AzureRetentionRuleArgs:
    """Keep each copy for so many days."""
    deleted = dataprotection.AbsoluteDeleteOptionArgs(object_type="AbsoluteDeleteOption", duration=f"P{days}D")
    return dataprotection.AzureRetentionRuleArgs(
        object_type="AzureRetentionRule",
        name="Default",
        is_default=True,
        lifecycles=[dataprotection.SourceLifeCycleArgs(delete_after=deleted, source_data_store=vault_store(), target_data_store_copy_settings=[])],
    )


def backup_rule(name: str, *, kind: str, interval: str) -> dataprotection.AzureBackupRuleArgs:
    """Make copies of ``kind`` (``Discrete`` for blobs, ``Full`` for databases) by ``interval``, a repeating interval of ISO 8601."""
    tagging = dataprotection.TaggingCriteriaArgs(is_default=True, tagging_priority=99, tag_info=dataprotection.RetentionTagArgs(tag_name="Default"))
    return dataprotection.AzureBackupRuleArgs(
        object_type="AzureBackupRule",
        name=name,
        backup_parameters=dataprotection.AzureBackupParamsArgs(object_type="AzureBackupParams", backup_type=kind),
        data_store=vault_store(),
        trigger=dataprotection.ScheduleBasedTriggerContextArgs(
            object_type="ScheduleBasedTriggerContext",
            schedule=dataprotection.BackupScheduleArgs(repeating_time_intervals=[interval], time_zone="UTC"),
            tagging_criteria=[tagging],
        ),
    )


def backup_policy(
    logical: str,
    *,
    name: str,
    vault: dataprotection.BackupVault,
    group: pulumi.Input[str],
    datasource: str,
    rule: dataprotection.AzureBackupRuleArgs,
    days: int,
    opts: pulumi.ResourceOptions,
) -> dataprotection.BackupPolicy:
    """The policy of a vault for one type of resource: copies by ``rule``, each kept for ``days``."""
    return dataprotection.BackupPolicy(
        logical,
        backup_policy_name=name,
        vault_name=vault.name,
        resource_group_name=group,
        properties=dataprotection.BackupPolicyArgs(
            object_type="BackupPolicy", datasource_types=[datasource], policy_rules=[rule, retention_rule(days)]
        ),
        opts=opts,
    )
