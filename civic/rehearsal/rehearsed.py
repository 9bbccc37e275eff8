"""What came of one stack in a rehearsal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from civic.rehearsal.conformance import Mismatch
from civic.rehearsal.remains import Remaining


@dataclass
class Rehearsed:
    """What the real engine did with one stack."""

    stack: str
    not_run: str = ""
    """Why it was not run at all."""
    crashed: bool = False
    """Whether the program failed by a programming error, whose frames are among the faults."""
    faults: list[str] = field(default_factory=list)
    """What went otherwise than it must, in words."""
    mismatches: list[Mismatch] = field(default_factory=list)
    """Where its state differs from the offline plan."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each of ``civic.rehearsal.run.STEPS`` took."""
    state: dict[str, Any] = field(default_factory=dict)
    """State after ``up``, as ``pulumi stack export`` gives it; empty when it did not come up."""
    protected: list[str] = field(default_factory=list)
    """Names of the protected resources, for which plain ``destroy`` was refused."""
    remaining: list[Remaining] = field(default_factory=list)
    """What it still holds after ``destroy --exclude-protected``."""
    retained: list[str] = field(default_factory=list)
    """What the engine forgot and the cloud still has."""

    @property
    def passed(self) -> bool:
        return not (self.not_run or self.faults or self.mismatches)

    @property
    def resources(self) -> list[Mapping[str, Any]]:
        return self.state["deployment"].get("resources") or [] if self.state else []
