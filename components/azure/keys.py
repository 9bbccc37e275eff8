"""Key vaults that cannot be purged, and keys in hardware: one way to make each."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native import keyvault

ROTATE_EVERY, KEY_LASTS = "P1Y", "P2Y"
YEARLY_BITS, LASTING_BITS = 2048, 3072
"""2,048 bits are enough until the end of 2030 (NIST SP 800-57 Part 1 Rev. 5, tables 2 and 4), so for a key that ends two years after it was made
until 2028, and cost a fifth (Azure Key Vault, pricing: advanced key types). See decision 0061."""
OPERATIONS = ("wrapKey", "unwrapKey", "encrypt", "decrypt")


def secure_vault(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    region: str,
    directory: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
    ranges: Sequence[str] = (),
) -> keyvault.Vault:
    """A vault by roles alone that cannot be purged. Its public name answers ``ranges``, or nobody.

    Azure Resource Manager still writes into it, as a trusted service. Source: Microsoft Learn, "Azure Key Vault security".
    """
    rules: keyvault.NetworkRuleSetArgsDict = {
        "default_action": keyvault.NetworkRuleAction.DENY,
        "bypass": keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
    }
    if ranges:
        rules["ip_rules"] = [{"value": block} for block in ranges]
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
            "public_network_access": "Enabled" if ranges else "Disabled",
            "network_acls": rules,
        },
        tags=tags,
        opts=opts,
    )


def hardware_key(
    logical: str,
    *,
    name: str,
    vault: keyvault.Vault,
    group: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
    rotates: bool = True,
) -> keyvault.Key:
    """A key in hardware, which with ``rotates`` is made anew every year, and is then as long as it must be for two."""
    size = YEARLY_BITS if rotates else LASTING_BITS
    properties: keyvault.KeyPropertiesArgsDict = {"kty": keyvault.JsonWebKeyType.RS_A_HSM, "key_size": size, "key_ops": list(OPERATIONS)}
    if rotates:
        properties["rotation_policy"] = {
            "attributes": {"expiry_time": KEY_LASTS},
            "lifetime_actions": [{"action": {"type": keyvault.KeyRotationPolicyActionType.ROTATE}, "trigger": {"time_after_create": ROTATE_EVERY}}],
        }
    return keyvault.Key(logical, key_name=name, vault_name=vault.name, resource_group_name=group, properties=properties, tags=tags, opts=opts)
