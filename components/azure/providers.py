"""Explicit providers: one for each Azure subscription and region.

On Azure a pipeline signs in as its own identity and assumes no other, so a provider says where, never as whom; what the identity may do
there is decided by the roles it holds. Azure has no default tags either: components tag each resource. So no function reads ``owner``.
"""

from collections.abc import Sequence

import pulumi
import pulumi_azure_native as azure

from components.azure.handles import CellHandle, TenancyHandle
from components.contracts import ContractError, Owner, PrivateEndpoint


def management_provider(name: str, tenancy: str, region: str, owner: Owner) -> azure.Provider:
    """Provider that acts in the management Azure subscription."""
    return pinned(name, tenancy, region)


def platform_provider(name: str, tenancy: TenancyHandle, region: str, owner: Owner) -> azure.Provider:
    """Provider that acts in one of the platform's own Azure subscriptions."""
    return pinned(name, tenancy.subscription, region)


def deploy_provider(tenancy: TenancyHandle, region: str, owner: Owner) -> azure.Provider:
    """Provider that acts in a body's Azure subscription, where the landing-zone pipeline holds the deploy role."""
    return pinned(f"tenancy-{region}", tenancy.subscription, region)


def application_provider(tenancy: TenancyHandle, region: str, owner: Owner) -> azure.Provider:
    """Provider that acts in a body's Azure subscription, where the applications pipeline holds the application role."""
    return pinned(f"applications-{region}", tenancy.subscription, region)


def tenant_provider(cell: CellHandle, hosting: TenancyHandle, region: str, owner: Owner) -> azure.Provider:
    """Provider that acts in the hosting Azure subscription for one tenant of a shared cell. Raises ``ContractError`` for a stranger.

    The tenant's resource group does not narrow it: the pipeline's role is held on each tenant's group and on nothing above.
    """
    if owner.key not in cell.tenants:
        raise ContractError(
            f"{owner.key}: the shared cell has no place for it; it has {', '.join(sorted(cell.tenants)) or 'nobody'}; roll out the cell's stack first"
        )
    return pinned(f"tenant-{region}", hosting.subscription, region)


def attachment_provider(network_tenancy: TenancyHandle, region: str, inside: pulumi.ProviderResource) -> azure.Provider:
    """Provider that acts in the network Azure subscription, where the hub's half of an attachment lies."""
    return pinned(f"hub-{region}", network_tenancy.subscription, region)


def private_endpoints(wanted: Sequence[str], *, hosting: bool, services: Sequence[PrivateEndpoint] = ()) -> tuple[PrivateEndpoint, ...]:
    """The private endpoints of a network: those of the baseline's ``services``, whose public door is closed.

    Hosting makes the endpoints of its own services itself. The services that a record may name are reached on Azure through the
    firewall: they have no resource of the body's own. So ``wanted`` and ``hosting`` add none.
    """
    return tuple(services)


def pinned(
    name: str,
    subscription: pulumi.Input[str],
    region: str,
    *,
    directory: pulumi.Input[str] | None = None,
    opts: pulumi.ResourceOptions | None = None,
) -> azure.Provider:
    """Provider of one Azure subscription, signed in by the pipeline's own OIDC token."""
    return azure.Provider(
        name,
        subscription_id=subscription,
        tenant_id=directory,
        location=region,
        use_oidc=True,
        disable_pulumi_partner_id=True,
        opts=opts,
    )
