"""Copies of a cell's database for longer than the service itself keeps any: weekly, in a vault that nobody shortens."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

import pulumi
from pulumi_azure_native import dataprotection, dbforpostgresql

from components.azure import identifiers as ids
from components.azure.hosting.site import Site
from components.azure.tenancy.backup import longer, retention, store

SERVER = "Microsoft.DBforPostgreSQL/flexibleServers"


def keep(site: Site, server: dbforpostgresql.Server) -> None:
    """Make the vault, its policy and the server's place in it. A copy comes back as files, not as a server.

    Source: Microsoft Learn, "Azure Database for PostgreSQL vaulted backup".
    """
    vault = dataprotection.BackupVault(
        f"{site.name}-backup",
        vault_name=site.named("azure:backup-vault"),
        resource_group_name=site.group.name,
        location=site.args.region,
        identity={"type": "SystemAssigned"},
        properties=longer(),
        tags=site.tags,
        opts=site.kept,
    )
    policy = dataprotection.BackupPolicy(
        f"{site.name}-backup-weekly",
        backup_policy_name="database-weekly",
        vault_name=vault.name,
        resource_group_name=site.group.name,
        properties={"object_type": "BackupPolicy", "datasource_types": [SERVER], "policy_rules": [_weekly(), retention(site.args.backup_days)]},
        opts=site.inside,
    )
    principal = vault.identity.apply(lambda identity: identity.principal_id if identity else "")
    rights = [
        site.grant("backup-server", principal, ids.built_in(ids.POSTGRES_LONG_BACKUP), server.id),
        site.grant("backup-group", principal, ids.built_in(ids.READER), site.group.id),
    ]
    source = {"resource_id": server.id, "resource_type": SERVER, "resource_uri": server.id}
    dataprotection.BackupInstance(
        f"{site.name}-backup-database",
        backup_instance_name="database",
        vault_name=vault.name,
        resource_group_name=site.group.name,
        properties={
            "object_type": "BackupInstance",
            "friendly_name": server.name,
            "policy_info": {"policy_id": policy.id},
            "data_source_info": {**source, "object_type": "Datasource", "datasource_type": SERVER, "resource_location": site.args.region},
            "data_source_set_info": {**source, "object_type": "DatasourceSet", "datasource_type": SERVER, "resource_location": site.args.region},
        },
        opts=pulumi.ResourceOptions(parent=site.parent, depends_on=rights),
    )


def _weekly() -> dataprotection.AzureBackupRuleArgs:
    tagging = dataprotection.TaggingCriteriaArgs(is_default=True, tagging_priority=99, tag_info=dataprotection.RetentionTagArgs(tag_name="Default"))
    return dataprotection.AzureBackupRuleArgs(
        object_type="AzureBackupRule",
        name="Weekly",
        backup_parameters=dataprotection.AzureBackupParamsArgs(object_type="AzureBackupParams", backup_type="Full"),
        data_store=store(),
        trigger=dataprotection.ScheduleBasedTriggerContextArgs(
            object_type="ScheduleBasedTriggerContext",
            schedule=dataprotection.BackupScheduleArgs(repeating_time_intervals=["R/2026-01-04T02:00:00+00:00/P1W"], time_zone="UTC"),
            tagging_criteria=[tagging],
        ),
    )
