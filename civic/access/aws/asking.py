"""Asking the same of many resources: an answer that hangs on nothing of the resource but its account and region is given once.

That is decided by the documents: no statement that speaks of the action names resources or asks for more than who calls from where. What has
a policy of its own, and services whose resources have, are always asked for each.
"""

from collections.abc import Iterator

from civic.access.aws.attached import Match
from civic.access.aws.context import Context
from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import Principal, Request
from civic.access.aws.resources import resource_account
from civic.access.aws.world import World
from civic.access.verdict import Verdict

OF_THE_CALLER = frozenset(
    {
        *("aws:requestedregion", "aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:principaltype"),
        *("aws:principalisawsservice", "aws:viaawsservice", "aws:securetransport", "aws:currenttime"),
        *("aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"),
    }
)
"""Condition keys whose values are the same whatever resource of one account and region is asked for."""
WITH_POLICIES = frozenset(
    {"s3", "kms", "sns", "sqs", "secretsmanager", "ecr", "backup", "events", "sts", "iam", "logs", "dynamodb", "lambda", "aoss", "cognito-idp"}
)
"""Services whose resources have policies of their own or are reached by guardrails on resources."""


class Asker:
    """Evaluates requests against one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._answers: dict[tuple[object, ...], Verdict | None] = {}
        """Nothing where each resource is asked for."""

    def evaluate(self, request: Request) -> Verdict:
        """As ``civic.access.aws.evaluate``."""
        who, parts = request.principal, request.resource.split(":", 5)
        if (
            request.service in WITH_POLICIES
            or request.resource in self.world.owned
            or request.endpoint
            or who.policies
            or (len(parts) < 6 and request.resource != "*")
        ):
            return evaluate(self.world, request)
        place = (parts[3], parts[4]) if len(parts) == 6 else ()
        key = (who.arn, who.chained, request.lowered, place, request.context.get("aws:requestedregion"))
        if key not in self._answers:
            self._answers[key] = evaluate(self.world, request) if self._is_same(request) else None
        return self._answers[key] or evaluate(self.world, request)

    def _is_same(self, request: Request) -> bool:
        """Whether nothing that speaks of the action looks at more of the resource than where it is."""
        account, _ = resource_account(self.world, request)
        values = Context(self.world, request, account).get
        for statement, _ in self._speaking(request.principal, request.lowered):
            if any(met.key not in OF_THE_CALLER for met in statement.conditions):
                return False
            # What asks for something else of the caller or the place speaks of none of these resources.
            if statement.resources and all(met.holds(values) is not False for met in statement.conditions):
                return False
        return True

    def _speaking(self, who: Principal, action: str) -> Iterator[Match]:
        identity = self.world.identity(who.arn)
        guards = self.world.guards(who.account, action, service=True)
        yield from guards.denies
        for policies in (*((identity.policies, identity.bounds) if identity else ()), *(level for _, level in guards.levels)):
            yield from policies.speaking_of(action)
