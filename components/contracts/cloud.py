"""What a cloud is to the program: the components, providers and constants that a layer asks for by name.

A cloud is a module (``components.aws``, ``components.azure``) that exports each name here. A layer is written once, for any cloud and its
own handles; a third cloud is one more module and one entry in ``stacks.clouds``.
"""

from collections.abc import Sequence
from typing import Protocol

from pulumi import ProviderResource, ResourceOptions

from components.contracts.baseline import Control, SecurityBaselineArgs, SecurityBaselineOutputs
from components.contracts.bootstrap import BootstrapArgs, BootstrapOutputs
from components.contracts.edge import EdgeArgs, EdgeOutputs
from components.contracts.foundation import FoundationArgs, FoundationOutputs
from components.contracts.handles import ArchiveT, CellT, HubT, NetworkT, OrganisationT, TenancyT
from components.contracts.hosting import ApplicationArgs, ApplicationOutputs, HostingCellArgs, HostingCellOutputs
from components.contracts.identity import RunIdentitiesArgs, RunIdentitiesOutputs
from components.contracts.network import (
    HubAttachmentArgs,
    HubAttachmentOutputs,
    NetworkConnectionArgs,
    NetworkConnectionOutputs,
    NetworkHubArgs,
    NetworkHubOutputs,
    PrivateEndpoint,
)
from components.contracts.owner import Owner
from components.contracts.services import ServiceOfferArgs, ServiceOfferOutputs, ServiceSubscriptionArgs, ServiceSubscriptionOutputs
from components.contracts.tenancy import AccessArgs, AccessOutputs, BudgetArgs, BudgetOutputs, TenancyArgs, TenancyOutputs
from components.contracts.voice import VoiceConnectionArgs, VoiceConnectionOutputs
from components.contracts.words import CloudName


class Cloud(Protocol[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]):
    """One cloud's components, in the cloud's own handles."""

    # Constants

    @property
    def CLOUD(self) -> CloudName: ...
    @property
    def CONTROLS(self) -> Sequence[Control]:
        """Who makes each control of the security baseline."""
        ...

    @property
    def HOSTING_DOMAINS(self) -> Sequence[str]:
        """What hosting itself asks of the hub's firewall."""
        ...

    @property
    def TELLS_RESIDENTS_APART(self) -> bool:
        """Whether the network of a shared cell knows whose application calls: without that no resident may call from it what it alone agreed on."""
        ...

    # Handles, to read them from cards

    @property
    def OrganisationHandle(self) -> type[OrganisationT]: ...
    @property
    def ArchiveHandle(self) -> type[ArchiveT]: ...
    @property
    def HubHandle(self) -> type[HubT]: ...
    @property
    def NetworkHandle(self) -> type[NetworkT]: ...
    @property
    def CellHandle(self) -> type[CellT]: ...
    @property
    def TenancyHandle(self) -> type[TenancyT]: ...

    # Providers: whom a component acts as, and where

    def management_provider(self, name: str, tenancy: str, region: str, owner: Owner) -> ProviderResource:
        """Acts in the management account or Azure subscription as whoever runs the program."""
        ...

    def platform_provider(self, name: str, tenancy: TenancyT, region: str, owner: Owner) -> ProviderResource:
        """Acts in one of the platform's own tenancies as the identity that its handle names."""
        ...

    def deploy_provider(self, tenancy: TenancyT, region: str, owner: Owner) -> ProviderResource:
        """Acts in a body's tenancy as its deploy role."""
        ...

    def application_provider(self, tenancy: TenancyT, region: str, owner: Owner) -> ProviderResource:
        """Acts in a body's tenancy as its application role."""
        ...

    def tenant_provider(self, cell: CellT, hosting: TenancyT, region: str, owner: Owner) -> ProviderResource:
        """Acts in a shared cell in the place of the tenant ``owner``. Raises ``ContractError`` where the cell has no place for it."""
        ...

    def attachment_provider(self, network_tenancy: TenancyT, region: str, inside: ProviderResource) -> ProviderResource:
        """Acts where a network is attached to the hub. ``inside`` acts in the network's own tenancy."""
        ...

    def private_endpoints(self, wanted: Sequence[str], *, hosting: bool, services: Sequence[PrivateEndpoint] = ()) -> tuple[PrivateEndpoint, ...]:
        """The private endpoints of a network.

        ``wanted`` are the provider's services that a record names, ``hosting`` adds those that hosting needs, and ``services`` are
        ``SecurityBaselineOutputs.private_services``.
        """
        ...

    # Components

    def Bootstrap(self, name: str, args: BootstrapArgs, opts: ResourceOptions | None = None) -> BootstrapOutputs: ...
    def Foundation(
        self, name: str, args: FoundationArgs, opts: ResourceOptions | None = None
    ) -> FoundationOutputs[OrganisationT, ArchiveT, TenancyT]: ...
    def NetworkHub(
        self, name: str, args: NetworkHubArgs[OrganisationT, ArchiveT, HubT, TenancyT], opts: ResourceOptions | None = None
    ) -> NetworkHubOutputs[HubT]: ...
    def NetworkConnection(
        self, name: str, args: NetworkConnectionArgs[OrganisationT, ArchiveT], opts: ResourceOptions | None = None
    ) -> NetworkConnectionOutputs[NetworkT]: ...
    def HubAttachment(self, name: str, args: HubAttachmentArgs[HubT, NetworkT], opts: ResourceOptions | None = None) -> HubAttachmentOutputs: ...
    def RunIdentities(
        self, name: str, args: RunIdentitiesArgs[OrganisationT, ArchiveT, HubT, CellT, TenancyT], opts: ResourceOptions | None = None
    ) -> RunIdentitiesOutputs: ...
    def Tenancy(self, name: str, args: TenancyArgs[OrganisationT], opts: ResourceOptions | None = None) -> TenancyOutputs[TenancyT]: ...
    def Budget(self, name: str, args: BudgetArgs[TenancyT], opts: ResourceOptions | None = None) -> BudgetOutputs: ...
    def Access(self, name: str, args: AccessArgs[OrganisationT, TenancyT], opts: ResourceOptions | None = None) -> AccessOutputs: ...
    def SecurityBaseline(
        self, name: str, args: SecurityBaselineArgs[OrganisationT, ArchiveT, TenancyT], opts: ResourceOptions | None = None
    ) -> SecurityBaselineOutputs: ...
    def VoiceConnection(
        self, name: str, args: VoiceConnectionArgs[ArchiveT, TenancyT], opts: ResourceOptions | None = None
    ) -> VoiceConnectionOutputs: ...
    def HostingCell(
        self, name: str, args: HostingCellArgs[OrganisationT, ArchiveT, HubT, NetworkT, TenancyT], opts: ResourceOptions | None = None
    ) -> HostingCellOutputs[CellT]: ...
    def Edge(self, name: str, args: EdgeArgs[ArchiveT, CellT, TenancyT], opts: ResourceOptions | None = None) -> EdgeOutputs: ...
    def Application(self, name: str, args: ApplicationArgs[CellT, TenancyT], opts: ResourceOptions | None = None) -> ApplicationOutputs: ...
    def ServiceOffer(
        self, name: str, args: ServiceOfferArgs[NetworkT, CellT, TenancyT], opts: ResourceOptions | None = None
    ) -> ServiceOfferOutputs: ...
    def ServiceSubscription(
        self, name: str, args: ServiceSubscriptionArgs[NetworkT], opts: ResourceOptions | None = None
    ) -> ServiceSubscriptionOutputs: ...
