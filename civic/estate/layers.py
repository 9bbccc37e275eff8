"""Stacks: their names, their order, and which read which."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from civic.errors import InputError
from civic.estate.agreements import consumed, provided
from civic.records.clouds import CLOUD_IDS
from civic.records.owners import PLATFORM, TEST, Environment, body_of, environment_of

if TYPE_CHECKING:
    from civic.estate.estate import Estate


@dataclass(frozen=True)
class Layer:
    """One place in the order. A stack reads only layers above its own."""

    number: int
    name: str
    owner: Literal["platform", "organisation"]
    reads: tuple[str, ...]
    agreed: str = ""
    """Layer of other bodies that it reads where an agreement asks for it."""


LAYERS = (
    Layer(0, "bootstrap", "platform", ()),
    Layer(1, "foundation", "platform", ("bootstrap",)),
    Layer(2, "network", "platform", ("bootstrap", "foundation")),
    Layer(3, "hosting", "platform", ("foundation", "network")),
    Layer(4, "identity", "organisation", ("bootstrap", "foundation", "network", "hosting")),
    Layer(5, "tenancy", "organisation", ("foundation", "identity")),
    Layer(6, "landing-zone", "organisation", ("foundation", "network", "tenancy"), agreed="tenancy"),
    Layer(7, "applications", "organisation", ("foundation", "hosting", "tenancy", "landing-zone"), agreed="landing-zone"),
)
CARD_LAYERS = frozenset(above for layer in LAYERS for above in layer.reads)
"""Layers whose stacks have a card: those that another layer reads."""
BY_NAME = {layer.name: layer for layer in LAYERS}

_CLOUDS = "|".join(CLOUD_IDS)
_STACK = re.compile(rf"(?P<owner>[a-z][a-z0-9-]*(\.{TEST})?)-(?P<cloud>{_CLOUDS})-(?P<layer>{'|'.join(BY_NAME)})(-(?P<cell>[a-z][a-z0-9]{{0,7}}))?")


@dataclass(frozen=True, order=True)
class StackName:
    """``<owner>-<cloud>-<layer>``; of shared hosting ``platform-<cloud>-hosting-<cell>``."""

    owner: str
    """``platform``, or the owner key of a body's environment: ``northshire``, ``northshire.test``."""
    cloud: str
    layer: str
    cell: str = ""

    @property
    def body(self) -> str:
        """The slug of the body; ``platform`` for the platform's own stacks."""
        return body_of(self.owner)

    @property
    def environment(self) -> Environment:
        return environment_of(self.owner)

    def __str__(self) -> str:
        return "-".join(part for part in (self.owner, self.cloud, self.layer, self.cell) if part)

    @classmethod
    def parse(cls, text: str) -> "StackName":
        """Raises ``InputError`` for a name that is not a stack's."""
        match = _STACK.fullmatch(text)
        if not match or (match["layer"] == "hosting") != bool(match["cell"]):
            form = f"<owner>-<{_CLOUDS}>-<{'|'.join(name for name in BY_NAME if name != 'hosting')}> or {PLATFORM}-<{_CLOUDS}>-hosting-<cell>"
            raise InputError(f"'{text}' is not a stack: stacks are called {form}; 'civic stacks' lists them")
        return cls(match["owner"], match["cloud"], match["layer"], match["cell"] or "")


def implied(estate: "Estate") -> list[StackName]:
    """Every stack that the records imply, in layer order."""
    stacks: list[StackName] = []
    for layer in LAYERS:
        if layer.name == "hosting":
            stacks += [StackName(PLATFORM, cloud, layer.name, cell) for cloud in estate.platform.clouds for cell in sorted(_cells(estate, cloud))]
        elif layer.owner == "platform":
            stacks += [StackName(PLATFORM, cloud, layer.name) for cloud in estate.platform.clouds]
        else:
            names = [StackName(owner, cloud, layer.name) for owner, record in estate.owners.items() for cloud in record.clouds_taken]
            stacks += [name for name in names if layer.name != "applications" or _has_applications(estate, name)]
    return stacks


def _cells(estate: "Estate", cloud: str) -> Collection[str]:
    section = estate.platform.cloud(cloud)
    return section.cells if section else ()


def _has_applications(estate: "Estate", name: StackName) -> bool:
    """Not by what is agreed at the moment: a stack that came and went with another body's record would be forgotten with things in it."""
    record = estate.owners[name.owner]
    return record.hosting is not None or bool(record.subscriptions)


def reads(stack: StackName, estate: "Estate") -> list[StackName]:
    """The stacks whose cards ``stack`` reads, all on its own cloud, in layer order."""
    own = [_above(stack, BY_NAME[name], estate) for name in BY_NAME[stack.layer].reads]
    agreements, agreed = estate.agreements, BY_NAME[stack.layer].agreed
    others: list[StackName] = []
    if stack.layer == "landing-zone":
        others = [StackName(agreement.consumer, stack.cloud, agreed) for agreement in provided(agreements, stack.owner, stack.cloud)]
    elif stack.layer == "applications":
        others = [StackName(agreement.provider, stack.cloud, agreed) for agreement in consumed(agreements, stack.owner, stack.cloud)]
    unique = dict.fromkeys((*filter(None, own), *others))
    return sorted(unique, key=lambda name: BY_NAME[name.layer].number)


def _above(stack: StackName, layer: Layer, estate: "Estate") -> StackName | None:
    if layer.name == "hosting":
        record, ledger = estate.owners.get(stack.owner), estate.ledgers.get(stack.owner)
        shared = record is not None and record.hosting is not None and record.hosting.placement == "shared" and record.applications_on(stack.cloud)
        cell = ledger.cell(stack.cloud) if ledger and shared else ""
        return StackName(PLATFORM, stack.cloud, "hosting", cell) if cell else None
    return StackName(PLATFORM if layer.owner == "platform" else stack.owner, stack.cloud, layer.name)


def waves(stacks: Iterable[StackName]) -> list[Sequence[StackName]]:
    """Stacks that can run side by side, wave after wave."""
    chosen = list(stacks)
    return [wave for layer in LAYERS if (wave := [name for name in chosen if name.layer == layer.name])]
