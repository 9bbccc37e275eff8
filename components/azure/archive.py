"""The log archive: a workspace to search and a store that nobody can empty before time."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import authorization, operationalinsights, resources, storage

from components.azure.tags import standard_tags
from components.naming import physical

SEARCHABLE_DAYS = 365


class Archive:
    """Children of the foundation that lie in the log archive's Azure subscription."""

    def __init__(self, name: str, *, platform: str, home: str, days: int, parent: pulumi.Resource, provider: azure.Provider) -> None:
        kept = pulumi.ResourceOptions(parent=parent, provider=provider, protect=True, retain_on_delete=True)
        inside = pulumi.ResourceOptions(parent=parent, provider=provider)
        tags = standard_tags(platform=platform, organisation="platform", classification="official-sensitive")
        group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=physical("azure:resource-group", platform=platform, role="log-archive"),
            location=home,
            tags=tags,
            opts=kept,
        )
        self.workspace = operationalinsights.Workspace(
            f"{name}-workspace",
            workspace_name=physical("azure:workspace", platform=platform, role="log-archive"),
            resource_group_name=group.name,
            location=home,
            sku={"name": operationalinsights.WorkspaceSkuNameEnum.PER_GB2018},
            retention_in_days=SEARCHABLE_DAYS,
            features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
            tags=tags,
            opts=kept,
        )
        self.store = storage.StorageAccount(
            f"{name}-store",
            account_name=physical("azure:storage-account", platform=platform, role="logs"),
            resource_group_name=group.name,
            location=home,
            kind=storage.Kind.STORAGE_V2,
            sku={"name": storage.SkuName.STANDARD_ZRS},
            allow_blob_public_access=False,
            allow_shared_key_access=False,
            allow_cross_tenant_replication=False,
            enable_https_traffic_only=True,
            minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
            encryption={"key_source": storage.KeySource.MICROSOFT_STORAGE, "require_infrastructure_encryption": True},
            network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": storage.Bypass.AZURE_SERVICES},
            # Locked, not even the owner can shorten it (Microsoft Learn, "Version-level immutability policies").
            immutable_storage_with_versioning={
                "enabled": True,
                "immutability_policy": {
                    "state": storage.AccountImmutabilityPolicyState.LOCKED,
                    "immutability_period_since_creation_in_days": days,
                    "allow_protected_append_writes": True,
                },
            },
            tags=tags,
            opts=kept,
        )
        storage.BlobServiceProperties(
            f"{name}-versions",
            blob_services_name="default",
            account_name=self.store.name,
            resource_group_name=group.name,
            is_versioning_enabled=True,
            delete_retention_policy={"enabled": True, "days": 90},
            container_delete_retention_policy={"enabled": True, "days": 90},
            opts=inside,
        )
        authorization.ManagementLockByScope(
            f"{name}-lock",
            lock_name="archive",
            scope=group.id,
            level=authorization.LockLevel.CAN_NOT_DELETE,
            notes="The log archive is kept until its retention ends",
            opts=kept,
        )
