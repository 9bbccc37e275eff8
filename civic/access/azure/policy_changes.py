"""What ``modify`` and ``append`` make of a request. Source: Microsoft Learn, "Azure Policy definitions modify effect" and "... append effect"."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from civic.access.azure import expressions
from civic.access.azure.expressions import ExpressionError, Scope
from civic.access.azure.fields import RENAMED
from civic.access.azure.request import Request
from civic.access.azure.template_functions import MARK, EvaluationFailed
from civic.access.azure.values import JsonValue, is_mapping, lookup

if TYPE_CHECKING:
    from civic.access.azure.policy import Outcome

_TAG = re.compile(r"tags(?:\.(?P<plain>[^\[\]]+)|\[\s*'?(?P<name>[^'\]]+)'?\s*\])", re.IGNORECASE)


def changed(outcome: "Outcome", request: Request) -> Mapping[str, JsonValue] | None:
    """The body after one policy. What may or may not be changed is not known afterwards."""
    body = request.properties
    if body is None:
        return None
    for operation, name, value in _operations(outcome):
        body = _set(body, request.type, operation, name, MARK if outcome.applies is None else value)
    return body


def _operations(outcome: "Outcome") -> Iterator[tuple[str, str, JsonValue]]:
    """Operation, field and value of each change."""
    details, scope = outcome.member.definition.details, Scope(outcome.member.parameters)
    listed = lookup(details, "operations") if is_mapping(details) else details
    for entry in listed if isinstance(listed, list) else ():
        if not is_mapping(entry):
            continue
        try:
            name = expressions.resolve(expressions.known(lookup(entry, "field")), scope)
            value = expressions.known(expressions.resolve(expressions.known(lookup(entry, "value")), scope))
        except (EvaluationFailed, ExpressionError):
            continue
        if isinstance(name, str):
            yield str(lookup(entry, "operation") or "add").lower(), name, value


def _set(body: Mapping[str, JsonValue], kind: str, operation: str, name: str, value: JsonValue) -> Mapping[str, JsonValue]:
    tag = _TAG.fullmatch(name)
    if tag:
        path = ["tags", tag["plain"] or tag["name"]]
    elif name.lower().startswith(f"{kind}/"):
        rest = name[len(kind) + 1 :]
        path = rest.split(".")
        path[0] = RENAMED.get((kind, path[0].lower()), path[0])
    else:
        path = name.split(".")
    if "[*]" in name:
        path, value = [path[0].partition("[")[0]], MARK
    return _placed(body, path, operation, value)


def _placed(body: Mapping[str, JsonValue], path: list[str], operation: str, value: JsonValue) -> dict[str, JsonValue]:
    """A copy in which the last part of the path is set, added where nothing is, or taken away."""
    key = next((name for name in body if name.lower() == path[0].lower()), path[0])
    copied = dict(body)
    if len(path) > 1:
        inner = body.get(key)
        copied[key] = _placed(inner if is_mapping(inner) else {}, path[1:], operation, value)
    elif operation == "remove":
        copied.pop(key, None)
    elif operation != "add" or body.get(key) is None:
        copied[key] = value
    return copied
