"""Fields of Azure Policy: what a policy rule reads of the resource that is written or deleted.

Sources: Microsoft Learn, "Azure Policy definition structure policy rule" (fields), "Azure Policy definition structure alias", "Author policies
for array properties on Azure resources" (referencing array fields).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from civic.access.azure.scopes import name_of, normal, type_of
from civic.access.azure.values import UNKNOWN, JsonValue, Value, is_mapping, is_unknown, lookup

ALIASES: Mapping[str, str] = {
    "microsoft.storage/storageaccounts/allowblobpublicaccess": "allowBlobPublicAccess",
    "microsoft.storage/storageaccounts/supportshttpstrafficonly": "supportsHttpsTrafficOnly",
    "microsoft.storage/storageaccounts/minimumtlsversion": "minimumTlsVersion",
    "microsoft.network/virtualnetworks/virtualnetworkpeerings/remotevirtualnetwork.id": "remoteVirtualNetwork.id",
    "microsoft.network/virtualnetworks/virtualnetworkpeerings[*]": "virtualNetworkPeerings[*]",
    "microsoft.network/virtualnetworks/virtualnetworkpeerings[*].remotevirtualnetwork.id": "virtualNetworkPeerings[*].remoteVirtualNetwork.id",
    "microsoft.network/privateendpoints/privatelinkserviceconnections[*]": "privateLinkServiceConnections[*]",
    "microsoft.network/privateendpoints/privatelinkserviceconnections[*].privatelinkserviceid": "privateLinkServiceConnections[*].privateLinkServiceId",
    "microsoft.network/privateendpoints/privatelinkserviceconnections[*].groupids[*]": "privateLinkServiceConnections[*].groupIds[*]",
    "microsoft.security/pricings/pricingtier": "pricingTier",
    "microsoft.insights/diagnosticsettings/workspaceid": "workspaceId",
    "microsoft.insights/diagnosticsettings/logs.enabled": "logs[*].enabled",
}
"""Aliases whose place among a plan's inputs is known, lower case. Of any other one that a plan leaves out, its value is not known."""
RENAMED: Mapping[tuple[str, str], str] = {("microsoft.storage/storageaccounts", "supportshttpstrafficonly"): "enableHttpsTrafficOnly"}
"""Type and property of Azure -> the provider's input."""
_TAG = re.compile(r"tags(?:\.(?P<plain>[^\[\]]+)|\[\s*(?P<quote>'?)(?P<name>.+?)(?P=quote)\s*\])", re.IGNORECASE | re.DOTALL)
_SEGMENT = re.compile(r"(?P<name>[^.\[\]]+)|(?P<every>\[\*\])|\.")


@dataclass(frozen=True)
class Body:
    """The resource that a policy looks at."""

    type: str
    """Lower case."""
    id: str
    properties: Mapping[str, JsonValue] | None
    """A plan's inputs, or Azure's own form; None where nothing is known of it."""
    fields: Mapping[str, JsonValue] = field(default_factory=dict)
    """Fields that are known besides."""

    @property
    def is_azures(self) -> bool:
        """Whether it has Azure's own form, in which what is left out is absent."""
        return self.properties is not None and is_mapping(self.properties.get("properties"))

    @classmethod
    def of(cls, kind: str, scope: str, properties: Mapping[str, JsonValue] | None) -> "Body":
        """From what is asked."""
        return cls(kind.lower() or type_of(normal(scope)), scope, properties)


@dataclass(frozen=True)
class Selection:
    """What a field selects: one value, or of an array each member."""

    values: tuple[Value, ...]
    every: bool = False
    """Whether ``[*]`` stands in it."""
    missing: bool = False
    """Whether an array in it is not there at all."""


def location(value: Value) -> Value:
    """``UK South`` is ``uksouth``."""
    return value.replace(" ", "").lower() if isinstance(value, str) else value


def select(body: Body, name: str, bound: Mapping[str, Value]) -> Selection:
    """What a field selects. ``bound``: counted array (lower case, with ``[*]``) -> the member that is looked at."""
    lowered = name.lower()
    if lowered in body.fields:
        given = body.fields[lowered]
        return Selection((UNKNOWN if is_unknown(given) else given,))
    plain = _plain(body, lowered)
    if plain is not None:
        return Selection((None if plain == "" and lowered == "kind" else plain,))
    tag = _TAG.fullmatch(name)
    if tag:
        return Selection((_tag(body, (tag["plain"] or tag["name"]).replace("''", "'").strip("'")),))
    if "/" not in name:
        return Selection((UNKNOWN,))
    return _alias(body, name, bound)


