"""Steps from an identity to data on AWS: states, cards, their secrets, secrets, buckets, databases, and control of keys.

Reading asks for everything that the service asks for in the caller's name, its key included. Who may rewrite a policy that guards a thing is
taken to let himself in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from civic.access.aws.actors import Actor, best
from civic.access.aws.arn_index import ArnIndex, opened_pattern
from civic.access.aws.patterns import NotKnown, Values, resource_glob
from civic.access.aws.policies import Statement
from civic.access.aws.request import Principal
from civic.access.aws.state import secrets_requests
from civic.access.aws.world import Owned
from civic.access.graph import Call, Node, NodeKind, Step, Worth
from civic.access.places import PLATFORM, Place

if TYPE_CHECKING:
    from civic.access.aws.paths import AwsReach

READ, WRITE, DECRYPT = "s3:GetObject", "s3:PutObject", "kms:Decrypt"
_BY_TYPE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "aws:secretsmanager/secret:Secret": (
        ("secretsmanager:GetSecretValue", "reads it"),
        ("secretsmanager:PutResourcePolicy", "rewrites its policy"),
        ("secretsmanager:ReplicateSecretToRegions", "copies it elsewhere"),
    ),
    "aws:kms/key:Key": (("kms:PutKeyPolicy", "rewrites the key's policy"), ("kms:CreateGrant", "gives itself a grant on the key")),
    "aws:rds/instance:Instance": (("rds:ModifyDBInstance", "sets a new password for its administrator"),),
    "aws:rds/cluster:Cluster": (("rds:ModifyDBCluster", "sets a new password for its administrator"),),
    "aws:backup/vault:Vault": (
        ("backup:PutBackupVaultAccessPolicy", "rewrites the vault's policy"),
        ("backup:CopyFromBackupVault", "copies from it"),
    ),
}
_BUCKET = (("s3:PutBucketPolicy", "rewrites the bucket's policy"),)
_WILD_OR_KEY = re.compile(r"[*?/]")
_NO_SERVICE = {"kms:grantisforawsresource": ("false",)}


class Stores:
    """States, cards and what encrypts a state's secrets, of every run."""

    def __init__(self, reach: "AwsReach") -> None:
        self.nodes: dict[str, Node] = {}
        self.secrets: dict[str, dict[str, tuple[Node, Mapping[str, tuple[str, ...]]]]] = {}
        """Key's ARN -> stack -> its node, and the encryption context of its secrets."""
        self.buckets: set[str] = set()
        for stack, run in {**dict.fromkeys(reach.without_run, next(iter(reach.runs.values()), None)), **reach.runs}.items():
            store, place = run.store if run else None, reach.stack_places.get(stack)
            if run is None or store is None or place is None or not store.login.startswith("s3://"):
                continue
            bucket = f"arn:{run.client.split(':')[1]}:s3:::{urlsplit(store.login).netloc}"
            self.buckets.add(bucket)
            card = f"{bucket}/{urlsplit(store.cards).path.strip('/')}/{stack}.json"
            state = f"{bucket}/.pulumi/stacks/{store.project}/{stack}.json"
            self.nodes[state] = Node(state, NodeKind.STATE, place, f"state of {stack}")
            self.nodes[card] = Node(card, NodeKind.CARD, place, f"card of {stack}")
            for request in secrets_requests(store.secrets, Principal.role(run.client)) if stack in reach.runs else ():
                node = Node(f"secrets of {stack}", NodeKind.STATE_SECRETS, place)
                self.nodes[node.id] = node
                self.secrets.setdefault(reach.world.key(request.resource), {})[stack] = (node, request.context)

    @cached_property
    def index(self) -> ArnIndex:
        return ArnIndex(key for key in self.nodes if key.startswith("arn:"))

    @cached_property
    def states(self) -> ArnIndex:
        return ArnIndex(key for key, node in self.nodes.items() if node.kind is NodeKind.STATE)


def steps(reach: "AwsReach", actor: Actor, worth: Worth) -> Iterator[Step]:
    """Every step to data that is possible, or may be, and worth asking for; some that are not possible."""
    yield from _stored(reach, actor, worth)
    yield from _state_secrets(reach, actor, worth)
    for arn in _concerned(reach, actor):
        if worth(reach.opened[arn]):
            yield from _opening(reach, actor, reach.opened[arn], reach.world.owned[arn])
    yield from _objects(reach, actor, worth)


