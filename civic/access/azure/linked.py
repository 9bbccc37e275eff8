"""What a write needs elsewhere, and the verdict on all of it together.

Azure Resource Manager asks for a right on what a resource refers to, on the scopes that a role is assignable at, on both ends of a move; and for
the registration of the namespace. Found from the resource's properties, whatever its type. Sources: as in ``references``; Microsoft Learn,
"Azure RBAC permissions for Azure Private Link" (approval), "Azure custom roles" (who can create), "Manage your Azure subscriptions at scale
with management groups" (moving), "Azure Policy exemption structure" (required permissions).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.azure import expressions
from civic.access.azure.evaluation import evaluate, permitted
from civic.access.azure.references import ALERTS, DEPLOYMENTS, references, spelled_type
from civic.access.azure.registration import is_registered, namespace_of, registering
from civic.access.azure.request import Request
from civic.access.azure.scopes import GROUPS, is_scope, name_of, normal, subscription_of
from civic.access.azure.templates import template_requests
from civic.access.azure.values import JsonValue, Value, is_mapping, lookup
from civic.access.azure.world import World
from civic.access.verdict import Decision, Reason, Verdict


@dataclass(frozen=True)
class FollowUp:
    """One more operation that a request asks of the same principal."""

    request: Request
    why: str
    operation: bool = False
    """Whether it is carried out too. Else only the right is asked for, whatever locks and policies say."""
    certain: bool = True
    """False where it is asked only if something is so that nobody knows, such as a namespace that may be registered already."""


@dataclass(frozen=True)
class Judgement:
    """The verdict on a request with all that it needs elsewhere, and the operation that decided it."""

    verdict: Verdict
    request: Request
    why: str = ""
    """Empty where the request itself decided."""


def judge(world: World, request: Request) -> Judgement:
    """The request and its follow-ups: the first that is refused, else the first that is unknown, else the yes."""
    own = Judgement(evaluate(world, request), request)
    if own.verdict.denied:
        return own
    unsure = None if own.verdict.allowed else own
    for follow_up in follow_ups(world, request):
        judged = Judgement(_verdict(world, follow_up), follow_up.request, follow_up.why)
        if judged.verdict.denied:
            return judged
        unsure = unsure or (None if judged.verdict.allowed else judged)
    return unsure or own


def _verdict(world: World, follow_up: FollowUp) -> Verdict:
    verdict = (evaluate if follow_up.operation else permitted)(world, follow_up.request)
    registers = follow_up.request.action.lower().endswith("/register/action")
    if verdict.allowed:
        return verdict
    if not follow_up.certain:
        unknown = frozenset({follow_up.why}) | verdict.unknown
        return Verdict(Decision.UNKNOWN, Reason.NOT_REGISTERED if registers else Reason.UNKNOWN_DOCUMENT, verdict.grounds, unknown)
    return replace(verdict, reason=Reason.NOT_REGISTERED) if registers and verdict.reason is Reason.NO_ALLOW else verdict


def follow_ups(world: World, request: Request) -> tuple[FollowUp, ...]:
    """Everything that a request needs besides itself."""
    found = list(_registration(world, request))
    if request.verb == "write" and not request.data and request.properties is not None:
        found += _of_write(world, request, request.properties)
    return tuple({(each.request.action.lower(), each.request.place): each for each in found}.values())


def _registration(world: World, request: Request) -> Iterator[FollowUp]:
    state = is_registered(world, request) if request.verb == "write" else True
    if state is not True:
        namespace, subscription = namespace_of(request.action), subscription_of(request.place)
        why = f"{namespace} is not registered in {subscription}" if state is False else f"whether {namespace} is registered in {subscription}"
        yield FollowUp(registering(request), why, operation=True, certain=state is False)


def _of_write(world: World, request: Request, properties: Mapping[str, JsonValue]) -> Iterator[FollowUp]:
    kind = request.type
    identity = {"identity": expressions.known(lookup(properties, "identity"))}
    if not kind.startswith("microsoft.authorization/") or kind == "microsoft.authorization/policyassignments":
        for action, scope in references(kind, request.scope, identity if kind.startswith("microsoft.authorization/") else properties):
            yield _more(request, action, scope, f"{name_of(request.scope)} refers to it")
    if kind == "microsoft.network/privateendpoints":
        yield from _approvals(world, request, properties)
    if kind in ALERTS:
        yield from _watched(request, properties)
    if kind == "microsoft.authorization/roledefinitions":
        for scope in _texts(lookup(properties, "assignableScopes")):
            if normal(scope) != normal(str(lookup(properties, "scope") or "")):
                yield _more(request, "Microsoft.Authorization/roleDefinitions/write", scope, "the role is assignable there")
    if kind == "microsoft.authorization/policyexemptions":
        of = lookup(properties, "policyAssignmentId")
        if isinstance(of, str) and is_scope(of):
            yield _more(request, "Microsoft.Authorization/policyAssignments/exempt/action", of, "an exemption of it")
    if kind == "microsoft.management/managementgroups/subscriptions":
        yield from _placing(world, request)
    if kind == DEPLOYMENTS:
        for inner in template_requests(request, properties):
            yield FollowUp(inner, "the template makes it", operation=True)


def _more(request: Request, action: str, scope: str, why: str) -> FollowUp:
    return FollowUp(replace(request, action=action, scope=scope, properties=None, suboperation=""), why)


def _texts(value: Value) -> Iterator[str]:
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, str) and is_scope(entry):
            yield entry


def _approvals(world: World, request: Request, properties: Mapping[str, JsonValue]) -> Iterator[FollowUp]:
    """A connection that is not asked for by hand is approved by whoever makes it, unless a service of ours approves it by itself."""
    connections = lookup(_body(properties), "privateLinkServiceConnections")
    for connection in connections if isinstance(connections, list) else ():
        inner = _body(connection) if is_mapping(connection) else {}
        target = lookup(inner, "privateLinkServiceId")
        if isinstance(target, str) and is_scope(target) and not _approves(world, target, request):
            yield _more(request, f"{spelled_type(target)}/privateEndpointConnectionsApproval/action", target, "its connection is approved with it")


def _approves(world: World, target: str, request: Request) -> bool:
    service = world.resources.get(normal(target))
    approval = lookup(service.inputs, "autoApproval") if service else None
    listed = lookup(approval, "subscriptions") if is_mapping(approval) else None
    own = name_of(subscription_of(request.place))
    return isinstance(listed, list) and any(isinstance(each, str) and each.lower() in (own, "*") for each in listed)


def _body(properties: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """A plan's inputs as they are, or the properties of Azure's own form."""
    inner = lookup(properties, "properties")
    return inner if is_mapping(inner) else properties


def _watched(request: Request, properties: Mapping[str, JsonValue]) -> Iterator[FollowUp]:
    for scope in _texts(lookup(_body(properties), "scopes")):
        kind = spelled_type(scope) or "Microsoft.Resources/subscriptions"
        yield _more(request, f"{kind}/read", scope, "the alert watches it")


def _placing(world: World, request: Request) -> Iterator[FollowUp]:
    """Placing an Azure subscription is a move: rights on it, on the group that it comes to, and on the one that it leaves."""
    group, _, subscription = request.place.rpartition("/subscriptions/")
    moved = f"/subscriptions/{subscription}"
    for verb in ("write", "delete"):
        yield _more(request, f"Microsoft.Authorization/roleAssignments/{verb}", moved, "it is moved")
    above = world.tree.parents.get(moved, world.tree.top)
    for scope, why in ((group, "it is moved there"), (above, "it is moved from there")):
        if scope.startswith(GROUPS) and scope != world.tree.top:
            yield _more(request, "Microsoft.Management/managementGroups/write", scope, why)
