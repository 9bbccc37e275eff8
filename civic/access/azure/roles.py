"""Role definitions: what a role lets its holder do, and where it may be assigned.

Effective rights of one permission are its actions minus its not-actions; several permissions of a role, and several roles, add up. What one
role's not-actions leave out, another role may give. Source: Microsoft Learn, "Understand Azure role definitions" (NotActions) and
"Azure custom roles" (custom role limits).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from civic.access.azure.patterns import action_pattern
from civic.access.azure.scopes import GROUPS, is_guid, is_scope, name_of, normal
from civic.access.azure.values import JsonValue, has_unknown, is_mapping, is_unknown, lookup
from civic.access.errors import AccessError
from civic.access.verdict import Truth
from civic.plan import Resource

MOST_ASSIGNABLE = 2_000
"""Scopes at which one custom role is assignable ("Azure custom roles", custom role properties)."""


@dataclass(frozen=True)
class Permission:
    """One set of actions and what is left out of it. Patterns hold at most one ``*``."""

    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()

    def grants(self, action: str, data: bool) -> bool:
        """Whether this permission holds an action (lower case), of the data plane or the control plane."""
        given, taken = (self.data_actions, self.not_data_actions) if data else (self.actions, self.not_actions)
        return any(action_pattern(pattern)(action) for pattern in given) and not any(action_pattern(pattern)(action) for pattern in taken)


@dataclass(frozen=True)
class RoleDefinition:
    """A role. ``permissions`` is None where its content cannot be known."""

    guid: str
    """Lower case."""
    name: str
    permissions: tuple[Permission, ...] | None
    urn: str = ""
    """Of the resource that makes it; empty for a built-in role."""
    assignable: tuple[str, ...] = ("/",)
    """Scopes (normal) at or below which it may be assigned. Empty where they cannot be known."""
    _known: dict[tuple[str, bool], Truth] = field(default_factory=dict, repr=False, compare=False)

    def grants(self, action: str, data: bool = False) -> Truth:
        """Whether the role holds an action (lower case); None where its content cannot be known."""
        key = (action, data)
        if key not in self._known:
            permissions = self.permissions
            self._known[key] = None if permissions is None else any(each.grants(action, data) for each in permissions)
        return self._known[key]

    @property
    def has_data_actions(self) -> bool:
        """Whether it holds an action of the data plane, as far as is known."""
        return any(permission.data_actions for permission in self.permissions or ())


def read_role(resource: Resource, problem: Callable[[AccessError], None]) -> RoleDefinition:
    """A role definition of a plan. What Azure would refuse is handed to ``problem``, and left out of the role."""
    inputs: Mapping[str, JsonValue] = resource.inputs
    guid = lookup(inputs, "roleDefinitionId") or name_of(resource.id)
    name = lookup(inputs, "roleName")
    raw = lookup(inputs, "permissions")
    permissions = None if has_unknown(raw) else _permissions(resource, raw, problem)
    if permissions is not None and not permissions and not is_unknown(raw):
        problem(AccessError.of(resource, "permissions", "it holds no action; allowed: at least one action or data action"))
    return RoleDefinition(
        guid=name_of(guid).lower() if isinstance(guid, str) and not is_unknown(guid) else "",
        name=name if isinstance(name, str) and not is_unknown(name) else resource.name,
        permissions=permissions,
        urn=resource.urn,
        assignable=_assignable(resource, problem),
    )


def _permissions(resource: Resource, raw: object, problem: Callable[[AccessError], None]) -> tuple[Permission, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        problem(AccessError.of(resource, "permissions", f"found {_kind(raw)}; allowed: a list of permissions"))
        return ()
    found: list[Permission] = []
    for number, entry in enumerate(raw):
        place = f"permissions[{number}]"
        if not is_mapping(entry):
            problem(AccessError.of(resource, place, f"found {_kind(entry)}; allowed: an object with actions and notActions"))
            continue
        lists = {key: _patterns(resource, f"{place}.{key}", lookup(entry, key), problem) for key in _LISTS}
        found.append(Permission(lists["actions"], lists["notActions"], lists["dataActions"], lists["notDataActions"]))
    return tuple(each for each in found if each.actions or each.data_actions)


_LISTS = ("actions", "notActions", "dataActions", "notDataActions")


def _patterns(resource: Resource, place: str, raw: object, problem: Callable[[AccessError], None]) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(entry, str) for entry in raw):
        problem(AccessError.of(resource, place, f"found {_kind(raw)}; allowed: a list of texts"))
        return ()
    found: list[str] = []
    for number, pattern in enumerate(map(str, raw)):
        wrong = _wrong_pattern(pattern)
        if wrong:
            problem(AccessError.of(resource, f"{place}[{number}]", f"found {pattern!r}, {wrong}"))
        else:
            found.append(pattern)
    return tuple(found)


def _wrong_pattern(pattern: str) -> str:
    if pattern.count("*") > 1:
        return "which has more than one wildcard; allowed: one '*' in an action"
    if pattern == "*":
        return ""
    if "/" not in pattern or any(not part or part != part.strip() for part in pattern.split("/")):
        return "which is no action; allowed: <provider>/<type>/<verb>, such as Microsoft.Network/virtualNetworks/read"
    return ""


def _assignable(resource: Resource, problem: Callable[[AccessError], None]) -> tuple[str, ...]:
    raw = lookup(resource.inputs, "assignableScopes")
    if raw is None:
        raw = [lookup(resource.inputs, "scope")]
    if has_unknown(raw) or not isinstance(raw, list):
        return ()
    if len(raw) > MOST_ASSIGNABLE:
        problem(AccessError.of(resource, "assignableScopes", f"found {len(raw)} scopes; allowed: {MOST_ASSIGNABLE}"))
    found: list[str] = []
    for number, scope in enumerate(raw):
        place = f"assignableScopes[{number}]"
        if not isinstance(scope, str) or scope == "/" or "*" in scope or not is_scope(scope):
            allowed = "the id of a management group, Azure subscription or resource group; not '/', no wildcard"
            problem(AccessError.of(resource, place, f"found {scope!r}; allowed: {allowed}"))
        else:
            found.append(normal(scope))
    if sum(scope.startswith(GROUPS) for scope in found) > 1:
        problem(AccessError.of(resource, "assignableScopes", "found several management groups; allowed: one management group"))
    return tuple(found)


def role_guid(role_definition_id: str) -> str:
    """The GUID (lower case) in a role definition's id, whatever scope the id is written at; empty where there is none."""
    guid = name_of(role_definition_id).lower()
    return guid if is_guid(guid) else ""


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number", type(None): "nothing"}
    return names.get(type(value), type(value).__name__)
