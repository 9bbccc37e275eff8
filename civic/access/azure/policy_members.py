"""The policies of an assignment, each with its parameters worked out.

Source: Microsoft Learn, "Azure Policy initiative definition structure" (passing a parameter value to a policy definition), "Azure Policy
definition structure parameters" and "Azure Policy assignment structure" (overrides).
"""

from collections.abc import Mapping, Sequence

from civic.access.azure import expressions
from civic.access.azure.assignments import text_of
from civic.access.azure.expressions import ExpressionError, Scope
from civic.access.azure.policy_definitions import BUILT_IN_DEFINITIONS, defaults_of
from civic.access.azure.policy_model import Member, PolicyDefinition, Problem
from civic.access.azure.scopes import normal
from civic.access.azure.template_functions import EvaluationFailed
from civic.access.azure.values import UNKNOWN, JsonValue, Value, is_mapping, is_unknown, lookup
from civic.access.errors import AccessError
from civic.plan import Resource


def members_of(
    assignment: Resource, definitions: Mapping[str, PolicyDefinition], sets: Mapping[str, Resource], problem: Problem
) -> tuple[Member, ...]:
    """Policies that an assignment assigns. ``definitions`` and ``sets`` by id (normal) and by URN."""
    given = given_parameters(lookup(assignment.inputs, "parameters"))
    key = _key(assignment, (*definitions, *sets))
    initiative = sets.get(key)
    if initiative is None:
        return (_member(assignment, key, given, definitions),)
    outer = {**defaults_of(lookup(initiative.inputs, "parameters")), **given}
    listed = lookup(initiative.inputs, "policyDefinitions")
    if not isinstance(listed, list):
        return (_member(assignment, f"{key} policies", {}, {}),)
    found: list[Member] = []
    for number, entry in enumerate(listed):
        if is_mapping(entry):
            found.append(_of_initiative(initiative, number, entry, outer, definitions, problem))
    return tuple(Member(each.definition, each.parameters, each.reference, _override(assignment, each.reference)) for each in found)


def _member(assignment: Resource, key: str, given: Mapping[str, Value], definitions: Mapping[str, PolicyDefinition]) -> Member:
    definition = definitions.get(key) or BUILT_IN_DEFINITIONS.get(key) or PolicyDefinition(key or "a policy definition that is not known yet")
    return Member(definition, {**definition.defaults, **given}, effect=_override(assignment, ""))


def _key(assignment: Resource, known: Sequence[str]) -> str:
    text = text_of(lookup(assignment.inputs, "policyDefinitionId"))
    if text is not None:
        return normal(text)
    urns = [urn for urn in assignment.property_dependencies.get("policyDefinitionId", ()) if urn in known]
    return urns[0] if len(urns) == 1 else ""


def _of_initiative(
    initiative: Resource,
    number: int,
    entry: Mapping[str, JsonValue],
    outer: Mapping[str, Value],
    definitions: Mapping[str, PolicyDefinition],
    problem: Problem,
) -> Member:
    text = text_of(lookup(entry, "policyDefinitionId"))
    key = normal(text) if text else ""
    definition = definitions.get(key) or BUILT_IN_DEFINITIONS.get(key) or PolicyDefinition(key or "a policy definition that is not known yet")
    given: dict[str, Value] = {}
    for name, value in given_parameters(lookup(entry, "parameters")).items():
        try:
            given[name] = UNKNOWN if is_unknown(value) else expressions.resolve(expressions.known(value), Scope(outer))
        except (ExpressionError, EvaluationFailed) as error:
            problem(AccessError.of(initiative, f"policyDefinitions[{number}].parameters.{name}", str(error)))
            given[name] = UNKNOWN
    reference = text_of(lookup(entry, "policyDefinitionReferenceId")) or ""
    return Member(definition, {**definition.defaults, **given}, reference)


def given_parameters(raw: Value) -> dict[str, Value]:
    """Parameter values by name in lower case: ``{name: {"value": ...}}``."""
    found: dict[str, Value] = {}
    for name, entry in raw.items() if is_mapping(raw) else ():
        found[name.lower()] = lookup(entry, "value") if is_mapping(entry) else UNKNOWN if is_unknown(entry) else entry
    return found


def _override(assignment: Resource, reference: str) -> str:
    """Effect that the assignment puts in place of a policy's own: of all, or of those that a selector names by their reference."""
    overrides = lookup(assignment.inputs, "overrides")
    for entry in overrides if isinstance(overrides, list) else ():
        if not is_mapping(entry) or str(lookup(entry, "kind")).lower() != "policyeffect":
            continue
        selectors = lookup(entry, "selectors")
        named = [lookup(each, "in") for each in selectors if is_mapping(each)] if isinstance(selectors, list) else []
        if not named or any(isinstance(each, list) and reference in each for each in named):
            return str(lookup(entry, "value") or "")
    return ""
