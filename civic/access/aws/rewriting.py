"""Steps that change what an identity may do, or make a new one: policies, boundaries, users, access keys, providers of sign-in.

Whoever may write the rights of an identity is taken to act as it: services and runs act as it all day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civic.access.aws.actors import ADMINISTRATOR, CHOSEN, EVERY_RIGHT, Actor, changed, has_every_right, with_rights
from civic.access.aws.arn_index import EVERYTHING, opened_pattern
from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.capped import is_capped
from civic.access.aws.evaluation import evaluate
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.patterns import resource_glob
from civic.access.aws.policies import parse
from civic.access.aws.request import Kind, Principal, Request
from civic.access.aws.world import Identity, World
from civic.access.graph import Call, Node, NodeKind, Step
from civic.access.places import Place

if TYPE_CHECKING:
    from civic.access.aws.paths import AwsReach

_POLICIES = {Kind.ROLE: ("iam:PutRolePolicy", "iam:AttachRolePolicy"), Kind.USER: ("iam:PutUserPolicy", "iam:AttachUserPolicy", "iam:AddUserToGroup")}
_BOUNDS = {
    Kind.ROLE: ("iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"),
    Kind.USER: ("iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"),
}
_VERSIONS = ("iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion")
_EVERY = tuple(action for kind in (Kind.ROLE, Kind.USER) for action in (*_POLICIES[kind], *_BOUNDS[kind]))
_KEYS = ("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile")
_FREE = ("", ADMINISTRATOR)
"""Boundaries that bound nothing: none, and one that allows everything."""
_SIGN_IN = ("iam:CreateOpenIDConnectProvider", "iam:CreateSAMLProvider", "iam:UpdateSAMLProvider")


@dataclass(frozen=True)
class _Given:
    """What comes of writing an identity's rights."""

    rights: Call | None
    """What gives it every right."""
    unbound: Call | None
    """What takes its boundary away, or makes it one that bounds nothing."""


