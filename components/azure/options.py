"""Resource options: where a resource belongs, and how it is kept. Two words for keeping, with one meaning everywhere."""

from collections.abc import Iterable

import pulumi


def inside(
    parent: pulumi.Resource, provider: pulumi.ProviderResource | None = None, *, after: Iterable[pulumi.Resource] = ()
) -> pulumi.ResourceOptions:
    """A child of ``parent`` that can be made again at any time. It waits for ``after``."""
    return pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=list(after) or None)


def protected(
    parent: pulumi.Resource, provider: pulumi.ProviderResource | None = None, *, after: Iterable[pulumi.Resource] = ()
) -> pulumi.ResourceOptions:
    """A child whose address others know: the engine refuses to delete it."""
    return pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=list(after) or None, protect=True)


def retained(
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    *,
    after: Iterable[pulumi.Resource] = (),
    ignore_changes: Iterable[str] = (),
) -> pulumi.ResourceOptions:
    """A child that holds data or secrets, or whose loss cannot be undone: it stays even where the engine forgets it."""
    return pulumi.ResourceOptions(
        parent=parent,
        provider=provider,
        depends_on=list(after) or None,
        protect=True,
        retain_on_delete=True,
        ignore_changes=list(ignore_changes) or None,
    )
