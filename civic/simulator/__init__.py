"""Simulated clouds: they answer deterministically and refuse what the providers refuse.

``check`` and ``create`` serve the offline engine in process and the real engine over gRPC
(``civic.simulator.serve``), so that both see the same cloud. They prove nothing of the providers.
"""

from civic.simulator.clouds import (
    Unsupported,
    answered,
    called_so,
    check,
    create,
    delete,
    find,
    invoke,
    previewed,
    refused_at_change,
    refused_at_creation,
    refused_at_deletion,
    update,
)
from civic.simulator.refusals import unresolved
from civic.simulator.state import CloudState, Failure
from civic.simulator.world import Thing, World

__all__ = [
    "CloudState",
    "Failure",
    "Thing",
    "Unsupported",
    "World",
    "answered",
    "called_so",
    "check",
    "create",
    "delete",
    "find",
    "invoke",
    "previewed",
    "refused_at_change",
    "refused_at_creation",
    "refused_at_deletion",
    "unresolved",
    "update",
]