def tries(reach: "AwsReach", actor: Actor, target: Node) -> Iterator[Step]:
    """Each way by which the actor could reach a piece of data at once, possible or not."""
    if target.kind in (NodeKind.STATE, NodeKind.CARD):
        yield from _object_steps(actor, target)
    elif target.kind is NodeKind.STATE_SECRETS:
        for key, stacks in reach.stores.secrets.items():
            yield from (_decrypting(actor, key, node, context) for node, context in stacks.values() if node == target)
    elif target.id in reach.opened:
        owned = reach.world.owned[target.id]
        yield from _opening(reach, actor, target, owned)
        if owned.type.startswith("aws:s3/"):
            yield Step(actor.node, target, "reads it", (actor.with_services(READ, f"{target.id}/object"),))


# States, cards and the secrets in them


def _stored(reach: "AwsReach", actor: Actor, worth: Worth) -> Iterator[Step]:
    if any(_within_reach(reach, actor, bucket) for bucket in reach.stores.buckets):
        written = dict.fromkeys(reach.stores.index.covered(actor.patterns(WRITE)))
        for arn in (*written, *(arn for arn in reach.stores.states.covered(actor.patterns(READ)) if arn not in written)):
            if worth(reach.stores.nodes[arn]):
                yield from _object_steps(actor, reach.stores.nodes[arn], arn in written)


def _within_reach(reach: "AwsReach", actor: Actor, arn: str) -> bool:
    """Whether a thing is of the actor's account, or its own policy, or nothing that is known, may open it to the actor."""
    owned = reach.world.owned.get(arn)
    if owned is None or owned.account == actor.account or owned.policy.unknown:
        return True
    return any(arn in reach.opened_to.get(name, ()) for name in _names(actor))


def _names(actor: Actor) -> tuple[str, ...]:
    return actor.identity.arn, actor.principal.session_arn, actor.principal.root_arn, "*"


def _object_steps(actor: Actor, node: Node, writing: bool = True) -> Iterator[Step]:
    """A state is its stack's own, to read and to write; a card is everybody's below to read."""
    if node.kind is NodeKind.STATE:
        yield Step(actor.node, node, "reads it", (actor.with_services(READ, node.id),))
    if writing:
        yield Step(actor.node, node, "writes it", (actor.with_services(WRITE, node.id),))


def _state_secrets(reach: "AwsReach", actor: Actor, worth: Worth) -> Iterator[Step]:
    allows = actor.allows(DECRYPT)
    for key, stacks in reach.stores.secrets.items():
        if not _within_reach(reach, actor, key):
            continue
        covering = [one for one in allows if _may_cover(one, key)]
        unknown = bool(actor.identity.policies.unknown)
        for node, context in stacks.values() if covering or unknown else ():
            if worth(node) and (unknown or any(_context_fits(one, context) for one in covering)):
                yield _decrypting(actor, key, node, context)


def _decrypting(actor: Actor, key: str, node: Node, context: Mapping[str, tuple[str, ...]]) -> Step:
    return Step(actor.node, node, "decrypts them with its layer's key", (actor.call(DECRYPT, key, context),))


def _may_cover(statement: Statement, resource: str) -> bool:
    return (
        statement.resources_negated
        or not statement.resources
        or any(resource_glob(opened_pattern(one.text)).fullmatch(resource) for one in statement.resources)
    )


