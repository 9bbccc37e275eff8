"""Cards: the outputs of a stack that other stacks may read. Never secret, one class for each layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from civic.estate.card_files import CardFile, card_key, card_path, parse_card, read_card

if TYPE_CHECKING:
    from pulumi import Input

__all__ = ["CARDS", "CardFile", "card_key", "card_path", "fields_of", "parse_card", "read_card"]


@dataclass(frozen=True)
class BootstrapCard:
    """Identities of the pipelines, by layer, and where state and secrets keys are."""

    pipelines: Mapping[str, Input[str]]
    clients: Mapping[str, Input[str]]
    state: Input[str]
    keys: Mapping[str, Input[str]]


@dataclass(frozen=True)
class FoundationCard:
    """See ``components.contracts.FoundationOutputs``."""

    organisation: Input[str]
    organisation_arn: Input[str]
    bodies: Input[str]
    tenancies: Mapping[str, Input[str]]
    archive: Input[str]
    archive_workspace: Input[str]
    vending: Input[str]
    network: Input[str]
    hosting: Input[str]
    directory: Input[str]
    access: Mapping[str, Input[str]]


@dataclass(frozen=True)
class HubCard:
    """One region's hub."""

    transit: Input[str]
    dns: Input[str]
    query_logs: Input[str]


@dataclass(frozen=True)
class NetworkCard:
    """Hubs by region."""

    hubs: Mapping[str, HubCard]


@dataclass(frozen=True)
class HostingCard:
    """See ``components.contracts.HostingCellOutputs``."""

    network: Input[str]
    subnets: Mapping[str, Input[str]]
    entry: Input[str]
    balancer: Input[str]
    guard: Input[str]
    environment: Input[str]
    registry: Input[str]
    database: Input[str]
    database_host: Input[str]
    database_admin: Input[str]
    logs: Input[str]
    key: Input[str]
    vault: Input[str]
    places: Mapping[str, Input[str]]
    database_guard: Input[str] = ""


@dataclass(frozen=True)
class DoorCard:
    """The provider's half of its agreements about one offer. See ``components.contracts.ServiceOfferOutputs``."""

    service: Input[str]
    target: Input[str]


@dataclass(frozen=True)
class TenancyCard:
    """A body's tenancy and the roles in it."""

    tenancy: Input[str]
    deploy: Input[str]
    application: Input[str]


@dataclass(frozen=True)
class LandingZoneCard:
    """What applications stand on."""

    network: Input[str]
    attachment: Input[str]
    subnets: Mapping[str, Input[str]]
    key: Input[str]
    vault: Input[str]
    alarms: Input[str]
    hosting: Mapping[str, HostingCard]
    """The body's dedicated hosting under the key ``dedicated``; empty where it has none."""
    doors: Mapping[str, DoorCard]
    """By name of offer; of agreed offers alone."""


CARDS = {
    "bootstrap": BootstrapCard,
    "foundation": FoundationCard,
    "network": NetworkCard,
    "hosting": HostingCard,
    "tenancy": TenancyCard,
    "landing-zone": LandingZoneCard,
}


def fields_of(layer: str) -> tuple[str, ...]:
    """Names of the card's fields."""
    return tuple(field.name for field in fields(CARDS[layer]))
