"""What an Azure subscription has from its first day, or may have before us: features, plans of the Defender, whom it writes to, watchers."""

from collections.abc import Mapping, Sequence

import pulumi

from components.azure.dynamic.settings import Setting, SubscriptionSettings

LONGEST_MINUTES = 40
"""Minutes for which a feature is waited for. Most take five to fifteen."""

FEATURES, PRICINGS, CONTACTS, GROUPS, WATCHERS = "2021-07-01", "2024-01-01", "2023-12-01-preview", "2024-11-01", "2024-05-01"
"""Versions of the APIs: those that azure-native takes for the same."""

WATCHERS_GROUP = "NetworkWatcherRG"
"""Resource group in which Azure itself makes the watchers of an Azure subscription (Microsoft Learn, "Enable or disable Azure Network Watcher")."""


def feature(logical: str, *, subscription: pulumi.Input[str], namespace: str, name: str, opts: pulumi.ResourceOptions) -> SubscriptionSettings:
    """A feature of an Azure subscription, registered. Give it a provider of ``registration.python_plane``. It stays registered."""
    setting = Setting(
        path=f"/providers/Microsoft.Features/featureProviders/{namespace}/subscriptionFeatureRegistrations/{name}",
        version=FEATURES,
        body={"properties": {}},
        wanted="Registered",
    )
    return SubscriptionSettings(logical, subscription=subscription, settings=[setting], minutes=LONGEST_MINUTES, opts=opts)


def plans(tiers: Mapping[str, str]) -> list[Setting]:
    """The paid tier of each plan of the Defender, by plan and sub-plan (which may be empty)."""
    return [
        Setting(
            path=f"/providers/Microsoft.Security/pricings/{plan}",
            version=PRICINGS,
            body={"properties": {"pricingTier": "Standard", **({"subPlan": sub_plan} if sub_plan else {})}},
        )
        for plan, sub_plan in tiers.items()
    ]


def contact(emails: str, phone: str = "") -> Setting:
    """Whom the Defender writes to, besides the owners: from alerts of middle severity and ways of attack of high risk on."""
    return Setting(
        path="/providers/Microsoft.Security/securityContacts/default",
        version=CONTACTS,
        body={
            "properties": {
                "emails": emails,
                "phone": phone,
                "isEnabled": True,
                "notificationsByRole": {"state": "On", "roles": ["Owner"]},
                "notificationsSources": [
                    {"sourceType": "Alert", "minimalSeverity": "Medium"},
                    {"sourceType": "AttackPath", "minimalRiskLevel": "High"},
                ],
            }
        },
    )


def defender(logical: str, *, subscription: pulumi.Input[str], settings: Sequence[Setting], opts: pulumi.ResourceOptions) -> SubscriptionSettings:
    """Settings of the Defender, one after another. Give it a provider of ``registration.python_plane``."""
    return SubscriptionSettings(logical, subscription=subscription, settings=settings, minutes=LONGEST_MINUTES, opts=opts)


def watcher_name(region: str) -> str:
    """Name that Azure itself gives the watcher of a region."""
    return f"NetworkWatcher_{region}"


def network_watcher(logical: str, *, subscription: pulumi.Input[str], region: str, opts: pulumi.ResourceOptions) -> SubscriptionSettings:
    """The one network watcher of a region, where Azure itself makes it: with the first network, whoever's that was.

    An Azure subscription takes one in each region and refuses a second, so what is there is left as it is. Give it a provider of
    ``registration.python_plane``. A watcher of another name must be deleted by hand first; Azure says so.
    """
    group = f"/resourceGroups/{WATCHERS_GROUP}"
    watcher = f"{group}/providers/Microsoft.Network/networkWatchers/{watcher_name(region)}"
    settings = [
        Setting(path=group, version=GROUPS, body={"location": region}, left=True),
        Setting(path=watcher, version=WATCHERS, body={"location": region, "properties": {}}, left=True),
    ]
    return SubscriptionSettings(logical, subscription=subscription, settings=settings, minutes=LONGEST_MINUTES, opts=opts)
