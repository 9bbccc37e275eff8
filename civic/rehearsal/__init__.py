"""The real Pulumi engine running the stacks against the simulated clouds."""

from civic.rehearsal.conformance import Mismatch, compare
from civic.rehearsal.run import Rehearsal, find_pulumi, rehearse

__all__ = ["Mismatch", "Rehearsal", "compare", "find_pulumi", "rehearse"]
