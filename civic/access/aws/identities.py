"""Roles, users, permission sets and what is attached to them, read from resources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.permission_sets import administrators, assignments, managed_policy
from civic.access.aws.request import Kind
from civic.access.aws.source import Source, entries, is_unknown, mapping, opened
from civic.access.aws.world import Identity
from civic.plan import Resource

ROLE, USER, GROUP, POLICY = "aws:iam/role:Role", "aws:iam/user:User", "aws:iam/group:Group", "aws:iam/policy:Policy"
INLINE = {ROLE: DocumentKind.INLINE, USER: DocumentKind.USER_INLINE, GROUP: DocumentKind.GROUP_INLINE}
_OWN = (
    ("aws:iam/rolePolicy:RolePolicy", ROLE, "role"),
    ("aws:iam/userPolicy:UserPolicy", USER, "user"),
    ("aws:iam/groupPolicy:GroupPolicy", GROUP, "group"),
)
_ATTACHMENTS = (
    ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", ROLE, "role"),
    ("aws:iam/userPolicyAttachment:UserPolicyAttachment", USER, "user"),
    ("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", GROUP, "group"),
)
_SEVERAL = "aws:iam/policyAttachment:PolicyAttachment"
_MEMBERSHIPS = (("aws:iam/userGroupMembership:UserGroupMembership", "user", "groups"), ("aws:iam/groupMembership:GroupMembership", "users", "group"))

Key = tuple[str, str, str]
"""(type, account, name)."""


@dataclass
class _Draft:
    """An identity while its policies are gathered."""

    resource: Resource
    attached: list[Attached] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Name of an inline policy -> URN that carries it."""


def read_identities(source: Source, joined: Mapping[str, str]) -> dict[str, Identity]:
    """Every role and user, by ARN. ``joined``: account that came by invitation -> name of its administrator's role."""
    drafts = _drafts(source)
    policies = _managed_policies(source)
    for key, draft in drafts.items():
        _own_properties(source, key, draft, policies)
    for resource, key, attached in _attachments(source, drafts, policies):
        drafts[key].attached.append(attached)
        if attached.urn == resource.urn and attached.document is not None:
            _inline_name(source, drafts[key], resource, source.name(resource).rpartition(":")[2])
    _check_sizes(source, drafts)
    _join_groups(source, drafts)
    found = [_identity(source, key, draft, policies) for key, draft in drafts.items() if key[0] != GROUP]
    return {identity.arn: identity for identity in [*administrators(source, joined), *assignments(source, policies), *found]}


def _drafts(source: Source) -> dict[Key, _Draft]:
    drafts: dict[Key, _Draft] = {}
    for resource in source.of(ROLE, USER, GROUP):
        key = (resource.type, source.account(resource), source.name(resource))
        _unique(source, resource, drafts.get(key, _Draft(resource)).resource, key[2])
        drafts.setdefault(key, _Draft(resource))
    return drafts


def _unique(source: Source, resource: Resource, first: Resource, name: str) -> None:
    if first.urn != resource.urn and not resource.external:
        source.fault(resource, "name", f"found {name!r}, which {first.urn} has in the same account; allowed: each name once, whatever its path")


def _managed_policies(source: Source) -> dict[str, Attached]:
    found: dict[str, Attached] = {}
    first: dict[tuple[str, str], Resource] = {}
    for resource in source.of(POLICY):
        name = source.name(resource).rpartition("/")[2]
        account = source.account(resource)
        _unique(source, resource, first.setdefault((account, name.lower()), resource), name)
        attached = source.attach(resource, "policy", resource.inputs.get("policy"), DocumentKind.MANAGED)
        path = source.text(resource, "path") or "/"
        arn = source.arn(resource) or f"arn:aws:iam::{account}:policy{path}{name}"
        found[arn] = attached or Attached(None, resource.urn, "policy")
    return found


def _own_properties(source: Source, key: Key, draft: _Draft, policies: Mapping[str, Attached]) -> None:
    resource = draft.resource
    for number, entry in enumerate(entries(resource.inputs.get("inlinePolicies"))):
        place = f"inlinePolicies[{number}]"
        one = source.attach(resource, place, mapping(entry).get("policy"), INLINE[key[0]])
        if one:
            draft.attached.append(one)
            _inline_name(source, draft, resource, str(mapping(entry).get("name", place)), place)
    for number, arn in enumerate(entries(resource.inputs.get("managedPolicyArns"))):
        draft.attached.append(managed_policy(arn, policies, resource.urn, f"managedPolicyArns[{number}]"))


