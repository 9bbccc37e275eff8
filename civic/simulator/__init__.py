"""Simulated clouds: they answer deterministically and refuse what the providers refuse.

``check`` and ``create`` serve the offline engine in process and the real engine over gRPC
(``civic.simulator.serve``), so that both see the same cloud. They prove nothing of the providers.
"""

from civic.simulator.clouds import Unsupported, check, create, invoke, release, update
from civic.simulator.replacement import replaces
from civic.simulator.world import Failure, World

__all__ = ["Failure", "Unsupported", "World", "check", "create", "invoke", "release", "replaces", "update"]
