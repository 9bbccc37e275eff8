"""What AWS would answer, from its documented evaluation logic.

``World.of(resources)`` reads plans or states, ``evaluate(world, Request(...))`` answers, ``evaluate_with_services`` also for what the service
then does in the caller's name. ``assume``, ``assume_with_token``, ``assume_with_assertion`` and ``pass_role`` become somebody else,
``service_request`` is a service's own.
"""

from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import ANONYMOUS, UNKNOWABLE, Kind, Principal, Request
from civic.access.aws.senders import SOURCE_KEYS, service_request
from civic.access.aws.services import evaluate_with_services, follow_ups
from civic.access.aws.sessions import assume, assume_with_assertion, assume_with_token, pass_role
from civic.access.aws.world import Identity, Joined, World

__all__ = [
    "ANONYMOUS",
    "SOURCE_KEYS",
    "UNKNOWABLE",
    "Identity",
    "Joined",
    "Kind",
    "Principal",
    "Request",
    "World",
    "assume",
    "assume_with_assertion",
    "assume_with_token",
    "evaluate",
    "evaluate_with_services",
    "follow_ups",
    "pass_role",
    "service_request",
]
