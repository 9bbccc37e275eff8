"""What every layer is given: its name, its records, its cloud's components, and the cards of layers above."""

import importlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from civic.records.cards import BootstrapCard, FoundationCard, NetworkCard, TenancyCard
from civic.records.estate import Estate, load_estate
from civic.records.layers import StackName
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
        """The platform record's section for this cloud. Raises ``ValueError`` when the platform has none."""
        section = self.platform.cloud(self.cloud)
        if section is None:
            raise ValueError(f"estate/platform.yaml has no section '{self.cloud}', so {self.name} cannot be built")
        return section

    @property
    def record(self) -> OrganisationRecord:
        return self.estate.organisations[self.name.owner]

    @property
    def ledger(self) -> Ledger:
        return self.estate.ledgers[self.name.owner]

    @property
    def region(self) -> str:
        """The region of the body's tenancy on this cloud."""
        chosen = self.record.cloud(self.cloud)
        return (chosen.region if chosen else "") or self.section.home

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

    def _card(self, layer: str, owner: str) -> object:
        return read_card(StackName(owner, self.cloud, layer), self.estate.root, self.name)


def open_context(stack: str, root: str) -> Context:
    """Load what ``stack`` needs of the estate: all bodies for the platform's stacks, one for a body's own."""
    name = StackName.parse(stack)
    folder = Path(os.environ.get(ESTATE_VARIABLE) or Path(root) / "estate")
    everybody = name.owner == "platform" and name.layer == "network"
    only = None if everybody else ([] if name.owner == "platform" else [name.owner])
    return Context(name, load_estate(folder, only=only))
