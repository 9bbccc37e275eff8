"""Steps on Azure that take guardrails away: policy assignments, exemptions from them, Azure Subscriptions moved out of their place.

Microsoft Learn, "Azure Policy exemption structure" (required permissions) and "Manage your Azure subscriptions at scale with management groups".
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from civic.access.azure.actors import Actor
from civic.access.azure.scopes import ROOT
from civic.access.graph import Node, NodeKind, Step

if TYPE_CHECKING:
    from civic.access.azure.paths import AzureReach

EXEMPT = "Microsoft.Authorization/policyExemptions/write"
ALLOWED = "Microsoft.Authorization/policyAssignments/exempt/action"
REWRITES = ("Microsoft.Authorization/policyAssignments/write", "Microsoft.Authorization/policyAssignments/delete")
PLACE = "Microsoft.Management/managementGroups/subscriptions/write"


def guardrail_nodes(reach: "AzureReach") -> dict[str, Node]:
    """Policy assignments, by their id."""
    found: dict[str, Node] = {}
    for scope, assignments in reach.world.policies.items():
        for one in assignments:
            key = f"{'' if scope == ROOT else scope}/providers/microsoft.authorization/policyassignments/{one.name.lower()}"
            found[key] = Node(key, NodeKind.GUARDRAIL, reach.made_by(one.urn, below=True), f"guardrail {one.urn.rpartition('::')[2]}")
    return found


def steps(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    """Every step that is possible, or may be; some that are not."""
    yield from _rewritten(reach, actor)
    yield from _exempted(reach, actor)
    yield from _moved(reach, actor)


def _rewritten(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    for action in REWRITES:
        scopes = actor.scopes(action)
        for key, node in reach.guardrails.items() if scopes else ():
            if any(reach.world.tree.within(key, scope) for scope in scopes):
                yield Step(actor.node, node, "takes it away or rewrites it", (actor.right(action, key),))


def _exempted(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    """An exemption is written where the exempted thing is, and asks for a right on the assignment too."""
    allowed, rewriting = actor.scopes(ALLOWED), [*actor.scopes(REWRITES[0]), *actor.scopes(REWRITES[1])]
    for scope in actor.scopes(EXEMPT) if allowed else ():
        chain = reach.world.tree.chain(scope)
        for key, node in reach.guardrails.items():
            above = key.rpartition("/providers/microsoft.authorization/")[0] or ROOT
            if above in chain and _within(reach, key, allowed) and not _within(reach, key, rewriting):
                at = f"{'' if scope == ROOT else scope}/providers/Microsoft.Authorization/policyExemptions/new"
                properties: Mapping[str, str] = {"policyAssignmentId": key, "exemptionCategory": "Waiver"}
                yield Step(actor.node, node, f"exempts {scope} from it", (actor.call(EXEMPT, at, properties, linked=True),))


def _within(reach: "AzureReach", key: str, scopes: list[str]) -> bool:
    return any(reach.world.tree.within(key, scope) for scope in scopes)


def _moved(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    """An Azure subscription put into a management group on which fewer policies are assigned."""
    reachable = [group for group in reach.groups if any(reach.world.tree.within(group, scope) for scope in actor.scopes(PLACE))]
    for subscription in _movable(reach, actor) if reachable else ():
        held = _policies(reach, subscription) - {one.urn for one in reach.world.policies.get(subscription, ())}
        for group in reachable:
            if group not in reach.world.tree.chain(subscription) and held - _policies(reach, group):
                call = actor.call(PLACE, f"{group}{subscription}", {}, linked=True)
                yield Step(actor.node, reach.guards_of(subscription), f"moves it to {group}, where fewer hold", (call,))


def _movable(reach: "AzureReach", actor: Actor) -> Iterator[str]:
    """Azure subscriptions on which the actor may write role assignments, as whoever moves one must."""
    scopes = actor.scopes("Microsoft.Authorization/roleAssignments/write")
    for subscription in reach.subscriptions if any(scope in (ROOT, *reach.groups) for scope in scopes) else scopes:
        if subscription in reach.subscriptions and any(reach.world.tree.within(subscription, scope) for scope in scopes):
            yield subscription


def _policies(reach: "AzureReach", scope: str) -> frozenset[str]:
    return frozenset(one.urn for each in reach.world.tree.chain(scope) for one in reach.world.policies.get(each, ()))
