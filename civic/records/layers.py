"""Stacks: their names, their order, and which read which."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from civic.records.estate import Estate

PLATFORM = "platform"


@dataclass(frozen=True)
class Layer:
    """One place in the order. A stack reads only layers above its own."""

    number: int
    name: str
    owner: Literal["platform", "organisation"]
    reads: tuple[str, ...]
    built: bool = True


LAYERS = (
    Layer(0, "bootstrap", "platform", ()),
    Layer(1, "foundation", "platform", ("bootstrap",)),
    Layer(2, "network", "platform", ("bootstrap", "foundation")),
    Layer(3, "hosting", "platform", ("bootstrap", "foundation", "network"), built=False),
    Layer(4, "tenancy", "organisation", ("bootstrap", "foundation")),
    Layer(5, "landing-zone", "organisation", ("foundation", "network", "tenancy")),
    Layer(6, "applications", "organisation", ("hosting", "landing-zone"), built=False),
)
BY_NAME = {layer.name: layer for layer in LAYERS}

_STACK = re.compile(rf"(?P<owner>[a-z][a-z0-9-]*)-(?P<cloud>aws|azure)-(?P<layer>{'|'.join(BY_NAME)})")


@dataclass(frozen=True, order=True)
class StackName:
    """``<owner>-<cloud>-<layer>``."""

    owner: str
    cloud: str
    layer: str

    def __str__(self) -> str:
        return f"{self.owner}-{self.cloud}-{self.layer}"

    @classmethod
    def parse(cls, text: str) -> "StackName":
        """Raises ``ValueError`` for a name that is not a stack's."""
        match = _STACK.fullmatch(text)
        if not match:
            form = f"<owner>-<aws|azure>-<{'|'.join(BY_NAME)}>"
            raise ValueError(f"'{text}' is not a stack: stacks are called {form}; 'civic stacks' lists them")
        return cls(**match.groupdict())


def implied(estate: "Estate") -> list[StackName]:
    """Every stack that the records imply and that is built, in layer order."""
    found: list[StackName] = []
    for layer in LAYERS:
        if not layer.built:
            continue
        if layer.owner == "platform":
            found += [StackName(PLATFORM, cloud, layer.name) for cloud in estate.platform.clouds]
        else:
            bodies = sorted(estate.organisations.items())
            found += [StackName(slug, cloud, layer.name) for slug, record in bodies for cloud in record.clouds_taken]
    return found


def reads(stack: StackName) -> list[StackName]:
    """The built stacks whose cards ``stack`` reads, all on its own cloud."""
    above = (BY_NAME[name] for name in BY_NAME[stack.layer].reads)
    return [StackName(PLATFORM if layer.owner == "platform" else stack.owner, stack.cloud, layer.name) for layer in above if layer.built]


def waves(stacks: Iterable[StackName]) -> list[Sequence[StackName]]:
    """Stacks that can run side by side, wave after wave."""
    chosen = list(stacks)
    return [wave for layer in LAYERS if (wave := [name for name in chosen if name.layer == layer.name])]
