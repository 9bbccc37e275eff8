"""Resource providers: which namespaces an Azure subscription uses, and their registration before anything else is made in it.

A new Azure subscription has almost none. Whoever makes it registers a fixed list, and no other identity may register anything: what nobody
registered, a malicious run cannot use either. Sources: Microsoft Learn, "Resource providers for Azure services", "Azure resource providers
and types"; for Container Apps in a network of one's own "Provide a virtual network to an Azure Container Apps environment" (it stands on
``Microsoft.ContainerService`` and sends logs by ``Microsoft.OperationalInsights``); for flow logs "Virtual network flow logs"
(``Microsoft.Insights``); for what policies mend "Remediate noncompliant resources" (``Microsoft.PolicyInsights``).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pulumi

from components.azure.dynamic.registration import ProviderRegistration

LONGEST_MINUTES = 20
"""Minutes for which a registration is waited for. Most take one or two."""

EVERYWHERE = ("Microsoft.Insights", "Microsoft.PolicyInsights", "Microsoft.Security")
"""Logs and alarms, what guardrails do, and the Defender."""

HOSTING = (
    "Microsoft.App",
    "Microsoft.ContainerRegistry",
    "Microsoft.ContainerService",
    "Microsoft.DBforPostgreSQL",
    "Microsoft.DataProtection",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.Network",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
)
"""What a cell and the applications in it are made of."""

MANAGEMENT = (*EVERYWHERE, "Microsoft.KeyVault", "Microsoft.ManagedIdentity", "Microsoft.Storage")
"""Of the management Azure subscription: state, its keys, and identities."""

PLATFORM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "log-archive": (*EVERYWHERE, "Microsoft.ManagedIdentity", "Microsoft.OperationalInsights", "Microsoft.Storage"),
        "security": EVERYWHERE,
        "network": (*EVERYWHERE, "Microsoft.Network"),
        "hosting": (*EVERYWHERE, *HOSTING),
    }
)
"""Of the platform's own Azure subscriptions, by purpose."""

BODY = (*EVERYWHERE, *HOSTING, "Microsoft.Cdn", "Microsoft.Communication", "Microsoft.Compute")
"""Of a body's Azure subscription: everything that the layers below may ever make there, so that none of them registers anything."""

MAY_REGISTER = ("Microsoft.Resources/subscriptions/providers/read", *(f"{namespace}/register/action" for namespace in BODY))
"""Actions of whoever registers ``BODY``."""


def register(logical: str, *, subscription: pulumi.Input[str], namespaces: Sequence[str], opts: pulumi.ResourceOptions) -> ProviderRegistration:
    """Register the namespaces in an Azure subscription (its id, without a path). Give it a provider of ``python_plane``."""
    return ProviderRegistration(logical, subscription=subscription, namespaces=sorted(namespaces), minutes=LONGEST_MINUTES, opts=opts)


def python_plane(name: str, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """Provider of resources that are written in Python, as a child of a component."""
    return pulumi.ProviderResource("pulumi-python", f"{name}-plane", {}, opts)
