"""What is older than a policy that would deploy something for it: Azure Policy acts on what is made or changed after its assignment, and on nothing else.

Looked at once a stack's whole graph is known. Source: Microsoft Learn, "Remediate noncompliant resources with Azure Policy"; "Azure Policy definitions
deployIfNotExists effect", "... modify effect".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.plan.wire import opened
from civic.plan.writing import Entry
from civic.simulator.order import Waits
from civic.simulator.paths import found_at

ASSIGNMENT = "azure-native:authorization:PolicyAssignment"
DEFINITIONS = ("azure-native:authorization:PolicyDefinitionAtManagementGroup", "azure-native:authorization:PolicyDefinition")
SETS = ("azure-native:authorization:PolicySetDefinitionAtManagementGroup", "azure-native:authorization:PolicySetDefinition")
REMEDIATIONS = "azure-native:policyinsights:Remediation"
SETTINGS = "pulumi-python:dynamic/civic:SubscriptionSettings"
ACTING = {"deployifnotexists", "modify"}
MADE_AS = {
    "microsoft.resources/subscriptions": "azure-native:subscription:Alias",
    "microsoft.network/privateendpoints": "azure-native:network:PrivateEndpoint",
    "microsoft.network/virtualnetworks": "azure-native:network:VirtualNetwork",
}
"""What a policy looks at -> the resource type that makes it here."""
BUILT_IN = {"2465583e-4e78-4c15-b6be-a36cbc7c8b0f": ("microsoft.resources/subscriptions", "Microsoft.Insights/diagnosticSettings")}
"""Policies of Azure's own that are assigned: what each looks at, and what it deploys."""


@dataclass(frozen=True)
class _Acts:
    """What a policy looks at (in small letters), and the type that it makes or changes."""

    looks_at: str
    makes: str


def unmended(entries: Mapping[str, Entry]) -> list[str]:
    """Texts about resources that a policy of the same stack would have to act on and never does; nothing where all are mended, set or younger."""
    assignments = [entry for entry in entries.values() if entry.type == ASSIGNMENT]
    acting = [(assignment, acts) for assignment in assignments for acts in _policies(str(assignment.inputs.get("policyDefinitionId")), entries)]
    if not acting:
        return []
    waits = Waits(entries)
    return list(dict.fromkeys(text for assignment, acts in acting for text in _older(assignment, acts, entries, waits)))


def _older(assignment: Entry, acts: _Acts, entries: Mapping[str, Entry], waits: Waits) -> Iterator[str]:
    for entry in entries.values():
        if entry.type == MADE_AS.get(acts.looks_at) and not waits.waits(entry.urn, assignment.urn) and not _mended(entry, assignment, acts, entries):
            name, of = entry.urn.rsplit("::", 1)[1], assignment.urn.rsplit("::", 1)[1]
            yield (
                f"{name} does not wait for {of}, which deploys {acts.makes} into what is made or changed after it, and into nothing older "
                "(Microsoft Learn, Remediate noncompliant resources with Azure Policy). Mend it (components.azure.mending), or set it"
            )


def _mended(entry: Entry, assignment: Entry, acts: _Acts, entries: Mapping[str, Entry]) -> bool:
    """Whether a task looks at the resource's Azure subscription anew for this assignment, or what the policy makes is set in it."""
    subscription, set_by = _subscription(entry), f"/providers/{acts.makes.lower()}/"
    for other in entries.values():
        if other.type.startswith(REMEDIATIONS) and str(other.inputs.get("policyAssignmentId")).lower() == assignment.id.lower():
            here = other.id.lower().startswith(f"/subscriptions/{subscription}/")
        elif other.type == SETTINGS and str(other.inputs.get("subscription")).lower() == subscription:
            here = any(str(path).lower().startswith(set_by) for path in found_at(other.inputs, "settings.*.path"))
        else:
            here = False
        if here:
            return True
    return False


def _subscription(entry: Entry) -> str:
    made = next(iter(found_at(entry.outputs, "properties.subscriptionId")), "")
    return str(made or entry.id.removeprefix("/subscriptions/").partition("/")[0]).lower()


def _policies(ident: str, entries: Mapping[str, Entry]) -> Iterator[_Acts]:
    """What the policies of a definition or set do, as far as the stack makes it or it is Azure's own."""
    if built_in := BUILT_IN.get(ident.rsplit("/", 1)[-1]):
        yield _Acts(*built_in)
    for entry in entries.values():
        if entry.id.lower() != ident.lower():
            continue
        if entry.type in SETS:
            for member in found_at(entry.inputs, "policyDefinitions.*.policyDefinitionId"):
                yield from _policies(str(member), entries)
        elif entry.type in DEFINITIONS:
            rule: Any = opened(entry.inputs.get("policyRule"))
            effect, details = (next(iter(found_at(rule, path)), "") for path in ("then.effect", "then.details.type"))
            if str(effect).lower() in ACTING:
                for kind in _kinds(rule.get("if")):
                    yield _Acts(kind, str(details) or kind)


def _kinds(condition: Any) -> Iterator[str]:
    """Types that a rule's condition names, in small letters."""
    condition = opened(condition)
    if isinstance(condition, Mapping):
        if condition.get("field") == "type":
            named = condition.get("equals") or condition.get("in") or ()
            yield from (str(each).lower() for each in ([named] if isinstance(named, str) else named))
        for inner in condition.values():
            yield from _kinds(inner)
    elif isinstance(condition, list):
        for inner in condition:
            yield from _kinds(inner)
