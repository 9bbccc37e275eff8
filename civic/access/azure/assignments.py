"""What a plan assigns at scopes: roles, eligibility for roles, refusals and locks.

Sources: Microsoft Learn, "Understand Azure role assignments", "Understand Azure deny assignments", "Lock your resources to protect your
infrastructure", "Eligible and time-bound role assignments in Azure RBAC".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from civic.access.azure.condition_parser import ConditionError, parse
from civic.access.azure.conditions import VERSION, Condition
from civic.access.azure.roles import Permission, RoleDefinition
from civic.access.azure.scopes import ROOT, is_guid, is_scope, name_of, normal, parent_of
from civic.access.azure.values import JsonValue, Value, has_unknown, is_mapping, is_unknown, lookup
from civic.access.errors import AccessError
from civic.plan import Resource

Problem = Callable[[AccessError], None]
Level = Literal["CanNotDelete", "ReadOnly"]
LEVELS: Mapping[str, Level] = {"CanNotDelete": "CanNotDelete", "ReadOnly": "ReadOnly"}
PRINCIPAL_TYPES = ("User", "Group", "ServicePrincipal", "ForeignGroup", "Device")
EVERYBODY = "00000000-0000-0000-0000-000000000000"
"""Principal of a deny assignment that means all principals."""


@dataclass(frozen=True)
class Conditioned:
    """The condition of an assignment."""

    text: str = ""
    holds: Condition | None = None
    """None where there is no condition, or where it cannot be known."""
    known: bool = True


@dataclass(frozen=True)
class Assignment:
    """A role, a principal and a scope."""

    urn: str
    principal: str | None
    """Object id (lower case) or the URN of an identity whose object id is not known yet; None where it cannot be known."""
    role: RoleDefinition
    scope: str | None
    """Normal; None where it cannot be known."""
    condition: Conditioned = Conditioned()
    eligible: bool = False
    """Held only while activated."""
    document: str = "roleDefinitionId"
    name: str = ""


@dataclass(frozen=True)
class DenyAssignment:
    """Actions that nobody of these principals does at or below a scope, whatever roles they hold."""

    urn: str
    name: str
    scope: str
    permissions: tuple[Permission, ...]
    principals: frozenset[str]
    excluded: frozenset[str] = frozenset()
    children: bool = True
    """Whether it holds below its scope too."""
    condition: Conditioned = Conditioned()

    def meets(self, ids: tuple[str, ...]) -> bool:
        """Whether it is about a principal, by its own id and its groups'."""
        named = EVERYBODY in self.principals or any(each in self.principals for each in ids)
        return named and not any(each in self.excluded for each in ids)


@dataclass(frozen=True)
class Lock:
    """A management lock."""

    urn: str
    name: str
    scope: str
    level: Level


def text_of(value: Value) -> str | None:
    """A text that is known; None for anything else."""
    return value if isinstance(value, str) and not has_unknown(value) else None


def read_scope(resource: Resource, problem: Problem) -> str | None:
    """Scope (normal) of an assignment or lock; None where it cannot be known, or is none."""
    raw = lookup(resource.inputs, "scope")
    if raw is None and resource.id and not has_unknown(resource.id):
        return parent_of(normal(resource.id))
    if has_unknown(raw) or is_unknown(raw):
        return None
    text = f"/{raw.strip('/')}" if isinstance(raw, str) and raw else raw
    if not isinstance(text, str) or not is_scope(text):
        allowed = "'/', or the id of a management group, Azure subscription, resource group or resource"
        problem(AccessError.of(resource, "scope", f"found {raw!r}; allowed: {allowed}"))
        return None
    return normal(text) if text != ROOT else ROOT


def read_condition(resource: Resource, problem: Problem, inputs: Mapping[str, JsonValue] | None = None) -> Conditioned:
    """Condition of an assignment. One that does not parse is a problem, and holds never."""
    given = resource.inputs if inputs is None else inputs
    raw, version = lookup(given, "condition"), lookup(given, "conditionVersion")
    if raw is None or raw == "":
        return Conditioned()
    text = text_of(raw)
    if text is None:
        return Conditioned(known=False)
    if version is not None and not is_unknown(version) and str(version) != VERSION:
        problem(AccessError.of(resource, "conditionVersion", f"found {version!r}; allowed: {VERSION!r}"))
    try:
        return Conditioned(text, parse(text))
    except ConditionError as error:
        problem(AccessError.of(resource, "condition", str(error)))
        return Conditioned(text, known=False)


def read_principal(resource: Resource, identity: Callable[[Resource, str], str | None], problem: Problem) -> str | None:
    """Object id (lower case) of a principal, or the key of the identity that the property comes from; None where it cannot be known."""
    raw = lookup(resource.inputs, "principalId")
    if has_unknown(raw):
        return identity(resource, "principalId")
    if not isinstance(raw, str) or not is_guid(raw):
        allowed = "the object id of a user, group, service principal or managed identity"
        problem(AccessError.of(resource, "principalId", f"found {raw!r}; allowed: {allowed}"))
        return ""
    kind = lookup(resource.inputs, "principalType")
    if isinstance(kind, str) and not has_unknown(kind) and kind.lower() not in map(str.lower, PRINCIPAL_TYPES):
        problem(AccessError.of(resource, "principalType", f"found {kind!r}; allowed: {', '.join(PRINCIPAL_TYPES)}"))
    return raw.lower()


def read_deny(resource: Resource, problem: Problem) -> DenyAssignment | None:
    """A deny assignment; None where it only audits, or where its scope cannot be known."""
    scope = read_scope(resource, problem)
    effect = lookup(resource.inputs, "denyAssignmentEffect")
    if scope is None or (isinstance(effect, str) and effect.lower() == "audit"):
        return None
    raw = lookup(resource.inputs, "permissions")
    entries = [entry for entry in raw if is_mapping(entry)] if isinstance(raw, list) else []
    permissions = tuple(Permission(*(_texts(lookup(entry, key)) for key in _LISTS)) for entry in entries)
    if not any(each.actions or each.data_actions for each in permissions):
        problem(AccessError.of(resource, "permissions", "it denies nothing; allowed: at least one action or data action"))
    return DenyAssignment(
        urn=resource.urn,
        name=_name(resource, "denyAssignmentName"),
        scope=scope,
        permissions=permissions,
        principals=_principals(lookup(resource.inputs, "principals")),
        excluded=_principals(lookup(resource.inputs, "excludePrincipals")),
        children=lookup(resource.inputs, "doNotApplyToChildScopes") is not True,
        condition=read_condition(resource, problem),
    )


_LISTS = ("actions", "notActions", "dataActions", "notDataActions")


def read_lock(resource: Resource, problem: Problem) -> Lock | None:
    """A lock; None where its scope or level cannot be known, or is none."""
    scope, level = read_scope(resource, problem), lookup(resource.inputs, "level")
    known = LEVELS.get(level) if isinstance(level, str) else None
    if level is not None and not is_unknown(level) and known is None:
        problem(AccessError.of(resource, "level", f"found {level!r}; allowed: {', '.join(LEVELS)}"))
    return Lock(resource.urn, _name(resource, "lockName"), scope, known) if scope is not None and known else None


def _name(resource: Resource, key: str) -> str:
    return text_of(lookup(resource.inputs, key)) or (name_of(resource.id) if resource.id else resource.name)


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()


def _principals(value: Value) -> frozenset[str]:
    entries = [entry for entry in value if is_mapping(entry)] if isinstance(value, list) else []
    return frozenset(found.lower() for found in (text_of(lookup(entry, "id")) for entry in entries) if found)
