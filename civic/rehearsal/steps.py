"""What a preview says and what an ``up`` does, resource by resource, from the events that the CLI prints with ``--json``."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from civic.plan.wire import UNKNOWN

RANK: Mapping[str, int] = {"update": 1, "replace": 2, "create": 3, "delete": 3}
"""Kinds of change; of one resource the greatest counts."""
KINDS: Mapping[str, str] = {
    "create": "create", "import": "create", "update": "update", "delete": "delete",
    "replace": "replace", "create-replacement": "replace", "delete-replaced": "replace", "import-replacement": "replace",
}  # fmt: skip
"""The engine's operations that change something (pulumi, ``pkg/resource/deploy/step.go``) -> kind of change."""
UNFORETOLD: Mapping[str, str] = {
    "azure-native": "foretells a change's inputs, name and location; all else that Azure answers is unknown until it did (pulumi-azure-native, provider.go, Update)",
    "pulumi-python": "is not asked in a preview, so whatever is no input is unknown (pulumi, sdk/python/lib/pulumi/dynamic/__main__.py: no supportsPreview)",
}
"""Package of a resource that is changed in place -> why a preview does not know what others read of it. AWS' provider foretells all."""
ANEW = "is made anew, so nothing that its cloud chooses is known before"
UNCONFIGURED = (
    "is configured with something unknown, so a preview asks it nothing and takes its resources for changed (pulumi, "
    "sdk/go/common/resource/plugin/provider_plugin.go, Diff: DiffUnavailable)"
)


@dataclass(frozen=True)
class Step:
    """What happens, or would happen, to one resource."""

    kind: str
    type: str
    unknown: tuple[str, ...] = ()
    """Inputs of which something is not known yet."""
    provider: str = ""
    """URN."""


@dataclass
class Steps:
    """Of one command."""

    by_urn: dict[str, Step] = field(default_factory=dict)
    unconfigured: set[str] = field(default_factory=set)
    """URNs of providers that are configured with something that is not known yet."""
    errors: list[str] = field(default_factory=list)
    """What it complained of."""

    @classmethod
    def of(cls, printed: str) -> "Steps":
        """From events, a line of JSON each."""
        steps = cls()
        for line in printed.splitlines():
            event = json.loads(line) if line.startswith("{") else {}
            said = event.get("diagnosticEvent") or {}
            if said.get("severity") == "error":
                steps.errors.append(str(said["message"]).strip())
            if "resourcePreEvent" in event:
                steps._add(event["resourcePreEvent"]["metadata"])
        return steps

    def _add(self, step: Mapping[str, Any]) -> None:
        inputs = (step.get("new") or {}).get("inputs") or {}
        unknown = tuple(sorted(key for key, value in inputs.items() if UNKNOWN in json.dumps(value)))
        if unknown and step["type"].startswith("pulumi:providers:"):
            self.unconfigured.add(step["urn"])
        kind, before = KINDS.get(step["op"], ""), self.by_urn.get(step["urn"])
        if kind and (before is None or RANK[kind] > RANK[before.kind]):
            self.by_urn[step["urn"]] = Step(kind, step["type"], unknown, str(step.get("provider") or "").rsplit("::", 1)[0])

    def counts(self) -> dict[str, int]:
        """How many resources of each kind: ``{"update": 3}``."""
        kinds = [step.kind for step in self.by_urn.values()]
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def differences(said: Steps, done: Steps, resources: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each resource to which something else was done than said, with the reason why no preview can know; an empty one where there is none.

    ``resources``: of the state afterwards. Less may be done than said where something that the resource is given was unknown, and that comes from
    one of ``UNFORETOLD``, or from what is made anew. Nothing else is forgiven, least of all what was done and not said.
    """
    states = {entry["urn"]: entry for entry in resources}
    for urn in sorted(said.by_urn.keys() | done.by_urn.keys()):
        promised, did = said.by_urn.get(urn), done.by_urn.get(urn)
        if (promised.kind if promised else "") == (did.kind if did else ""):
            continue
        less = promised is not None and promised.kind in ("update", "replace") and (did is None or RANK[did.kind] < RANK[promised.kind])
        yield urn, _reason(urn, promised, said, states) if less and promised else ""


def _reason(urn: str, promised: Step, said: Steps, states: Mapping[str, Mapping[str, Any]]) -> str:
    if promised.provider in said.unconfigured or urn in said.unconfigured:
        return f"{(promised.provider if promised.provider in said.unconfigured else urn).rsplit('::', 1)[1]} {UNCONFIGURED}"
    sources = states.get(urn, {}).get("propertyDependencies") or {}
    reasons = [_of_sources(sources.get(key) or (), said) for key in promised.unknown]
    return "; ".join(dict.fromkeys(reasons)) if reasons and all(reasons) else ""


def _of_sources(urns: Sequence[str], said: Steps) -> str:
    """Why what comes from one of these resources is not known in a preview."""
    for urn in urns:
        step, name = said.by_urn.get(urn), urn.rsplit("::", 1)[1]
        if step is None:
            continue
        if step.kind in ("create", "replace"):
            return f"{name} {ANEW}"
        package = step.type.partition(":")[0]
        if package in UNFORETOLD:
            return f"{name} ({package}) {UNFORETOLD[package]}"
        if step.unknown or step.provider in said.unconfigured:
            return f"{name} is given something unknown itself"
    return ""
