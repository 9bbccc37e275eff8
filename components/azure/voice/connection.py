"""A body's telephones on Azure: Communication Services with direct routing to the body's session border controller."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pulumi
from pulumi_azure_native import communication, resources

from components.azure import options
from components.azure.handles import ArchiveHandle, TenancyHandle
from components.azure.voice.call_logs import create_call_logs
from components.azure.voice.routing import Route, SipRouting
from components.contracts import ContractError, VoiceConnectionArgs

VoiceArgs = VoiceConnectionArgs[ArchiveHandle, TenancyHandle]

DATA_LOCATIONS: Mapping[str, str] = MappingProxyType({"uksouth": "UK", "ukwest": "UK", "northeurope": "Europe", "westeurope": "Europe"})
"""Where calls' data rests, by region (Microsoft Learn, "Azure Communication Services: region availability and data residency")."""

PREFIXES: Mapping[str, str] = MappingProxyType({"GB": "44", "IE": "353"})
"""Country codes (ITU-T E.164) of the countries that may be called."""


BARRED: Mapping[str, tuple[str, ...]] = MappingProxyType({"GB": ("9", "70", "76(?!24)", "87[123]"), "IE": ("700",)})
"""Beginnings of national numbers that cost whoever calls more than a call, by country: premium rate, personal numbers, pagers (but for the Isle of
Man's mobiles). Sources: Ofcom, "The National Telephone Numbering Plan"; ComReg, "Numbering Conditions of Use". Ireland's 15xx are dialled within
Ireland alone."""


def routes(calling_regions: Sequence[str]) -> list[Route]:
    """One route for each country. A number that no pattern matches is not dialled: 999, 112 and barred ranges match none."""
    return [Route(name=f"to-{region.lower()}", pattern=_pattern(region)) for region in calling_regions]


def _pattern(region: str) -> str:
    barred = "".join(f"(?!{beginning})" for beginning in BARRED[region])
    return rf"^\+{PREFIXES[region]}{barred}[1-9][0-9]{{6,11}}$"


class VoiceConnection(pulumi.ComponentResource):
    """Direct routing between the body's session border controller and *applications* on Communication Services; it speaks TLS and SRTP only.

    **It is no trunk between telephones.** The service carries calls between a controller and an application that answers or makes them, and none is
    made here: until the body has one, no call goes through. A body whose telephones need a carrier takes its voice on the other cloud
    (``docs/reference/differences.md``). Premium and personal numbers cannot be called.

    **Emergency calls do not pass through it**: 999 and 112 leave by the trunk or gateway that ``args`` names. The controller is known
    by its certificate and by its domain, which the body verifies in the resource once, by a DNS record. Its addresses are kept at the
    controller, and so is the bound on calls at once, which is watched here and not enforced: the service has no setting for either.
    Raises ``ContractError`` for a region without a data location and for a country without a prefix. Outputs: see
    ``components.contracts.VoiceConnectionOutputs``. Source: Microsoft Learn, "Direct routing".
    """

    trunk: pulumi.Output[str]
    host: pulumi.Output[str]
    emergency: Mapping[str, str]

    def __init__(self, name: str, args: VoiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-azure:index:VoiceConnection", name, {}, opts)
        _check(args)
        group = resources.ResourceGroup(
            f"{name}-group",
            resource_group_name=args.owner.name("azure:resource-group", "voice"),
            location=args.region,
            tags=args.owner.tags,
            opts=options.retained(self),
        )
        service = communication.CommunicationService(
            f"{name}-trunk",
            communication_service_name=args.owner.name("azure:communication-service", "voice"),
            resource_group_name=group.name,
            # The resource itself is everywhere; what it keeps is in the data location.
            location="Global",
            data_location=DATA_LOCATIONS[args.region],
            # Keys would let whoever holds them call as the body: identities alone may.
            disable_local_auth=True,
            tags=args.owner.tags,
            opts=options.protected(self),
        )
        create_call_logs(name, args, service.id, group.name, self)
        # Trunks live in the service, not in ARM: the engine's own plugin for resources written in Python makes them.
        plane = pulumi.ProviderResource("pulumi-python", f"{name}-plane", {}, options.inside(self))
        SipRouting(
            f"{name}-routing",
            endpoint=service.host_name,
            controller=args.controller,
            port=args.port,
            standby={"controller": args.standby.controller, "port": args.standby.port} if args.standby else None,
            routes=routes(args.calling_regions),
            opts=options.inside(self, plane),
        )
        self.trunk = service.id
        self.host = service.host_name
        self.emergency = {"through": args.emergency_through, "tested": args.emergency_tested}
        self.register_outputs({"trunk": self.trunk, "host": self.host, "emergency": self.emergency})


def _check(args: VoiceArgs) -> None:
    if args.region not in DATA_LOCATIONS:
        raise ContractError(f"region: {args.region} has no data location here; allowed: {', '.join(DATA_LOCATIONS)}")
    for region in args.calling_regions:
        if region not in PREFIXES:
            raise ContractError(f"calling_regions: {region} has no prefix here; allowed: {', '.join(PREFIXES)}")