def _inline_name(source: Source, draft: _Draft, resource: Resource, name: str, place: str = "name") -> None:
    first = draft.names.setdefault(name, f"{resource.urn}:{place}")
    if first != f"{resource.urn}:{place}":
        source.fault(resource, place, f"found the inline policy {name!r}, which {first.rpartition(':')[0]} puts on it too; allowed: each name once")


def _attachments(source: Source, drafts: Mapping[Key, _Draft], policies: Mapping[str, Attached]) -> Iterator[tuple[Resource, Key, Attached]]:
    for token, kind, holder in _OWN:
        for resource in source.of(token):
            attached = source.attach(resource, "policy", resource.inputs.get("policy"), INLINE[kind])
            key = _holder(source, resource, kind, holder)
            if attached and key in drafts:
                yield resource, key, attached
    for token, kind, holder in _ATTACHMENTS:
        for resource in source.of(token):
            key = _holder(source, resource, kind, holder)
            if key in drafts:
                yield resource, key, managed_policy(_arn(source, resource), policies, resource.urn, "policyArn")
    for resource in source.of(_SEVERAL):
        for kind, holders in ((ROLE, "roles"), (USER, "users"), (GROUP, "groups")):
            for name in entries(resource.inputs.get(holders)):
                key = (kind, source.account(resource), str(name))
                if key in drafts:
                    yield resource, key, managed_policy(_arn(source, resource), policies, resource.urn, "policyArn")


def _holder(source: Source, resource: Resource, kind: str, holder: str) -> Key:
    name = source.text(resource, holder)
    if not name and (made := source.dependency(resource, holder, kind)):
        name = source.name(made)
    return (kind, source.account(resource), name.rpartition("/")[2])


def _arn(source: Source, resource: Resource) -> str:
    found = source.text(resource, "policyArn")
    if not found and (made := source.dependency(resource, "policyArn", POLICY)):
        return source.arn(made) or f"arn:aws:iam::{source.account(made)}:policy{source.text(made, 'path') or '/'}{source.name(made)}"
    return found


def _check_sizes(source: Source, drafts: Mapping[Key, _Draft]) -> None:
    for (kind, _, name), draft in drafts.items():
        rules = INLINE[kind].rules
        inline = [one for one in draft.attached if one.document is not None and one.document.kind is INLINE[kind]]
        total = sum(one.document.size for one in inline if one.document is not None)
        if total > rules.limit and len(inline) > 1:
            carrier = source.by_urn(inline[-1].urn) or draft.resource
            source.fault(
                carrier, inline[-1].place, f"found {total:,} characters of inline policies on {name}; allowed for {rules.label}: {rules.limit:,}"
            )


def _join_groups(source: Source, drafts: Mapping[Key, _Draft]) -> None:
    for token, users, groups in _MEMBERSHIPS:
        for resource in source.of(token):
            account = source.account(resource)
            for user in entries(resource.inputs.get(users)) or [opened(resource.inputs.get(users))]:
                for group in entries(resource.inputs.get(groups)) or [opened(resource.inputs.get(groups))]:
                    member, joined = drafts.get((USER, account, str(user))), drafts.get((GROUP, account, str(group)))
                    if member and joined:
                        member.attached += joined.attached


def _identity(source: Source, key: Key, draft: _Draft, policies: Mapping[str, Attached]) -> Identity:
    kind, account, name = key
    resource = draft.resource
    is_role = kind == ROLE
    word = "role" if is_role else "user"
    boundary = opened(resource.inputs.get("permissionsBoundary"))
    trust = source.attach(resource, "assumeRolePolicy", resource.inputs.get("assumeRolePolicy"), DocumentKind.TRUST) if is_role else None
    return Identity(
        arn=source.arn(resource) or f"arn:aws:iam::{account}:{word}{source.text(resource, 'path') or '/'}{name}",
        kind=Kind.ROLE if is_role else Kind.USER,
        account=account,
        urn=resource.urn,
        policies=PolicySet(draft.attached),
        boundary=managed_policy(boundary, policies, resource.urn, "permissionsBoundary") if boundary else None,
        boundary_arn=boundary if isinstance(boundary, str) and not is_unknown(boundary) else "",
        trust=PolicySet([trust] if trust else []),
        tags=source.tags(resource),
        source=resource.source,
    )
