"""What the stacks of each layer tell the stacks that read them: never secret, each field an ``Input``.

How a card lies in the store, and where it is read from, is the program's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic

from pulumi import Input

from components.contracts.cloud import Cloud
from components.contracts.handles import ArchiveT, CardReader, CellT, Handle, HubT, NetworkT, OrganisationT, TenancyT


@dataclass(frozen=True, kw_only=True)
class BootstrapCard(Handle):
    """See ``components.contracts.BootstrapOutputs``."""

    pipelines: Mapping[str, Input[str]]
    clients: Mapping[str, Input[str]]
    state: Input[str]
    key_ids: Mapping[str, Input[str]]


@dataclass(frozen=True, kw_only=True)
class FoundationCard(Handle, Generic[OrganisationT, ArchiveT, TenancyT]):
    """See ``components.contracts.FoundationOutputs``."""

    organisation: OrganisationT
    archive: ArchiveT
    tenancies: Mapping[str, TenancyT]


@dataclass(frozen=True, kw_only=True)
class NetworkCard(Handle, Generic[HubT]):
    """Hubs by region."""

    hubs: Mapping[str, HubT]


@dataclass(frozen=True, kw_only=True)
class HostingCard(Handle, Generic[CellT]):
    """One shared cell."""

    cell: CellT


@dataclass(frozen=True, kw_only=True)
class IdentityCard(Handle):
    """See ``components.contracts.RunIdentitiesOutputs``."""

    runs: Mapping[str, Input[str]]
    clients: Mapping[str, Input[str]]


@dataclass(frozen=True, kw_only=True)
class TenancyCard(Handle, Generic[TenancyT]):
    """A body's tenancy and the roles in it."""

    tenancy: TenancyT


@dataclass(frozen=True, kw_only=True)
class Door(Handle):
    """The provider's half of its agreements about one offer. See ``components.contracts.ServiceOfferOutputs``."""

    service: Input[str]
    target: Input[str]


@dataclass(frozen=True, kw_only=True)
class LandingZoneCard(Handle, Generic[NetworkT, CellT]):
    """What applications stand on."""

    network: NetworkT
    alarms: Input[str]
    hosting: Mapping[str, CellT]
    """The body's dedicated hosting under the key ``dedicated``; empty where it has none."""
    doors: Mapping[str, Door]
    """By name of offer; of agreed offers alone."""
    published: Mapping[str, Input[str]] = field(default_factory=dict[str, Input[str]])
    """By application: the records that the zone above its host must have. For people: no stack reads them."""


def foundation_card(
    cloud: Cloud[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], reader: CardReader
) -> FoundationCard[OrganisationT, ArchiveT, TenancyT]:
    return FoundationCard(
        organisation=reader.handle("organisation", cloud.OrganisationHandle),
        archive=reader.handle("archive", cloud.ArchiveHandle),
        tenancies=reader.handles("tenancies", cloud.TenancyHandle),
    )


def network_card(cloud: Cloud[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], reader: CardReader) -> NetworkCard[HubT]:
    return NetworkCard(hubs=reader.handles("hubs", cloud.HubHandle))


def hosting_card(cloud: Cloud[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], reader: CardReader) -> HostingCard[CellT]:
    return HostingCard(cell=reader.handle("cell", cloud.CellHandle))


def tenancy_card(cloud: Cloud[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], reader: CardReader) -> TenancyCard[TenancyT]:
    return TenancyCard(tenancy=reader.handle("tenancy", cloud.TenancyHandle))


def landing_zone_card(cloud: Cloud[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], reader: CardReader) -> LandingZoneCard[NetworkT, CellT]:
    return LandingZoneCard(
        network=reader.handle("network", cloud.NetworkHandle),
        alarms=reader.text("alarms"),
        hosting=reader.handles("hosting", cloud.CellHandle),
        doors=reader.handles("doors", Door),
    )
