"""Simulated clouds: they answer deterministically and refuse what the providers refuse.

``check`` and ``create`` serve the offline engine in process and the real engine over gRPC
(``civic.simulator.serve``), so that both see the same cloud. They prove nothing of the providers.
"""

from civic.simulator.clouds import Unsupported, check, create, invoke, refused_at_creation, release, update
from civic.simulator.state import CloudState, Failure

__all__ = ["CloudState", "Failure", "Unsupported", "check", "create", "invoke", "refused_at_creation", "release", "update"]
