"""Key vaults of hosting: a cell's own, and one for each resident, closed in the same way."""

import pulumi
from pulumi_azure_native import keyvault

from components.naming import physical

ROTATE_EVERY, KEY_LASTS = "P1Y", "P2Y"


def resident_vault(platform: str, organisation: str) -> str:
    """Name of the vault that holds what a resident's applications may know. It lies in the resident's resource group."""
    return physical("azure:key-vault", platform=platform, organisation=organisation, role="apps")


def closed_vault(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    region: str,
    directory: pulumi.Input[str],
    tags: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> keyvault.Vault:
    """A vault by roles alone that cannot be purged and answers no public address.

    Azure Resource Manager still writes into it, as a trusted service. Source: Microsoft Learn, "Azure Key Vault security".
    """
    return keyvault.Vault(
        logical,
        vault_name=name,
        resource_group_name=group,
        location=region,
        properties={
            "tenant_id": directory,
            "sku": {"family": keyvault.SkuFamily.A, "name": keyvault.SkuName.PREMIUM},
            "enable_rbac_authorization": True,
            "enable_soft_delete": True,
            "soft_delete_retention_in_days": 90,
            "enable_purge_protection": True,
            "public_network_access": "Disabled",
            "network_acls": {
                "default_action": keyvault.NetworkRuleAction.DENY,
                "bypass": keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
            },
        },
        tags=tags,
        opts=opts,
    )


def rotating_key(
    logical: str, *, name: str, vault: keyvault.Vault, group: pulumi.Input[str], tags: dict[str, str], opts: pulumi.ResourceOptions
) -> keyvault.Key:
    """A key in hardware that is made anew every year."""
    return keyvault.Key(
        logical,
        key_name=name,
        vault_name=vault.name,
        resource_group_name=group,
        properties={
            "kty": keyvault.JsonWebKeyType.RS_A_HSM,
            "key_size": 3072,
            "key_ops": ["wrapKey", "unwrapKey", "encrypt", "decrypt"],
            "rotation_policy": {
                "attributes": {"expiry_time": KEY_LASTS},
                "lifetime_actions": [
                    {"action": {"type": keyvault.KeyRotationPolicyActionType.ROTATE}, "trigger": {"time_after_create": ROTATE_EVERY}}
                ],
            },
        },
        tags=tags,
        opts=opts,
    )
