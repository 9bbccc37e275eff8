"""The real Pulumi engine against the simulated clouds: deploy, deploy again, destroy, and compare with the plan."""

from civic.rehearsal.conformance import Mismatch, compare
from civic.rehearsal.pulumi import CommandFailed, NoCli
from civic.rehearsal.run import Rehearsal, Remaining, StackRehearsal, rehearse

__all__ = ["CommandFailed", "Mismatch", "NoCli", "Rehearsal", "Remaining", "StackRehearsal", "compare", "rehearse"]
