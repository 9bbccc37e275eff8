"""What every layer is given: its name, its records, its cloud, and the cards of layers above."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from ipaddress import IPv4Network
from typing import Generic

from civic.errors import InputError
from civic.estate.card_store import CardStore
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.records.ledger import Ledger
from civic.records.organisation import OrganisationRecord
from civic.records.platform import AwsPlatform, AzurePlatform, Cell, PlatformRecord
from components.contracts import (
    PLATFORM,
    ArchiveT,
    BootstrapCard,
    CardReader,
    CellT,
    Cloud,
    FoundationCard,
    HubT,
    IdentityCard,
    LandingZoneCard,
    NetworkCard,
    NetworkT,
    OrganisationT,
    Owner,
    TenancyT,
    foundation_card,
    hosting_card,
    landing_zone_card,
    network_card,
    platform_owner,
    tenancy_card,
)
from stacks.cards import CardT, read_card, store_of


@dataclass(frozen=True)
class Context(Generic[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]):
    """One stack's surroundings. Cards are read when first asked for."""

    cloud: Cloud[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]
    name: StackName
    estate: Estate
    project: str
    """Name of the Pulumi project, part of every object key of its state."""

    @property
    def platform(self) -> PlatformRecord:
        return self.estate.platform

    @property
    def platform_owner(self) -> Owner:
        return platform_owner(self.platform.code)

    @property
    def section(self) -> AwsPlatform | AzurePlatform:
        """The platform record's section for this cloud. Raises ``InputError`` when the platform has none."""
        section = self.platform.cloud(self.name.cloud)
        if section is None:
            raise InputError(f"estate/platform.yaml has no section '{self.name.cloud}', so {self.name} cannot be built")
        return section

    @property
    def record(self) -> OrganisationRecord:
        """The body's record, as the stack's environment has it."""
        return self.estate.owners[self.name.owner]

    @property
    def owner(self) -> Owner:
        """Whose the stack is, where it is a body's."""
        return Owner(
            platform=self.platform.code,
            organisation=self.name.body,
            classification=self.record.classification,
            environment=self.name.environment,
        )

    @property
    def ledger(self) -> Ledger:
        return self.estate.ledgers[self.name.owner]

    @property
    def region(self) -> str:
        """The region of the body's tenancy on this cloud."""
        return self.estate.region_of(self.name.owner, self.name.cloud)

    @cached_property
    def block(self) -> IPv4Network:
        """The body's range on this cloud. Raises ``InputError`` where the ledger gives none."""
        block = self.ledger.range(self.name.cloud, self.region)
        if block is None:
            key = self.name.owner
            raise InputError(f"estate/ledger/{key}.yaml gives no range on {self.name.cloud} in {self.region}: run 'civic addresses mend {key}'")
        return block

    @property
    def begins(self) -> str:
        """First day of the month in which the body's tenancy on this cloud begins. Raises ``InputError`` where the ledger gives nothing there."""
        if not (begins := self.ledger.begins(self.name.cloud)):
            key = self.name.owner
            raise InputError(f"estate/ledger/{key}.yaml gives nothing on {self.name.cloud}: run 'civic addresses mend {key}'")
        return begins

    @property
    def zones(self) -> tuple[str, ...]:
        """Zones of the body's network, as the cloud names them."""
        return tuple(self.section.regions[self.region].zones[: self.record.zone_count])

    def cell(self, key: str) -> Cell:
        """A shared cell of the platform record. Raises ``InputError`` where it has none of that key."""
        cells = self.section.cells
        if key not in cells:
            raise InputError(f"{self.name}: estate/platform.yaml has no cell '{key}' under {self.name.cloud}; it has {', '.join(cells) or 'none'}")
        return cells[key]

    @property
    def own_cell(self) -> str:
        """Key of the shared cell that the ledger gives the body on this cloud; empty where it gives none."""
        return self.ledger.cell(self.name.cloud)

    @cached_property
    def bootstrap(self) -> BootstrapCard:
        return self._card(BootstrapCard.from_card, "bootstrap", PLATFORM)

    @cached_property
    def foundation(self) -> FoundationCard[OrganisationT, ArchiveT, TenancyT]:
        return self._card(partial(foundation_card, self.cloud), "foundation", PLATFORM)

    @cached_property
    def network(self) -> NetworkCard[HubT]:
        return self._card(partial(network_card, self.cloud), "network", PLATFORM)

    @cached_property
    def identity(self) -> IdentityCard:
        return self._card(IdentityCard.from_card, "identity", self.name.owner)

    @cached_property
    def tenancy(self) -> TenancyT:
        return self.tenancy_of(self.name.owner)

    @cached_property
    def landing_zone(self) -> LandingZoneCard[NetworkT, CellT]:
        return self.landing_zone_of(self.name.owner)

    def landing_zone_of(self, owner: str) -> LandingZoneCard[NetworkT, CellT]:
        return self._card(partial(landing_zone_card, self.cloud), "landing-zone", owner)

    def tenancy_of(self, owner: str) -> TenancyT:
        return self._card(partial(tenancy_card, self.cloud), "tenancy", owner).tenancy

    def hosting_of(self, cell: str) -> CellT:
        return self._card(partial(hosting_card, self.cloud), "hosting", PLATFORM, cell).cell

    @cached_property
    def _cards(self) -> CardStore:
        return store_of(self.estate, self.name.cloud, self.section.home)

    def _card(self, kind: Callable[[CardReader], CardT], layer: str, owner: str, cell: str = "") -> CardT:
        return read_card(StackName(owner, self.name.cloud, layer, cell), self._cards, self.name, kind)
