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


def private_endpoints(wanted: tuple[str, ...], baseline: SecurityBaselineOutputs) -> tuple[PrivateEndpoint, ...]:
    """The private endpoints of a body's network. The key vault closes its public door, so it always has one.

    The other services that a record may name are reached on Azure through the firewall: they have no resource of the body's own.
    """
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
