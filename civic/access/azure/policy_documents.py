"""Policy assignments of a plan, with what they assign and what is exempt.

Source: Microsoft Learn, "Azure Policy definition structure basics", "... parameters", "Azure Policy initiative definition structure",
"Azure Policy assignment structure", "Azure Policy exemption structure".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from civic.access.azure.assignments import text_of
from civic.access.azure.identities import Identity
from civic.access.azure.policy_definitions import read_definition
from civic.access.azure.policy_members import members_of
from civic.access.azure.policy_model import Exemption, PolicyAssignment, PolicyDefinition, Problem
from civic.access.azure.scopes import is_scope, name_of, normal, parent_of
from civic.access.azure.values import Value, has_unknown, is_mapping, is_unknown, lookup
from civic.access.errors import AccessError
from civic.plan import Resource

PREFIX = "azure-native:authorization:Policy"
DEFINITIONS = (f"{PREFIX}Definition", f"{PREFIX}DefinitionAtManagementGroup")
SETS = (f"{PREFIX}SetDefinition", f"{PREFIX}SetDefinitionAtManagementGroup")
ASSIGNMENT, EXEMPTION = f"{PREFIX}Assignment", f"{PREFIX}Exemption"
Found = TypeVar("Found")


def read_all(
    by_type: Mapping[str, Sequence[Resource]], identities: Mapping[str, Identity], problem: Problem
) -> dict[str, tuple[PolicyAssignment, ...]]:
    """The assignments of a plan by scope."""
    definitions = _by_id(by_type, DEFINITIONS, lambda resource: read_definition(resource, problem))
    sets = _by_id(by_type, SETS, lambda resource: resource)
    exemptions: dict[str, list[Exemption]] = {}
    for resource in by_type.get(EXEMPTION, ()):
        of = text_of(lookup(resource.inputs, "policyAssignmentId"))
        scope = text_of(lookup(resource.inputs, "scope"))
        if of and scope:
            exemptions.setdefault(normal(of), []).append(_exemption(resource, scope))
    found: dict[str, tuple[PolicyAssignment, ...]] = {}
    for resource in by_type.get(ASSIGNMENT, ()):
        read = _assignment(resource, definitions, sets, identities, problem)
        if read:
            complete = replace(read, exemptions=tuple(exemptions.get(read.id, ())))
            found[read.scope] = (*found.get(read.scope, ()), complete)
    return found


def _exemption(resource: Resource, scope: str) -> Exemption:
    references = lookup(resource.inputs, "policyDefinitionReferenceIds")
    named = tuple(each.lower() for each in references if isinstance(each, str)) if isinstance(references, list) else ()
    return Exemption(resource.urn, normal(scope), named, text_of(lookup(resource.inputs, "expiresOn")) or "")


def _by_id(by_type: Mapping[str, Sequence[Resource]], tokens: Sequence[str], read: Callable[[Resource], Found]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for token in tokens:
        for resource in by_type.get(token, ()):
            each = found[resource.urn] = read(resource)
            if resource.id and not has_unknown(resource.id):
                found[normal(resource.id)] = each
    return found


def _assignment(
    resource: Resource,
    definitions: Mapping[str, PolicyDefinition],
    sets: Mapping[str, Resource],
    identities: Mapping[str, Identity],
    problem: Problem,
) -> PolicyAssignment | None:
    inputs = resource.inputs
    raw = lookup(inputs, "scope")
    if raw is None and resource.id and not has_unknown(resource.id):
        raw = parent_of(normal(resource.id))
    scope = text_of(raw)
    if scope is None or not is_scope(scope):
        if not has_unknown(raw):
            allowed = "the id of a management group, Azure subscription, resource group or resource"
            problem(AccessError.of(resource, "scope", f"found {raw!r}; allowed: {allowed}"))
        return None
    mode, excluded, messages = lookup(inputs, "enforcementMode"), lookup(inputs, "notScopes"), lookup(inputs, "nonComplianceMessages")
    name = text_of(lookup(inputs, "policyAssignmentName")) or name_of(resource.id)
    return PolicyAssignment(
        urn=resource.urn,
        id=f"{normal(scope)}/providers/microsoft.authorization/policyassignments/{name.lower()}",
        name=name,
        scope=normal(scope),
        members=members_of(resource, definitions, sets, problem),
        enforced=None if is_unknown(mode) else str(mode or "Default").lower() != "donotenforce",
        not_scopes=tuple(normal(each) for each in excluded if isinstance(each, str)) if isinstance(excluded, list) else (),
        identity=identities[resource.urn].key if resource.urn in identities else "",
        message=_message(messages),
        selected=bool(lookup(inputs, "resourceSelectors")),
    )


def _message(messages: Value) -> str:
    first = messages[0] if isinstance(messages, list) and messages else None
    return (text_of(lookup(first, "message")) or "") if is_mapping(first) else ""
