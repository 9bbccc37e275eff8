"""The private-link zones that the platform serves: one table, used by the hub that makes them and the policy that fills them.

Source: Microsoft Learn, "Azure Private Endpoint private DNS zone values".
"""

from dataclasses import dataclass

from components.contracts import Owner


@dataclass(frozen=True)
class Zone:
    """One zone, and which private endpoints are recorded in it."""

    key: str
    """Stable key, part of logical names."""
    name: str
    """Name of the zone."""
    group: str
    """Sub-resource of the private endpoint."""
    service: str
    """Type of the service behind the endpoint; its resource id contains this."""

    @property
    def namespaces(self) -> tuple[str, ...]:
        """Namespaces that clients ask for, which the hub must answer whole: the way to a zone begins at the service's public name."""
        public = self.name.removeprefix("privatelink.")
        return (public.replace("vaultcore.", "vault."), public) if "vaultcore." in public else (public,)


ZONES: tuple[Zone, ...] = (
    Zone("vault", "privatelink.vaultcore.azure.net", "vault", "Microsoft.KeyVault/vaults"),
    Zone("blob", "privatelink.blob.core.windows.net", "blob", "Microsoft.Storage/storageAccounts"),
    Zone("file", "privatelink.file.core.windows.net", "file", "Microsoft.Storage/storageAccounts"),
    Zone("queue", "privatelink.queue.core.windows.net", "queue", "Microsoft.Storage/storageAccounts"),
    Zone("table", "privatelink.table.core.windows.net", "table", "Microsoft.Storage/storageAccounts"),
    Zone("postgres", "privatelink.postgres.database.azure.com", "postgresqlServer", "Microsoft.DBforPostgreSQL/flexibleServers"),
    Zone("sql", "privatelink.database.windows.net", "sqlServer", "Microsoft.Sql/servers"),
    Zone("registry", "privatelink.azurecr.io", "registry", "Microsoft.ContainerRegistry/registries"),
    Zone("sites", "privatelink.azurewebsites.net", "sites", "Microsoft.Web/sites"),
    Zone("events", "privatelink.servicebus.windows.net", "namespace", "Microsoft.ServiceBus/namespaces"),
)


def zone_group(owner: Owner, region: str) -> str:
    """Resource group in the network tenancy that holds one region's zones."""
    return owner.name("azure:resource-group", f"dns-{region}")
