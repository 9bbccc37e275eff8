"""Conditions on role assignments (ABAC, version 2.0), three-valued.

A condition is parsed once by its text and becomes a function of what is asked. An attribute that neither follows from the request nor was
given makes the answer unknown, never a silent yes. Source: Microsoft Learn, "Azure role assignment condition format and syntax" and
"Authorization actions and attributes".
"""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from civic.access.azure.patterns import action_matches
from civic.access.azure.request import Request, attribute
from civic.access.azure.scopes import is_guid, name_of, normal
from civic.access.azure.values import UNKNOWN, JsonValue, has_unknown, lookup
from civic.access.verdict import Truth

VERSION = "2.0"
"""The only version of conditions that Azure has."""

Operand = Callable[["Asked"], tuple[str, ...] | None]
"""Values of one side of a comparison; None where they cannot be known."""
Condition = Callable[["Asked"], Truth]


@dataclass
class Asked:
    """A request as conditions see it."""

    request: Request
    missing: set[str] = field(default_factory=set)
    """Attributes that were asked for and cannot be known."""

    def values(self, key: str) -> tuple[str, ...] | None:
        """Values of an attribute by its key (``request.attribute``); empty where it is known to be absent."""
        found = self.request.attributes.get(key)
        if found is None:
            found = derived(self.request, key)
        if found is None:
            self.missing.add(key)
        return found

    def does(self, pattern: str) -> bool:
        """``ActionMatches``."""
        return action_matches(pattern, self.request.action)

    def is_suboperation(self, pattern: str) -> bool:
        """``SubOperationMatches``."""
        return action_matches(pattern, self.request.suboperation)


_KEY = re.compile(r"@(request|resource)\[([^:\]]+):([^\]]+)\]")
ASSIGNMENTS = "microsoft.authorization/roleassignments"
_STORES = {
    "microsoft.storage/storageaccounts": "storageaccounts",
    "microsoft.storage/storageaccounts/blobservices/containers": "containers",
    "microsoft.storage/storageaccounts/queueservices/queues": "queues",
}
"""Type in an attribute's key -> the part of an id after which its name stands."""


def derived(request: Request, key: str) -> tuple[str, ...] | None:
    """An attribute that follows from the request itself; None where it does not.

    ``@Request`` of a role assignment is what is written, ``@Resource`` what is there and deleted.
    """
    source, of, name = _split(key)
    if of == ASSIGNMENTS and request.type == ASSIGNMENTS and (source, request.verb) in (("request", "write"), ("resource", "delete")):
        return _of_assignment(request.properties, name)
    if source == "resource" and name == "name" and of in _STORES:
        return _part(request.scope, _STORES[of])
    return None


@functools.lru_cache(maxsize=1024)
def _split(key: str) -> tuple[str, str, str]:
    """Source, type and name of an attribute's key; empty texts for one of another kind."""
    found = _KEY.fullmatch(key)
    return (found[1], found[2], found[3]) if found else ("", "", "")


def _of_assignment(properties: Mapping[str, JsonValue] | None, name: str) -> tuple[str, ...] | None:
    if properties is None or name not in ("roledefinitionid", "principalid", "principaltype"):
        return None
    inner = lookup(properties, "properties")
    value = lookup(inner if isinstance(inner, Mapping) else properties, name)
    if not isinstance(value, str) or has_unknown(value) or value is UNKNOWN:
        return None
    return (name_of(value).lower() if name == "roledefinitionid" else value,)


def _part(scope: str, kind: str) -> tuple[str, ...] | None:
    """The name after this part of an id, in its own case."""
    own, lowered = scope.strip("/").split("/"), normal(scope)[1:].split("/")
    return (own[lowered.index(kind) + 1],) if kind in lowered[:-1] else None


def assignment_attributes(role: str, principal: str, kind: str) -> dict[str, JsonValue]:
    """Properties of a role assignment to be written or deleted: role definition's id or GUID, principal's object id and type."""
    role_id = f"/providers/Microsoft.Authorization/roleDefinitions/{role}" if is_guid(role) else role
    return {"roleDefinitionId": role_id, "principalId": principal, "principalType": kind}


__all__ = ["VERSION", "Asked", "Condition", "Operand", "assignment_attributes", "attribute", "derived"]
