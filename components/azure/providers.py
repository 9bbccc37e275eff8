"""Providers: one for each Azure subscription and region."""

from collections.abc import Mapping

import pulumi
import pulumi_azure_native as azure

from components.contracts import TenancyHandle


def provider_for(tenancy: TenancyHandle, region: str, *, name: str = "tenancy", tags: Mapping[str, str] | None = None) -> azure.Provider:
    """The provider of a body's Azure subscription. The pipeline's own identity acts, under the deploy role given to it there."""
    return azure.Provider(
        f"{name}-{region}", subscription_id=tenancy.tenancy, location=region, use_oidc=True, disable_pulumi_partner_id=True
    )


def platform_provider(
    name: str, account: pulumi.Input[str], region: str, *, platform: str, role: pulumi.Input[str] | None = None
) -> azure.Provider:
    """The provider of one of the platform's own Azure subscriptions."""
    return azure.Provider(
        f"platform-{name}", subscription_id=account, location=region, use_oidc=True, disable_pulumi_partner_id=True
    )


def entered(name: str, subscription: pulumi.Input[str], region: str, *, parent: pulumi.Resource) -> azure.Provider:
    """A provider for an Azure subscription made in the same stack."""
    return azure.Provider(
        name,
        subscription_id=subscription,
        location=region,
        use_oidc=True,
        disable_pulumi_partner_id=True,
        opts=pulumi.ResourceOptions(parent=parent),
    )