def _context_fits(statement: Statement, context: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether its conditions on the encryption context let these values through: most do not, and are not evaluated further."""
    values: Values = lambda key: context.get(key, False)  # noqa: E731
    try:
        return all(met.holds(values) is not False for met in statement.conditions if met.key in context)
    except NotKnown:
        return True


# Things with a policy of their own


def _concerned(reach: "AwsReach", actor: Actor) -> Iterable[str]:
    """What the actor's own statements cover in its account, and what a policy of its own opens to it."""
    found: dict[str, None] = {}
    there = reach.opened_in(actor.account)
    for action in ACTIONS:
        own, bounds = there.covered(actor.patterns(action)), actor.bounding(action)
        within = None if bounds is None else reach.uncertain.union(there.covered(bounds))
        found |= dict.fromkeys(arn for arn in own if within is None or arn in within)
    for name in _names(actor):
        found |= dict.fromkeys(reach.opened_to.get(name, ()))
    return found


def _opening(reach: "AwsReach", actor: Actor, node: Node, owned: Owned) -> Iterator[Step]:
    for action, how in _BUCKET if owned.type.startswith("aws:s3/") else _BY_TYPE.get(owned.type, ()):
        context = _NO_SERVICE if action == "kms:CreateGrant" else None
        call = actor.with_services(action, owned.arn, context)
        yield Step(actor.node, node, how, (call, *_key_calls(reach, actor, owned, action)))


def _key_calls(reach: "AwsReach", actor: Actor, owned: Owned, action: str) -> Iterable[Call]:
    """What else it takes to read what a rewritten policy lets one at, where a key encrypts it: the key, or control of the key."""
    if not owned.key or not action.endswith(("ResourcePolicy", "BucketPolicy")):
        return ()
    secret = owned.type.startswith("aws:secretsmanager/")
    via, name, what = ("secretsmanager", "SecretARN", owned.arn) if secret else ("s3", "aws:s3:arn", f"{owned.arn}/object")
    context = {
        "kms:viaservice": (f"{via}.{owned.key.split(':')[3]}.amazonaws.com",),
        "aws:viaawsservice": ("true",),
        f"kms:encryptioncontext:{name.lower()}": (what,),
        "kms:encryptioncontextkeys": (name,),
    }
    return best(iter([actor.call(DECRYPT, owned.key, context), actor.call("kms:PutKeyPolicy", owned.key)]))


# Objects in buckets


def _objects(reach: "AwsReach", actor: Actor, worth: Worth) -> Iterator[Step]:
    """Reading of objects, each bucket once for each folder that is somebody's."""
    seen: set[str] = set()
    for bucket, key in _folders(reach, actor):
        node = _folder_node(reach, bucket, key)
        if node.id not in seen and worth(node):
            seen.add(node.id)
            yield Step(actor.node, node, "reads it", (actor.with_services(READ, f"{bucket}/{key}"),))


def _folders(reach: "AwsReach", actor: Actor) -> Iterator[tuple[str, str]]:
    """(bucket, example of a key) that the actor's statements or a bucket's own policy open."""
    bounds = actor.bounding(READ)
    within = None if bounds is None else reach.uncertain.union(reach.opened_in(actor.account).covered(map(_bucket_pattern, bounds)))
    for pattern in actor.patterns(READ):
        head, _, key = opened_pattern(pattern).partition("/")
        for bucket in reach.opened_in(actor.account).covered([head]):
            if bucket in reach.buckets and (within is None or bucket in within) and bucket not in reach.stores.buckets:
                yield bucket, key.replace("*", "object").replace("?", "o") or "object"
                if key.startswith(("*", "")) and key in ("*", ""):
                    yield from ((bucket, f"{owner}/object") for owner in reach.tenants_of(bucket))
    for name in _names(actor):
        for bucket in reach.opened_to.get(name, ()):
            if bucket in reach.buckets and bucket not in reach.stores.buckets:
                yield bucket, "object"


def _bucket_pattern(pattern: str) -> str:
    """A pattern of every bucket in which a pattern may cover objects."""
    head = _WILD_OR_KEY.split(opened_pattern(pattern), maxsplit=1)[0]
    return pattern if head == pattern else f"{head}*" if opened_pattern(pattern)[len(head)] in "*?" else head


def _folder_node(reach: "AwsReach", bucket: str, key: str) -> Node:
    node = reach.opened[bucket]
    owner = next((part for part in key.split("/") if part in reach.owners), "") if node.place.owner == PLATFORM else ""
    if not owner or owner == PLATFORM:
        return node
    return Node(f"{bucket}/{owner}/", NodeKind.DATA, Place(owner, node.place.layer, below=True), f"folder {owner} of {bucket}")


ACTIONS = tuple(dict.fromkeys(action for pairs in (*_BY_TYPE.values(), _BUCKET) for action, _ in pairs))