def steps(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    if not actor.wide:
        yield from _widened(reach, actor)
        yield from _created(reach, actor)
        yield from _outsiders(reach, actor)
    yield from _users(reach, actor)


def tries(reach: "AwsReach", actor: Actor, identity: Identity) -> Iterator[Step]:
    """Each right that would rewrite what one identity may do."""
    node = reach.identities[identity.arn]
    for call in (*_writing(reach, actor, identity), *_unbinding(reach, actor, identity)):
        yield Step(actor.node, node, "writes what it may do", (call,))


# Rights of somebody who is there


def _widened(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    concerned = {arn for action in _EVERY for arn in actor.covered(reach.index, action, actor.account)}
    policies = reach.boundaries_in.get(actor.account, ()) if any(map(actor.patterns, _VERSIONS)) else ()
    for policy in policies:
        concerned |= {holder for holder in reach.carried.get(policy, ())}
        concerned |= {arn for arn in reach.in_account.get(actor.account, ()) if reach.world.identities[arn].boundary_arn == policy}
    for arn in sorted(concerned):
        identity = reach.world.identities[arn]
        if "/aws-reserved/" in arn or "/aws-service-role/" in arn or has_every_right(identity):
            continue
        given = _Given(actor.first(_writing(reach, actor, identity)), actor.first(_unbinding(reach, actor, identity)))
        if step := _step(reach, actor, identity, given):
            yield step


def _step(reach: "AwsReach", actor: Actor, identity: Identity, given: _Given) -> Step | None:
    calls = tuple(call for call in (given.rights, given.unbound) if call)
    bound = identity.boundary is not None and given.unbound is None
    if not calls or (given.rights is None and identity.boundary is None):
        return None
    rights = EVERY_RIGHT if given.rights else identity.policies
    written = with_rights(identity, rights, identity.boundary if bound else None, identity.boundary_arn if bound else "")
    how = "gives it every right" if given.rights and not bound else "gives it every right within its boundary" if bound else "takes its boundary away"
    return Step(actor.node, _node(reach, actor.world, written, how.replace("gives it", "with").replace("takes", "with")), how, calls)


def _node(reach: "AwsReach", world: World, identity: Identity, what: str) -> Node:
    """The node of an identity that a step made, or made more of. Where nothing bounds it, it is its account's administration."""
    place, acting = reach.account_place(identity.account), changed(world if reach.guarded else reach.world, identity)
    capped = has_every_right(identity) and is_capped(acting, identity)
    kind = NodeKind.ACCOUNT if has_every_right(identity) and not capped else NodeKind.IDENTITY
    if kind is NodeKind.IDENTITY:
        place = Place(place.owner, "applications", below=True)
    what = f"{what} that guardrails leave" if capped else what
    node = Node(f"{identity.arn}#{what}{identity.boundary_arn}", kind, place, f"{identity.arn} {what}")
    if kind is NodeKind.IDENTITY and identity.policies is EVERY_RIGHT:
        reach.alike.setdefault(_likeness(reach, identity), node)
    who = Principal.user(identity.arn) if identity.kind is Kind.USER else Principal.role(identity.arn)
    return reach.acting(node, lambda: Actor(node, acting, who, identity, capped=capped, region=reach.region))


def _likeness(reach: "AwsReach", identity: Identity) -> tuple[object, ...]:
    return identity.account, identity.boundary_arn, reach.likeness.of(identity.arn)


def alike(reach: "AwsReach", actor: Actor) -> Step | None:
    """The step to the first node of the account that has every right within the same bounds: only who trusts it by name sets it apart."""
    first = reach.alike.get(_likeness(reach, actor.identity)) if actor.identity.policies is EVERY_RIGHT else None
    return Step(actor.node, first, "may the same as", ()) if first is not None and first.id != actor.node.id else None


def _writing(reach: "AwsReach", actor: Actor, identity: Identity) -> Iterator[Call]:
    """Calls that give an identity every right of its account."""
    context = {"iam:permissionsboundary": (identity.boundary_arn,) if identity.boundary_arn else ()}
    for action in _POLICIES.get(identity.kind, ()):
        attached = {"iam:policyarn": (ADMINISTRATOR,)} if "Attach" in action else {}
        yield actor.call(action, identity.arn, {**context, **attached})
    for policy in reach.carrying.get(identity.arn, ()):
        if policy.split(":")[4] == actor.account:
            yield from (actor.call(action, policy) for action in _VERSIONS)


def _unbinding(reach: "AwsReach", actor: Actor, identity: Identity) -> Iterator[Call]:
    """Calls after which the boundary bounds nothing."""
    if identity.boundary is None or identity.kind not in _BOUNDS:
        return
    delete, put = _BOUNDS[identity.kind]
    yield actor.call(delete, identity.arn, {"iam:permissionsboundary": (identity.boundary_arn,) if identity.boundary_arn else ()})
    yield actor.call(put, identity.arn, {"iam:permissionsboundary": (ADMINISTRATOR,)})
    if identity.boundary_arn.split(":")[4:5] == [actor.account]:
        yield from (actor.call(action, identity.boundary_arn) for action in _VERSIONS)


# Somebody new


def _created(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    for action, kind in (("iam:CreateRole", Kind.ROLE), ("iam:CreateUser", Kind.USER)):
        seen: set[tuple[str, str]] = set()
        for arn in (new for pattern in actor.patterns(action) for new in _new(reach, actor, kind, pattern)):
            for boundary in _boundaries(reach, actor):
                step = _create(reach, actor, action, kind, arn, boundary) if (arn, boundary) not in seen else None
                seen.add((arn, boundary))
                if step and step.possible:
                    yield step
                    if boundary in _FREE:
                        break


def _new(reach: "AwsReach", actor: Actor, kind: Kind, pattern: str) -> Iterator[str]:
    """Names for what a pattern lets one make: of an ordinary name, and one for each kind of name that guardrails tell apart."""
    arn, ordinary = actor.example(pattern), f"arn:aws:iam::{actor.account}:{kind.value}/new"
    if arn != EVERYTHING and not resource_glob(opened_pattern(pattern)).fullmatch(ordinary):
        # A pattern of something else, such as policies, covers none.
        yield from [arn] if f":{kind.value}/" in arn else []
        return
    there = (f"{other.rpartition('/')[0]}/new" for other in reach.in_account.get(actor.account, ()) if f":{kind.value}/" in other)
    told_apart: dict[object, str] = {}
    for name in (ordinary, *there):
        told_apart.setdefault(reach.likeness.of(name), name)
    yield from told_apart.values()


def _boundaries(reach: "AwsReach", actor: Actor) -> list[str]:
    """None, one that bounds nothing, and those that stand in the account: what is freest first."""
    return [*_FREE, *(arn for arn in reach.boundaries_in.get(actor.account, ()))]


def _create(reach: "AwsReach", actor: Actor, action: str, kind: Kind, arn: str, boundary: str) -> Step | None:
    context: dict[str, tuple[str, ...]] = {"iam:permissionsboundary": (boundary,) if boundary else ()}
    create = actor.call(action, arn, context, CHOSEN)
    if create.verdict.denied:
        return None
    attaching = [
        actor.call(one, arn, {**context, **({"iam:policyarn": (ADMINISTRATOR,)} if "Attach" in one else {})}, {"aws:resourcetag/*"})
        for one in _POLICIES[kind]
    ]
    write = actor.first(attaching) or attaching[0]
    free = boundary in _FREE
    limit = None if free else reach.boundaries.get(boundary) or Attached(None, "", boundary)
    identity = Identity(arn, kind, actor.account, "", EVERY_RIGHT, limit, "" if free else boundary)
    enter = entering(actor, identity) if kind is Kind.ROLE else actor.call("iam:CreateAccessKey", arn, {}, {"aws:resourcetag/*"})
    what = "with every right" if free else "with every right within its boundary "
    node = _node(reach, actor.world, identity, what)
    return Step(actor.node, node, f"makes a {kind.value} {what.strip()}", (create, write, enter))


def _outsiders(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """A provider of sign-in of one's own: whoever it vouches for is let in wherever a trust can be written, or names it already."""
    for action in _SIGN_IN:
        for pattern in actor.patterns(action):
            call = actor.call(action, actor.example(pattern), {}, CHOSEN)
            if not call.verdict.denied:
                yield Step(actor.node, reach.account_node(actor.account), "makes or rewrites a provider of sign-in", (call,))
                break


def _users(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    for action in _KEYS:
        for arn in actor.covered(reach.index, action, actor.account):
            if reach.world.identities[arn].kind is Kind.USER and arn != actor.identity.arn:
                yield Step(actor.node, reach.identities[arn], "makes a key or password for it", (actor.call(action, arn),))


def entering(actor: Actor, identity: Identity) -> Call:
    """Assuming a role whose trust names the actor: only what forbids it is left."""
    statement = {"Effect": "Allow", "Principal": {"AWS": actor.identity.arn}, "Action": "sts:AssumeRole"}
    document = parse({"Version": "2012-10-17", "Statement": statement}, DocumentKind.TRUST)
    trusting = Identity(
        *(identity.arn, identity.kind, identity.account, identity.urn, identity.policies, identity.boundary, identity.boundary_arn),
        PolicySet([Attached(document, "", "a trust of its own writing")]),
        identity.tags,
    )
    request = Request(actor.principal, "sts:AssumeRole", identity.arn, unknown_keys=actor.unknown_keys)
    return Call("sts:AssumeRole", identity.arn, evaluate(changed(actor.world, trusting), request))
