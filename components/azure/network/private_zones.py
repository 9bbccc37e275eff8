"""The private-link zones that the platform serves: one table, used by the hub that makes them and the policy that fills them.

Source: Microsoft Learn, "Azure Private Endpoint private DNS zone values".
"""

from dataclasses import dataclass

import pulumi

from components.naming import physical


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
    def asked(self) -> tuple[str, ...]:
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


def zone_group(platform: str, region: str) -> str:
    """Resource group in the network tenancy that holds one region's zones."""
    return physical("azure:resource-group", platform=platform, role=f"dns-{region}")


def resolver_network_name(platform: str, region: str) -> str:
    """Name of the network in which a region's resolver answers."""
    return physical("azure:network", platform=platform, role=f"dns-{region}")


def resolver_network(platform: str, region: str, transit: pulumi.Input[str]) -> pulumi.Output[str]:
    """Resource id of the network in which a region's resolver answers, beside the hub ``transit`` (a virtual hub's id)."""
    # /subscriptions/<id>/resourceGroups/...
    tenancy = pulumi.Output.from_input(transit).apply(lambda hub: hub.split("/")[2])
    place = f"/resourceGroups/{zone_group(platform, region)}/providers/Microsoft.Network/virtualNetworks/{resolver_network_name(platform, region)}"
    return pulumi.Output.concat("/subscriptions/", tenancy, place)
