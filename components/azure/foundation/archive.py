"""The log archive: a workspace to ask questions of, and a store that nobody can empty."""

from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import resources, storage

from components.azure import options
from components.azure.foundation.flow_stores import create_flow_stores
from components.azure.handles import ArchiveHandle
from components.azure.locks import lock
from components.azure.logs import days_at_hand, secure_workspace, send_logs
from components.azure.storage import AZURE_SERVICES, deleted_blobs_kept, secure_account
from components.contracts import Owner

NOTES = "The logs of every tenancy. Nothing of them is deleted."


@dataclass(frozen=True)
class Archive:
    """The archive as others know it, and the scope on which they may send to it."""

    handle: ArchiveHandle
    group: resources.ResourceGroup


def create_archive(
    name: str,
    *,
    owner: Owner,
    home: str,
    regions: tuple[str, ...],
    second_region: str,
    retention_days: int,
    locked: bool,
    provider: azure.Provider,
    parent: pulumi.Resource,
) -> Archive:
    """Make the archive in the log-archive tenancy, as children of ``parent``. Nobody can delete what its stores hold for ``retention_days``.

    With ``locked`` not even their owner can shorten that, ever again.

    Sources: Microsoft Learn, "Lock your resources to protect your infrastructure", and for what Azure Monitor needs of an immutable
    store "Diagnostic settings in Azure Monitor".
    """
    retained = options.retained(parent, provider)
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
    lock(f"{name}-archive-workspace-lock", name="archive", scope=workspace.id, notes=NOTES, after=[workspace], parent=parent, provider=provider)
    stores = _Stores(name, owner, home, bool(second_region), retention_days, locked, group.name, provider, parent)
    made = {region: stores.create(region, workspace.id) for region in regions}
    # Who asked what of the workspace; the workspace itself can be purged, and this copy cannot.
    send_logs(f"{name}-archive-workspace-logs", resource=workspace.id, store=made[home], groups=["audit"], parent=parent, provider=provider)
    flows = create_flow_stores(
        name,
        owner=owner,
        home=home,
        regions=regions,
        retention_days=retention_days,
        copied=bool(second_region),
        group=group.name,
        provider=provider,
        parent=parent,
    )
    handle = ArchiveHandle(store=made[home], stores=made, workspace=workspace.id, flow_stores=flows.stores, flow_writer=flows.writer)
    return Archive(handle, group)


@dataclass(frozen=True)
class _Stores:
    """Makes the stores that nobody can empty, one in each region."""

    name: str
    owner: Owner
    home: str
    copied: bool
    """Whether each has a copy in the region that Azure pairs with its own."""
    days: int
    locked: bool
    group: pulumi.Input[str]
    provider: azure.Provider
    parent: pulumi.Resource

    def create(self, region: str, workspace: pulumi.Input[str]) -> pulumi.Output[str]:
        """One store; the result is its resource id. Who read in it, or tried to delete, is told to the workspace: it takes no log of itself."""
        inside = options.inside(self.parent, self.provider)
        suffix = "" if region == self.home else f"-{region}"
        stem = f"{self.name}-archive"
        store = secure_account(
            f"{stem}-store{suffix}",
            name=self.owner.name("azure:storage-account", f"archive{suffix}"),
            group=self.group,
            region=region,
            tags=self.owner.tags,
            opts=options.retained(self.parent, self.provider),
            reach=AZURE_SERVICES,
            # A copy in the paired region, and where the region has them for such accounts copies in three zones.
            sku=self._sku(region),
            immutable_days=self.days,
            immutability_locked=self.locked,
        )
        kept = deleted_blobs_kept(f"{stem}-versions{suffix}", account=store, group=self.group, opts=inside)
        send_logs(
            f"{stem}-store-logs{suffix}",
            name="reads",
            resource=pulumi.Output.concat(store.id, "/blobServices/default"),
            workspace=workspace,
            categories=("StorageRead", "StorageDelete"),
            parent=self.parent,
            provider=self.provider,
        )
        lock(f"{stem}-lock{suffix}", name="archive", scope=store.id, notes=NOTES, after=[kept], parent=self.parent, provider=self.provider)
        return store.id

    def _sku(self, region: str) -> storage.SkuName:
        if region == self.home:
            return storage.SkuName.STANDARD_GZRS if self.copied else storage.SkuName.STANDARD_ZRS
        return storage.SkuName.STANDARD_GRS if self.copied else storage.SkuName.STANDARD_LRS
