"""What an identity may do on Azure, evaluated as Azure Resource Manager evaluates it.

world = World.of(resources)                                   # of plans, states or the simulated cloud
request = Request(world.principal(urn), "Microsoft.Network/virtualNetworks/write", scope, properties=inputs)
evaluate(world, request)                                      # the operation alone
judge(world, request)                                         # with what it needs elsewhere
later(world, request)                                         # what policies deploy after it, and whether they may
"""

from civic.access.azure.deployments import Later, later
from civic.access.azure.evaluation import evaluate, rights_of
from civic.access.azure.linked import FollowUp, Judgement, follow_ups, judge
from civic.access.azure.operations import operation
from civic.access.azure.policy import Answer, Outcome, answer
from civic.access.azure.request import BLOB_PATH, Principal, Request, attribute
from civic.access.azure.roles import Permission
from civic.access.azure.world import World

__all__ = [
    "BLOB_PATH",
    "Answer",
    "FollowUp",
    "Judgement",
    "Later",
    "Outcome",
    "Permission",
    "Principal",
    "Request",
    "World",
    "answer",
    "attribute",
    "evaluate",
    "follow_ups",
    "judge",
    "later",
    "operation",
    "rights_of",
]
