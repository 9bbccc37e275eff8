"""Explicit providers: one for each Azure subscription and region."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_azure_native as azure

from components.contracts import PrivateEndpoint, SecurityBaselineOutputs, TenancyHandle


def provider_for(
    tenancy: TenancyHandle,
    region: str,
    *,
    name: str = "tenancy",
    tags: Mapping[str, str] | None = None,
    opts: pulumi.ResourceOptions | None = None,
) -> azure.Provider:
    """Provider that acts in a body's Azure subscription under the pipeline's own identity.

    ``tags`` is what the other cloud hangs on its provider; Azure has no default tags, so components tag each resource.
    """
    return _provider(f"{name}-{region}", tenancy.tenancy, region, opts)


def platform_provider(
    name: str,
    tenancy: pulumi.Input[str],
    region: str,
    *,
    platform: str = "",
    role: pulumi.Input[str] = "",
    opts: pulumi.ResourceOptions | None = None,
) -> azure.Provider:
    """Provider that acts in one of the platform's own Azure subscriptions.

    ``role`` is a principal here: on Azure a pipeline signs in as its own identity and assumes nothing.
    """
    return _provider(name, tenancy, region, opts)


def hub_side(tenancy: pulumi.Input[str], region: str) -> dict[str, Any]:
    """What ``NetworkConnection`` needs besides its arguments: a provider for the hub's Azure subscription."""
    return {"hub_provider": _provider(f"hub-{region}", tenancy, region, None)}


def place_provider(
    organisation: str, tenancy: pulumi.Input[str], place: pulumi.Input[str], region: str, *, platform: str, opts: pulumi.ResourceOptions | None = None
) -> azure.Provider:
    """Provider that acts in the hosting Azure subscription for one resident of a shared cell.

    ``place`` (the resident's resource group) does not narrow it: on Azure a pipeline signs in as its own identity, whose role is held
    on each resident's group and on nothing above. See ``hosting_residents``.
    """
    return _provider(f"place-{region}", tenancy, region, opts)


def private_endpoints(wanted: tuple[str, ...], baseline: SecurityBaselineOutputs | None) -> tuple[PrivateEndpoint, ...]:
    """The private endpoints of a network. A body's key vault closes its public door, so it always has one.

    A shared cell has no baseline, and makes the endpoints of its own services itself. The other services that a record may name are
    reached on Azure through the firewall: they have no resource of the body's own.
    """
    if baseline is None:
        return ()
    return (PrivateEndpoint(name="vault", service=baseline.vault, group="vault"),)


def _provider(name: str, subscription: pulumi.Input[str], region: str, opts: pulumi.ResourceOptions | None) -> azure.Provider:
    return azure.Provider(
        name,
        subscription_id=subscription,
        location=region,
        use_oidc=True,
        disable_pulumi_partner_id=True,
        opts=opts,
    )
