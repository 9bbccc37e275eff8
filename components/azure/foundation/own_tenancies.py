"""What the platform's own Azure subscriptions have besides what guardrails refuse: detection, a trail that nobody empties, and what is older mended.

A policy mends what is made or changed after it. The platform's own Azure subscriptions are there before the first policy is, so what a policy would
deploy into them is set here, or mended by a task that looks at them anew. Sources: Microsoft Learn, "Monitor Azure Blob Storage", "Azure Key Vault
logging".
"""

from collections.abc import Mapping

import pulumi
import pulumi_azure_native as azure

from components.azure import identifiers as ids
from components.azure import options, settings
from components.azure.handles import ArchiveHandle
from components.azure.logs import archive_logs, send_logs
from components.azure.mending import Mending, mend
from components.azure.state_rights import bootstrap_group, store_name
from components.azure.tenancy.baseline import PLANS, TRAIL
from components.contracts import Owner
from components.state_store import STATE


class OwnTenancies:
    """Makes it all as children of ``parent``, whose provider acts in the management Azure subscription. ``contact`` hears of what detection finds."""

    def __init__(
        self, name: str, *, owner: Owner, contact: str, archive: ArchiveHandle, plane: pulumi.ProviderResource, parent: pulumi.Resource
    ) -> None:
        self._name, self._owner, self._contact = name, owner, contact
        self._archive, self._plane, self._parent = archive, plane, parent

    def create(self, subscriptions: Mapping[str, pulumi.Input[str]], providers: Mapping[str, azure.Provider], activity_log: Mending) -> None:
        """In each of the platform's own, by purpose. Nothing is set before its ``providers``' registrations are done."""
        for purpose, subscription in subscriptions.items():
            settings.defender(
                f"{self._name}-defender-{purpose}",
                subscription=subscription,
                settings=[*settings.plans(PLANS), settings.contact(self._contact)],
                opts=options.inside(self._parent, self._plane, after=[providers[purpose]]),
            )
            self._trail(purpose, subscription, providers[purpose])
            mend(
                f"{self._name}-mend-activity-log-{purpose}",
                activity_log.assignment.id,
                parent=self._parent,
                provider=providers[purpose],
                after=activity_log.rights,
            )

    def create_management(self, subscription: pulumi.Input[str], home: str) -> None:
        """In the management Azure subscription, which the bootstrap made before there was an archive: who read or wrote state, cards and keys."""
        self._trail("management", subscription, None)
        group = bootstrap_group(self._owner)
        vault = self._owner.name("azure:key-vault", STATE)
        watched = {
            "state": (f"Microsoft.Storage/storageAccounts/{store_name(self._owner)}/blobServices/default", "allLogs"),
            "state-keys": (f"Microsoft.KeyVault/vaults/{vault}", "audit"),
        }
        for key, (resource, logs) in watched.items():
            archive_logs(
                f"{self._name}-{key}-logs",
                resource=ids.resource(subscription, group, resource),
                region=home,
                archive=self._archive,
                groups=[logs],
                parent=self._parent,
            )

    def _trail(self, purpose: str, subscription: pulumi.Input[str], provider: azure.Provider | None) -> None:
        """Activity logs where they cannot be changed; the guardrail leads them to the workspace besides."""
        send_logs(
            f"{self._name}-activity-logs-{purpose}",
            name="archive-store",
            resource=ids.subscription_scope(subscription),
            store=self._archive.store,
            categories=TRAIL,
            parent=self._parent,
            provider=provider,
        )
