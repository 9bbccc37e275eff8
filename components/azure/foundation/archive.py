"""The log archive: a workspace to ask questions of, and a store that nobody can empty."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import authorization, operationalinsights, resources, storage

from components.azure.tags import standard_tags
from components.naming import physical


@dataclass(frozen=True)
class Archive:
    """What the archive is made of."""

    group: resources.ResourceGroup
    store: storage.StorageAccount
    workspace: operationalinsights.Workspace


def make(name: str, platform: str, home: str, retention_days: int, provider: azure.Provider, parent: pulumi.Resource) -> Archive:
    """Make the archive in the log-archive tenancy, as children of ``parent``.

    Immutability starts unlocked: Azure makes a policy ``Disabled`` or ``Unlocked``, and only an unlocked one can be locked, for
    ever (``AccountImmutabilityPolicyState`` of the SDK). So no first deployment can ask for ``Locked``; it is a change of that one
    value after it. Sources: Microsoft Learn, "Configure immutability policies for blob versions", "Lock your resources to protect
    your infrastructure", and for what Azure Monitor needs of an immutable store "Diagnostic settings in Azure Monitor".
    """
    inside = pulumi.ResourceOptions(parent=parent, provider=provider)
    kept = pulumi.ResourceOptions(parent=parent, provider=provider, protect=True, retain_on_delete=True)
    tags = standard_tags(platform=platform, classification="official-sensitive")
    group = resources.ResourceGroup(
        f"{name}-archive",
        resource_group_name=physical("azure:resource-group", platform=platform, role="archive"),
        location=home,
        tags=tags,
        opts=kept,
    )
    workspace = operationalinsights.Workspace(
        f"{name}-archive-workspace",
        workspace_name=physical("azure:workspace", platform=platform, role="archive"),
        resource_group_name=group.name,
        location=home,
        sku={"name": operationalinsights.WorkspaceSkuNameEnum.PER_GB2018},
        retention_in_days=365,
        features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
        tags=tags,
        opts=kept,
    )
    store = _store(name, platform, home, retention_days, group, tags, kept)
    storage.BlobServiceProperties(
        f"{name}-archive-versions",
        account_name=store.name,
        resource_group_name=group.name,
        blob_services_name="default",
        is_versioning_enabled=True,
        delete_retention_policy={"enabled": True, "days": 90},
        container_delete_retention_policy={"enabled": True, "days": 90},
        opts=inside,
    )
    authorization.ManagementLockByScope(
        f"{name}-archive-lock",
        lock_name="archive",
        scope=group.id,
        level=authorization.LockLevel.CAN_NOT_DELETE,
        notes="The log archive of every tenancy. Nothing in it is deleted.",
        opts=inside,
    )
    return Archive(group, store, workspace)


def _store(
    name: str,
    platform: str,
    home: str,
    retention_days: int,
    group: resources.ResourceGroup,
    tags: dict[str, str],
    kept: pulumi.ResourceOptions,
) -> storage.StorageAccount:
    return storage.StorageAccount(
        f"{name}-archive-store",
        account_name=physical("azure:storage-account", platform=platform, role="archive"),
        resource_group_name=group.name,
        location=home,
        kind=storage.Kind.STORAGE_V2,
        sku={"name": storage.SkuName.STANDARD_GZRS},
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        is_local_user_enabled=False,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": storage.Bypass.AZURE_SERVICES},
        encryption={
            "key_source": storage.KeySource.MICROSOFT_STORAGE,
            "require_infrastructure_encryption": True,
            "services": {"blob": {"enabled": True, "key_type": storage.KeyType.ACCOUNT}},
        },
        # On the whole account, because the services that write logs make containers of their own.
        immutable_storage_with_versioning={
            "enabled": True,
            "immutability_policy": {
                "state": storage.AccountImmutabilityPolicyState.UNLOCKED,
                "immutability_period_since_creation_in_days": retention_days,
                # Without this no service could add lines to a log of the current hour.
                "allow_protected_append_writes": True,
            },
        },
        tags=tags,
        opts=kept,
    )
