"""Azure Policy: what our own assignments say to a resource that is written or deleted.

Order as Azure evaluates: what is switched off is left out, ``modify`` and ``append`` change the request, ``deny`` refuses it, ``denyAction``
refuses a deletion. What ``deployIfNotExists`` makes later is in ``deployments``. Sources: Microsoft Learn, "Azure Policy definitions effect
basics" (order of evaluation), "... denyAction effect", "Understand scope in Azure Policy", "Azure Policy assignment structure".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from civic.access.azure import expressions
from civic.access.azure.expressions import ExpressionError, Scope
from civic.access.azure.fields import Body
from civic.access.azure.policy_changes import changed
from civic.access.azure.policy_model import Exemption, Member, PolicyAssignment
from civic.access.azure.request import Request
from civic.access.azure.resource_types import GROUP, NEVER_KEPT, is_evaluated, is_indexed
from civic.access.azure.rules import Subject
from civic.access.azure.scopes import group_of, name_of, normal, subscription_of, type_of
from civic.access.azure.template_functions import MARK, EvaluationFailed
from civic.access.azure.values import UNKNOWN, JsonValue, is_mapping, lookup
from civic.access.azure.world import World
from civic.access.verdict import Grounds, Truth, both, negated


@dataclass(frozen=True)
class Outcome:
    """What one policy of one assignment says to a request."""

    assignment: PolicyAssignment
    member: Member
    effect: str
    """Lower case; empty where it cannot be known."""
    applies: Truth
    unknown: frozenset[str] = frozenset()
    """What would have to be known."""
    failed: str = ""
    """Why the evaluation failed, which Azure takes for a deny."""

    @property
    def grounds(self) -> Grounds:
        """The assignment, and the policy in it."""
        definition = self.member.definition
        return Grounds(self.assignment.urn, "policyDefinitionId", self.member.reference or name_of(definition.id) or self.assignment.name)


@dataclass(frozen=True)
class Answer:
    """What all policies together say to a request."""

    denied: Truth = False
    outcomes: tuple[Outcome, ...] = ()
    """Of every policy that applies, or may."""
    refusals: tuple[Outcome, ...] = ()
    """Those that refuse, or may."""
    properties: Mapping[str, JsonValue] | None = None
    """The body as ``modify`` and ``append`` left it."""

    @property
    def message(self) -> str:
        """What a person reads who is refused."""
        return next((each.assignment.message for each in self.refusals if each.assignment.message), "")


NOTHING = Answer()


def answer(world: World, request: Request) -> Answer:
    """What Azure Policy says. Only writes and deletions in an Azure subscription are looked at."""
    kind = request.type
    if request.data or request.verb not in ("write", "delete") or not subscription_of(request.place) or not is_evaluated(kind):
        return NOTHING
    if request.verb == "delete":
        return _deletion(world, request)
    outcomes = list(outcomes_of(world, request))
    for outcome in [each for each in outcomes if each.effect in ("modify", "append") and each.assignment.enforced is not False]:
        request = replace(request, properties=changed(outcome, request))
    if any(each.effect in ("modify", "append") for each in outcomes):
        outcomes = [*(each for each in outcomes if each.effect in ("modify", "append")), *_again(world, request)]
    refusals = tuple(each for each in outcomes if each.effect in ("deny", ""))
    return Answer(_denied(refusals), tuple(outcomes), refusals, request.properties)


def _again(world: World, request: Request) -> Iterator[Outcome]:
    return (each for each in outcomes_of(world, request) if each.effect not in ("modify", "append"))


def _denied(refusals: tuple[Outcome, ...]) -> Truth:
    result: Truth = False
    for each in refusals:
        enforced = both((each.applies, each.assignment.enforced, None if each.assignment.selected else True, None if not each.effect else True))
        if enforced is True:
            return True
        result = None if enforced is None else result
    return result


def _deletion(world: World, request: Request) -> Answer:
    """``denyAction`` of the resource itself; of a resource group also of what is in it and has tags and a location."""
    if request.type in NEVER_KEPT:
        return NOTHING
    outcomes = [each for each in outcomes_of(world, request) if _prevents_deletion(each)]
    if request.type == GROUP:
        outcomes += _inside(world, request)
    refusals = tuple(outcomes)
    return Answer(_denied(refusals), refusals, refusals, request.properties)


def _prevents_deletion(outcome: Outcome) -> bool:
    names = lookup(outcome.member.definition.details, "actionNames") if is_mapping(outcome.member.definition.details) else None
    return not outcome.effect or (isinstance(names, list) and any(str(name).lower() == "delete" for name in names))


def _inside(world: World, request: Request) -> Iterator[Outcome]:
    for resource in world.in_group.get(request.place, ()):
        place = normal(resource.id)
        inner = replace(request, action=f"{type_of(place)}/delete", scope=resource.id, properties=resource.inputs)
        for outcome in outcomes_of(world, inner) if inner.type not in NEVER_KEPT else ():
            if outcome.effect == "denyaction" and outcome.member.definition.mode == "indexed" and _prevents_deletion(outcome) and _cascades(outcome):
                yield outcome


def _cascades(outcome: Outcome) -> bool:
    details = outcome.member.definition.details
    behaviours = lookup(details, "cascadeBehaviors") if is_mapping(details) else None
    return str((lookup(behaviours, "resourceGroup") if is_mapping(behaviours) else None) or "deny").lower() == "deny"


def outcomes_of(world: World, request: Request) -> Iterator[Outcome]:
    """Each policy that applies to a request or may, in the order from the resource up to the tenant."""
    kind, place = request.type, request.place
    body = Body.of(kind, request.scope, request.properties)
    scopes = tuple(scope for scope in world.tree.chain(place) if scope in world.policies)
    for assignment, member, effect in _about(world, scopes, kind, request.verb == "delete"):
        if assignment.urn in request.without or any(world.tree.within(place, excluded) for excluded in assignment.not_scopes):
            continue
        outcome = _evaluate(world, assignment, member, effect, body, request)
        if outcome.applies is not False:
            yield outcome


def _about(world: World, scopes: tuple[str, ...], kind: str, deletion: bool) -> tuple[tuple[PolicyAssignment, Member, str], ...]:
    """Policies of these scopes that can be about a type, each with its effect; of a deletion those alone that can refuse one."""
    key = (scopes, kind, deletion)
    found = world.policies_about.get(key)
    if found is None:
        assigned = ((each, member, _effect(member)) for scope in scopes for each in world.policies[scope] for member in each.members)
        found = tuple(
            (each, member, effect)
            for each, member, effect in assigned
            if effect != "disabled" and (not deletion or effect in ("denyaction", "")) and _may_be_about(member, kind)
        )
        world.policies_about[key] = found
    return found


def _may_be_about(member: Member, kind: str) -> bool:
    """Whether a policy can apply to a type at all, with everything but the type not known."""
    definition = member.definition
    if definition.mode not in ("all", "indexed") or (definition.mode == "indexed" and is_indexed(kind, None) is False):
        return False
    nothing = Body(kind, "", None, {"name": MARK, "fullname": MARK, "id": MARK})
    return _applies(member, Subject(nothing, member.parameters))[0] is not False


def _evaluate(world: World, assignment: PolicyAssignment, member: Member, effect: str, body: Body, request: Request) -> Outcome:
    seen = is_indexed(body.type, body.properties) if member.definition.mode == "indexed" else True
    if member.definition.condition is None:
        known = frozenset({member.definition.id})
        return Outcome(assignment, member, "", both((seen, None, negated(_exempt(world, assignment, member, request)))), known)
    subject = Subject(body, member.parameters, lambda name: _contexts(world, assignment, member, request).get(name, UNKNOWN))
    applies, failed = _applies(member, subject)
    whole = both((seen, applies, negated(_exempt(world, assignment, member, request))))
    unknown = frozenset(subject.missing) if whole is None else frozenset()
    return Outcome(assignment, member, "deny" if failed else effect, whole, unknown or _why(whole, body, seen), failed)


def _why(applies: Truth, body: Body, seen: Truth) -> frozenset[str]:
    if applies is not None:
        return frozenset()
    return frozenset({f"whether {body.type} has tags and a location"} if seen is None else {f"properties of {body.type}"})


def _applies(member: Member, subject: Subject) -> tuple[Truth, str]:
    condition = member.definition.condition
    if condition is None:
        return None, ""
    try:
        return condition(subject), ""
    except (EvaluationFailed, ExpressionError) as error:
        return True, str(error)


def _effect(member: Member) -> str:
    if member.effect:
        return member.effect.lower()
    try:
        effect = expressions.resolve(member.definition.effect, Scope(member.parameters))
    except (EvaluationFailed, ExpressionError):
        return ""
    return effect.lower() if isinstance(effect, str) and effect != MARK else ""


def _exempt(world: World, assignment: PolicyAssignment, member: Member, request: Request) -> Truth:
    result: Truth = False
    for each in assignment.exemptions:
        named = not each.references or member.reference.lower() in each.references
        if named and each.urn not in request.without and world.tree.within(request.place, each.scope):
            honoured = _honoured(each, request.at)
            if honoured is True:
                return True
            result = None if honoured is None else result
    return result


def _honoured(exemption: Exemption, at: str) -> Truth:
    if not exemption.expires:
        return True
    if not at:
        return None
    try:
        return datetime.fromisoformat(at) < datetime.fromisoformat(exemption.expires)
    except (ValueError, TypeError):
        return None


def _contexts(world: World, assignment: PolicyAssignment, member: Member, request: Request) -> dict[str, JsonValue]:
    """What ``resourceGroup()``, ``subscription()`` and ``policy()`` give."""
    group, subscription = group_of(request.place), subscription_of(request.place)
    known = world.resources.get(group)
    inputs: Mapping[str, JsonValue] = known.inputs if known else {"location": MARK, "tags": MARK}
    name = request.scope.strip("/").split("/")[3] if group else ""
    return {
        "resourcegroup": {"name": name, "id": group, "location": inputs.get("location", MARK), "tags": inputs.get("tags", {})},
        "subscription": {"id": subscription, "subscriptionId": name_of(subscription), "tenantId": MARK, "displayName": MARK, "tags": MARK},
        "policy": {"assignmentId": assignment.id, "definitionId": member.definition.id, "definitionReferenceId": member.reference},
    }
