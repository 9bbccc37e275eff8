"""Policy definitions: the plan's own, and Azure's that the program assigns.

Source: Microsoft Learn, "Azure Policy definition structure basics" and "... policy rule".
"""

from collections.abc import Mapping

from civic.access.azure.builtin_policies import BUILT_IN
from civic.access.azure.policy_model import EFFECTS, PolicyDefinition, Problem
from civic.access.azure.rules import MOST_CONDITIONS_THEN, RuleError, parse
from civic.access.azure.scopes import normal
from civic.access.azure.values import JsonValue, Value, has_unknown, is_mapping, is_unknown, lookup
from civic.access.errors import AccessError
from civic.plan import Resource


def read_definition(resource: Resource, problem: Problem) -> PolicyDefinition:
    """A policy definition. One whose rule does not parse is a problem, and its content is not known."""
    place = normal(resource.id) if resource.id and not has_unknown(resource.id) else resource.urn
    rule = lookup(resource.inputs, "policyRule")
    try:
        return _definition(place, resource.urn, resource.inputs, rule)
    except RuleError as error:
        problem(AccessError.of(resource, "policyRule", str(error)))
        return PolicyDefinition(place, resource.urn)


def _definition(place: str, urn: str, inputs: Mapping[str, JsonValue], rule: Value) -> PolicyDefinition:
    if is_unknown(rule):
        return PolicyDefinition(place, urn)
    if not is_mapping(rule):
        raise RuleError(f"found {type(rule).__name__}; allowed: an object with if and then")
    then = lookup(rule, "then")
    if lookup(rule, "if") is None or not is_mapping(then):
        raise RuleError(f"found {', '.join(rule) or 'nothing'}; allowed: if and then, both objects")
    condition, effect, details = parse(raw_value(rule, "if"), "if"), lookup(then, "effect"), lookup(then, "details")
    if not isinstance(effect, str) or not (effect.startswith("[") or effect.lower() in EFFECTS):
        raise RuleError(f"then.effect: found {effect!r}; allowed: {', '.join(sorted(EFFECTS))}, or a parameter")
    exists = raw_value(details, "existenceCondition") if is_mapping(details) else None
    existence = parse(exists, "then.details.existenceCondition", MOST_CONDITIONS_THEN) if exists is not None else None
    mode = lookup(inputs, "mode")
    return PolicyDefinition(
        id=place,
        urn=urn,
        mode="indexed" if mode is None else str(mode).lower(),
        condition=condition,
        effect=effect,
        details=None if is_unknown(details) else raw_value(then, "details"),
        existence=existence,
        defaults=defaults_of(lookup(inputs, "parameters")),
    )


def raw_value(mapping: Mapping[str, JsonValue], key: str) -> JsonValue:
    """What stands under a key, in any case."""
    return next((inner for name, inner in mapping.items() if name.lower() == key.lower()), None)


def defaults_of(parameters: Value) -> dict[str, Value]:
    """Default values of parameters, by name in lower case."""
    found: dict[str, Value] = {}
    if is_mapping(parameters):
        for name, definition in parameters.items():
            if is_mapping(definition) and any(key.lower() == "defaultvalue" for key in definition):
                found[name.lower()] = lookup(definition, "defaultValue")
    return found


def _built_in() -> dict[str, PolicyDefinition]:
    found: dict[str, PolicyDefinition] = {}
    for guid, properties in BUILT_IN.items():
        place = f"/providers/microsoft.authorization/policydefinitions/{guid}"
        found[place] = _definition(place, "", properties, lookup(properties, "policyRule"))
    return found


BUILT_IN_DEFINITIONS: Mapping[str, PolicyDefinition] = _built_in()
"""By id (normal)."""
