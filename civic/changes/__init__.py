"""What a change does: documents of stacks as they are deployed, and as they are planned, compared resource by resource.

Pure functions over plans and states. Every resource of either side is in exactly one class; nothing that a document holds encrypted is told.
"""

from civic.changes.change import Change, Kind, Shift
from civic.changes.comparing import Comparison, compare

__all__ = ["Change", "Comparison", "Kind", "Shift", "compare"]
