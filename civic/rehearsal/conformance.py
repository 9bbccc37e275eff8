"""Does the offline engine say what Pulumi's engine says? Plans against states, resource by resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.plan import wire

COMPARED = ("type", "custom", "inputs", "parent", "protect", "retainOnDelete", "dependencies", "propertyDependencies", "provider")


@dataclass(frozen=True)
class Mismatch:
    """One thing on which the two engines differ."""

    urn: str
    field: str
    planned: Any
    actual: Any

    def __str__(self) -> str:
        return f"{self.urn}: {self.field}: planned {self.planned!r}, actual {self.actual!r}"


def compare(plan: Mapping[str, Any], state: Mapping[str, Any]) -> list[Mismatch]:
    """Every difference between a plan and a state, both version-3 documents. Ids, times and provider ids do not count."""
    planned, actual = _by_urn(plan), _by_urn(state)
    mismatches = [Mismatch(urn, "presence", urn in planned, urn in actual) for urn in sorted(planned.keys() ^ actual.keys())]
    for urn in sorted(planned.keys() & actual.keys()):
        mismatches += _differences(urn, planned[urn], actual[urn])
    return mismatches


def _by_urn(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {entry["urn"]: entry for entry in document["deployment"]["resources"]}


def _differences(urn: str, planned: Mapping[str, Any], actual: Mapping[str, Any]) -> Iterator[Mismatch]:
    for name in COMPARED:
        ours, theirs = _comparable(name, planned.get(name)), _comparable(name, actual.get(name))
        if ours != theirs:
            yield Mismatch(urn, name, ours, theirs)


def _comparable(name: str, value: Any) -> Any:
    if name == "provider":
        return str(value or "").rsplit("::", 1)[0]
    if name == "dependencies":
        return sorted(value or ())
    if name == "propertyDependencies":
        return {key: sorted(urns) for key, urns in (value or {}).items() if urns}
    return _bare(value) or None


def _bare(value: Any) -> Any:
    """Without what encryption changes from run to run, and without the ids that Pulumi draws at random."""
    if isinstance(value, Mapping):
        if "ciphertext" in value:
            return wire.HIDDEN
        return {key: _bare(inner) for key, inner in value.items() if inner is not None}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value
