"""Resource ids (Microsoft Learn, "Azure resource providers and types")."""

from collections.abc import Mapping
from typing import Any

from civic.catalogue import rows
from civic.simulator.shapes import Shapes


def resource_id(token: str, shapes: Shapes, inputs: Mapping[str, Any], subscription: str) -> str:
    """By the catalogue where it has the type's path, else by the class's name."""
    path = shapes.text("id") or _by_class(token, inputs)
    return path if path.startswith("/") else f"{_scope(inputs, subscription)}/providers/{path}"


def _scope(inputs: Mapping[str, Any], subscription: str) -> str:
    for key in ("resourceUri", "scope"):
        if isinstance(inputs.get(key), str):
            return "/" + str(inputs[key]).strip("/")
    if inputs.get("managementGroupId"):
        return f"/providers/Microsoft.Management/managementGroups/{inputs['managementGroupId']}"
    group = inputs.get("resourceGroupName")
    return f"/subscriptions/{subscription}" + (f"/resourceGroups/{group}" if group else "")


def _by_class(token: str, inputs: Mapping[str, Any]) -> str:
    """The usual path: the class in the plural, and the input that is called after it."""
    _, module, kind = token.split(":")
    return f"{_namespace(module)}/{_plural(kind)}/{inputs.get(_name_key(inputs, kind))}"


def _namespace(module: str) -> str:
    """Of another type of the module, else the module's name."""
    prefix = f"azure-native:{module}:"
    known = (row.id.split("/")[0] for row in rows() if row.type.startswith(prefix) and row.id and not row.id.startswith("/"))
    return next(known, f"Microsoft.{module.capitalize()}")


def _plural(kind: str) -> str:
    word = kind[0].lower() + kind[1:]
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def _name_key(inputs: Mapping[str, Any], kind: str) -> str:
    wanted = f"{kind[0].lower()}{kind[1:]}Name".lower()
    # Sorted, because the two engines hand over one resource's inputs in different orders.
    names = sorted(key for key in inputs if key.endswith("Name") and key not in ("displayName", "resourceGroupName"))
    exact = [key for key in names if key.lower() == wanted or wanted.endswith(key.lower())]
    return (exact or names or ["name"])[0]
