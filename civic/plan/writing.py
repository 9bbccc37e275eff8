"""Writes what a monitor recorded as a version-3 deployment document."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from civic.plan import wire
from civic.plan.document import NO_TIME

SALT = "v1:1WI8DCnCf50=:v1:ZrY3BCI04EYgOFNP:g6bFaXm/Yl9c90n1z5OCHW2GRPf4Qg=="
"""Salt for the constant passphrase ``civic-plan``. It protects nothing, since no secret is written; the Pulumi CLI
refuses a file that has secret envelopes and no secrets provider."""


@dataclass
class Entry:
    """One registered resource on its way to the document."""

    urn: str
    type: str
    custom: bool
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    id: str = ""
    parent: str = ""
    provider: str = ""
    dependencies: list[str] = field(default_factory=list)
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    protect: bool = False
    retain_on_delete: bool = False
    external: bool = False
    aliases: list[str] = field(default_factory=list)
    additional_secrets: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    deleted_with: str = ""
    source: str = ""


def deployment(entries: Mapping[str, Entry], invokes: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The document for a run. Dependencies come first; otherwise the order is that of the URNs, so that equal runs give equal bytes.

    ``invokes``: data sources that the program called; Pulumi keeps none, and reads past the place where they stand.
    """
    called = sorted(invokes, key=lambda one: json.dumps(one, sort_keys=True))
    return {
        "version": 3,
        "deployment": {
            "manifest": {"time": NO_TIME, "magic": "", "version": ""},
            "secrets_providers": {"type": "passphrase", "state": {"salt": SALT}},
            "resources": [_resource(entries[urn]) for urn in _ordered(entries)],
            "metadata": {"invokes": called} if called else {},
        },
    }


def text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _ordered(entries: Mapping[str, Entry]) -> Iterable[str]:
    graph: TopologicalSorter[str] = TopologicalSorter()
    for urn, entry in sorted(entries.items()):
        provider = entry.provider.rsplit("::", 1)[0]
        before = {entry.parent, provider, *entry.dependencies, *(u for deps in entry.property_dependencies.values() for u in deps)}
        graph.add(urn, *sorted(before & entries.keys() - {urn}))
    graph.prepare()
    while graph.is_active():
        ready = sorted(graph.get_ready())
        yield from ready
        graph.done(*ready)


def _resource(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"urn": entry.urn, "custom": entry.custom}
    optional = {
        "id": entry.id,
        "type": entry.type,
        "inputs": wire.stored(entry.inputs),
        "outputs": wire.stored(entry.outputs),
        "parent": entry.parent,
        "protect": entry.protect,
        "external": entry.external,
        "dependencies": entry.dependencies,
        "provider": entry.provider,
        "propertyDependencies": entry.property_dependencies,
        "additionalSecretOutputs": entry.additional_secrets,
        "aliases": entry.aliases,
        "retainOnDelete": entry.retain_on_delete,
        "deletedWith": entry.deleted_with,
        "ignoreChanges": entry.ignore_changes,
        "replaceOnChanges": entry.replace_on_changes,
        "sourcePosition": entry.source,
    }
    made.update({key: value for key, value in optional.items() if value})
    return made
