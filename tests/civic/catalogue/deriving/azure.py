"""Azure: the specifications of its REST APIs, as bicep-types-az has them, in the versions that the pinned provider calls."""

import functools
import inspect
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path as File
from typing import Any

from civic.catalogue import row
from civic.simulator import sdk
from tests.civic.catalogue.deriving.rules import Rule, joined, usable
from tests.civic.catalogue.deriving.sdk_paths import Path, paths

Types = list[Mapping[str, Any]]
READ_ONLY = 2
"""Flag of a property that the service fills."""
_VERSION = re.compile(r"Uses Azure REST API version (\S+?)\.(?:\s|$)")


def derive(token: str, git: File) -> dict[str, Rule]:
    """Path -> what the service's specification says of it. ``git``: a clone of bicep-types-az."""
    known, version = row(token), version_of(token)
    if known is None or not known.id or not version:
        return {}
    name = _type_of(known.id)
    version, types, body = _nearest(git, name, version)
    if body is None:
        return {}
    found: dict[str, Rule] = {}
    named = known.name.property if known.name else ""
    for path in paths(token):
        places = list(_along(types, _referred(types, body["body"]), ("name",) if path == (named,) else path))
        if places and (rule := joined(_rule(types, place, f"{name} {version}") for place in places)):
            found[".".join(path)] = rule
    return found


def version_of(token: str) -> str:
    """The API version that the installed SDK's resource is of; empty where it does not say."""
    said = _VERSION.search(inspect.getsource(sdk.resource_class(token)))
    return said[1] if said else ""


def _type_of(ident: str) -> str:
    """``Microsoft.App/containerApps/{name}`` -> ``Microsoft.App/containerApps``; the last provider of an id counts."""
    tail = ident.rpartition("/providers/")[2]
    namespace, *rest = tail.split("/")
    return "/".join([namespace, *rest[::2]])


@functools.cache
def _folders(git: File) -> Mapping[tuple[str, str], str]:
    listed = subprocess.run(["git", "-C", str(git), "ls-tree", "-r", "--name-only", "HEAD"], capture_output=True, text=True, check=True).stdout
    found: dict[tuple[str, str], str] = {}
    for line in listed.splitlines():
        parts = line.split("/")
        if parts[-1] == "types.json" and len(parts) == 5:
            found[parts[2], parts[3]] = line
    return found


@functools.lru_cache(maxsize=8)
def _types(git: File, namespace: str, version: str) -> Types:
    path = _folders(git).get((namespace, version))
    if path is None:
        return []
    return json.loads(subprocess.run(["git", "-C", str(git), "show", f"HEAD:{path}"], capture_output=True, text=True, check=True).stdout)


def _nearest(git: File, name: str, version: str) -> tuple[str, Types, Mapping[str, Any] | None]:
    """The version asked for, or else the one nearest to it of which there is a specification."""
    day, namespace = date.fromisoformat(version[:10]), name.split("/")[0].lower()
    versions = {found for provider, found in _folders(git) if provider == namespace}
    for other in sorted(versions, key=lambda other: (other != version, abs((date.fromisoformat(other[:10]) - day).days), other)):
        types = _types(git, namespace, other)
        for entry in types:
            if entry["$type"] == "ResourceType" and entry["name"].lower() == f"{name}@{other}".lower():
                return other, types, entry
    return version, [], None


def _referred(types: Types, reference: Mapping[str, str]) -> Mapping[str, Any]:
    return types[int(reference["$ref"].rpartition("/")[2])]


def _along(types: Types, entry: Mapping[str, Any], path: Path) -> Iterator[Mapping[str, Any]]:
    if not path:
        yield entry
        return
    key, *rest = path
    if entry["$type"] == "UnionType":
        for element in entry["elements"]:
            yield from _along(types, _referred(types, element), path)
    elif key == "*":
        if entry["$type"] == "ArrayType":
            yield from _along(types, _referred(types, entry["itemType"]), tuple(rest))
    elif entry["$type"] == "DiscriminatedObjectType":
        yield from _member(types, entry["baseProperties"], key, tuple(rest))
        for element in entry["elements"].values():
            yield from _along(types, _referred(types, element), path)
    elif entry["$type"] == "ObjectType":
        yield from _member(types, entry["properties"], key, tuple(rest))


def _member(types: Types, properties: Mapping[str, Any], key: str, rest: Path) -> Iterator[Mapping[str, Any]]:
    if key in properties and not properties[key]["flags"] & READ_ONLY:
        yield from _along(types, _referred(types, properties[key]["type"]), rest)
    elif "properties" in properties and key != "properties":
        # The provider leaves out the level that most of Azure's objects have.
        yield from _along(types, _referred(types, properties["properties"]["type"]), (key, *rest))


def _rule(types: Types, entry: Mapping[str, Any], source: str) -> Rule | None:
    kind = entry["$type"]
    if kind == "StringLiteralType":
        return Rule(words=[entry["value"]], source=source)
    if kind == "UnionType":
        return joined(_rule(types, _referred(types, element), source) for element in entry["elements"])
    if kind == "StringType":
        rule = Rule()
        if entry.get("minLength"):
            rule["shortest"] = entry["minLength"]
        if "maxLength" in entry:
            rule["longest"] = entry["maxLength"]
        if "pattern" in entry and usable(entry["pattern"]):
            rule["pattern"] = entry["pattern"]
        return Rule(**rule, source=source) if rule else None
    if kind == "IntegerType" and ("minValue" in entry or "maxValue" in entry):
        bounds = Rule()
        if "minValue" in entry:
            bounds["low"] = entry["minValue"]
        if "maxValue" in entry:
            bounds["high"] = entry["maxValue"]
        return Rule(**bounds, source=source)
    return None
