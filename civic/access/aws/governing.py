"""Steps over accounts on AWS: assigning permission sets, and taking guardrails away.

Only the management account's identities take them here; an account that Organizations or Identity Center is delegated to is not known of.
Sources: Service Authorization Reference, "AWS IAM Identity Center" and "AWS Organizations".
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from civic.access.aws.actors import Actor
from civic.access.aws.arn_index import ArnIndex, opened_pattern
from civic.access.aws.asking import OF_THE_CALLER
from civic.access.aws.patterns import resource_glob
from civic.access.graph import Call, Node, NodeKind, Step
from civic.access.places import NOBODYS, Place

if TYPE_CHECKING:
    from civic.access.aws.paths import AwsReach

_ASSIGN = "sso:CreateAccountAssignment"
_SETS = (
    *("sso:PutInlinePolicyToPermissionSet", "sso:AttachManagedPolicyToPermissionSet", "sso:AttachCustomerManagedPolicyReferenceToPermissionSet"),
    *("sso:DeletePermissionsBoundaryFromPermissionSet", "sso:PutPermissionsBoundaryToPermissionSet"),
)
_POLICIES = ("organizations:DetachPolicy", "organizations:UpdatePolicy", "organizations:DeletePolicy")
_MOVE = "organizations:MoveAccount"


_UNIT, _ACCOUNT = "aws:organizations/organizationalUnit:OrganizationalUnit", "aws:organizations/account:Account"
_SET, _ASSIGNED = "aws:ssoadmin/permissionSet:PermissionSet", "aws:ssoadmin/accountAssignment:AccountAssignment"


class Governed:
    """The tree and the permission sets, by ARN."""

    def __init__(self, reach: "AwsReach") -> None:
        self.tree = reach.world.organisation
        made = reach.resources.values()
        self.accounts = {str(one.outputs.get("arn")): one.id for one in made if one.type == _ACCOUNT}
        self.units = {
            one.id: f"arn:aws:organizations::{self.tree.management}:ou/{self.tree.id}/{one.id}" for one in made if one.type == _UNIT and self.tree
        }
        self.guards_place: Place = next((reach.made_by(one.urn, "", below=True) for one in made if one.type == _UNIT), NOBODYS)
        if self.tree:
            self.units[self.tree.root] = f"arn:aws:organizations::{self.tree.management}:root/{self.tree.id}/{self.tree.root}"
        self.sets: dict[str, list[str]] = {str(one.outputs.get("arn")): [] for one in made if one.type == _SET}
        for one in made:
            if one.type == _ASSIGNED:
                self.sets.setdefault(str(one.inputs.get("permissionSetArn")), []).append(str(one.inputs.get("targetId")))

    @cached_property
    def set_index(self) -> ArnIndex:
        return ArnIndex(self.sets)

    @cached_property
    def account_index(self) -> ArnIndex:
        return ArnIndex(self.accounts)

    def above(self, account: str) -> str:
        """Unit or root that an account is in."""
        return self.tree.parents.get(account, self.tree.root) if self.tree else ""

    @cached_property
    def _freer(self) -> Mapping[str, tuple[str, ...]]:
        return {here: tuple(unit for unit in self.units if self._held(here) - self._held(unit)) for here in self.units}

    def freer_than(self, here: str) -> tuple[str, ...]:
        """Units, and the root, on which not all the guardrails hold that hold on a unit."""
        return self._freer.get(here, ())

    def _held(self, unit: str) -> frozenset[str]:
        if self.tree is None:
            return frozenset()
        path, found = [unit], set[str]()
        while path[-1] != self.tree.root and len(path) < 10:
            path.append(self.tree.parents.get(path[-1], self.tree.root))
        for target in path:
            for carried in (self.tree.service_control, self.tree.resource_control):
                found |= {attached.urn for attached in carried.get(target, ())}
        return frozenset(found)


def _signature(actor: Actor, action: str, resource: str) -> tuple[bool, ...] | None:
    """Which patterns of the statements that speak of an action cover a resource; nothing where a condition looks at the resource too."""
    found: list[bool] = []
    for policies in (actor.identity.policies, actor.identity.bounds):
        for statement, _ in policies.speaking_of(action.lower()):
            if any(met.key not in OF_THE_CALLER for met in statement.conditions):
                return None
            found += [resource_glob(opened_pattern(one.text)).fullmatch(resource) is not None for one in statement.resources]
    return tuple(found)


def guards_of(reach: "AwsReach", account: str) -> Node:
    """The guardrails on an account as a whole: whoever moves it leaves them behind."""
    return Node(f"guardrails of {account}", NodeKind.GUARDRAIL, reach.governed.guards_place, f"guardrails on account {account}")


def steps(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """Every step that is possible, or may be; some that are not."""
    tree = reach.world.organisation
    if tree is None or actor.account != tree.management:
        return
    yield from _assigned(reach, actor)
    yield from _sets(reach, actor)
    yield from _unguarded(reach, actor)
    yield from _moved(reach, actor)


def _assigned(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """Somebody is given a permission set in an account: the call is about the instance, the set and the account."""
    patterns = actor.patterns(_ASSIGN)
    given = actor.first(actor.call(_ASSIGN, one) for one in reach.governed.set_index.covered(patterns))
    if given is None:
        return
    same: dict[tuple[bool, ...], Call] = {}
    for arn in reach.assigned_index.covered(patterns):
        # One evaluation for all accounts that the same patterns speak of, unless a condition looks at the account.
        signature = _signature(actor, _ASSIGN, arn)
        call = same.get(signature) if signature is not None else None
        if call is None:
            call = actor.call(_ASSIGN, arn)
            if signature is not None:
                same[signature] = call
        account = reach.account_node(arn.rpartition("/")[2])
        yield Step(actor.node, account, "gives somebody a permission set in it", (Call(_ASSIGN, arn, call.verdict), given))


def _sets(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """A permission set that is rewritten is everybody's who holds it, in every account that it is assigned in."""
    for action in _SETS:
        for arn in reach.governed.set_index.covered(actor.patterns(action)):
            call = actor.call(action, arn)
            for account in reach.governed.sets[arn] if not call.verdict.denied else ():
                yield Step(actor.node, reach.account_node(account), "rewrites a permission set that is assigned in it", (call,))


def _unguarded(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    for action in _POLICIES:
        for arn in ArnIndex(reach.policies).covered(actor.patterns(action)):
            yield Step(actor.node, reach.policies[arn], f"takes it away or rewrites it ({action})", (actor.call(action, arn),))


def _moved(reach: "AwsReach", actor: Actor) -> Iterator[Step]:
    """An account put where fewer guardrails are: asked of the account, of where it is and of where it goes."""
    patterns = actor.patterns(_MOVE)
    if not patterns:
        return
    governed = reach.governed
    for arn in governed.account_index.covered(patterns):
        account = governed.accounts[arn]
        moving = actor.call(_MOVE, arn)
        if moving.verdict.denied:
            continue
        here = governed.above(account)
        for goal in governed.freer_than(here):
            calls = (moving, *(actor.call(_MOVE, governed.units[unit]) for unit in (here, goal) if unit in governed.units))
            yield Step(actor.node, guards_of(reach, account), f"moves it from {here} to {goal}, where fewer hold", calls)
