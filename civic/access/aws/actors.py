"""Who asks in the graph of paths, and how calls are asked for: quickly no where no statement of theirs speaks of the action."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.aws import managed
from civic.access.aws.arn_index import EVERYTHING, ArnIndex, example
from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.evaluation import evaluate
from civic.access.aws.policies import Statement
from civic.access.aws.request import UNKNOWABLE, Principal, Request
from civic.access.aws.services import evaluate_with_services, worst
from civic.access.aws.world import Identity, World
from civic.access.graph import Call, Node

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
EVERY_RIGHT = PolicySet([managed.attached(ADMINISTRATOR)])
CHOSEN = frozenset(
    {
        *("aws:requesttag/*", "aws:tagkeys", "sts:externalid", "sts:rolesessionname", "sts:sourceidentity", "sts:transitivetagkeys"),
        *("ecs:*", "ec2:*", "lambda:*", "codebuild:*", "ssm:*", "cloudformation:*", "scheduler:*", "states:*", "glue:*", "batch:*"),
    }
)
"""Condition keys whose values whoever asks chooses: a step that hangs on one is possible."""
TAGGED_SESSIONS = frozenset({"aws:principaltag/*"})


@dataclass(frozen=True)
class Actor:
    """An identity as it acts at a node: its rights may be others than the plans give it."""

    node: Node
    world: World
    principal: Principal
    identity: Identity
    unknown_keys: frozenset[str] = UNKNOWABLE
    region: str = ""
    """Where it makes things, for calls that nothing else says the region of."""
    capped: bool = False
    """Guardrails hold it to less than its account's other identities."""

    @property
    def account(self) -> str:
        return self.identity.account

    @property
    def wide(self) -> bool:
        """Whether it holds every right, so that no step within its account gives it more."""
        return has_every_right(self.identity) and not self.capped

    def example(self, pattern: str) -> str:
        """An ARN that a pattern covers, for something of the actor's account that does not exist yet."""
        return example(pattern, self.account, self.region)

    def allows(self, action: str) -> list[Statement]:
        """Its own statements that may allow an action."""
        return [statement for statement, _ in self.identity.policies.speaking_of(action.lower()) if statement.allow]

    def patterns(self, action: str) -> list[str]:
        """What its statements that may allow an action cover, as patterns; everything where they do not say or are not known."""
        bounds = self.identity.bounds
        if self.identity.boundary and not bounds.unknown and not any(statement.allow for statement, _ in bounds.speaking_of(action.lower())):
            return []
        found: list[str] = [EVERYTHING] if self.identity.policies.unknown else []
        for statement in self.allows(action):
            found += [EVERYTHING] if statement.resources_negated or not statement.resources else [one.text for one in statement.resources]
        return list(dict.fromkeys(found))

    def bounding(self, action: str) -> list[str] | None:
        """What its boundary lets an action touch at most, as patterns; nothing where that is no limit, or not known."""
        bounds = self.identity.bounds
        if self.identity.boundary is None or bounds.unknown:
            return None
        allows = [statement for statement, _ in bounds.speaking_of(action.lower()) if statement.allow]
        if any(statement.resources_negated or not statement.resources for statement in allows):
            return None
        found = list(dict.fromkeys(one.text for statement in allows for one in statement.resources))
        return None if EVERYTHING in found else found

    def covered(self, index: ArnIndex, action: str, account: str = "") -> Iterator[str]:
        """ARNs of an index that its statements cover and its boundary does not keep from it; in the order of its statements."""
        found, bounds = index.covered(self.patterns(action), account), self.bounding(action)
        if bounds is None:
            return found
        within = frozenset(index.covered(bounds, account))
        return (arn for arn in found if arn in within)

    def call(self, action: str, resource: str, context: Mapping[str, tuple[str, ...]] | None = None, unknown: Iterable[str] = ()) -> Call:
        """One call with its verdict."""
        return Call(action, resource, evaluate(self.world, self._request(action, resource, context, unknown)))

    def with_services(self, action: str, resource: str, context: Mapping[str, tuple[str, ...]] | None = None) -> Call:
        """The same with all that the service then asks for in the caller's name: the one that decides."""
        request, verdict = worst(evaluate_with_services(self.world, self._request(action, resource, context, ())))
        return Call(request.action, request.resource, verdict)

    def _request(self, action: str, resource: str, context: Mapping[str, tuple[str, ...]] | None, unknown: Iterable[str]) -> Request:
        given = dict(context or {})
        if resource == EVERYTHING and self.region:
            given.setdefault("aws:requestedregion", (self.region,))
        return Request(self.principal, action, resource, context=given, unknown_keys=self.unknown_keys.union(unknown))

    def first(self, calls: Iterable[Call]) -> Call | None:
        """The first call that is allowed, else the first that may be."""
        maybe: Call | None = None
        for call in calls:
            if call.verdict.allowed:
                return call
            if not call.verdict.denied:
                maybe = maybe or call
        return maybe


def has_every_right(identity: Identity) -> bool:
    """Whether its own policies allow everything on everything without condition, and no boundary limits it."""
    return identity.boundary is None and identity.policies.everything("any:Action")


def changed(world: World, identity: Identity) -> World:
    """The world with one identity in the place of the one of the same ARN."""
    return world.with_identity(identity)


def with_rights(identity: Identity, rights: PolicySet, boundary: Attached | None, boundary_arn: str = "") -> Identity:
    return replace(identity, policies=rights, boundary=boundary, boundary_arn=boundary_arn)


def best(*groups: Iterator[Call]) -> list[Call]:
    """Of each group the call that goes furthest: the first allowed, else the first unknown, else the first."""
    order = {"allowed": 0, "unknown": 1, "denied": 2}
    return [min(found, key=lambda call: order[call.verdict.decision.value]) for group in groups if (found := list(group))]
