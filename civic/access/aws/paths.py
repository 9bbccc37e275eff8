"""The part of the graph of paths that is on AWS: identities, what they reach, and the steps between."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from civic.access.asked import StackAsks
from civic.access.aws import becoming, governing, opening, rewriting
from civic.access.aws.actors import TAGGED_SESSIONS, Actor, has_every_right
from civic.access.aws.arn_index import ArnIndex
from civic.access.aws.attached import Attached
from civic.access.aws.capped import Likeness
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import DocumentFault, parse
from civic.access.aws.request import UNKNOWABLE, Kind, Principal
from civic.access.aws.runs import actors
from civic.access.aws.source import opened
from civic.access.aws.world import Identity, World
from civic.access.graph import Node, NodeKind, Step, Worth
from civic.access.places import NOBODYS, PLATFORM, Place, owned_within
from civic.access.runs import Run
from civic.plan import stack_of

OPENED: Mapping[str, NodeKind] = {
    "aws:s3/bucket:Bucket": NodeKind.DATA,
    "aws:s3/bucketV2:BucketV2": NodeKind.DATA,
    "aws:secretsmanager/secret:Secret": NodeKind.SECRET,
    "aws:kms/key:Key": NodeKind.KEY,
    "aws:rds/instance:Instance": NodeKind.DATA,
    "aws:rds/cluster:Cluster": NodeKind.DATA,
    "aws:backup/vault:Vault": NodeKind.DATA,
}
"""Types whose reading, or control, is a step."""
_OF_AN_ACCOUNT = frozenset({"aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:resourceaccount", "aws:resourceorgid"})
"""Condition keys that have the same values for all identities of an account."""
_NOTHING = ArnIndex(())
ACCOUNT, POLICY = "aws:organizations/account:Account", "aws:organizations/policy:Policy"


class AwsReach:
    """See ``civic.access.graph.Reach``."""

    def __init__(self, world: World, asks: Sequence[StackAsks], runs: Mapping[str, Run], places: Mapping[str, Place]) -> None:
        self.world = world
        self.guarded = True
        """Whether guardrails hold those who act; what a step makes of somebody is always held."""
        self.runs = runs
        self.without_run = [each.stack for each in asks if each.stack not in runs]
        self.stack_places = places
        self.owners = frozenset(place.owner for place in places.values())
        self.resources = {resource.urn: resource for each in asks for resource in each.carriers}
        self.arns = {urn: str(resource.outputs.get("arn") or "") for urn, resource in self.resources.items()}
        self.account_places = self._account_places(asks)
        self._passed = self._passed_through(asks)
        self._actors: dict[str, Actor] = {}
        self._open_to: dict[str, frozenset[str]] = {}
        self.likeness = Likeness(world)
        self.alike: dict[tuple[object, ...], Node] = {}
        """Account, boundary and what guardrails make of its name -> the node of the first identity of these that a step gave every right within them."""
        self.identities = {arn: self._identity_node(identity) for arn, identity in world.identities.items()}
        self.opened = {
            arn: Node(arn, OPENED[one.type], self.made_by(one.urn, arn, below=True)) for arn, one in world.owned.items() if one.type in OPENED
        }
        self.policies = self._guardrail_nodes(asks)
        self.stores = opening.Stores(self)
        self.governed = governing.Governed(self)

    @property
    def nodes(self) -> Mapping[str, Node]:
        return self._nodes

    @cached_property
    def _nodes(self) -> Mapping[str, Node]:
        accounts = {account: self.account_node(account) for account in self.account_places}
        guards = {f"guardrails of {account}": governing.guards_of(self, account) for account in self.account_places}
        return {**self.identities, **self.opened, **self.policies, **self.stores.nodes, **accounts, **guards}

    def steps(self, source: Node, worth: Worth = lambda _: True) -> Iterator[Step]:
        actor = self.actor(source)
        if actor is None:
            return
        if same := rewriting.alike(self, actor):
            yield same
            yield from (step for step in becoming.assuming_apart(self, actor) if step.possible)
            return
        for found in (becoming.steps(self, actor), opening.steps(self, actor, worth), governing.steps(self, actor)):
            yield from (step for step in found if step.possible)

    def unguarded(self, source: Node) -> Iterator[Step]:
        """Steps from an identity to another that its own documents allow, whatever guardrails say of it."""
        if actor := self._without_guardrails.actor(source):
            yield from (step for step in becoming.steps(self._without_guardrails, actor) if step.possible)

    @cached_property
    def _without_guardrails(self) -> "AwsReach":
        bare = copy(self)
        bare.guarded, bare._actors, bare.alike = False, {}, {}
        return bare

    def tries(self, source: Node, target: Node) -> Iterator[Step]:
        actor = self.actor(source)
        if actor is not None:
            yield from becoming.tries(self, actor, target)
            yield from opening.tries(self, actor, target)

    # Who acts

    def actor(self, node: Node) -> Actor | None:
        """Who acts at a node; nobody at data, and where nothing is known of who is reached."""
        found = self._actors.get(node.id)
        if found is None and node.id in self.identities:
            identity = self.world.identities[node.id]
            who = Principal.user(node.id) if identity.kind is Kind.USER else Principal.role(node.id)
            tagged = any(statement.allow for statement, _ in identity.trust.speaking_of("sts:tagsession"))
            found = Actor(node, self._acting_world, who, identity, UNKNOWABLE | TAGGED_SESSIONS if tagged else UNKNOWABLE, self.region)
            self._actors[node.id] = found
        return found

    @cached_property
    def _bare_world(self) -> World:
        tree = self.world.organisation
        return replace(self.world, organisation=replace(tree, service_control={})) if tree else self.world

    @property
    def _acting_world(self) -> World:
        return self.world if self.guarded else self._bare_world

    def acting(self, node: Node, make: Callable[[], Actor]) -> Node:
        """A node at which somebody acts with rights of another making."""
        if node.id not in self._actors:
            self._actors[node.id] = make()
        return node

    # Where things stand

    def made_by(self, urn: str, name: str, *, below: bool = False) -> Place:
        """The place of what a resource is or carries."""
        stack = stack_of(urn)
        place = self.stack_places.get(stack, NOBODYS)
        inside = owned_within(name, self.world.tags.get(name, {}), self.owners) if place.owner == PLATFORM else ""
        return Place(inside or place.owner, place.layer, below)

    def account_place(self, account: str) -> Place:
        return self.account_places.get(account, NOBODYS)

    def account_node(self, account: str) -> Node:
        return Node(account, NodeKind.ACCOUNT, self.account_place(account), f"administration of account {account}")

    def _identity_node(self, identity: Identity) -> Node:
        place = self._passed.get(identity.arn)
        if place is None:
            # Whom a stack gives everything, it sets beside itself.
            place = self.made_by(identity.urn, identity.arn, below=not has_every_right(identity))
        return Node(identity.arn, NodeKind.IDENTITY, place)

    def _passed_through(self, asks: Iterable[StackAsks]) -> dict[str, Place]:
        """Role -> the highest place of the runs that act as it."""
        found: dict[str, Place] = {}
        for each in asks:
            run, place = self.runs.get(each.stack), self.stack_places.get(each.stack)
            if run and place:
                place = Place(PLATFORM, "foundation") if place.layer == "identity" else place
                for steps in ((run.client,), *(actor.steps for actor in actors(self.world, run, each).values())):
                    for arn in steps:
                        if arn not in found or place.rank < found[arn].rank:
                            found[arn] = place
        return found

    def _account_places(self, asks: Iterable[StackAsks]) -> dict[str, Place]:
        """Account -> the place of the stack that makes it; of one that joined, of the tenancy of whoever has identities in it."""
        found = {one.id: self.made_by(one.urn, one.id) for each in asks for one in each.carriers if one.type == ACCOUNT}
        if self.world.organisation:
            found[self.world.organisation.management] = NOBODYS
        for identity in self.world.identities.values():
            place = self.made_by(identity.urn, identity.arn)
            found.setdefault(identity.account, Place(place.owner, "tenancy") if place.owner != PLATFORM else place)
        return found

    def _guardrail_nodes(self, asks: Iterable[StackAsks]) -> dict[str, Node]:
        policies = [one for each in asks for one in each.carriers if one.type == POLICY and self.arns.get(one.urn)]
        return {
            self.arns[one.urn]: Node(self.arns[one.urn], NodeKind.GUARDRAIL, self.made_by(one.urn, "", below=True), f"guardrail {one.name}")
            for one in policies
        }

    # Indexes

    @cached_property
    def region(self) -> str:
        """One that the plans make things in."""
        return next((one.region for one in self.world.owned.values() if one.region), "")

    @cached_property
    def index(self) -> ArnIndex:
        """Roles and users."""
        return ArnIndex(self.world.identities)

    @cached_property
    def trusting(self) -> Mapping[str, tuple[str, ...]]:
        """Principal as a trust names it (ARN, ``*``, a service, a provider; ``?`` for one that is not known) -> roles that trust it."""
        found: dict[str, list[str]] = {}
        for identity in self.world.identities.values():
            if identity.trust.unknown:
                found.setdefault("?", []).append(identity.arn)
            for attached in identity.trust.attached:
                for statement in attached.document.statements if attached.document else ():
                    element = statement.principal
                    if statement.allow and element:
                        names = {*element.aws, *element.services, *element.federated, *(["*"] if element.everybody else [])}
                        for name in (*names, *(["?"] if element.unknown else [])):
                            found.setdefault(name, []).append(identity.arn)
        return {name: tuple(dict.fromkeys(roles)) for name, roles in found.items()}

    def open_to(self, root: str) -> frozenset[str]:
        """Roles whose trust names an account by its root, everybody, or somebody who is not known."""
        known = self._open_to.get(root)
        if known is None:
            known = self._open_to[root] = frozenset(role for name in (root, "*", "?") for role in self.trusting.get(name, ()))
        return known

    @cached_property
    def distinguishing(self) -> frozenset[str]:
        """Roles whose trust tells identities of one account apart by more than naming them, or may."""
        return frozenset(arn for arn, identity in self.world.identities.items() if any(map(_distinguishes, identity.trust.attached)))

    @cached_property
    def services_of(self) -> Mapping[str, tuple[str, ...]]:
        """Role -> services that it trusts."""
        found: dict[str, list[str]] = {}
        for name, roles in self.trusting.items():
            if not name.startswith(("arn:", "*", "?")):
                for role in roles:
                    found.setdefault(role, []).append(name)
        return {role: tuple(names) for role, names in found.items()}

    @cached_property
    def in_account(self) -> Mapping[str, tuple[str, ...]]:
        """Account -> roles and users in it."""
        found: dict[str, list[str]] = {}
        for identity in self.world.identities.values():
            found.setdefault(identity.account, []).append(identity.arn)
        return {account: tuple(arns) for account, arns in found.items()}

    @cached_property
    def carried(self) -> Mapping[str, tuple[str, ...]]:
        """ARN of a managed policy of ours -> identities that it is attached to."""
        found: dict[str, list[str]] = {}
        for identity in self.world.identities.values():
            for attached in identity.policies.attached:
                if arn := self.policy_arns.get(attached.urn):
                    found.setdefault(arn, []).append(identity.arn)
        return {arn: tuple(holders) for arn, holders in found.items()}

    @cached_property
    def carrying(self) -> Mapping[str, tuple[str, ...]]:
        """Identity -> ARNs of the managed policies of ours that are attached to it."""
        found: dict[str, list[str]] = {}
        for policy, holders in self.carried.items():
            for holder in dict.fromkeys(holders):
                found.setdefault(holder, []).append(policy)
        return {holder: tuple(policies) for holder, policies in found.items()}

    @cached_property
    def policy_arns(self) -> Mapping[str, str]:
        """URN of a managed policy -> its ARN."""
        return {urn: arn for urn, arn in self.arns.items() if ":policy/" in arn and ":iam:" in arn}

    @cached_property
    def boundaries(self) -> Mapping[str, Attached]:
        """ARN of a managed policy of ours -> the policy."""
        return {arn: self._managed(urn) for urn, arn in self.policy_arns.items()}

    def _managed(self, urn: str) -> Attached:
        try:
            return Attached(parse(opened(self.resources[urn].inputs.get("policy")), DocumentKind.MANAGED), urn, "policy")
        except DocumentFault:
            return Attached(None, urn, "policy")

    @cached_property
    def boundaries_in(self) -> Mapping[str, tuple[str, ...]]:
        """Account -> ARNs of managed policies, each of which may be a boundary."""
        found: dict[str, list[str]] = {}
        for arn in self.policy_arns.values():
            found.setdefault(arn.split(":")[4], []).append(arn)
        return {account: tuple(arns) for account, arns in found.items()}

    @cached_property
    def buckets(self) -> frozenset[str]:
        return frozenset(arn for arn in self.opened if self.world.owned[arn].type.startswith("aws:s3/"))

    def opened_in(self, account: str) -> ArnIndex:
        """What can be opened in an account."""
        return self._opened_in.get(account, _NOTHING)

    @cached_property
    def _opened_in(self) -> Mapping[str, ArnIndex]:
        found: dict[str, list[str]] = {}
        for arn in self.opened:
            found.setdefault(self.world.owned[arn].account, []).append(arn)
        return {account: ArnIndex(arns) for account, arns in found.items()}

    @cached_property
    def opened_to(self) -> Mapping[str, tuple[str, ...]]:
        """Principal as a policy of a thing's own names it (ARN, ``*``) -> things whose policy allows it something."""
        found: dict[str, dict[str, None]] = {}
        for arn in self.opened:
            for attached in self.world.owned[arn].policy.attached:
                for statement in attached.document.statements if attached.document else ():
                    element = statement.principal
                    for name in (*element.aws, *(["*"] if element.everybody else [])) if statement.allow and element else ():
                        found.setdefault(name, {})[arn] = None
        return {name: tuple(arns) for name, arns in found.items()}

    @cached_property
    def uncertain(self) -> frozenset[str]:
        """Things whose own policy is not known, or names somebody who is not: that may open them whatever a boundary says."""
        return frozenset(arn for arn in self.opened if any(map(_is_uncertain, self.world.owned[arn].policy.attached)))

    def tenants_of(self, bucket: str) -> tuple[str, ...]:
        """Bodies that have identities in the account of a bucket of the platform's."""
        if self.opened[bucket].place.owner != PLATFORM:
            return ()
        there = self.in_account.get(self.world.owned[bucket].account, ())
        return tuple(sorted({self.identities[arn].place.owner for arn in there} - {PLATFORM}))

    @cached_property
    def assigned_index(self) -> ArnIndex:
        """Accounts as Identity Center names them."""
        return ArnIndex(f"arn:aws:sso:::account/{account}" for account in self.account_places)


def _distinguishes(trust: Attached) -> bool:
    """Whether a trust looks at more of who asks than his account, or names somebody who is not known, or whom it does not mean."""
    return trust.document is None or any(
        (one.principal is not None and (one.principal.unknown or one.principal.negated))
        or any(met.key not in _OF_AN_ACCOUNT for met in one.conditions)
        for one in trust.document.statements
    )


def _is_uncertain(attached: Attached) -> bool:
    document = attached.document
    return document is None or any(one.principal is not None and one.principal.unknown for one in document.statements)
