"""The organisation's tree and the guardrails on it, read from resources."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from civic.access.aws.attached import Attached
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.source import Source, entries, mapping
from civic.access.aws.world import Organisation
from civic.plan import Resource

ORGANISATION = "aws:organizations/organization:Organization"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
ACCOUNT = "aws:organizations/account:Account"
POLICY = "aws:organizations/policy:Policy"
KINDS = {"SERVICE_CONTROL_POLICY": DocumentKind.SERVICE_CONTROL, "RESOURCE_CONTROL_POLICY": DocumentKind.RESOURCE_CONTROL}


@dataclass(frozen=True)
class Top:
    """An organisation without what hangs below its root."""

    id: str
    management: str
    root: str
    urn: str = ""
    """Of the resource that makes it; empty where none does."""


def top_of(source: Source) -> Top | None:
    """The one organisation that the resources make, or else the one that their units and accounts are made in; ``None`` where there is neither."""
    return _made(source) or _used(source)


def read_organisation(source: Source, joined: Mapping[str, str], without_full_access: frozenset[str]) -> Organisation | None:
    """The tree of ``top_of``; ``None`` where there is none."""
    top = top_of(source)
    if top is None:
        return None
    parents = {one.id: source.text(one, "parentId") or top.root for one in source.of(UNIT, ACCOUNT)}
    carried = _attachments(source)
    return Organisation(
        id=top.id,
        management=top.management,
        root=top.root,
        parents={**parents, **joined, top.management: top.root},
        service_control={target: tuple(found) for target, found in carried[DocumentKind.SERVICE_CONTROL].items()},
        resource_control={target: tuple(found) for target, found in carried[DocumentKind.RESOURCE_CONTROL].items()},
        without_full_access=without_full_access,
        urns={**({top.root: top.urn} if top.urn else {}), **{one.id: one.urn for one in source.of(UNIT, ACCOUNT)}},
    )


def _made(source: Source) -> Top | None:
    for resource in source.of(ORGANISATION):
        roots = [mapping(one) for one in entries(resource.outputs.get("roots"))]
        root = str(roots[0].get("id", "root")) if roots else "root"
        parts = source.arn(resource).split(":", 5)
        management = source.text(resource, "masterAccountId") or (parts[4] if len(parts) > 4 else source.account(resource))
        return Top(resource.id, management, root, resource.urn)
    return None


def _used(source: Source) -> Top | None:
    """What was there before, by the ARNs of what is made in it (Service Authorization Reference, "AWS Organizations":
    ``arn:...:organizations::MANAGEMENT:ou/o-ID/ou-ID``)."""
    made = tuple(source.of(UNIT, ACCOUNT))
    root = next((parent for one in made if (parent := source.text(one, "parentId")).startswith("r-")), "root")
    for resource in made:
        parts = source.arn(resource).split(":", 5)
        ident = parts[5].split("/")[1] if len(parts) == 6 and parts[5].count("/") > 1 else ""
        if ident.startswith("o-"):
            return Top(ident, parts[4], root)
    return None


def _attachments(source: Source) -> dict[DocumentKind, dict[str, list[Attached]]]:
    policies: dict[str, tuple[DocumentKind, Attached]] = {}
    names: dict[str, Resource] = {}
    for resource in source.of(POLICY):
        kind = KINDS.get(source.text(resource, "type") or "SERVICE_CONTROL_POLICY")
        name = source.name(resource)
        first = names.setdefault(name, resource)
        if first is not resource:
            source.fault(resource, "name", f"found {name!r}, which {first.urn} has in the same organisation; allowed: each name once")
        if kind:
            attached = source.attach(resource, "content", resource.inputs.get("content"), kind)
            policies[resource.id or resource.urn] = kind, attached or Attached(None, resource.urn, "content")
    found: dict[DocumentKind, dict[str, list[Attached]]] = {kind: defaultdict(list) for kind in KINDS.values()}
    for resource in source.of("aws:organizations/policyAttachment:PolicyAttachment"):
        policy, target = source.text(resource, "policyId"), source.text(resource, "targetId")
        made = source.dependency(resource, "policyId", POLICY)
        kept = policies.get(policy) or (policies.get(made.id or made.urn) if made else None)
        if kept and target:
            found[kept[0]][target].append(kept[1])
    return found
