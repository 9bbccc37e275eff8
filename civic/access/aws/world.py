"""What there is to ask about: identities with their documents, guardrails along the tree, resources with their own policies, keys.

Made from the resources of plans or states (``World.of``); whoever evaluates asks it and never the plan.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from civic.access.aws.attached import NOTHING, Attached, Match, PolicySet
from civic.access.aws.conditions import Condition
from civic.access.aws.defaults import FULL_ACCESS, aws_key_policy
from civic.access.aws.patterns import Values
from civic.access.aws.policies import Statement
from civic.access.aws.request import Kind
from civic.access.errors import AccessError
from civic.plan import Resource

PRINCIPAL_ARN = "aws:principalarn"
_OF_THE_TREE = (
    *("_by_principal", "_denies", "_excepted", "_guardrails", "_guards", "_guards_alike", "_members", "_places", "_policy_sets", "_services"),
    "_sets",
)
"""What a world works out once and no identity decides."""


@dataclass(frozen=True, eq=False)
class Identity:
    """A role or a user."""

    arn: str
    kind: Kind
    account: str
    urn: str
    """Of the resource that makes it; of the account for the role that Organizations makes in it."""
    policies: PolicySet
    boundary: Attached | None = None
    boundary_arn: str = ""
    trust: PolicySet = NOTHING
    tags: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    @cached_property
    def bounds(self) -> PolicySet:
        return PolicySet([self.boundary] if self.boundary else [])


@dataclass(frozen=True, eq=False)
class Owned:
    """A resource that may carry a policy of its own, or whose account its ARN does not say."""

    arn: str
    account: str
    region: str
    urn: str
    type: str
    policy: PolicySet = NOTHING
    """Empty where it has none: then its account's identities decide."""
    key: str = ""
    """ARN of the KMS key that encrypts it; empty for none of one's own."""
    bucket_key: bool = False
    """A bucket whose objects share a data key, so that its own ARN is the encryption context."""


@dataclass(frozen=True, eq=False)
class Grant:
    """A grant on a KMS key."""

    key: str
    grantee: str
    """ARN of a role, user or service."""
    operations: frozenset[str]
    """``Decrypt``, ``CreateGrant`` ..."""
    equals: Mapping[str, str]
    subset: Mapping[str, str]
    urn: str


@dataclass(frozen=True, eq=False)
class Endpoint:
    """A VPC endpoint."""

    id: str
    account: str
    vpc: str
    policy: PolicySet
    """Empty where it has none: then it lets everything pass."""
    urn: str


@dataclass(frozen=True)
class Joined:
    """An account that came into the organisation by an invitation, which no resource makes."""

    parent: str
    """Id of the unit (or root) it was put into."""
    administrator: str = ""
    """Name of the role that was made there by hand for the management account; empty for none."""


@dataclass(frozen=True, eq=False)
class Organisation:
    """The tree of AWS Organizations."""

    id: str
    management: str
    """Twelve digits."""
    root: str
    parents: Mapping[str, str]
    """Account or unit -> unit or root above it."""
    service_control: Mapping[str, tuple[Attached, ...]]
    """Root, unit or account -> what is attached there."""
    resource_control: Mapping[str, tuple[Attached, ...]]
    without_full_access: frozenset[str] = frozenset()
    """Root, units or accounts from which ``FullAWSAccess`` has been detached."""
    urns: Mapping[str, str] = field(default_factory=dict)
    """Root, unit or account -> URN."""

    def path(self, account: str) -> tuple[str, ...]:
        """From the root down to the account. Empty for an account that is not in the tree."""
        if account != self.management and account not in self.parents:
            return ()
        found = [account]
        while found[-1] != self.root and len(found) < 10:
            found.append(self.parents.get(found[-1], self.root))
        return tuple(reversed(found))

    def text(self, account: str) -> str:
        """``aws:PrincipalOrgPaths``: o-x/r-y/ou-z/."""
        return "/".join([self.id, *self.path(account)[:-1]]) + "/"


@dataclass(frozen=True, slots=True, eq=False)
class Guards:
    """What the guardrails of one account say of one action."""

    denies: tuple[Match, ...]
    """Of all levels that allow the action without condition."""
    levels: tuple[tuple[str, PolicySet], ...]
    """Levels that have to be asked whether they allow it."""


class _WithOne(Mapping[str, Identity]):
    """Identities by ARN with one in the place of the one of its ARN, without a copy of all."""

    __slots__ = ("_one", "_others")

    def __init__(self, one: Identity, others: Mapping[str, Identity]) -> None:
        self._one, self._others = one, others

    def __getitem__(self, arn: str) -> Identity:
        return self._one if arn == self._one.arn else self._others[arn]

    def __iter__(self) -> Iterator[str]:
        yield from self._others
        if self._one.arn not in self._others:
            yield self._one.arn

    def __len__(self) -> int:
        return len(self._others) + (self._one.arn not in self._others)


