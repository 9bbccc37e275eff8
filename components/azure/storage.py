"""Storage accounts: one way to make them, without anonymous blobs, shared keys or anything in the clear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
from pulumi_azure_native import storage

DELETED_DAYS = 90
"""Days for which what was deleted can be brought back, unless the caller says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whom an account answers, besides its private endpoints."""

    bypass: storage.Bypass = storage.Bypass.NONE
    """Services of Azure's own that are let in past the rules, each still by its role."""
    ranges: tuple[str, ...] = ()
    """Public ranges that may call its public name."""
    public_name: bool = True
    """Whether its public name answers anybody at all."""


ENDPOINTS_ALONE = Reach(public_name=False)
AZURE_SERVICES = Reach(bypass=storage.Bypass.AZURE_SERVICES)
"""Azure Monitor writes logs as a trusted service (Microsoft Learn, "Diagnostic settings in Azure Monitor")."""


def secure_account(
    logical: str,
    *,
    name: str,
    group: pulumi.Input[str],
    region: str,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
    reach: Reach,
    sku: storage.SkuName = storage.SkuName.STANDARD_ZRS,
    immutable_days: int = 0,
    immutability_locked: bool = False,
) -> storage.StorageAccount:
    """An account that takes identities alone, over TLS, encrypted twice, and answers nobody but ``reach``.

    With ``immutable_days`` nobody can change or delete a blob for so long. That starts unlocked: Azure makes a policy ``Disabled`` or
    ``Unlocked``, and only an unlocked one can be locked, for ever (``AccountImmutabilityPolicyState`` of the SDK), so locking
    (``immutability_locked``) comes after the first deployment. Source: Microsoft Learn, "Configure immutability policies for blob versions".
    """
    return storage.StorageAccount(
        logical,
        account_name=name,
        resource_group_name=group,
        location=region,
        kind=storage.Kind.STORAGE_V2,
        sku={"name": sku},
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        is_local_user_enabled=False,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        public_network_access=None if reach.public_name else storage.PublicNetworkAccess.DISABLED,
        network_rule_set=_network_rules(reach),
        encryption={
            "key_source": storage.KeySource.MICROSOFT_STORAGE,
            "require_infrastructure_encryption": True,
            "services": {"blob": {"enabled": True, "key_type": storage.KeyType.ACCOUNT}},
        },
        immutable_storage_with_versioning=_immutability(immutable_days, immutability_locked) if immutable_days else None,
        tags=tags,
        opts=opts,
    )


def _network_rules(reach: Reach) -> storage.NetworkRuleSetArgsDict:
    rules: storage.NetworkRuleSetArgsDict = {"default_action": storage.DefaultAction.DENY, "bypass": reach.bypass}
    allowed: list[storage.IPRuleArgsDict] = [{"i_p_address_or_range": address} for address in _addresses(reach.ranges)]
    return {**rules, "ip_rules": allowed} if allowed else rules


def _addresses(ranges: Iterable[str]) -> list[str]:
    """As a storage account's rules have them: ranges of one and two addresses are refused, their addresses are not.

    Source: Microsoft Learn, "Create an IP network rule for Azure Storage".
    """
    blocks = [IPv4Network(block) for block in ranges]
    return [text for block in blocks for text in ([str(block)] if block.prefixlen < 31 else [str(address) for address in block])]


def _immutability(days: int, locked: bool) -> storage.ImmutableStorageAccountArgsDict:
    states = storage.AccountImmutabilityPolicyState
    # On the whole account, because the services that write logs make containers of their own.
    return {
        "enabled": True,
        "immutability_policy": {
            "state": states.LOCKED if locked else states.UNLOCKED,
            "immutability_period_since_creation_in_days": days,
            # Without this no service could add lines to a log of the current hour.
            "allow_protected_append_writes": True,
        },
    }


def deleted_blobs_kept(
    logical: str,
    *,
    account: storage.StorageAccount,
    group: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    days: int = DELETED_DAYS,
    versions: bool = True,
) -> storage.BlobServiceProperties:
    """What was deleted (and with ``versions`` what was overwritten) can be brought back for so many days."""
    return storage.BlobServiceProperties(
        logical,
        account_name=account.name,
        resource_group_name=group,
        blob_services_name="default",
        is_versioning_enabled=True if versions else None,
        delete_retention_policy={"enabled": True, "days": days},
        container_delete_retention_policy={"enabled": True, "days": days},
        opts=opts,
    )
