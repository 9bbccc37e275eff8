"""The log archive: a workspace to ask questions of, and a store that nobody can empty."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import resources, storage

from components.azure import options
from components.azure.foundation.flow_stores import create_flow_stores
from components.azure.handles import ArchiveHandle
from components.azure.locks import lock
from components.azure.logs import days_at_hand, secure_workspace
from components.azure.storage import AZURE_SERVICES, deleted_blobs_kept, secure_account
from components.contracts import Owner

NOTES = "The logs of every tenancy. Nothing of them is deleted."


@dataclass(frozen=True)
class Archive:
    """The archive as others know it, and the scope on which they may send to it."""

    handle: ArchiveHandle
    group: resources.ResourceGroup


def create_archive(
    name: str, *, owner: Owner, home: str, regions: tuple[str, ...], retention_days: int, provider: azure.Provider, parent: pulumi.Resource
) -> Archive:
    """Make the archive in the log-archive tenancy, as children of ``parent``. Nobody can delete what it holds for ``retention_days``.

    Sources: Microsoft Learn, "Lock your resources to protect your infrastructure", and for what Azure Monitor needs of an immutable
    store "Diagnostic settings in Azure Monitor".
    """
    inside, retained = options.inside(parent, provider), options.retained(parent, provider)
    group = resources.ResourceGroup(
        f"{name}-archive", resource_group_name=owner.name("azure:resource-group", "archive"), location=home, tags=owner.tags, opts=retained
    )
    workspace = secure_workspace(
        f"{name}-archive-workspace",
        name=owner.name("azure:workspace", "archive"),
        group=group.name,
        region=home,
        days=days_at_hand(owner, retention_days),
        tags=owner.tags,
        opts=retained,
    )
    store = secure_account(
        f"{name}-archive-store",
        name=owner.name("azure:storage-account", "archive"),
        group=group.name,
        region=home,
        tags=owner.tags,
        opts=retained,
        reach=AZURE_SERVICES,
        sku=storage.SkuName.STANDARD_GZRS,
        immutable_days=retention_days,
    )
    kept = deleted_blobs_kept(f"{name}-archive-versions", account=store, group=group.name, opts=inside)
    lock(f"{name}-archive-lock", name="archive", scope=store.id, notes=NOTES, after=[kept], parent=parent, provider=provider)
    lock(f"{name}-archive-workspace-lock", name="archive", scope=workspace.id, notes=NOTES, after=[workspace], parent=parent, provider=provider)
    flows = create_flow_stores(
        name, owner=owner, home=home, regions=regions, retention_days=retention_days, group=group.name, provider=provider, parent=parent
    )
    return Archive(ArchiveHandle(store=store.id, workspace=workspace.id, flow_stores=flows.stores, flow_writer=flows.writer), group)
