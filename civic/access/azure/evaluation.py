"""May this identity do that? As Azure Resource Manager asks: deny assignments, role assignments, locks, Azure Policy.

Three-valued throughout: what hangs on something that is not known is unknown. Sources: Microsoft Learn, "What is Azure RBAC?" (how Azure RBAC
determines access), "Understand Azure deny assignments", "Lock your resources to protect your infrastructure".
"""

from collections.abc import Iterator

from civic.access.azure import policy
from civic.access.azure.assignments import Assignment, Conditioned, DenyAssignment, Lock
from civic.access.azure.conditions import Asked
from civic.access.azure.request import Request
from civic.access.azure.resource_types import LOCK
from civic.access.azure.world import World
from civic.access.verdict import Decision, Grounds, Reason, Truth, Verdict

_NO_ALLOW = Verdict(Decision.DENIED, Reason.NO_ALLOW)


def evaluate(world: World, request: Request) -> Verdict:
    """The verdict on one operation alone; what it needs elsewhere is in ``linked.follow_ups``."""
    permission = permitted(world, request)
    if permission.denied or request.data or request.verb == "read":
        return permission
    lock = _locked(world, request)
    if lock is not None:
        return lock
    policed = _policed(world, request)
    return permission if policed is None else _weaker(permission, policed)


def permitted(world: World, request: Request) -> Verdict:
    """What deny assignments and role assignments say, whatever locks and policies do."""
    refused = _denied(world, request)
    if refused is not None and refused.denied:
        return refused
    rights = rights_of(world, request)
    return rights if refused is None else _weaker(rights, refused)


def _weaker(*given: Verdict) -> Verdict:
    """The first denial, else the first unknown with all that is unknown, else the first yes."""
    for verdict in given:
        if verdict.denied:
            return verdict
    unsure = [verdict for verdict in given if not verdict.allowed]
    if not unsure:
        return given[0]
    grounds = tuple(ground for verdict in unsure for ground in verdict.grounds)
    return Verdict(Decision.UNKNOWN, unsure[0].reason, grounds, frozenset[str]().union(*(verdict.unknown for verdict in unsure)))


def rights_of(world: World, request: Request) -> Verdict:
    """What role assignments alone say: allowed by one of them, or unknown where one of them might, or not allowed."""
    action, data = request.action.lower(), request.data
    asked = Asked(request)
    maybe: list[Assignment] = []
    for each in _candidates(world, request):
        granted = each.role.grants(action, data)
        if granted is False:
            continue
        holds = _holds(each.condition, asked)
        certain = each.principal is not None and each.scope is not None
        if granted and holds and certain:
            return Verdict(Decision.ALLOWED, Reason.ALLOWED, (_grounds(each),))
        if holds is not False:
            maybe.append(each)
    return _unsure(maybe, asked) if maybe else _NO_ALLOW


def _candidates(world: World, request: Request) -> Iterator[Assignment]:
    chain, ids, action = world.tree.chain(request.place), request.principal.ids, request.action.lower()
    for key in ids:
        scopes = world.granting(key, action, request.data)
        if scopes:
            for scope in chain:
                for each in scopes.get(scope, ()):
                    if _in_force(each, request):
                        yield each
    for each in world.loose:
        if (each.principal is None or each.principal in ids) and (each.scope is None or each.scope in chain) and _in_force(each, request):
            yield each


def _in_force(assignment: Assignment, request: Request) -> bool:
    return (request.activated or not assignment.eligible) and assignment.urn not in request.without


def _holds(condition: Conditioned, asked: Asked) -> Truth:
    if condition.holds is None:
        return True if condition.known else None
    return condition.holds(asked)


def _grounds(assignment: Assignment) -> Grounds:
    return Grounds(assignment.urn, assignment.document, assignment.role.name)


def _unsure(maybe: list[Assignment], asked: Asked) -> Verdict:
    unknown = set(asked.missing)
    for each in maybe:
        if each.role.permissions is None:
            unknown.add(f"role {each.role.guid or each.role.name}")
        if each.principal is None:
            unknown.add(f"principalId of {each.urn}")
        if each.scope is None:
            unknown.add(f"scope of {each.urn}")
        if not each.condition.known:
            unknown.add(f"condition of {each.urn}")
    reason = Reason.UNKNOWN_CONDITION if asked.missing else Reason.UNKNOWN_DOCUMENT
    return Verdict(Decision.UNKNOWN, reason, tuple(map(_grounds, maybe)), frozenset(unknown))


def _denied(world: World, request: Request) -> Verdict | None:
    """A deny assignment that meets the request, or may; None where none does."""
    if not world.denies:
        return None
    action, asked = request.action.lower(), Asked(request)
    maybe: list[DenyAssignment] = []
    for scope in world.tree.chain(request.place):
        for each in world.denies.get(scope, ()):
            if (each.children or scope == request.place) and each.urn not in request.without and each.meets(request.principal.ids):
                holds = _holds(each.condition, asked) if any(one.grants(action, request.data) for one in each.permissions) else False
                if holds:
                    return Verdict(Decision.DENIED, Reason.DENY_ASSIGNMENT, (Grounds(each.urn, "permissions", each.name),))
                if holds is None:
                    maybe.append(each)
    if not maybe:
        return None
    unknown = frozenset(asked.missing) or frozenset(f"condition of {each.urn}" for each in maybe)
    grounds = tuple(Grounds(each.urn, "condition", each.name) for each in maybe)
    return Verdict(Decision.UNKNOWN, Reason.UNKNOWN_CONDITION, grounds, unknown)


def _locked(world: World, request: Request) -> Verdict | None:
    """The lock that forbids it; None where none does. Locks themselves are made and taken away under any lock."""
    if not world.locks or request.type == LOCK:
        return None
    for each in _locks(world, request):
        if each.urn not in request.without and (request.verb == "delete" or each.level == "ReadOnly"):
            return Verdict(Decision.DENIED, Reason.LOCK, (Grounds(each.urn, "level", each.level),))
    return None


def _locks(world: World, request: Request) -> Iterator[Lock]:
    for scope in world.tree.chain(request.place):
        yield from world.locks.get(scope, ())
    if request.verb == "delete":
        yield from world.locks_within.get(request.place, ())


def _policed(world: World, request: Request) -> Verdict | None:
    """The verdict of Azure Policy; None where it has no objection."""
    if not world.policies:
        return None
    said = policy.answer(world, request)
    if said.denied is False:
        return None
    if said.denied:
        grounds = tuple(each.grounds for each in said.refusals if each.applies)
        return Verdict(Decision.DENIED, Reason.AZURE_POLICY, grounds)
    unknown = frozenset[str]().union(*(each.unknown for each in said.refusals))
    return Verdict(Decision.UNKNOWN, Reason.UNKNOWN_CONDITION, tuple(each.grounds for each in said.refusals), unknown or frozenset({"policy effect"}))
