"""Roles that guardrails hold to less than others of their account, by their names, whatever is written into them.

Whoever gives such a role every right has not the administration of the account: only what the guardrails leave.
"""

from collections.abc import Iterator

from civic.access.aws.conditions import Condition
from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import UNKNOWABLE, Principal, Request
from civic.access.aws.world import Identity, World
from civic.access.verdict import Truth

_MAKING = ("iam:CreateRole", "iam:PutRolePolicy")
_NAME = "aws:principalarn"


def is_capped(world: World, identity: Identity) -> bool:
    """Whether an identity with every right, as it stands in the world, may not make itself another of a name that nobody has reserved.

    Where that hangs on something that cannot be known it is not capped.
    """
    ordinary = f"{identity.arn.partition('::')[0]}::{identity.account}:role/new"
    requests = (Request(Principal.role(identity.arn), action, ordinary, unknown_keys=UNKNOWABLE) for action in _MAKING)
    return any(evaluate(world, request).denied for request in requests)


class Likeness:
    """Which identities the guardrails cannot tell apart: those whose ARN meets the same of all their conditions on who asks."""

    def __init__(self, world: World) -> None:
        self._conditions = tuple(dict.fromkeys(_conditions(world)))
        self._known: dict[str, tuple[Truth, ...]] = {}

    def of(self, arn: str) -> tuple[Truth, ...]:
        """Equal for identities of one account that guardrails treat alike."""
        known = self._known.get(arn)
        if known is None:
            known = self._known[arn] = tuple(met.holds(lambda key: (arn,) if key == _NAME else False) for met in self._conditions)
        return known


def _conditions(world: World) -> Iterator[Condition]:
    tree = world.organisation
    for carried in (tree.service_control, tree.resource_control) if tree else ():
        for found in carried.values():
            for attached in found:
                for statement in attached.document.statements if attached.document else ():
                    yield from (met for met in statement.conditions if met.key == _NAME)
