"""Options of a component's children: whose child, by which provider, and how hard to lose.

Protection has two words. ``protected``: the engine refuses to delete it; for what others' addresses or rights hang on, and which can be
made again. ``retained``: besides, a forced deletion leaves it where it is; for what holds data or secrets, and whose loss cannot be undone.
"""

from collections.abc import Sequence

import pulumi


def inside(
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    *,
    depends_on: Sequence[pulumi.Resource] = (),
    ignore_changes: Sequence[str] = (),
) -> pulumi.ResourceOptions:
    """A child of ``parent``, by the parent's provider or by another one."""
    return pulumi.ResourceOptions(parent=parent, provider=provider, depends_on=list(depends_on), ignore_changes=list(ignore_changes))


def protected(
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    *,
    depends_on: Sequence[pulumi.Resource] = (),
    ignore_changes: Sequence[str] = (),
) -> pulumi.ResourceOptions:
    """A child on which addresses or rights of others hang."""
    options = inside(parent, provider, depends_on=depends_on, ignore_changes=ignore_changes)
    options.protect = True
    return options


def retained(
    parent: pulumi.Resource,
    provider: pulumi.ProviderResource | None = None,
    *,
    depends_on: Sequence[pulumi.Resource] = (),
    ignore_changes: Sequence[str] = (),
) -> pulumi.ResourceOptions:
    """A child that holds data or secrets, or whose loss cannot be undone."""
    options = protected(parent, provider, depends_on=depends_on, ignore_changes=ignore_changes)
    options.retain_on_delete = True
    return options
