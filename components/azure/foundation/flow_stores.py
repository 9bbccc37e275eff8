"""Where networks' flow logs are kept: a store in each region, and the one identity that writes into them.

A flow log's store lies in the network's own region, and where shared keys are off a flow log writes as a user-assigned identity
with the role "Storage Blob Data Contributor". Sources: Microsoft Learn, "Virtual network flow logs" (storage account
considerations) and "Managed identity for virtual network flow logs". Both are made once, next to the archive, so that no pipeline
hands out rights over other bodies' logs; their ids follow from the archive's, which bodies know.
"""

# pyright: reportArgumentType=false
# The SDK takes plain dicts here, which the checker cannot tell from a mapping of another shape.

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import managedidentity, resources, storage

from components.azure import identifiers as ids
from components.azure.tags import standard_tags
from components.naming import physical


def store_id(archive: pulumi.Input[str], platform: str, region: str) -> pulumi.Output[str]:
    """Resource id of a region's store, from the archive's."""
    return pulumi.Output.concat(_group(archive), "/providers/Microsoft.Storage/storageAccounts/", _store_name(platform, region))


def writer_id(archive: pulumi.Input[str], platform: str) -> pulumi.Output[str]:
    """Resource id of the identity that flow logs write as, from the archive's."""
    return pulumi.Output.concat(_group(archive), "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/", _writer_name(platform))


def make(
    name: str,
    platform: str,
    home: str,
    regions: tuple[str, ...],
    retention_days: int,
    group: resources.ResourceGroup,
    provider: azure.Provider,
    parent: pulumi.Resource,
) -> None:
    """Make them in the archive's resource group, as children of ``parent``."""
    inside = pulumi.ResourceOptions(parent=parent, provider=provider)
    tags = standard_tags(platform=platform, classification="official-sensitive")
    writer = managedidentity.UserAssignedIdentity(
        f"{name}-flow-writer", resource_name_=_writer_name(platform), resource_group_name=group.name, location=home, tags=tags, opts=inside
    )
    for region in regions:
        stem = f"{name}-flows-{region}"
        store = _store(stem, platform, region, group, tags, pulumi.ResourceOptions.merge(inside, _KEPT))
        _versions(stem, store, group, inside)
        _age(stem, store, group, retention_days, inside)
        ids.assign(
            f"{stem}-writer",
            key=(platform, "flow-writer", region),
            principal=writer.principal_id,
            role=ids.built_in(ids.STORAGE_BLOB_DATA_CONTRIBUTOR),
            scope=store.id,
            opts=inside,
        )


_KEPT = pulumi.ResourceOptions(protect=True, retain_on_delete=True)


def _group(archive: pulumi.Input[str]) -> pulumi.Output[str]:
    return pulumi.Output.from_input(archive).apply(lambda resource_id: resource_id.split("/providers/")[0])


def _store_name(platform: str, region: str) -> str:
    return physical("azure:storage-account", platform=platform, role=f"flows-{region}")


def _writer_name(platform: str) -> str:
    return physical("azure:general", platform=platform, role="flow-writer")


def _store(
    stem: str, platform: str, region: str, group: resources.ResourceGroup, tags: dict[str, str], kept: pulumi.ResourceOptions
) -> storage.StorageAccount:
    # Not immutable as the archive is: a flow log writes its hour's blob anew each minute, and every copy would have to be kept.
    return storage.StorageAccount(
        f"{stem}-store",
        account_name=_store_name(platform, region),
        resource_group_name=group.name,
        location=region,
        kind=storage.Kind.STORAGE_V2,
        # The archive's zones are not in every region; a copy in the paired region is.
        sku={"name": storage.SkuName.STANDARD_GRS},
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
        tags=tags,
        opts=kept,
    )


def _versions(stem: str, store: storage.StorageAccount, group: resources.ResourceGroup, inside: pulumi.ResourceOptions) -> None:
    storage.BlobServiceProperties(
        f"{stem}-kept",
        account_name=store.name,
        resource_group_name=group.name,
        blob_services_name="default",
        delete_retention_policy={"enabled": True, "days": 90},
        container_delete_retention_policy={"enabled": True, "days": 90},
        opts=inside,
    )


def _age(stem: str, store: storage.StorageAccount, group: resources.ResourceGroup, days: int, inside: pulumi.ResourceOptions) -> None:
    """One rule for all: a flow log's own retention would write a rule of its own for each network, and a store takes a hundred."""
    old = {"base_blob": {"delete": {"days_after_creation_greater_than": days}}}
    storage.ManagementPolicy(
        f"{stem}-age",
        account_name=store.name,
        resource_group_name=group.name,
        management_policy_name="default",
        policy={
            "rules": [
                {
                    "name": "older-than-retention",
                    "type": storage.RuleType.LIFECYCLE,
                    "enabled": True,
                    "definition": {"actions": old, "filters": {"blob_types": ["blockBlob"]}},
                }
            ]
        },
        opts=inside,
    )
