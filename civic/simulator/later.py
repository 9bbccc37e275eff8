"""What a cloud does minutes later, and who must have waited for it: looked at once a stack's whole graph is known.

A policy of Azure's that makes something where a resource was made acts ten to twenty minutes afterwards, and of itself never on what is older than
its assignment (Microsoft Learn, "Understand how effects work"; "Remediate noncompliant resources with Azure Policy").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from civic.plan.writing import Entry
from civic.simulator.order import Waits
from civic.simulator.paths import found_at

SETTINGS = "pulumi-python:dynamic/civic:SubscriptionSettings"
"""What waits until a setting is there (``components/azure/dynamic/settings.py``)."""


@dataclass(frozen=True, kw_only=True)
class Later:
    """Something that comes by itself some time after a resource, and without which others fail or hang."""

    after: str
    """Type of the resource."""
    comes: str
    """The end of its id under that resource's."""
    before: tuple[str, ...]
    """Types that need it, where they wait for the resource itself."""
    why: str
    source: str


LATER = (
    Later(
        after="azure-native:network:PrivateEndpoint",
        comes="/privatednszonegroups/",
        before=("azure-native:app:ContainerApp", "azure-native:app:Job", "pulumi-python:dynamic/civic:JobRun"),
        why="its service's name leads to a closed public address until the platform's policy has recorded the endpoint, ten to twenty minutes later",
        source="Microsoft Learn, Private Link and DNS integration at scale; Azure Policy, DeployIfNotExists evaluation",
    ),
)


def too_soon(entries: Mapping[str, Entry]) -> list[str]:
    """Texts about resources that come before what a cloud makes by itself; nothing where all wait."""
    first = [(later, entry) for later in LATER for entry in entries.values() if entry.type == later.after]
    if not first:
        return []
    waits = Waits(entries)
    return [text for later, entry in first for text in _early(later, entry, entries, waits)]


def _early(later: Later, entry: Entry, entries: Mapping[str, Entry], waits: Waits) -> Iterator[str]:
    awaiting = [other.urn for other in entries.values() if other.type == SETTINGS and _awaits(other, entry, later)]
    for other in entries.values():
        if other.type in later.before and waits.waits(other.urn, entry.urn) and not any(waits.waits(other.urn, wait) for wait in awaiting):
            name, of = other.urn.rsplit("::", 1)[1], entry.urn.rsplit("::", 1)[1]
            yield f"{name} comes too soon after {of}: {later.why} ({later.source}). Let it depend on a wait (components.azure.endpoints.recorded)"


def _awaits(wait: Entry, entry: Entry, later: Later) -> bool:
    paths = [str(path).lower() for path in found_at(wait.inputs, "settings.*.path")]
    return any((before := path.partition(later.comes)[0]) != path and entry.id.lower().endswith(before) for path in paths)
