"""Deployments: what the resources of a template ask of whoever deploys it.

Source: Microsoft Learn, "Template structure and syntax" (resources), "Child resources" (names and types), "Deploy resources with ARM templates"
(required permissions: write access on the resources that are deployed, and all operations on deployments).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from civic.access.azure import expressions
from civic.access.azure.expressions import ExpressionError, Scope
from civic.access.azure.policy_definitions import defaults_of
from civic.access.azure.policy_members import given_parameters
from civic.access.azure.request import Request
from civic.access.azure.scopes import group_of, subscription_of
from civic.access.azure.template_functions import EvaluationFailed
from civic.access.azure.values import UNKNOWN, JsonValue, Value, has_unknown, is_mapping, lookup


def template_requests(request: Request, deployment: Mapping[str, JsonValue]) -> Iterator[Request]:
    """A write of each resource in the template of a deployment, at the deployment's own resource group or Azure subscription.

    Where a name cannot be known, the request is for the scope that the resource comes to lie in.
    """
    inner = lookup(deployment, "properties")
    properties = inner if is_mapping(inner) else deployment
    template = lookup(properties, "template")
    if not is_mapping(template):
        return
    parameters = {**_unset(lookup(template, "parameters")), **given_parameters(lookup(properties, "parameters"))}
    base = _own_case(request)
    for entry in _resources(lookup(template, "resources")):
        kind = lookup(entry, "type")
        if isinstance(kind, str) and not expressions.is_expression(kind):
            yield _request(request, base, kind, entry, Scope(parameters))


def _unset(parameters: Value) -> dict[str, Value]:
    """Parameters without a value, or whose default has a function of its own, are not known."""
    defaults = defaults_of(parameters)
    named = parameters if is_mapping(parameters) else {}
    return {name.lower(): UNKNOWN if expressions.is_expression(defaults.get(name.lower())) else defaults.get(name.lower(), UNKNOWN) for name in named}


def _own_case(request: Request) -> str:
    """The resource group or Azure subscription of the deployment, as its id spells it."""
    parts = request.scope.strip("/").split("/")
    if group_of(request.place):
        return "/" + "/".join(parts[:4])
    return "/" + "/".join(parts[:2]) if subscription_of(request.place) else "/"


def _resources(listed: Value) -> Iterator[Mapping[str, JsonValue]]:
    """Of a template: a list, or an object by symbolic names."""
    for entry in listed if isinstance(listed, list) else listed.values() if is_mapping(listed) else ():
        if is_mapping(entry):
            yield entry


def _request(request: Request, base: str, kind: str, entry: Mapping[str, JsonValue], scope: Scope) -> Request:
    name = _worked_out(lookup(entry, "name"), scope)
    at = _worked_out(lookup(entry, "scope"), scope)
    above = f"/{at.strip('/')}" if isinstance(at, str) and at.startswith("/subscriptions/") else base
    properties = _worked_out(lookup(entry, "properties"), scope)
    body: dict[str, JsonValue] = {"properties": properties if is_mapping(properties) else {}}
    for key in ("location", "tags", "identity", "sku", "kind"):
        value = _worked_out(lookup(entry, key), scope)
        if value is not None:
            body[key] = expressions.known(value)
    return replace(request, action=f"{kind}/write", scope=_place(above, kind, name), properties=body)


def _worked_out(value: Value, scope: Scope) -> Value:
    try:
        return expressions.resolve(expressions.known(value), scope)
    except (EvaluationFailed, ExpressionError):
        return UNKNOWN


def _place(above: str, kind: str, name: Value) -> str:
    if not isinstance(name, str) or has_unknown(name):
        return above
    namespace, *types = kind.split("/")
    names = name.split("/")
    if len(types) != len(names):
        return above
    return f"{above}/providers/{namespace}/{'/'.join(part for pair in zip(types, names, strict=True) for part in pair)}"
