"""Logs: where they are asked questions of, how they get there, and for how long they are at hand."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native import monitor, operationalinsights

from components.azure import options
from components.azure.handles import ArchiveHandle
from components.contracts import HANDLING, ContractError, Owner

LONGEST = 730
"""Days for which a workspace keeps logs at hand at most (Microsoft Learn, "Manage data retention in a Log Analytics workspace")."""


def days_at_hand(owner: Owner, wanted: int) -> int:
    """Days for which a workspace keeps logs: as wanted, never less than the classification asks nor more than Azure takes.

    The archive's store keeps them for longer.
    """
    return min(max(wanted, HANDLING[owner.classification].log_days), LONGEST)


def secure_workspace(
    logical: str, *, name: str, group: pulumi.Input[str], region: str, days: int, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> operationalinsights.Workspace:
    """A workspace that takes identities alone; who may see a resource may see its logs. ``days`` from ``days_at_hand``."""
    return operationalinsights.Workspace(
        logical,
        workspace_name=name,
        resource_group_name=group,
        location=region,
        sku={"name": operationalinsights.WorkspaceSkuNameEnum.PER_GB2018},
        retention_in_days=days,
        features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
        tags=tags,
        opts=opts,
    )


def send_logs(
    logical: str,
    *,
    resource: pulumi.Input[str],
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    workspace: pulumi.Input[str] | None = None,
    store: pulumi.Input[str] | None = None,
    groups: Sequence[str] = (),
    categories: Sequence[str] = (),
    name: str = "archive",
    own_tables: bool = False,
) -> monitor.DiagnosticSetting:
    """Send a resource's logs, by category group or category, to a workspace or a storage account.

    The receiver decides how long they are kept: a setting has no retention of its own any more. ``name`` is unique among the
    resource's settings. With ``own_tables`` each kind of log has its own table in the workspace.

    A guardrail lets nobody delete a setting, our own runs too, so Pulumi only forgets it: it goes with the resource that it watches (Microsoft
    Learn, "Azure Policy definitions denyAction effect", cascade deletion).
    """
    by_group: list[monitor.DiagnosticsLogSettingsArgsDict] = [{"category_group": group, "enabled": True} for group in groups]
    by_category: list[monitor.DiagnosticsLogSettingsArgsDict] = [{"category": category, "enabled": True} for category in categories]
    return monitor.DiagnosticSetting(
        logical,
        name=name,
        resource_uri=resource,
        workspace_id=workspace,
        storage_account_id=store,
        log_analytics_destination_type="Dedicated" if own_tables else None,
        logs=[*by_group, *by_category],
        opts=options.retained(parent, provider),
    )


def archive_logs(
    logical: str,
    *,
    resource: pulumi.Input[str],
    region: str,
    archive: ArchiveHandle,
    parent: pulumi.Resource,
    groups: Sequence[str] = (),
    categories: Sequence[str] = (),
    own_tables: bool = False,
) -> monitor.DiagnosticSetting:
    """Send the logs of a resource in ``region`` to both halves of the archive: to be asked questions of, and where nobody can empty them.

    Raises ``ContractError`` where the archive has no store in that region.
    """
    return send_logs(
        logical,
        resource=resource,
        workspace=archive.workspace,
        store=store_of(archive, region),
        groups=groups,
        categories=categories,
        own_tables=own_tables,
        parent=parent,
    )


def store_of(archive: ArchiveHandle, region: str) -> pulumi.Input[str]:
    """The archive's store in a region, which alone takes logs of resources there (Microsoft Learn, "Diagnostic settings in Azure Monitor")."""
    if region not in archive.stores:
        raise ContractError(f"region: the archive has no store in {region}; it has: {', '.join(sorted(archive.stores)) or 'none'}")
    return archive.stores[region]
