"""The real Pulumi engine running the stacks against the simulated clouds."""

from civic.rehearsal.conformance import Mismatch, compare
from civic.rehearsal.engine import NO_CLI, Engine, EngineFailed, environment, find_pulumi, opened
from civic.rehearsal.kept import KeptRun
from civic.rehearsal.rehearsed import Rehearsed
from civic.rehearsal.remains import Remaining
from civic.rehearsal.run import STEPS, rehearse

__all__ = [
    "NO_CLI",
    "STEPS",
    "Engine",
    "EngineFailed",
    "KeptRun",
    "Mismatch",
    "Rehearsed",
    "Remaining",
    "compare",
    "environment",
    "find_pulumi",
    "opened",
    "rehearse",
]
