"""What a row of the table is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTER = ROOT.parent / "shared" / "data" / "uk_local_authorities.csv"
"""Register of UK councils (columns slug, name, type, principal). It is not part of the repository; ``--register`` names another."""


@dataclass(frozen=True)
class Result:
    """One measurement and whether it is good enough."""

    what: str
    measured: str
    aim: str
    met: bool
    ratio: float | None = None
    """Ours against the other's, or large against small: what a slower machine does not change."""
    included: str = ""
    """What each side's time includes."""
    why: str = ""
    """What a reader should know where the aim was missed."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """Everything that was measured; seconds and bytes unless the name says otherwise."""


class Skipped(Exception):
    """The row cannot be measured here. The message says why and what to do."""


class Failed(str):
    """Why a row came to nothing, where it should not have."""


@dataclass(frozen=True)
class Settings:
    """What all rows are given."""

    scratch: Path
    """An empty folder of this run's own."""
    register: Path = REGISTER
    bodies: int = 0
    """Councils to take of the register, spread evenly over it; 0 for all."""
    repeats: int = 3
    """How often short measurements are repeated; the quickest counts, since whatever disturbs one only adds."""


@dataclass(frozen=True)
class Row:
    """A measurement that can be chosen by name."""

    name: str
    what: str
    aim: str
    measure: Callable[[Settings], Result]
