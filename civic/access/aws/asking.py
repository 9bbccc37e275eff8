"""Asking whether a call is allowed, where most are: a verdict is made only of what is not certainly allowed.

A call on something of the caller's own account that has no policy of its own is decided by the caller's documents and the guardrails alone:
every statement that speaks of its action is asked, as ``evaluate`` asks it, and nothing is put together that nobody reads. Whatever else
decides (keys, trusts, policies of resources, sessions, documents that nobody knows) is for ``evaluate``, as is every call that is not certainly
allowed.
"""

from dataclasses import dataclass

from civic.access.aws.attached import Match, PolicySet
from civic.access.aws.conditions import Condition
from civic.access.aws.context import Context
from civic.access.aws.evaluation import evaluate
from civic.access.aws.patterns import Values
from civic.access.aws.policies import Statement
from civic.access.aws.request import UNKNOWABLE, Kind, Request
from civic.access.aws.resources import RESOURCE_CONTROLLED, resource_account
from civic.access.aws.world import PRINCIPAL_ARN, Guards, Identity, World
from civic.access.verdict import Verdict

OF_THE_CALLER = frozenset(
    {
        *("aws:requestedregion", "aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:principaltype"),
        *("aws:principalisawsservice", "aws:viaawsservice", "aws:securetransport", "aws:currenttime"),
        *("aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"),
    }
)
"""Condition keys whose values are the same whatever resource of one account and region is asked for."""
_FIXED = {
    "aws:principaltype": ("AssumedRole",),
    "aws:principalisawsservice": ("false",),
    "aws:viaawsservice": ("false",),
    "aws:securetransport": ("true",),
}
"""What a role's own request carries of these, unless it says otherwise itself."""
_REGION = "aws:requestedregion"
_SAID = frozenset({PRINCIPAL_ARN, *_FIXED})
_ELSEWHERE = frozenset({"kms", "sts"})
"""Services in which policies of resources decide besides: keys and trusts."""


@dataclass(frozen=True, slots=True)
class _Rights:
    """What speaks of one action of one identity."""

    guards: Guards
    denies: tuple[Statement, ...]
    """Of its own documents and its boundary."""
    allows: tuple[Statement, ...]
    bounds: tuple[Statement, ...] | None
    """What its boundary allows; nothing where it has none."""


class Asker:
    """Asks one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._rights: dict[tuple[str, str], _Rights | None] = {}
        """By ARN and action; nothing where it is for ``evaluate``."""

    def refusal(self, request: Request) -> Verdict | None:
        """The verdict of ``civic.access.aws.evaluate`` on a call that is refused, or that nobody can know to be allowed; nothing where it is."""
        if self._is_allowed(request):
            return None
        verdict = evaluate(self.world, request)
        return None if verdict.allowed else verdict

    def _is_allowed(self, request: Request) -> bool:
        """Whether it is certainly allowed. Where it is not, or where it takes more to see it, ``evaluate`` says."""
        who, context = request.principal, request.context
        if who.kind is not Kind.ROLE or who.policies or request.endpoint or request.service in _ELSEWHERE:
            return False
        if not _SAID.isdisjoint(context) or not (request.unknown_keys is UNKNOWABLE or _leaves_open(request.unknown_keys)):
            return False
        account, carrier = resource_account(self.world, request)
        if not account or account != who.account or (carrier is not None and carrier.policy.attached):
            return False
        rights = self._of(who.arn, account, request.lowered)
        if rights is None:
            return False
        resource, values = request.resource, Context(self.world, request, account).get
        for statement in rights.denies:
            if statement.applies(resource, values) is not False:
                return False
        if not _one_allows(rights.allows, resource, values) or (rights.bounds is not None and not _one_allows(rights.bounds, resource, values)):
            return False
        for statement, _ in self._forbidding(rights.guards, who.arn, values(_REGION)):
            if statement.applies(resource, values) is not False:
                return False
        return request.service not in RESOURCE_CONTROLLED or self._is_let_through(account, request, values)

    def _is_let_through(self, account: str, request: Request, values: Values) -> bool:
        """Whether no guardrail on resources may refuse it."""
        guards = self.world.guards(account, request.lowered, service=False)
        return not guards.levels and all(statement.applies(request.resource, values) is False for statement, _ in guards.denies)

    def _of(self, arn: str, account: str, action: str) -> _Rights | None:
        key = (arn, action)
        if key not in self._rights:
            identity = self.world.identity(arn)
            self._rights[key] = self._read(identity, account, action) if identity and ":role/aws-service-role/" not in arn else None
        return self._rights[key]

    def _read(self, identity: Identity, account: str, action: str) -> _Rights | None:
        guards = self.world.guards(account, action, service=True)
        if guards.levels or identity.policies.unknown or identity.bounds.unknown:
            return None
        own, bounds = _told(identity.policies, action), _told(identity.bounds, action)
        return _Rights(guards, (*own[1], *bounds[1]), own[0], bounds[0] if identity.boundary is not None else None)

    def _forbidding(self, guards: Guards, arn: str, region: tuple[str, ...] | bool | None) -> tuple[Match, ...]:
        """What guardrails deny, without what excepts this role by its ARN and what says, of whatever role and resource, that it is not meant."""
        denies = self.world.denies(guards, arn)
        known = self.world.speaking.get((id(denies), region))
        if known is None:
            fixed = {**_FIXED, _REGION: region}
            left = tuple(match for match in denies if not any(_is_not_met(met, fixed) for met in match[0].conditions))
            # With what it was worked out of, so that its id is nobody else's.
            known = self.world.speaking[id(denies), region] = (denies, left)
        return known[1]


def _leaves_open(unknown: frozenset[str]) -> bool:
    """Whether what cannot be known is none of what is taken for known here."""
    return _SAID.isdisjoint(unknown) and not any(key.endswith("*") and key.startswith("aws:") for key in unknown)


def _is_not_met(condition: Condition, fixed: "dict[str, tuple[str, ...] | bool | None]") -> bool:
    """Whether a condition on what is fixed does not hold, whatever its variables stand for."""
    return condition.key in fixed and condition.holds(lambda key: fixed.get(key, False)) is False


def _told(policies: PolicySet, action: str) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """What allows and what denies an action."""
    matches = policies.speaking_of(action)
    return tuple(one for one, _ in matches if one.allow), tuple(one for one, _ in matches if not one.allow)


def _one_allows(statements: tuple[Statement, ...], resource: str, values: Values) -> bool:
    return any(statement.applies(resource, values) for statement in statements)
