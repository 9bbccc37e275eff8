"""Does Pulumi's engine make what the offline engine planned? Compares a plan with a state, both deployment documents.

It proves that the two engines agree on this program. It proves nothing of the providers.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.engine.wire import SECRET, SIGNATURE

_COMPARED = ("type", "custom", "external", "parent", "protect", "retainOnDelete", "deletedWith", "ignoreChanges", "additionalSecretOutputs")
_PROVIDER_TYPE = "pulumi:providers:"
_ENGINES_OWN = frozenset({"__internal", "version", "pluginDownloadURL"})
"""Inputs that the engine itself adds to providers."""


@dataclass(frozen=True)
class Mismatch:
    """One difference between a plan and a state."""

    urn: str
    field: str
    planned: Any
    found: Any

    def __str__(self) -> str:
        name = "::".join(self.urn.split("::")[2:])
        return f"{name}: {self.field}: planned {_short(self.planned)}, found {_short(self.found)}"


def compare(plan_document: Mapping[str, Any], state_document: Mapping[str, Any]) -> list[Mismatch]:
    """Differences in resources, inputs, parents, dependencies, providers and options. Ids, times and outputs are not compared."""
    planned, found = _resources(plan_document), _resources(state_document)
    missing = [Mismatch(urn, "resource", "present", "missing") for urn in planned if urn not in found]
    surplus = [Mismatch(urn, "resource", "missing", "present") for urn in found if urn not in planned]
    differing = [mismatch for urn in planned if urn in found for mismatch in _differences(urn, planned[urn], found[urn])]
    return [*missing, *surplus, *differing]


def _resources(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {entry["urn"]: entry for entry in document["deployment"].get("resources") or () if not entry.get("delete")}


def _differences(urn: str, planned: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Mismatch]:
    ours, theirs = _comparable(planned), _comparable(found)
    for field in sorted(ours.keys() | theirs.keys()):
        if field != "inputs" and ours.get(field) != theirs.get(field):
            yield Mismatch(urn, field, ours.get(field), theirs.get(field))
    for key in sorted(ours["inputs"].keys() | theirs["inputs"].keys()):
        if ours["inputs"].get(key) != theirs["inputs"].get(key):
            yield Mismatch(urn, f"inputs.{key}", ours["inputs"].get(key), theirs["inputs"].get(key))


def _comparable(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The compared fields; empty ones are left out, since the two documents write those differently."""
    left_out = _ENGINES_OWN if entry["type"].startswith(_PROVIDER_TYPE) else frozenset()
    made = {field: entry[field] for field in _COMPARED if entry.get(field)}
    made["inputs"] = {key: _value(value) for key, value in (entry.get("inputs") or {}).items() if key not in left_out and value is not None}
    made["dependencies"] = sorted(set(entry.get("dependencies") or ()))
    made["propertyDependencies"] = {key: sorted(set(urns)) for key, urns in (entry.get("propertyDependencies") or {}).items() if urns}
    made["provider"] = (entry.get("provider") or "").rpartition("::")[0]
    return made


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            # A plan holds no secret's text, and no two encryptions are equal: that it is secret is all there is to compare.
            return {SIGNATURE: SECRET}
        return {key: _value(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_value(inner) for inner in value]
    return value


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return text if len(text) <= 160 else f"{text[:157]}..."
