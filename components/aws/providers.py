"""Providers: one for each account and region, each pinned to the account it may touch."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.aws.handles import CellHandle, TenancyHandle
from components.aws.roles import LAYER, administration_role, role_arn
from components.contracts import ContractError, Owner

SESSION = "civic"
"""What the platform's sessions are called where AWS records them."""


def management_provider(name: str, tenancy: str, region: str, owner: Owner) -> aws.Provider:
    """Acts in the management account as whoever runs the program."""
    return _pinned(f"platform-{name}", tenancy, region, owner)


def platform_provider(name: str, tenancy: TenancyHandle, region: str, owner: Owner) -> aws.Provider:
    """Acts in one of the platform's own accounts as the role that its layer has there; ``name`` begins with the layer's.

    Raises ``ContractError`` where it has none.
    """
    if tenancy.deploy == "":
        raise ContractError(f"tenancy: no layer has a role in the account of provider '{name}'; choose one of the platform's that has")
    return _pinned(f"platform-{name}", tenancy.account, region, owner, [tenancy.deploy], layer=name.partition("-")[0])


def deploy_provider(tenancy: TenancyHandle, region: str, owner: Owner) -> aws.Provider:
    """Acts in a body's account as its deploy role."""
    return _pinned(f"tenancy-{region}", tenancy.account, region, owner, [tenancy.deploy])


def application_provider(tenancy: TenancyHandle, region: str, owner: Owner) -> aws.Provider:
    """Acts in a body's account as its application role."""
    return _pinned(f"applications-{region}", tenancy.account, region, owner, [tenancy.application])


def tenant_provider(cell: CellHandle, hosting: TenancyHandle, region: str, owner: Owner) -> aws.Provider:
    """Acts in a shared cell in the place of the tenant ``owner``: what it makes carries the tenant's tag, or it may not make it.

    Raises ``ContractError`` where the cell has no place for it.
    """
    if owner.key not in cell.tenants:
        raise ContractError(
            f"cell: no place for '{owner.key}'; its tenants are {', '.join(sorted(cell.tenants)) or 'none'}; roll out the cell's stack first"
        )
    return _pinned(f"tenant-{owner.key}-{region}", hosting.account, region, owner, [cell.tenants[owner.key]])


def attachment_provider(network_tenancy: TenancyHandle, region: str, inside: pulumi.ProviderResource) -> pulumi.ProviderResource:
    """Acts where a network is attached to the hub: in the network's own tenancy, since the gateway is shared and accepts by itself."""
    return inside


def entered(
    name: str,
    account: pulumi.Input[str],
    region: str,
    partition: pulumi.Input[str],
    owner: Owner,
    *,
    parent: pulumi.Resource,
) -> aws.Provider:
    """A provider inside an account of the organisation, by the administration role that is its owner's."""
    administration = role_arn(partition, account, "/", administration_role(owner))
    opts = pulumi.ResourceOptions(parent=parent)
    return _pinned(name, account, region, owner, [administration], opts, layer="foundation" if owner.is_platform else "")


def elsewhere(name: str, account: pulumi.Input[str], region: str, owner: Owner, *, parent: pulumi.Resource) -> aws.Provider:
    """Acts in another region of the account of whoever runs the program, as the same identity."""
    return _pinned(name, account, region, owner, opts=pulumi.ResourceOptions(parent=parent))


def _pinned(
    name: str,
    account: pulumi.Input[str],
    region: str,
    owner: Owner,
    roles: Sequence[pulumi.Input[str]] = (),
    opts: pulumi.ResourceOptions | None = None,
    *,
    layer: str = "",
) -> aws.Provider:
    """A provider that passes through ``roles`` in turn, refuses any account but the one named, and tags everything as its owner's.

    ``layer``: also as this layer's, where several layers make things in the account.
    """
    return aws.Provider(
        name,
        region=region,
        allowed_account_ids=[account],
        # Plain dictionaries would reach the provider with their Python keys, and then no role is assumed.
        assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=role, session_name=SESSION) for role in roles] or None,
        default_tags=aws.ProviderDefaultTagsArgs(tags={**owner.tags, **({LAYER: layer} if layer else {})}),
        opts=opts,
    )
