"""Cards: what a stack tells the stacks that read it. Never secret; one class for each layer, each field an ``Input``.

How a card lies in the store is ``civic.estate.cards``'s to say. Here are its fields, and the one function that reads it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import pulumi

from civic.errors import InputError
from civic.estate.card_files import PUBLISHED, card_path
from civic.estate.card_files import read_card as read_card_file
from civic.estate.layers import StackName
from components.contracts import (
    ArchiveT,
    CardError,
    CardReader,
    CellT,
    Cloud,
    Handle,
    HubT,
    NetworkT,
    OrganisationT,
    TenancyT,
)


@dataclass(frozen=True, kw_only=True)
class BootstrapCard(Handle):
    """See ``components.contracts.BootstrapOutputs``."""

    pipelines: Mapping[str, pulumi.Input[str]]
    clients: Mapping[str, pulumi.Input[str]]
    state: pulumi.Input[str]
    keys: Mapping[str, pulumi.Input[str]]


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
class TenancyCard(Handle, Generic[TenancyT]):
    """A body's tenancy and the roles in it."""

    tenancy: TenancyT


@dataclass(frozen=True, kw_only=True)
class Door(Handle):
    """The provider's half of its agreements about one offer. See ``components.contracts.ServiceOfferOutputs``."""

    service: pulumi.Input[str]
    target: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class LandingZoneCard(Handle, Generic[NetworkT, CellT]):
    """What applications stand on."""

    network: NetworkT
    alarms: pulumi.Input[str]
    hosting: Mapping[str, CellT]
    """The body's dedicated hosting under the key ``dedicated``; empty where it has none."""
    doors: Mapping[str, Door]
    """By name of offer; of agreed offers alone."""


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


CardT = TypeVar("CardT", bound=Handle)


def read_card(stack: StackName, estate: Path, reader: StackName, kind: Callable[[CardReader], CardT]) -> CardT:
    """The card of ``stack``, as ``kind`` makes it of the values.

    Project configuration ``cards`` says where from: ``references`` (the default: the outputs of a stack in the same store) or
    ``published`` (``estate/published/<stack>.json``). Raises ``InputError`` with the stack to run first.
    """
    published = pulumi.Config().get("cards") == PUBLISHED
    values = _published(stack, estate, reader) if published else _referenced(stack, reader)
    try:
        return kind(CardReader(values))
    except CardError as error:
        mend = f"ask the platform to run 'civic publish {stack}'" if published else f"run 'pulumi up -s {stack}'"
        raise InputError(f"{reader} reads {stack}, whose card is older than this program or not its own: {error}; {mend} first") from error


def _referenced(stack: StackName, reader: StackName) -> Mapping[str, object]:
    # Read by invoke, not by a StackReference resource: only so can a missing stack be answered with what to do about it.
    name = f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
    try:
        answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": name}).value
    except Exception as error:
        if "unknown stack" not in str(error):
            raise
        raise InputError(f"{reader} reads {stack}, which is not deployed yet: run 'pulumi up -s {stack}' first") from None
    return (answer or {}).get("outputs") or {}


def _published(stack: StackName, estate: Path, reader: StackName) -> Mapping[str, object]:
    path = card_path(estate, str(stack))
    first = f"{reader} reads it: ask the platform to run 'civic publish {stack}' first"
    return read_card_file(path, f"{estate.name}/{path.parent.name}/{path.name}", str(stack), first).values
