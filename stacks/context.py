"""What every layer is given: its name, its records, its cloud's components, and the cards of layers above."""

import importlib
import os
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Network
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from civic.errors import InputError
from civic.estate.cards import BootstrapCard, FoundationCard, HostingCard, LandingZoneCard, NetworkCard, TenancyCard
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from civic.estate.loading import load_for_stack
from civic.records.ledger import Ledger
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord
from stacks.cards import read_card

ESTATE_VARIABLE = "CIVIC_ESTATE"
"""Where the records are, when they are not in the project's ``estate/``."""


@dataclass(frozen=True)
class Context:
    """One stack's surroundings. Cards are read when first asked for."""

    name: StackName
    estate: Estate

    @property
    def cloud(self) -> str:
        return self.name.cloud

    @property
    def platform(self) -> PlatformRecord:
        return self.estate.platform

    @property
    def section(self) -> Any:
        """The platform record's section for this cloud. Raises ``InputError`` when the platform has none."""
        section = self.platform.cloud(self.cloud)
        if section is None:
            raise InputError(f"estate/platform.yaml has no section '{self.cloud}', so {self.name} cannot be built")
        return section

    @property
    def record(self) -> OrganisationRecord:
        return self.estate.owners[self.name.owner]

    @property
    def ledger(self) -> Ledger:
        return self.estate.ledgers[self.name.owner]

    @property
    def region(self) -> str:
        """The region of the body's tenancy on this cloud."""
        return self.estate.region_of(self.name.owner, self.cloud) or self.section.home

    @cached_property
    def block(self) -> IPv4Network:
        """The body's range on this cloud. Raises ``InputError`` where the ledger gives none."""
        block = self.ledger.range(self.cloud, self.region)
        if block is None:
            slug = self.record.slug
            raise InputError(f"estate/ledger/{slug}.yaml gives no range on {self.cloud} in {self.region}: run 'civic addresses mend {slug}'")
        return block

    @cached_property
    def components(self) -> ModuleType:
        return importlib.import_module(f"components.{self.cloud}")

    @cached_property
    def bootstrap(self) -> BootstrapCard:
        return cast(BootstrapCard, self._card("bootstrap", "platform"))

    @cached_property
    def foundation(self) -> FoundationCard:
        return cast(FoundationCard, self._card("foundation", "platform"))

    @cached_property
    def network(self) -> NetworkCard:
        return cast(NetworkCard, self._card("network", "platform"))

    @cached_property
    def tenancy(self) -> TenancyCard:
        return cast(TenancyCard, self._card("tenancy", self.name.owner))

    @cached_property
    def landing_zone(self) -> LandingZoneCard:
        return self.landing_zone_of(self.name.owner)

    def landing_zone_of(self, owner: str) -> LandingZoneCard:
        return cast(LandingZoneCard, self._card("landing-zone", owner))

    def tenancy_of(self, owner: str) -> TenancyCard:
        return cast(TenancyCard, self._card("tenancy", owner))

    def hosting_of(self, cell: str) -> HostingCard:
        return cast(HostingCard, self._card("hosting", "platform", cell))

    def _card(self, layer: str, owner: str, cell: str = "") -> object:
        return read_card(StackName(owner, self.cloud, layer, cell), self.estate.root, self.name)


def open_context(stack: str, root: str) -> Context:
    """Load what ``stack`` needs of the estate: all bodies for the platform's stacks, one for a body's own."""
    name = StackName.parse(stack)
    folder = Path(os.environ.get(ESTATE_VARIABLE) or Path(root) / "estate")
    return Context(name, load_for_stack(folder, name))
