"""The PostgreSQL server of a hosting cell, its administrator, and copies of it that outlive the service's own."""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

import pulumi
from pulumi_azure_native import dbforpostgresql, managedidentity

from components.azure.dynamic.unknown_password import UnknownPassword
from components.azure.hosting.site import Site

LONGEST_BACKUP = 35
"""Days for which the service itself keeps backups at most (Microsoft Learn, "Backup and restore in Azure Database for PostgreSQL")."""

VERSION = dbforpostgresql.PostgresMajorVersion.POSTGRES_MAJOR_VERSION_17
SKU = ("Standard_D2ds_v5", dbforpostgresql.SkuTier.GENERAL_PURPOSE)
NOBODY = "nobody_signs_in"

SETTINGS = {
    "require_secure_transport": "on",
    "ssl_min_protocol_version": "TLSv1.2",
    "password_encryption": "scram-sha-256",
    "azure.accepted_password_auth_method": "scram-sha-256",
    "connection_throttle.enable": "on",
    "log_checkpoints": "on",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_lock_waits": "on",
    "log_statement": "ddl",
}
"""Server parameters, by name."""


def server(site: Site, directory: pulumi.Input[str]) -> dbforpostgresql.Server:
    """A server in two zones that no public address reaches. People and pipelines sign in by the directory; applications by password.

    Applications are written for a password, so the server takes them, and Azure then wants an administrator with one. That one's is
    made where Pulumi runs, is kept in the state under the stack's own key, is never shown, and is meant for nobody. Data at rest is
    encrypted with Microsoft's keys: a customer's key and copies in another region would need a key there too.
    """
    args = site.args
    password = UnknownPassword(f"{site.name}-database-nobody", opts=_plane(site))
    made = dbforpostgresql.Server(
        f"{site.name}-database",
        server_name=site.named("azure:postgres"),
        resource_group_name=site.group.name,
        location=args.region,
        version=VERSION,
        sku={"name": SKU[0], "tier": SKU[1]},
        storage={"storage_size_gb": 128, "auto_grow": dbforpostgresql.StorageAutoGrow.ENABLED},
        auth_config={
            "active_directory_auth": dbforpostgresql.MicrosoftEntraAuth.ENABLED,
            "password_auth": dbforpostgresql.PasswordBasedAuth.ENABLED,
            "tenant_id": directory,
        },
        administrator_login=NOBODY,
        administrator_login_password=pulumi.Output.secret(password.value),
        availability_zone=args.zones[0],
        high_availability={
            "mode": dbforpostgresql.PostgreSqlFlexibleServerHighAvailabilityMode.ZONE_REDUNDANT,
            "standby_availability_zone": args.zones[1],
        },
        network={"public_network_access": dbforpostgresql.ServerPublicNetworkAccessState.DISABLED},
        backup={
            "backup_retention_days": min(args.backup_days, LONGEST_BACKUP),
            "geo_redundant_backup": (
                dbforpostgresql.GeographicallyRedundantBackup.ENABLED
                if args.classification == "official-sensitive"
                else dbforpostgresql.GeographicallyRedundantBackup.DISABLED
            ),
        },
        tags=site.tags,
        # After a change of zones the two have swapped places; that is not a difference to mend.
        opts=pulumi.ResourceOptions(
            parent=site.parent,
            protect=True,
            retain_on_delete=True,
            ignore_changes=["availabilityZone", "highAvailability.standbyAvailabilityZone"],
        ),
    )
    _settings(site, made)
    site.endpoint("database", made.id, "postgresqlServer")
    site.logs("database", made.id, "allLogs")
    site.lock("database", made.id, "Every application's data.")
    return made


def _plane(site: Site) -> pulumi.ResourceOptions:
    plane = pulumi.ProviderResource("pulumi-python", f"{site.name}-plane", {}, site.inside)
    return pulumi.ResourceOptions(parent=site.parent, provider=plane)


def _settings(site: Site, made: dbforpostgresql.Server) -> None:
    last: pulumi.Resource = made
    for key, value in SETTINGS.items():
        last = dbforpostgresql.Configuration(
            f"{site.name}-database-{key.replace('_', '-').replace('.', '-')}",
            configuration_name=key,
            server_name=made.name,
            resource_group_name=site.group.name,
            source="user-override",
            value=value,
            # The server takes one change at a time.
            opts=site.after(last),
        )


def administrator(site: Site, made: dbforpostgresql.Server, identity: managedidentity.UserAssignedIdentity, directory: pulumi.Input[str]) -> None:
    """The identity under which the migration that makes databases and logins runs."""
    dbforpostgresql.AdministratorsMicrosoftEntra(
        f"{site.name}-database-administrator",
        server_name=made.name,
        resource_group_name=site.group.name,
        object_id=identity.principal_id,
        principal_name=identity.name,
        principal_type=dbforpostgresql.PrincipalType.SERVICE_PRINCIPAL,
        tenant_id=directory,
        opts=site.inside,
    )
