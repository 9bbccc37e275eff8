"""Private DNS zones that everybody shares (Microsoft Learn, "Azure private endpoint private DNS zone values")."""

import pulumi

from components.naming import physical

ZONES = {
    "vault": "privatelink.vaultcore.azure.net",
    "blob": "privatelink.blob.core.windows.net",
    "postgresqlServer": "privatelink.postgres.database.azure.com",
    "registry": "privatelink.azurecr.io",
}
"""Sub-resource of a private endpoint -> zone."""


def group_name(platform: str, region: str) -> str:
    return physical("azure:resource-group", platform=platform, role=f"hub-{region}")


def zone_id(platform: str, subscription: pulumi.Input[str], region: str, zone: str) -> pulumi.Output[str]:
    """Resource id of a shared zone. Known before the zone is made, so that the foundation can assign the policy that writes into it."""
    group = group_name(platform, region)
    return pulumi.Output.concat(
        "/subscriptions/", subscription, f"/resourceGroups/{group}/providers/Microsoft.Network/privateDnsZones/{zone}"
    )
