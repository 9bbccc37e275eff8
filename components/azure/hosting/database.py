"""The PostgreSQL server of a hosting cell, its administrator, and what it writes into its log."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pulumi
from pulumi_azure_native import dbforpostgresql, managedidentity

from components.azure.dynamic.unknown_password import UnknownPassword
from components.azure.hosting.context import CellContext
from components.azure.options import inside, retained
from components.contracts import EXTENSIONS, HANDLING

LONGEST_BACKUP = 35
"""Days for which the service itself keeps backups at most (Microsoft Learn, "Backup and restore in Azure Database for PostgreSQL")."""

VERSION = dbforpostgresql.PostgresMajorVersion.POSTGRES_MAJOR_VERSION_17
SKU = ("Standard_D2ds_v5", dbforpostgresql.SkuTier.GENERAL_PURPOSE)
ADMINISTRATOR_LOGIN = "nobody_signs_in"
"""Login of the administrator with a password, which Azure insists on and nobody uses."""

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "require_secure_transport": "on",
        "ssl_min_protocol_version": "TLSv1.2",
        "password_encryption": "scram-sha-256",
        "azure.accepted_password_auth_method": "scram-sha-256",
        "connection_throttle.enable": "on",
        "log_checkpoints": "on",
        "log_connections": "on",
        "log_disconnections": "on",
        "log_lock_waits": "on",
        # Statements that define data, and those that give and take rights (PostgreSQL documentation, "log_statement"): what
        # HANDLING[...].database_is_audited asks for. It costs nothing here, so every server has it.
        "log_statement": "ddl",
        # Without it nobody makes any, whoever owns the database.
        "azure.extensions": ",".join(extension.upper() for extension in EXTENSIONS),
    }
)
"""Server parameters, by name."""


def create_server(context: CellContext) -> tuple[dbforpostgresql.Server, pulumi.Resource]:
    """A server in two zones that no public address reaches. People and pipelines sign in by the directory; applications by password.

    Applications are written for a password, so the server takes them, and Azure then wants an administrator with one. That one's is
    made where Pulumi runs, is kept in the state under the stack's own key, is never shown, and is meant for nobody. Data at rest is
    encrypted with Microsoft's keys: a customer's key and copies in another region would need a key there too. Whether there are such
    copies is the classification's to say (``HANDLING``). The last of its settings comes back too.
    """
    args = context.args
    server = dbforpostgresql.Server(
        f"{context.name}-database",
        server_name=context.physical_name("azure:postgres"),
        resource_group_name=context.group.name,
        location=args.region,
        version=VERSION,
        sku={"name": SKU[0], "tier": SKU[1]},
        storage={"storage_size_gb": 128, "auto_grow": dbforpostgresql.StorageAutoGrow.ENABLED},
        auth_config={
            "active_directory_auth": dbforpostgresql.MicrosoftEntraAuth.ENABLED,
            "password_auth": dbforpostgresql.PasswordBasedAuth.ENABLED,
            "tenant_id": args.organisation.directory,
        },
        administrator_login=ADMINISTRATOR_LOGIN,
        administrator_login_password=pulumi.Output.secret(_unknown_password(context).value),
        availability_zone=args.zones[0],
        high_availability={
            "mode": dbforpostgresql.PostgreSqlFlexibleServerHighAvailabilityMode.ZONE_REDUNDANT,
            "standby_availability_zone": args.zones[1],
        },
        network={"public_network_access": dbforpostgresql.ServerPublicNetworkAccessState.DISABLED},
        backup=_backup(context),
        tags=context.tags,
        # After a change of zones the two have swapped places; that is not a difference to mend.
        opts=retained(context.parent, ignore_changes=["availabilityZone", "highAvailability.standbyAvailabilityZone"]),
    )
    settings = _settings(context, server)
    context.log("database", server.id, "allLogs")
    return server, settings


def _backup(context: CellContext) -> dbforpostgresql.BackupArgsDict:
    elsewhere = HANDLING[context.args.owner.classification].database_backups_leave_the_region
    redundant = dbforpostgresql.GeographicallyRedundantBackup
    return {
        "backup_retention_days": min(context.args.backup_days, LONGEST_BACKUP),
        "geo_redundant_backup": redundant.ENABLED if elsewhere else redundant.DISABLED,
    }


def _unknown_password(context: CellContext) -> UnknownPassword:
    return UnknownPassword(f"{context.name}-database-nobody", opts=inside(context.parent, context.plane))


def _settings(context: CellContext, server: dbforpostgresql.Server) -> pulumi.Resource:
    previous: pulumi.Resource = server
    for key, value in SETTINGS.items():
        previous = dbforpostgresql.Configuration(
            f"{context.name}-database-{key.replace('_', '-').replace('.', '-')}",
            configuration_name=key,
            server_name=server.name,
            resource_group_name=context.group.name,
            source="user-override",
            value=value,
            # The server takes one change at a time.
            opts=inside(context.parent, after=[previous]),
        )
    return previous


def create_administrator(
    context: CellContext, server: dbforpostgresql.Server, identity: managedidentity.UserAssignedIdentity, after: Sequence[pulumi.Resource]
) -> pulumi.Resource:
    """Let ``identity`` administer the server: the migration that makes databases and logins runs under it."""
    return dbforpostgresql.AdministratorsMicrosoftEntra(
        f"{context.name}-database-administrator",
        server_name=server.name,
        resource_group_name=context.group.name,
        object_id=identity.principal_id,
        principal_name=identity.name,
        principal_type=dbforpostgresql.PrincipalType.SERVICE_PRINCIPAL,
        tenant_id=context.args.organisation.directory,
        opts=inside(context.parent, after=after),
    )
