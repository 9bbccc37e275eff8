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
    if "#" in actor.node.id:
        return
    taken = [*_elevated(actor), *_assigned(actor), *_defined(reach, actor)]
    for scope, how, calls in taken:
        yield Step(actor.node, reach.scope_node(scope), how, calls)
    if taken:
        more = [(EVERYTHING, scope) for scope, _, _ in taken]
        yield Step(actor.node, _with(reach, actor, more, "every right that it may give itself"), taken[0][1], taken[0][2])
    elif own := _given(reach, actor):
        roles = ", ".join(sorted({role.name for _, role, _ in own}))
        more = [(role, scope) for _, role, scope in own]
        yield Step(actor.node, _with(reach, actor, more, "the roles that it may give itself"), f"gives itself {roles}", (own[0][0],))


Taken = tuple[str, str, tuple[Call, ...]]
"""Scope, how, and by which calls every right there is taken."""


def _assigned(actor: Actor) -> Iterator[Taken]:
    """Role assignments are written at a scope, and their conditions look at the role and at who is given it."""
    for scope in actor.scopes(ASSIGN):
        owner = _may_give(actor, scope, OWNER)
        if not owner.verdict.denied:
            yield scope, "gives itself every role", (owner,)


def _given(reach: "AzureReach", actor: Actor) -> list[tuple[Call, RoleDefinition, str]]:
    """Lesser roles that the actor may give itself, each with its scope."""
    calls = ((_may_give(actor, scope, guid), role, scope) for scope in actor.scopes(ASSIGN) for guid, role in _roles(reach, actor))
    return [(call, role, scope) for call, role, scope in calls if not call.verdict.denied]


def _elevated(actor: Actor) -> Iterator[Taken]:
    if actor.scopes(ELEVATE):
        call = actor.call(ELEVATE, ROOT)
        if not call.verdict.denied:
            yield ROOT, "elevates its access to everything", (call,)


def _defined(reach: "AzureReach", actor: Actor) -> Iterator[Taken]:
    """A role definition that is rewritten is at once everybody's who holds it; it takes the right at every scope where it is assignable."""
    for guid, role in reach.world.roles.items() if actor.scopes(DEFINE) else ():
        if guid != role.guid or not role.assignable or guid not in reach.held:
            continue
        calls = tuple(actor.right(DEFINE, scope) for scope in role.assignable)
        if not any(call.verdict.denied for call in calls):
            yield from ((scope, f"rewrites the role {role.name}, which somebody holds there", calls) for scope in reach.held[guid])


def _with(reach: "AzureReach", actor: Actor, more: list[tuple[RoleDefinition, str]], what: str) -> Node:
    """The actor with what it may give itself."""
    place = Place(actor.node.place.owner, "applications", below=True)
    who = actor.principal.object_id.lower()
    node = Node(f"{who}#{what}", NodeKind.IDENTITY, place, f"{actor.node.name} with {what}")
    given = [Assignment("", who, role, scope, document="given by itself") for role, scope in dict.fromkeys(more)]
    return reach.acting(node, lambda: Actor(node, actor.world.with_assignments(given), actor.principal, actor.activated))


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
    for who, kind in ((actor.principal.object_id, "ServicePrincipal"), (STRANGER, "User")):
        call = actor.call(
            ASSIGN, f"{scope.rstrip('/')}/providers/Microsoft.Authorization/roleAssignments/new", assignment_attributes(guid, who, kind)
        )
        first = first or call
        if not call.verdict.denied:
            return call
    assert first is not None
    return first
