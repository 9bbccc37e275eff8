"""Where networks' flow logs are kept: a store in each region, and the one identity that writes into them.

A flow log's store lies in the network's own region, and where shared keys are off a flow log writes as a user-assigned identity
with the role "Storage Blob Data Contributor". Sources: Microsoft Learn, "Virtual network flow logs" (storage account
considerations) and "Managed identity for virtual network flow logs". Both are made once, next to the archive, so that no pipeline
hands out rights over other bodies' logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import managedidentity, storage

from components.azure import options, roles
from components.azure.locks import lock
from components.azure.storage import AZURE_SERVICES, deleted_blobs_kept, secure_account
from components.contracts import Owner


@dataclass(frozen=True)
class FlowStores:
    """Resource ids of the stores, by region, and of the identity that writes into them."""

    stores: Mapping[str, pulumi.Output[str]]
    writer: pulumi.Output[str]


def create_flow_stores(
    name: str,
    *,
    owner: Owner,
    home: str,
    regions: tuple[str, ...],
    retention_days: int,
    copied: bool,
    group: pulumi.Input[str],
    provider: azure.Provider,
    parent: pulumi.Resource,
) -> FlowStores:
    """Make them in the archive's resource group, as children of ``parent``. Logs older than ``retention_days`` are deleted.

    ``copied``: each has a copy in the region that Azure pairs with its own.
    """
    inside = options.inside(parent, provider)
    writer = managedidentity.UserAssignedIdentity(
        f"{name}-flow-writer",
        resource_name_=owner.name("azure:general", "flow-writer"),
        resource_group_name=group,
        location=home,
        tags=owner.tags,
        opts=inside,
    )
    stores: dict[str, pulumi.Output[str]] = {}
    for region in regions:
        stem = f"{name}-flows-{region}"
        # Not immutable as the archive is: a flow log writes its hour's blob anew each minute, and every copy would have to be kept.
        store = secure_account(
            f"{stem}-store",
            name=owner.name("azure:storage-account", f"flows-{region}"),
            group=group,
            region=region,
            tags=owner.tags,
            opts=options.retained(parent, provider),
            reach=AZURE_SERVICES,
            # The archive's zones are not in every region; a copy in the paired region is.
            sku=storage.SkuName.STANDARD_GRS if copied else storage.SkuName.STANDARD_LRS,
        )
        kept = deleted_blobs_kept(f"{stem}-kept", account=store, group=group, opts=inside, versions=False)
        # An account takes one change at a time.
        aged = _delete_old(stem, store, group, retention_days, options.inside(parent, provider, after=[kept]))
        right = roles.assign(
            f"{stem}-writer",
            key=(owner.platform, "flow-writer", region),
            principal=writer.principal_id,
            role=roles.built_in(roles.STORAGE_BLOB_DATA_CONTRIBUTOR),
            scope=store.id,
            opts=inside,
        )
        lock(
            f"{stem}-lock",
            name="flows",
            scope=store.id,
            notes="Nobody deletes flow logs early.",
            after=[kept, aged, right],
            parent=parent,
            provider=provider,
        )
        stores[region] = store.id
    return FlowStores(stores, writer.id)


def _delete_old(stem: str, store: storage.StorageAccount, group: pulumi.Input[str], days: int, opts: pulumi.ResourceOptions) -> pulumi.Resource:
    """One rule for all: a flow log's own retention would write a rule of its own for each network, and a store takes a hundred."""
    return storage.ManagementPolicy(
        f"{stem}-age",
        account_name=store.name,
        resource_group_name=group,
        management_policy_name="default",
        policy={
            "rules": [
                {
                    "name": "older-than-retention",
                    "type": storage.RuleType.LIFECYCLE,
                    "enabled": True,
                    "definition": {
                        "actions": {"base_blob": {"delete": {"days_after_creation_greater_than": days}}},
                        "filters": {"blob_types": ["blockBlob"]},
                    },
                }
            ]
        },
        opts=opts,
    )
