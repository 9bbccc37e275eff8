"""What ``deployIfNotExists`` makes after a write, under the assignment's own identity, and whether that identity may.

Source: Microsoft Learn, "Azure Policy definitions deployIfNotExists effect" and "Remediate non-compliant resources with Azure Policy" (how
remediation access control works: the identity needs the roles of ``roleDefinitionIds`` at the scope of the assignment, and on what lies outside).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.azure import expressions
from civic.access.azure.evaluation import evaluate, permitted
from civic.access.azure.expressions import ExpressionError
from civic.access.azure.fields import Body
from civic.access.azure.linked import follow_ups
from civic.access.azure.policy import Outcome, outcomes_of
from civic.access.azure.request import Principal, Request
from civic.access.azure.roles import role_guid
from civic.access.azure.rules import Subject
from civic.access.azure.scopes import group_of, normal, subscription_of
from civic.access.azure.template_functions import EvaluationFailed
from civic.access.azure.templates import template_requests
from civic.access.azure.values import JsonValue, Value, is_mapping, lookup
from civic.access.azure.world import World
from civic.access.verdict import Truth, Verdict, both


@dataclass(frozen=True)
class Later:
    """One deployment of a policy."""

    outcome: Outcome
    type: str
    """Type of what must exist, as the policy spells it."""
    name: str
    """Its name, where the policy says one that can be known."""
    exists: Truth
    """Whether it does already, as far as the resources say."""
    missing_roles: tuple[str, ...]
    """GUIDs of ``roleDefinitionIds`` that the identity holds neither at the scope nor above it."""
    verdicts: tuple[tuple[Request, Verdict], ...]
    """Of each operation of the deployment, what it needs elsewhere included."""

    @property
    def suffices(self) -> Truth:
        """Whether the identity may do all of it; false where the assignment has none."""
        if not self.outcome.assignment.identity:
            return False
        return both(True if each.allowed else False if each.denied else None for _, each in self.verdicts)


def later(world: World, request: Request) -> tuple[Later, ...]:
    """Deployments that follow a write, or may. Those that are certain not to be needed are left out."""
    if request.verb != "write" or request.data or not subscription_of(request.place):
        return ()
    outcomes = (each for each in outcomes_of(world, request) if each.effect == "deployifnotexists" and each.assignment.enforced is not False)
    return tuple(found for found in (_deployment(world, request, each) for each in outcomes) if found and found.exists is not True)


def _deployment(world: World, request: Request, outcome: Outcome) -> Later | None:
    details = outcome.member.definition.details
    if not is_mapping(details):
        return None
    body = Body.of(request.type, request.scope, request.properties)
    subject = Subject(body, outcome.member.parameters)
    kind, name = lookup(details, "type"), _resolved(lookup(details, "name"), subject)
    identity = Principal(outcome.assignment.identity)
    roles = lookup(details, "roleDefinitionIds")
    guids = [role_guid(each) for each in roles if isinstance(each, str)] if isinstance(roles, list) else []
    return Later(
        outcome=outcome,
        type=kind if isinstance(kind, str) else "",
        name=name if isinstance(name, str) else "",
        exists=_exists(world, request, outcome, details, subject),
        missing_roles=tuple(guid for guid in guids if not _holds(world, identity, guid, request.place)),
        verdicts=tuple(_verdicts(world, request, identity, details, subject)),
    )


def _resolved(value: Value, subject: Subject) -> Value:
    try:
        return expressions.resolve(expressions.known(value), subject.scope)
    except (EvaluationFailed, ExpressionError):
        return None


def _holds(world: World, identity: Principal, guid: str, place: str) -> bool:
    return any(each.role.guid == guid and each.scope in world.tree.chain(place) for each in world.held_by(identity))


def _exists(world: World, request: Request, outcome: Outcome, details: Mapping[str, JsonValue], subject: Subject) -> Truth:
    """Whether a resource of the type, in the place that the policy looks in, meets its condition."""
    wanted, name = str(lookup(details, "type")).lower(), _resolved(lookup(details, "name"), subject)
    wide = str(lookup(details, "existenceScope") or "").lower() == "subscription"
    inside = subscription_of(request.place) if wide else request.place
    result: Truth = False
    for resource in world.of_type.get((subscription_of(request.place), wanted), ()):
        place = normal(resource.id)
        if not place.startswith(f"{inside}/") or (isinstance(name, str) and name and not place.endswith(f"/{name.lower()}")):
            continue
        met = _meets(outcome, Subject(Body(wanted, resource.id, resource.inputs), outcome.member.parameters))
        if met is True:
            return True
        result = None if met is None else result
    return result


def _meets(outcome: Outcome, subject: Subject) -> Truth:
    existence = outcome.member.definition.existence
    try:
        return True if existence is None else existence(subject)
    except (EvaluationFailed, ExpressionError):
        return None


def _verdicts(
    world: World, request: Request, identity: Principal, details: Mapping[str, JsonValue], subject: Subject
) -> Iterator[tuple[Request, Verdict]]:
    deployment = lookup(details, "deployment")
    properties = lookup(deployment, "properties") if is_mapping(deployment) else None
    if not is_mapping(properties):
        return
    given = lookup(properties, "parameters")
    worked_out: dict[str, JsonValue] = (
        {name: expressions.known(_resolved(expressions.known(value), subject)) for name, value in given.items()} if is_mapping(given) else {}
    )
    at_subscription = str(lookup(details, "deploymentScope") or "").lower() == "subscription"
    base = subscription_of(request.place) if at_subscription else group_of(request.place) or subscription_of(request.place)
    scope = _own_case(request.scope, base)
    asking = replace(
        request,
        principal=identity,
        action="Microsoft.Resources/deployments/write",
        scope=f"{scope}/providers/Microsoft.Resources/deployments/policy",
        properties=None,
    )
    yield asking, evaluate(world, asking)
    for inner in template_requests(asking, {**properties, "parameters": worked_out}):
        yield inner, evaluate(world, inner)
        for more in follow_ups(world, inner):
            if more.certain:
                yield more.request, (evaluate if more.operation else permitted)(world, more.request)


def _own_case(scope: str, base: str) -> str:
    return "/" + "/".join(scope.strip("/").split("/")[: base.count("/")]) if normal(scope).startswith(base) else base
