"""Reading the resources of a plan into what ``World`` holds, with everything on the way that Azure would refuse."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from civic.access.azure import policy_documents
from civic.access.azure.assignments import Assignment, DenyAssignment, Lock, read_condition, read_deny, read_lock, read_principal, read_scope, text_of
from civic.access.azure.builtin_roles import ROLES
from civic.access.azure.created import ALIAS, GROUP, creators_rights, group_scope, made_subscription
from civic.access.azure.identities import FEDERATED, Federation, Identity, read_federation, read_identity
from civic.access.azure.policy_model import PolicyAssignment
from civic.access.azure.roles import RoleDefinition, read_role, role_guid
from civic.access.azure.scopes import GROUPS, Tree, merged, name_of, normal
from civic.access.azure.values import has_unknown, is_mapping, lookup
from civic.access.errors import AccessError
from civic.catalogue import canonical
from civic.plan import Resource

AUTHORIZATION = "azure-native:authorization:"
ROLE, ASSIGNMENT, ELIGIBLE, DENY = (
    f"{AUTHORIZATION}{kind}" for kind in ("RoleDefinition", "RoleAssignment", "PimRoleEligibilitySchedule", "DenyAssignment")
)
LOCKS = tuple(f"{AUTHORIZATION}ManagementLock{kind}" for kind in ("ByScope", "AtSubscriptionLevel", "AtResourceGroupLevel", "AtResourceLevel"))
PLACED = "azure-native:management:ManagementGroupSubscription"
REGISTERED = "pulumi-python:dynamic/civic:ProviderRegistration"
"""``components.azure.dynamic.registration``: it registers its ``namespaces`` in its ``subscription``."""


class Scoped(Protocol):
    """What lies at a scope."""

    @property
    def scope(self) -> str: ...


Found = TypeVar("Found", bound=Scoped)


class Reading:
    """One reading of resources. Everything in it is made when it is made."""

    def __init__(self, resources: Iterable[Resource], creators: Mapping[str, str], given: Iterable[Assignment] = ()) -> None:
        self.problems: list[AccessError] = []
        self._by_type: dict[str, list[Resource]] = {}
        self.by_id: dict[str, Resource] = {}
        for resource in resources:
            if resource.type == REGISTERED:
                self._by_type.setdefault(REGISTERED, []).append(resource)
            elif resource.type.startswith("azure-"):
                self._by_type.setdefault(canonical(resource.type), []).append(resource)
                if resource.id and not has_unknown(resource.id):
                    self.by_id[normal(resource.id)] = resource
        self.made = frozenset(filter(None, map(made_subscription, self._by_type.get(ALIAS, ()))))
        self.registering = self._registering()
        self.tree = Tree.of(merged(self._parents()))
        self.identities = self._identities()
        self.federations = self._federations()
        self.roles = self._roles()
        self.assignments = [*self._assignments(), *creators_rights(self._all(), creators), *given]
        self.denies: dict[str, tuple[DenyAssignment, ...]] = self._by_scope(read_deny, (DENY,))
        self.locks: dict[str, tuple[Lock, ...]] = self._by_scope(read_lock, LOCKS)
        self.policies: dict[str, tuple[PolicyAssignment, ...]] = policy_documents.read_all(self._by_type, self.identities, self.problems.append)
        self._check_names()
        self._check_assignable()

    def _all(self) -> Iterator[Resource]:
        for found in self._by_type.values():
            yield from found

    def _registering(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for resource in self._by_type.get(REGISTERED, ()):
            subscription, namespaces = text_of(lookup(resource.inputs, "subscription")), lookup(resource.inputs, "namespaces")
            if subscription and isinstance(namespaces, list):
                scope = normal(f"/subscriptions/{subscription}")
                found[scope] = found.get(scope, frozenset()) | {name.lower() for name in namespaces if isinstance(name, str)}
        return found

    def _parents(self) -> Iterator[tuple[str, str]]:
        """Child and parent: of management groups, of placed Azure subscriptions, and of those born in their place."""
        for group in self._by_type.get(GROUP, ()):
            details = lookup(group.inputs, "details")
            parent = lookup(details, "parent") if is_mapping(details) else None
            above = text_of(lookup(parent, "id")) if is_mapping(parent) else None
            if above and group_scope(group):
                yield group_scope(group), normal(above) if "/" in above else GROUPS + above.lower()
        for place in self._by_type.get(PLACED, ()):
            if place.id and not has_unknown(place.id):
                group, _, subscription = normal(place.id).rpartition("/subscriptions/")
                yield f"/subscriptions/{subscription}", group
        for alias in self._by_type.get(ALIAS, ()):
            properties = lookup(alias.inputs, "properties")
            more = lookup(properties, "additionalProperties") if is_mapping(properties) else None
            above = text_of(lookup(more, "managementGroupId")) if is_mapping(more) else None
            if above and made_subscription(alias):
                yield made_subscription(alias), normal(above)

    def _identities(self) -> dict[str, Identity]:
        found: dict[str, Identity] = {}
        for resource in self._all():
            identity = read_identity(resource)
            if identity:
                found.update({key: identity for key in (identity.object_id, identity.id, identity.urn) if key})
        return found

    def _federations(self) -> tuple[Federation, ...]:
        read = (read_federation(resource, self.identities) for resource in self._by_type.get(FEDERATED, ()))
        return tuple(each for each in read if each)

    def _roles(self) -> dict[str, RoleDefinition]:
        found: dict[str, RoleDefinition] = {}
        for resource in self._by_type.get(ROLE, ()):
            role = read_role(resource, self.problems.append)
            found[resource.urn] = role
            if role.guid:
                found.setdefault(role.guid, role)
        return found

    def _identity_key(self, resource: Resource, key: str) -> str | None:
        """The identity that a property comes from, where exactly one does."""
        found = {self.identities[urn].key for urn in resource.property_dependencies.get(key, ()) if urn in self.identities}
        return found.pop() if len(found) == 1 else None

    def _assignments(self) -> Iterator[Assignment]:
        for token in (ASSIGNMENT, ELIGIBLE):
            for resource in self._by_type.get(token, ()):
                wrong = len(self.problems)
                principal = read_principal(resource, self._identity_key, self.problems.append)
                role = self._role_of(resource)
                scope = read_scope(resource, self.problems.append)
                condition = read_condition(resource, self.problems.append)
                name = text_of(lookup(resource.inputs, "roleAssignmentName")) or ""
                if len(self.problems) == wrong:
                    yield Assignment(resource.urn, principal, role, scope, condition, token == ELIGIBLE, name=name)

    def _role_of(self, resource: Resource) -> RoleDefinition:
        raw = lookup(resource.inputs, "roleDefinitionId")
        text = text_of(raw)
        if text is None:
            urns = [urn for urn in resource.property_dependencies.get("roleDefinitionId", ()) if urn in self.roles]
            if raw is None:
                self.problems.append(AccessError.of(resource, "roleDefinitionId", "found nothing; allowed: the id of a role definition"))
            return self.roles[urns[0]] if len(urns) == 1 else RoleDefinition("", "a role that is not known yet", None)
        guid = role_guid(text)
        if not guid:
            self.problems.append(
                AccessError.of(resource, "roleDefinitionId", f"found {text!r}; allowed: the id of a role definition, which ends in a GUID")
            )
        return self.roles.get(guid) or ROLES.get(guid) or RoleDefinition(guid, name_of(text), None)

    def by_principal(self) -> dict[str, dict[str, tuple[Assignment, ...]]]:
        """The assignments whose principal and scope are known."""
        found: dict[str, dict[str, tuple[Assignment, ...]]] = {}
        for each in self.assignments:
            if each.principal is not None and each.scope is not None:
                scopes = found.setdefault(each.principal, {})
                scopes[each.scope] = (*scopes.get(each.scope, ()), each)
        return found

    def _by_scope(
        self, read: Callable[[Resource, Callable[[AccessError], None]], Found | None], tokens: tuple[str, ...]
    ) -> dict[str, tuple[Found, ...]]:
        found: dict[str, tuple[Found, ...]] = {}
        for token in tokens:
            for resource in self._by_type.get(token, ()):
                each = read(resource, self.problems.append)
                if each is not None:
                    found[each.scope] = (*found.get(each.scope, ()), each)
        return found

    def _check_names(self) -> None:
        """Two of one name at one scope, and one role given twice to one principal at one scope."""
        named = [(each.urn, (each.scope, each.name)) for each in self.assignments if each.name and each.scope and each.document != "creation"]
        self._twice(named, "roleAssignmentName", "an assignment of this name at this scope")
        given = [
            (each.urn, (each.scope, each.principal, each.role.guid, each.eligible))
            for each in self.assignments
            if each.scope and each.principal and each.role.guid and each.document != "creation"
        ]
        self._twice(given, "principalId", "an assignment of this role to this principal at this scope")
        self._twice(
            [(each.urn, (each.guid,)) for urn, each in self.roles.items() if urn == each.urn and each.guid], "roleDefinitionId", "a role of this id"
        )
        self._twice(
            [(each.urn, (scope, each.name)) for scope, found in self.locks.items() for each in found], "lockName", "a lock of this name at this scope"
        )
        policies = [(each.urn, (scope, each.name)) for scope, found in self.policies.items() for each in found if each.name]
        self._twice(policies, "policyAssignmentName", "a policy assignment of this name at this scope")

    def _twice(self, keyed: Iterable[tuple[str, Hashable]], document: str, what: str) -> None:
        first: dict[Hashable, str] = {}
        for urn, key in keyed:
            other = first.setdefault(key, urn)
            if other != urn:
                source = next((each.source for each in self._all() if each.urn == urn), "")
                self.problems.append(AccessError(urn, document, f"{other} is {what} already; allowed: one", source))

    def _check_assignable(self) -> None:
        """A custom role is assigned where its definition allows, and with data actions not on a management group."""
        sources = {each.urn: each for each in self._all()}
        for each in self.assignments:
            if each.scope is None or not each.role.urn or not each.role.assignable:
                continue
            resource = sources[each.urn]
            if not any(self.tree.within(each.scope, allowed) for allowed in each.role.assignable):
                allowed = f"scopes at or below {', '.join(each.role.assignable)}"
                self.problems.append(AccessError.of(resource, "scope", f"found {each.scope}; allowed for the role {each.role.name}: {allowed}"))
            if each.role.has_data_actions and each.scope.startswith(GROUPS):
                problem = f"found a management group; allowed for the role {each.role.name}, which has data actions: Azure subscriptions and below"
                self.problems.append(AccessError.of(resource, "scope", problem))
