"""Copies of a cell's database outside the server, which go with it: weekly, in a vault that nobody shortens."""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import dataprotection, dbforpostgresql

from components.azure import roles
from components.azure.backups import backup_policy, backup_rule, secure_backup_vault
from components.azure.hosting.context import CellContext
from components.azure.options import retained

SERVER = "Microsoft.DBforPostgreSQL/flexibleServers"


def create_vault_copies(context: CellContext, server: dbforpostgresql.Server, after: Sequence[pulumi.Resource]) -> pulumi.Resource:
    """Make the vault, its policy and the server's place in it, which comes back. Copies are kept for ``backup_days``, and come back as files and not
    as a server.

    Source: Microsoft Learn, "Azure Database for PostgreSQL vaulted backup".
    """
    vault = secure_backup_vault(
        f"{context.name}-backup",
        name=context.physical_name("azure:backup-vault"),
        group=context.group.name,
        region=context.args.region,
        tags=context.tags,
        opts=context.retained,
    )
    policy = backup_policy(
        f"{context.name}-backup-weekly",
        name="database-weekly",
        vault=vault,
        group=context.group.name,
        datasource=SERVER,
        rule=backup_rule("Weekly", kind="Full", interval="R/2026-01-04T02:00:00+00:00/P1W"),
        days=context.args.backup_days,
        opts=context.inside,
    )
    return _instance(context, vault, policy, server, after)


def _instance(
    context: CellContext,
    vault: dataprotection.BackupVault,
    policy: dataprotection.BackupPolicy,
    server: dbforpostgresql.Server,
    after: Sequence[pulumi.Resource],
) -> pulumi.Resource:
    principal = vault.identity.apply(lambda identity: identity.principal_id or "" if identity else "")
    rights = [
        context.grant("backup-server", principal, roles.built_in(roles.POSTGRES_LONG_BACKUP), server.id),
        context.grant("backup-group", principal, roles.built_in(roles.READER), context.group.id),
    ]
    source: dataprotection.DatasourceArgsDict = {
        "resource_id": server.id,
        "resource_type": SERVER,
        "resource_uri": server.id,
        "object_type": "Datasource",
        "datasource_type": SERVER,
        "resource_location": context.args.region,
    }
    source_set: dataprotection.DatasourceSetArgsDict = {
        "resource_id": server.id,
        "resource_type": SERVER,
        "resource_uri": server.id,
        "object_type": "DatasourceSet",
        "datasource_type": SERVER,
        "resource_location": context.args.region,
    }
    return dataprotection.BackupInstance(
        f"{context.name}-backup-database",
        backup_instance_name="database",
        vault_name=vault.name,
        resource_group_name=context.group.name,
        properties={
            "object_type": "BackupInstance",
            "friendly_name": server.name,
            "policy_info": {"policy_id": policy.id},
            "data_source_info": source,
            "data_source_set_info": source_set,
        },
        opts=retained(context.parent, after=[*rights, *after]),
    )
