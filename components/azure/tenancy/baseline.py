"""The security baseline of a body's Azure subscription."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
from pulumi_azure_native import keyvault, resources

from components.azure import identifiers as ids
from components.azure import options, settings
from components.azure.keys import hardware_key, secure_vault
from components.azure.locks import lock
from components.azure.logs import archive_logs, send_logs
from components.azure.mending import mend
from components.azure.registration import python_plane
from components.azure.tenancy.alarms import BaselineArgs, create_alarms
from components.contracts import PrivateEndpoint

PLANS: Mapping[str, str] = MappingProxyType(
    {
        "CloudPosture": "",
        "KeyVaults": "PerKeyVault",
        "StorageAccounts": "DefenderForStorageV2",
        "Arm": "PerSubscription",
        "VirtualMachines": "P2",
    }
)
"""Defender plan -> sub-plan."""

TRAIL = ("Administrative", "Security", "Policy", "Alert")
"""Categories of the activity log that the archive's store keeps."""


class SecurityBaseline(pulumi.ComponentResource):
    """What ``components.azure.tenancy.controls`` gives to the tenancy, and nothing that the foundation makes for all.

    Give it a provider for the body's Azure subscription. Sources: Microsoft Learn, "Azure Key Vault security", "Microsoft
    Defender for Cloud plans", "Diagnostic settings in Azure Monitor".
    """

    key: pulumi.Output[str]
    """URI of the body's key, without a version, so that rotation moves nothing."""
    alarms: pulumi.Output[str]
    """Resource id of the action group."""
    private_services: tuple[PrivateEndpoint, ...]
    """The key vault, whose public door is closed."""

    def __init__(self, name: str, args: BaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:SecurityBaseline", name, {}, opts)
        self._name, self._args, self._tags = name, args, args.owner.tags
        self._inside = options.inside(self)
        self._group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=args.owner.name("azure:resource-group", "baseline"),
            location=args.region,
            tags=self._tags,
            opts=options.retained(self),
        )
        vault = self._vault()
        key = hardware_key(f"{name}-key", name="baseline", vault=vault, group=self._group.name, tags=self._tags, opts=options.retained(self))
        self._trail(vault)
        self._defender()
        alarms = create_alarms(name, args, self._group.name, self)
        lock(
            f"{name}-lock",
            name="baseline",
            scope=self._group.id,
            notes="Keys and alarms of the security baseline.",
            after=[key, *alarms.all],
            parent=self,
        )

        self.key = key.key_uri
        self.alarms = alarms.group.id
        # A vault takes one change at a time, and an endpoint is one: whoever makes it waits for the key.
        service = pulumi.Output.all(vault.id, key.id).apply(lambda ids: str(ids[0]))
        self.private_services = (PrivateEndpoint(name="vault", service=service, group="vault"),)
        services = {endpoint.name: endpoint.service for endpoint in self.private_services}
        self.register_outputs({"key": self.key, "alarms": self.alarms, "private_services": services})

    def _vault(self) -> keyvault.Vault:
        args = self._args
        return secure_vault(
            f"{self._name}-vault",
            name=args.owner.name("azure:key-vault", "vault"),
            group=self._group.name,
            region=args.region,
            directory=args.organisation.directory,
            tags=self._tags,
            opts=options.retained(self),
        )

    def _trail(self, vault: keyvault.Vault) -> None:
        archive = self._args.archive
        archive_logs(f"{self._name}-vault-logs", resource=vault.id, region=self._args.region, archive=archive, groups=["audit"], parent=self)
        # The foundation's policy sends the activity log to the workspace; this is the copy that cannot be changed. Azure refuses
        # two settings that send one category to the same place.
        send_logs(
            f"{self._name}-activity-logs",
            name="archive-store",
            resource=ids.subscription_scope(self._args.tenancy.subscription),
            store=archive.store,
            categories=TRAIL,
            parent=self,
        )
        # An Azure subscription that was transferred, or vended before its group had the policy, is older than it.
        mend(f"{self._name}-mend-activity-log", self._args.organisation.activity_log, parent=self)

    def _defender(self) -> None:
        # An Azure subscription has each plan and the contact from its first day, so they are set and not made.
        settings.defender(
            f"{self._name}-defender",
            subscription=self._args.tenancy.subscription,
            settings=[*settings.plans(PLANS), settings.contact(self._args.security_contact, self._args.phone)],
            opts=options.inside(self, python_plane(self._name, self._inside)),
        )
