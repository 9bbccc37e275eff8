"""Everything on Azure that decides what an identity may do, read from the resources of plans or states and indexed.

Immutable once made, and made of the resources alone: no file, no clock, no network.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from civic.access.azure.assignments import Assignment, DenyAssignment, Lock
from civic.access.azure.identities import Federation, Identity
from civic.access.azure.policy_model import Member, PolicyAssignment
from civic.access.azure.reading import Reading
from civic.access.azure.request import Principal
from civic.access.azure.roles import RoleDefinition
from civic.access.azure.scopes import ROOT, Tree, group_of, normal, parent_of, subscription_of, type_of
from civic.access.errors import AccessError
from civic.plan import Resource


@dataclass(frozen=True)
class World:
    """What is known of one directory and its Azure subscriptions."""

    tree: Tree = field(default_factory=Tree)
    roles: Mapping[str, RoleDefinition] = field(default_factory=dict)
    """The plan's own, by GUID (lower case) and by URN."""
    assignments: Mapping[str, Mapping[str, tuple[Assignment, ...]]] = field(default_factory=dict)
    """By principal, then by scope."""
    loose: tuple[Assignment, ...] = ()
    """Those whose principal or scope cannot be known: maybe anybody's, maybe anywhere."""
    denies: Mapping[str, tuple[DenyAssignment, ...]] = field(default_factory=dict)
    """By scope."""
    locks: Mapping[str, tuple[Lock, ...]] = field(default_factory=dict)
    """By scope."""
    identities: Mapping[str, Identity] = field(default_factory=dict)
    """By object id (lower case), resource id (normal) and URN."""
    federations: tuple[Federation, ...] = ()
    policies: Mapping[str, tuple[PolicyAssignment, ...]] = field(default_factory=dict)
    """By scope."""
    resources: Mapping[str, Resource] = field(default_factory=dict)
    """By id (normal), where it is known."""
    registered: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """Namespaces (lower case) registered in an Azure subscription (its scope) besides those that every one has. None, or no entry: nobody
    knows. One that these resources make has no other."""
    registering: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Namespaces (lower case) that these resources register, by Azure subscription (its scope)."""

    policies_about: dict[tuple[tuple[str, ...], str, bool], tuple[tuple[PolicyAssignment, Member, str], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """Worked out as it is asked for: by scopes, resource type and whether it is deleted, the policies that can be about it."""
    _granting: dict[tuple[str, str, bool], Mapping[str, tuple[Assignment, ...]]] = field(default_factory=dict, repr=False, compare=False)
    _roles: dict[str, tuple[tuple[RoleDefinition, Mapping[str, tuple[Assignment, ...]]], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def granting(self, key: str, action: str, data: bool) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments of a principal or group whose role holds an action (lower case), or may, by scope. Worked out once."""
        found = self._granting.get((key, action, data))
        if found is None:
            meant = [(role, scopes) for role, scopes in self._by_role(key) if role.grants(action, data) is not False]
            found = meant[0][1] if len(meant) == 1 else self._of_roles(key, [role for role, _ in meant])
            self._granting[key, action, data] = found
        return found

    def _by_role(self, key: str) -> tuple[tuple[RoleDefinition, Mapping[str, tuple[Assignment, ...]]], ...]:
        """Roles of a principal or group, each with its assignments by scope."""
        found = self._roles.get(key)
        if found is None:
            # By identity: a role's hash goes through all its actions.
            roles = {id(one.role): one.role for each in self.assignments.get(key, {}).values() for one in each}
            found = self._roles[key] = tuple((role, self._of_roles(key, [role])) for role in roles.values())
        return found

    def _of_roles(self, key: str, roles: Collection[RoleDefinition]) -> Mapping[str, tuple[Assignment, ...]]:
        wanted = {id(role) for role in roles}
        scopes = self.assignments.get(key, {}) if wanted else {}
        held = ((scope, tuple(one for one in each if id(one.role) in wanted)) for scope, each in scopes.items())
        return {scope: each for scope, each in held if each}

    @cached_property
    def locks_within(self) -> Mapping[str, tuple[Lock, ...]]:
        """By scope, the locks on what lies in it."""
        found: dict[str, list[Lock]] = {}
        for scope, locks in self.locks.items():
            above = parent_of(scope)
            while above != ROOT:
                found.setdefault(above, []).extend(locks)
                above = parent_of(above)
        return {scope: tuple(locks) for scope, locks in found.items()}

    @cached_property
    def in_group(self) -> Mapping[str, tuple[Resource, ...]]:
        """By resource group, what lies in it."""
        found: dict[str, list[Resource]] = {}
        for place, resource in self.resources.items():
            group = group_of(place)
            if group and group != place:
                found.setdefault(group, []).append(resource)
        return {group: tuple(inside) for group, inside in found.items()}

    @cached_property
    def named(self) -> Mapping[tuple[str, str], str]:
        """By the last namespace and type in an id, and the name behind it (all lower case), the first id that ends so."""
        found: dict[tuple[str, str], str] = {}
        for place in self.resources:
            parts = place.rsplit("/", 3)
            if len(parts) == 4:
                found.setdefault((f"{parts[1]}/{parts[2]}", parts[3]), place)
        return found

    @cached_property
    def of_type(self) -> Mapping[tuple[str, str], tuple[Resource, ...]]:
        """By Azure subscription and resource type (lower case)."""
        found: dict[tuple[str, str], list[Resource]] = {}
        for place, resource in self.resources.items():
            found.setdefault((subscription_of(place), type_of(place)), []).append(resource)
        return {key: tuple(inside) for key, inside in found.items()}

    @classmethod
    def of(
        cls,
        resources: Iterable[Resource],
        *,
        creators: Mapping[str, str] | None = None,
        registered: Mapping[str, Iterable[str] | None] | None = None,
    ) -> "World":
        """The world that these resources make. Raises ``AccessError`` with the first thing that Azure would refuse.

        ``creators``: name of a stack -> object id of the identity that it acts as, who owns what it creates. ``registered``: id of an
        Azure subscription -> namespaces that are registered in it already, or None where nobody knows.
        """
        world, problems = cls.read(resources, creators=creators, registered=registered)
        for problem in problems:
            raise problem
        return world

    @classmethod
    def read(
        cls,
        resources: Iterable[Resource],
        *,
        creators: Mapping[str, str] | None = None,
        registered: Mapping[str, Iterable[str] | None] | None = None,
        given: Iterable[Assignment] = (),
    ) -> "tuple[World, tuple[AccessError, ...]]":
        """The same, with everything that Azure would refuse beside it. What is wrong gives nobody a right.

        ``given``: assignments that no resource makes (``by_hand``).
        """
        reading = Reading(resources, creators or {}, given)
        known: dict[str, frozenset[str] | None] = dict.fromkeys(reading.made, frozenset())
        known |= {normal(_scope(scope)): None if names is None else frozenset(map(str.lower, names)) for scope, names in (registered or {}).items()}
        world = cls(
            tree=reading.tree,
            roles=reading.roles,
            assignments=reading.by_principal(),
            loose=tuple(each for each in reading.assignments if each.principal is None or each.scope is None),
            denies=reading.denies,
            locks=reading.locks,
            identities=reading.identities,
            federations=reading.federations,
            policies=reading.policies,
            resources=reading.by_id,
            registered=known,
            registering=reading.registering,
        )
        return world, tuple(reading.problems)

    def with_assignments(self, more: Collection[Assignment]) -> "World":
        """The world with further assignments, those whose principal and scope are known."""
        assignments = {principal: dict(scopes) for principal, scopes in self.assignments.items() if principal in {one.principal for one in more}}
        for one in more:
            if one.principal is not None and one.scope is not None:
                scopes = assignments.setdefault(one.principal, {})
                scopes[one.scope] = (*scopes.get(one.scope, ()), one)
        return replace(self, assignments={**self.assignments, **assignments}, _granting={}, _roles={})

    def principal(self, key: str) -> Principal:
        """Who this is: an object id, or the URN or resource id of something with a managed identity. Raises ``LookupError``."""
        identity = self.identities.get(key) or self.identities.get(key.lower()) or self.identities.get(normal(key))
        if identity is None:
            raise LookupError(f"{key}: no managed identity in these resources")
        return identity.principal

    def federated(self, issuer: str, subject: str, audience: str = "api://AzureADTokenExchange") -> tuple[Identity, ...]:
        """Identities that a token of this issuer, for this subject and audience, becomes."""
        keys = dict.fromkeys(each.identity for each in self._federations.get((issuer, subject), ()) if each.accepts(issuer, subject, audience))
        return tuple(identity for key in keys for identity in self._by_key.get(key, ()))

    @cached_property
    def _federations(self) -> Mapping[tuple[str, str], tuple[Federation, ...]]:
        """By issuer and subject."""
        found: dict[tuple[str, str], list[Federation]] = {}
        for one in self.federations:
            found.setdefault((one.issuer, one.subject), []).append(one)
        return {key: tuple(each) for key, each in found.items()}

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Identity, ...]]:
        """Identities by what assignments name them by."""
        found: dict[str, dict[Identity, None]] = {}
        for one in self.identities.values():
            found.setdefault(one.key, {})[one] = None
        return {key: tuple(each) for key, each in found.items()}

    def held_by(self, principal: Principal) -> tuple[Assignment, ...]:
        """Every assignment of a principal and its groups, eligible ones too."""
        return tuple(each for key in principal.ids for found in self.assignments.get(key, {}).values() for each in found)


def _scope(scope: str) -> str:
    return scope if "/" in scope else f"/subscriptions/{scope}"
