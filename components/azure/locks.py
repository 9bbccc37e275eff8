"""Locks: nobody deletes what is locked, nor anything under it, while the lock is there.

A lock binds everything under its scope, rights on it too (Microsoft Learn, "Lock your resources to protect your infrastructure"). So it lies on
what it keeps and not on the group around it, where other stacks give and take rights; and it waits for everything of its own stack under it, so
that Pulumi takes the lock away first.
"""

from collections.abc import Iterable

import pulumi
from pulumi_azure_native import authorization

from components.azure import options


def lock(
    logical: str,
    *,
    name: str,
    scope: pulumi.Input[str],
    notes: str,
    after: Iterable[pulumi.Resource],
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
) -> authorization.ManagementLockByScope:
    """A lock against deletion. ``after``: everything under ``scope`` that the same stack makes."""
    return authorization.ManagementLockByScope(
        logical,
        lock_name=name,
        scope=scope,
        level=authorization.LockLevel.CAN_NOT_DELETE,
        notes=notes,
        opts=options.inside(parent, provider, after=after),
    )
