"""What AWS would answer, from its documented evaluation logic.

``World.of(resources)`` reads plans or states, ``evaluate(world, Request(...))`` answers.
"""

from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import ANONYMOUS, UNKNOWABLE, Kind, Principal, Request
from civic.access.aws.world import Identity, World

__all__ = ["ANONYMOUS", "UNKNOWABLE", "Identity", "Kind", "Principal", "Request", "World", "evaluate"]