@dataclass(frozen=True, eq=False)
class World:
    """Everything that an evaluation may ask for. Make it with ``World.of``."""

    identities: Mapping[str, Identity]
    """Role or user, by ARN."""
    owned: Mapping[str, Owned]
    """By ARN."""
    endpoints: Mapping[str, Endpoint]
    grants: Mapping[str, tuple[Grant, ...]]
    """Key's ARN -> grants on it."""
    aliases: Mapping[str, str]
    """Alias' ARN -> key's ARN."""
    tags: Mapping[str, Mapping[str, str]]
    """ARN -> tags, of everything that has an ARN."""
    providers: frozenset[str]
    """ARNs of OpenID Connect and SAML providers."""
    organisation: Organisation | None
    accounts: frozenset[str]
    """Accounts in the tree and those in which something stands."""
    assumed: Mapping[str, tuple[str, ...]]
    """URN of a Pulumi provider -> ARNs of the roles that it assumes, first to last."""
    faults: tuple[AccessError, ...] = ()
    """What AWS would refuse. Documents among them count as unknown."""
    unmade: tuple[AccessError, ...] = ()
    """Roles assumed, and principals named in policies, that nothing in these resources makes. To be told where the whole estate was read."""

    @classmethod
    def of(
        cls, resources: Iterable[Resource], *, joined: Mapping[str, Joined] | None = None, without_full_access: frozenset[str] = frozenset()
    ) -> "World":
        """Index the resources of plans or states. Never raises for what they hold: see ``faults``.

        Args:
            joined: account (twelve digits) -> its place in the tree, for accounts that no resource makes. Where things of ours stand in an account
                of which neither says it, guardrails and organisation of that account cannot be known.
            without_full_access: ids of root, units and accounts from which ``FullAWSAccess`` is detached; no resource of Pulumi says it.
        """
        from civic.access.aws.reading import read

        return read(resources, joined or {}, without_full_access)

    def with_identity(self, identity: Identity) -> "World":
        """The world with one identity in the place of the one of the same ARN. What is known of the tree is known there too."""
        made = replace(self, identities=_WithOne(identity, self.identities))
        made.__dict__.update({name: getattr(self, name) for name in _OF_THE_TREE})
        return made

    def identity(self, arn: str) -> Identity | None:
        try:
            return self.identities[arn]
        except KeyError:
            return None

    def key(self, resource: str) -> str:
        """The key's ARN for a key's or an alias' ARN."""
        return self.aliases.get(resource, resource)

    def organised(self, account: str) -> bool | None:
        """Whether an account is in our organisation; unknown where no organisation is known, or things of ours stand in it and nothing says so."""
        if self.organisation is None:
            return None
        return True if account in self._members else None if account in self.accounts else False

    @cached_property
    def _members(self) -> frozenset[str]:
        tree = self.organisation
        return frozenset() if tree is None else frozenset({tree.management, *tree.parents})

    def located(self, arn: str) -> str:
        """The ARN with the account in which what it names lies, where its own does not say it (``unknown-...``) and something here is it."""
        _, _, service, region, account, tail = arn.split(":", 5) if arn.count(":") > 4 else ("", "", "", "", "", "")
        return self._places.get((service, region, tail), arn) if account.startswith("unknown-") else arn

    def service_owner(self, name: str) -> tuple[str, ...]:
        """Account of the endpoint service of this name (``com.amazonaws.vpce.REGION.vpce-svc-...``); nothing where none here has it."""
        return self._services.get(name.rpartition(".")[2], ())

    @cached_property
    def _services(self) -> dict[str, tuple[str, ...]]:
        return {arn.rpartition("/")[2]: (arn.split(":")[4],) for arn in self.tags if ":vpc-endpoint-service/" in arn}

    @cached_property
    def _places(self) -> dict[tuple[str, str, str], str]:
        """(service, region, what follows the account) -> ARN."""
        parts = ((arn, arn.split(":", 5)) for arn in self.tags if arn.count(":") > 4)
        return {(part[2], part[3], part[5]): arn for arn, part in parts}

    @cached_property
    def _guardrails(self) -> dict[tuple[str, bool], tuple[tuple[str, PolicySet], ...]]:
        return {}

    @cached_property
    def _guards(self) -> dict[tuple[str, str, bool], "Guards"]:
        return {}

    @cached_property
    def _guards_alike(self) -> dict[tuple[tuple[PolicySet, ...], str, bool], "Guards"]:
        return {}

    @cached_property
    def _policy_sets(self) -> dict[tuple[Attached, ...], PolicySet]:
        """Of the same documents one set, so that its statements are sorted by action once."""
        return {}

    @cached_property
    def _denies(self) -> dict[tuple["Guards", frozenset[Statement]], tuple[Match, ...]]:
        return {}

    @cached_property
    def speaking(self) -> dict[tuple[int, tuple[str, ...] | bool | None], tuple[tuple[Match, ...], tuple[Match, ...]]]:
        """Of what guardrails deny (by its id) what may be meant by a role's request to a region; worked out by ``asking``."""
        return {}

    @cached_property
    def _excepted(self) -> dict[str, frozenset[Statement]]:
        return {}

    @cached_property
    def _sets(self) -> dict[frozenset[Statement], frozenset[Statement]]:
        return {}

    def guards(self, account: str, action: str, *, service: bool) -> "Guards":
        """What guardrails on an account say of an action, given in small letters: ``service`` control policies, or those on resources."""
        known = self._guards.get((account, action, service))
        if known is None:
            levels = self._levels(account, service=service)
            # Accounts under the same policies have the same answer, but for what has to be told of a level by its name.
            alike = (tuple(policies for _, policies in levels), action, service)
            known = self._guards_alike.get(alike)
            if known is None or known.levels:
                open_levels = tuple(level for level in levels if (not level[1].everything(action) if service else level[1].unknown))
                denies = tuple(match for level in levels if level not in open_levels for match in level[1].denies(action))
                known = self._guards_alike[alike] = Guards(denies, open_levels)
            self._guards[account, action, service] = known
        return known

    def under(self, account: str) -> tuple[tuple[Attached, ...], ...]:
        """The documents of the guardrails on an account, level by level: the same for accounts under the same."""
        return tuple(policies.attached for kind in (True, False) for _, policies in self._levels(account, service=kind))

    def denies(self, guards: "Guards", who: str) -> tuple[Match, ...]:
        """Of what guardrails deny, what does not except a principal (ARN of a role or user) by its ARN alone."""
        excepting = self._excepting(who)
        known = self._denies.get((guards, excepting))
        if known is None:
            known = self._denies[guards, excepting] = tuple(match for match in guards.denies if match[0] not in excepting)
        return known

    def _excepting(self, who: str) -> frozenset[Statement]:
        """Statements of guardrails that except a principal by its ARN; the same set for all whom they treat alike."""
        known = self._excepted.get(who)
        if known is None:
            values: Values = lambda key: (who,) if key == PRINCIPAL_ARN else False  # noqa: E731
            found = (one for one, met in self._by_principal if met.holds(values) is False)
            known = self._excepted[who] = self._sets.setdefault(frozen := frozenset(found), frozen)
        return known

    @cached_property
    def _by_principal(self) -> tuple[tuple[Statement, Condition], ...]:
        """Statements of service control policies with their conditions on the ARN of who asks."""
        carried = self.organisation.service_control.values() if self.organisation else ()
        documents = dict.fromkeys(one.document for found in carried for one in found if one.document)
        statements = (statement for document in documents for statement in document.statements if not statement.allow)
        return tuple((statement, met) for statement in statements for met in statement.conditions if met.key == PRINCIPAL_ARN)

    def _levels(self, account: str, *, service: bool) -> tuple[tuple[str, PolicySet], ...]:
        """(root, unit or account, policies there), from the root down; nothing for the management account and foreign ones."""
        known = self._guardrails.get((account, service))
        if known is not None:
            return known
        tree, levels = self.organisation, []
        if tree is not None and self.organised(account) is None:
            levels.append(("", PolicySet([Attached(None, "", f"place of {account} in the organisation")])))
        elif tree is not None and account != tree.management:
            carried = tree.service_control if service else tree.resource_control
            for target in tree.path(account):
                default = [FULL_ACCESS] if service and target not in tree.without_full_access else []
                here = (*default, *carried.get(target, ()))
                levels.append((target, self._policy_sets.setdefault(here, PolicySet(here))))
        self._guardrails[account, service] = tuple(levels)
        return tuple(levels)

    def carrier(self, service: str, resource: str) -> Owned | None:
        """What carries the policy that counts for a resource: the bucket of an object, the key of an alias, the thing itself."""
        if service == "kms":
            return self.owned.get(self.key(resource)) or aws_key(resource)
        found = self.owned.get(resource)
        if found is None and service == "s3":
            found = self.owned.get(resource.partition("/")[0])
        return found


def aws_key(resource: str) -> Owned | None:
    """A key that AWS itself manages, by its alias ``alias/aws/s3`` (KMS Developer Guide, "AWS managed keys")."""
    parts = resource.split(":", 5)
    if len(parts) < 6 or not parts[5].startswith("alias/aws/"):
        return None
    policy = aws_key_policy(parts[5].removeprefix("alias/aws/"), parts[3], parts[4])
    return Owned(resource, parts[4], parts[3], "", "aws:kms/key:Key", PolicySet([policy]))
