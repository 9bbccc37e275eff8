"""Steps by which an identity on Azure gives itself more: role assignments, role definitions, elevated access.

Microsoft Learn: "Delegate Azure role assignment management to others with conditions", "Azure custom roles" (who can create, delete, update, or
view a custom role), "Elevate access to manage all Azure subscriptions and management groups".
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from civic.access.azure.actors import EVERYTHING, Actor
from civic.access.azure.assignments import Assignment
from civic.access.azure.builtin_roles import OWNER, ROLES
from civic.access.azure.conditions import assignment_attributes
from civic.access.azure.request import Principal
from civic.access.azure.roles import RoleDefinition
from civic.access.azure.scopes import ROOT
from civic.access.graph import Call, Node, NodeKind, Step
from civic.access.places import Place

if TYPE_CHECKING:
    from civic.access.azure.paths import AzureReach

ASSIGN, DEFINE = "Microsoft.Authorization/roleAssignments/write", "Microsoft.Authorization/roleDefinitions/write"
ELEVATE = "Microsoft.Authorization/elevateAccess/action"
STRANGER = "00000000-0000-4000-8000-000000000000"
"""Somebody of whom no plan knows, such as an identity of the asker's own making."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def steps(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    if "#" in actor.node.id and actor.node.kind is NodeKind.ACCOUNT:
        return
    yield from _assigning(reach, actor)
    yield from _defining(reach, actor)
    if actor.scopes(ELEVATE):
        yield Step(actor.node, _everything(reach, actor, ROOT), "elevates its access to everything", (actor.call(ELEVATE, ROOT),))


def _everything(reach: "AzureReach", actor: Actor, scope: str) -> Node:
    """The actor with every right at a scope."""
    place = reach.scope_node(scope)
    node = Node(f"{scope}#{actor.principal.object_id}", NodeKind.ACCOUNT, place.place, place.label)
    more = Assignment("", actor.principal.object_id.lower(), EVERYTHING, scope, document="given by itself")
    return reach.acting(node, lambda: Actor(node, actor.world.with_assignments([more]), actor.principal, actor.activated))


def _assigning(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    """Role assignments are written at a scope, and their conditions look at the role and at who is given it."""
    own: list[tuple[Call, RoleDefinition, str]] = []
    for scope in actor.scopes(ASSIGN):
        owner = _may_give(actor, scope, OWNER)
        if not owner.verdict.denied:
            yield Step(actor.node, _everything(reach, actor, scope), "gives itself every role", (owner,))
            continue
        for guid, role in _roles(reach, actor):
            call = _may_give(actor, scope, guid)
            if not call.verdict.denied:
                own.append((call, role, scope))
    if own and "#" not in actor.node.id:
        yield Step(actor.node, _with(reach, actor, own), f"gives itself {', '.join(sorted({role.name for _, role, _ in own}))}", (own[0][0],))


def _with(reach: "AzureReach", actor: Actor, own: list[tuple[Call, RoleDefinition, str]]) -> Node:
    """The actor with all the roles that it may give itself."""
    place = Place(actor.node.place.owner, "applications", below=True)
    node = Node(f"{actor.principal.object_id}#roles", NodeKind.IDENTITY, place, f"{actor.node.name} with the roles that it may give")
    more = [Assignment("", actor.principal.object_id.lower(), role, scope, document="given by itself") for _, role, scope in own]
    return reach.acting(node, lambda: Actor(node, actor.world.with_assignments(more), Principal(actor.principal.object_id), actor.activated))


def _roles(reach: "AzureReach", actor: Actor) -> Iterator[tuple[str, RoleDefinition]]:
    """Roles worth trying: those that its conditions name, the plan's own and the built-in ones."""
    named = {guid.lower() for text in actor.conditions(ASSIGN) for guid in _GUID.findall(text)}
    positive = all(text and "guidnotequals" not in text.lower() for text in actor.conditions(ASSIGN))
    known = {guid: role for guid, role in reach.world.roles.items() if guid == role.guid}
    for guid, role in {**ROLES, **known}.items():
        if guid in named or not positive:
            yield guid, role


def _may_give(actor: Actor, scope: str, guid: str) -> Call:
    """Giving a role to oneself, or to somebody whom one acts as."""
    first: Call | None = None
    for who, kind in ((actor.principal.object_id, "ServicePrincipal"), (STRANGER, "ServicePrincipal"), (STRANGER, "User"), (STRANGER, "Group")):
        call = actor.call(
            ASSIGN, f"{scope.rstrip('/')}/providers/Microsoft.Authorization/roleAssignments/new", assignment_attributes(guid, who, kind)
        )
        first = first or call
        if not call.verdict.denied:
            return call
    assert first is not None
    return first


def _defining(reach: "AzureReach", actor: Actor) -> Iterator[Step]:
    """A role definition that is rewritten is at once everybody's who holds it; it takes the right at every scope where it is assignable."""
    if not actor.scopes(DEFINE):
        return
    for guid, role in reach.world.roles.items():
        if guid != role.guid or not role.assignable or guid not in reach.held:
            continue
        calls = tuple(actor.right(DEFINE, scope) for scope in role.assignable)
        if not any(call.verdict.denied for call in calls):
            for scope in reach.held[guid]:
                yield Step(actor.node, _everything(reach, actor, scope), f"rewrites the role {role.name}, which somebody holds there", calls)