def _plain(body: Body, name: str) -> Value:
    """The fields that every resource has; None where this is none of them."""
    if name == "type":
        return body.type or UNKNOWN
    if name in ("name", "fullname"):
        return _full_name(body.id) if name == "fullname" else name_of(body.id)
    if name == "id":
        return body.id
    if name in ("location", "kind", "tags", "identity.type"):
        if body.properties is None:
            return UNKNOWN
        found: Value = body.properties
        for part in name.split("."):
            found = lookup(found, part) if is_mapping(found) else (UNKNOWN if is_unknown(found) else None)
        return location(found) if name == "location" and found is not None else ("" if found is None else found)
    return _put_on(body) if name == "identity.userassignedidentities" else None


def _put_on(body: Body) -> Value:
    """Ids of the identities that it bears, as keys: a plan's inputs list them, Azure's own form has them as keys."""
    if body.properties is None:
        return UNKNOWN
    identity = lookup(body.properties, "identity")
    found = lookup(identity, "userAssignedIdentities") if is_mapping(identity) else UNKNOWN if is_unknown(identity) else None
    if isinstance(found, list):
        return UNKNOWN if any(is_unknown(one) for one in found) else {str(one): {} for one in found}
    return UNKNOWN if is_unknown(found) else found if is_mapping(found) else {}


def _full_name(scope: str) -> str:
    parts = scope.strip("/").split("/")
    last = max((number for number, part in enumerate(parts) if part.lower() == "providers"), default=-1)
    return "/".join(parts[last + 3 :: 2]) if last >= 0 else name_of(scope)


def _tag(body: Body, name: str) -> Value:
    tags = lookup(body.properties, "tags") if body.properties is not None else UNKNOWN
    if is_mapping(tags):
        return lookup(tags, name)
    return UNKNOWN if is_unknown(tags) else None


def _alias(body: Body, alias: str, bound: Mapping[str, Value]) -> Selection:
    lowered = alias.lower()
    if not lowered.startswith(f"{body.type}/") or "/" in lowered[len(body.type) + 1 :]:
        # An alias of another type selects nothing of this resource; one that names no type, several types share.
        return Selection((None,), every="[*]" in alias) if alias.count("/") > 1 else Selection((UNKNOWN,))
    if body.properties is None:
        return Selection((UNKNOWN,), every="[*]" in alias)
    path = alias[len(body.type) + 1 :] if body.is_azures else ALIASES.get(lowered, alias[len(body.type) + 1 :])
    sure = body.is_azures or lowered in ALIASES
    values, missing = _walk(body, path, alias[: len(body.type) + 1].lower(), bound)
    every = "[*]" in path
    if not sure and (missing or (values == [None] and not every)):
        return Selection((UNKNOWN,), every)
    return Selection(tuple(values), every, missing)


def _walk(body: Body, path: str, start: str, bound: Mapping[str, Value]) -> tuple[list[Value], bool]:
    here: list[Value] = [body.properties or {}]
    absolute, missing = start, False
    for segment in _SEGMENT.finditer(path):
        absolute += segment.group().lower()
        if segment["every"]:
            if absolute in bound:
                here = [bound[absolute]]
                continue
            missing = missing or any(value is None for value in here)
            here = [inner for value in here for inner in _members(value)]
        elif segment["name"]:
            here = [_member(body.type, value, segment["name"]) for value in here]
    return here, missing


def _members(value: Value) -> Iterator[Value]:
    if isinstance(value, list):
        yield from (UNKNOWN if is_unknown(inner) else inner for inner in value)
    elif is_unknown(value):
        yield UNKNOWN


def _member(kind: str, value: Value, name: str) -> Value:
    if is_unknown(value):
        return UNKNOWN
    if not is_mapping(value):
        return None
    found = lookup(value, RENAMED.get((kind, name.lower()), name))
    if found is None and (kind, name.lower()) in RENAMED:
        found = lookup(value, name)
    inner = lookup(value, "properties") if found is None else None
    return lookup(inner, name) if is_mapping(inner) else (UNKNOWN if is_unknown(inner) and found is None else found)
