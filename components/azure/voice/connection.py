"""A body's telephones on Azure: Communication Services with direct routing to the body's session border controller."""

import pulumi
from pulumi_azure_native import communication, monitor, resources

from components.azure.tags import standard_tags
from components.azure.voice.routing import SipRouting
from components.contracts import VoiceConnectionArgs
from components.naming import physical

DATA_LOCATIONS = {"uksouth": "UK", "ukwest": "UK", "northeurope": "Europe", "westeurope": "Europe"}
"""Where calls' data rests, by region (Microsoft Learn, "Azure Communication Services: region availability and data residency")."""

PREFIXES = {"GB": "44", "IE": "353"}
"""Country codes (ITU-T E.164) of the countries that may be called."""


def routes(calling_regions: tuple[str, ...]) -> list[dict[str, str]]:
    """One route for each country. A number that no pattern matches is not dialled: 999 and 112 match none."""
    return [{"name": f"to-{region.lower()}", "pattern": rf"^\+{PREFIXES[region]}[1-9][0-9]{{6,11}}$"} for region in calling_regions]


class VoiceConnection(pulumi.ComponentResource):
    """A SIP trunk between the body's session border controller and the platform; direct routing speaks TLS and SRTP only.

    **Emergency calls do not pass through it**: 999 and 112 leave by the trunk or gateway that ``args`` names. The controller is known
    by its certificate and by its domain, which the body verifies in the resource once, by a DNS record. Its addresses and the bound
    on calls at once are kept at the controller: the service has no setting for either. Raises ``ValueError`` for a region without a
    data location. Outputs: see ``components.contracts.VoiceConnectionOutputs``. Source: Microsoft Learn, "Direct routing".
    """

    trunk: pulumi.Output[str]
    host: pulumi.Output[str]
    emergency: dict[str, str]

    def __init__(self, name: str, args: VoiceConnectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:VoiceConnection", name, {}, opts)
        if args.region not in DATA_LOCATIONS:
            raise ValueError(f"region: {args.region} has no data location here; allowed: {', '.join(DATA_LOCATIONS)}")
        self._name, self._args = name, args
        service = self._service()
        self._log(service)
        # Trunks live in the service, not in ARM: the engine's own plugin for resources written in Python makes them.
        plane = pulumi.ProviderResource("pulumi-python", f"{name}-plane", {}, pulumi.ResourceOptions(parent=self))
        SipRouting(
            f"{name}-routing",
            endpoint=service.host_name,
            controller=args.controller,
            port=args.port,
            routes=routes(args.calling_regions),
            opts=pulumi.ResourceOptions(parent=self, provider=plane),
        )
        self.trunk = service.id
        self.host = service.host_name
        self.emergency = {"through": args.emergency_through, "tested": args.emergency_tested}
        self.register_outputs({"trunk": self.trunk, "host": self.host, "emergency": self.emergency})

    def _named(self, kind: str, role: str) -> str:
        return physical(kind, platform=self._args.platform, organisation=self._args.organisation, role=role)

    def _service(self) -> communication.CommunicationService:
        args = self._args
        tags = standard_tags(platform=args.platform, organisation=args.organisation)
        group = resources.ResourceGroup(
            f"{self._name}-group",
            resource_group_name=self._named("azure:resource-group", "voice"),
            location=args.region,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return communication.CommunicationService(
            f"{self._name}-trunk",
            communication_service_name=self._named("azure:communication-service", "voice"),
            resource_group_name=group.name,
            # The resource itself is everywhere; what it keeps is in the data location.
            location="Global",
            data_location=DATA_LOCATIONS[args.region],
            # Keys would let whoever holds them call as the body: identities alone may.
            disable_local_auth=True,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )

    def _log(self, service: communication.CommunicationService) -> None:
        monitor.DiagnosticSetting(
            f"{self._name}-logs",
            name="archive",
            resource_uri=service.id,
            workspace_id=self._args.archive_workspace,
            # Who called whom and how well it sounded; never what was said (Microsoft Learn, "Azure Communication Services call logs").
            logs=[{"category_group": "allLogs", "enabled": True}],
            opts=pulumi.ResourceOptions(parent=self),
        )
