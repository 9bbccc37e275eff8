"""What each identity of the runs needs, what it is granted, and what of that nothing asks for.

A right is compared by the text in which it is granted: ``ec2:*`` is needed where any action of EC2 is asked for. What the stacks at hand do not
ask for, another body's of the same layer may: *in excess* is only what no row of the catalogue asks for either, and on AWS no handler of CloudFormation
for a type that is planned (``civic.catalogue.not_called``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from civic.access import azure
from civic.access.asked import StackAsks
from civic.access.aws import runs as aws_runs
from civic.access.aws.patterns import action_patterns
from civic.access.aws.request import Principal
from civic.access.aws.state import state_requests as aws_state
from civic.access.azure import runs as azure_runs
from civic.access.azure.patterns import action_pattern
from civic.access.azure.state import state_requests as azure_state
from civic.access.proof import Worlds
from civic.access.runs import Run
from civic.catalogue import rows
from civic.catalogue.invokes import INVOKES
from civic.catalogue.not_called import handlers_actions


@dataclass(frozen=True)
class Granted:
    """One pattern of actions in one statement or role."""

    pattern: str
    place: str
    """URN of the resource that holds it; name of a role that the cloud brings."""
    needed: bool
    """By a call of these stacks."""
    known: bool
    """By some row of the catalogue, or a handler, whatever the type."""


@dataclass
class IdentityRights:
    """One identity that runs act as."""

    identity: str
    """ARN of a role; object id of a managed identity."""
    cloud: str
    stacks: list[str] = field(default_factory=list)
    """That act as it, in the order of the plans."""
    needed: dict[str, set[str]] = field(default_factory=dict)
    """Action -> stacks that ask for it."""
    granted: list[Granted] = field(default_factory=list)

    @property
    def excess(self) -> list[Granted]:
        """Granted, and asked for by nothing that is known."""
        return [each for each in self.granted if not each.needed and not each.known]

    @property
    def unused(self) -> list[Granted]:
        """Granted, and asked for by none of these stacks."""
        return [each for each in self.granted if not each.needed]


def identity_rights(worlds: Worlds, runs: Mapping[str, Run], asks: Sequence[StackAsks]) -> list[IdentityRights]:
    """The rights of every identity that some run acts as, in the order in which stacks first do."""
    found: dict[str, IdentityRights] = {}
    for each in asks:
        run = runs.get(each.stack)
        if run is None:
            continue
        for identity, action in (_on_aws if run.cloud == "aws" else _on_azure)(worlds, run, each):
            rights = found.setdefault(identity, IdentityRights(identity, run.cloud))
            if each.stack not in rights.stacks:
                rights.stacks.append(each.stack)
            if action:
                rights.needed.setdefault(action, set()).add(each.stack)
    for rights in found.values():
        granted = _aws_granted(worlds, rights) if rights.cloud == "aws" else _azure_granted(worlds, rights)
        rights.granted.extend(granted)
    return list(found.values())


def _on_aws(worlds: Worlds, run: Run, asks: StackAsks) -> Iterator[tuple[str, str]]:
    world = worlds.aws
    yield run.client, ""
    for request, _ in aws_state(run, Principal.role(run.client)):
        yield run.client, request.action
        if request.service == "s3":
            yield from ((run.client, action) for action in ("kms:Decrypt", "kms:GenerateDataKey"))
    acting = aws_runs.actors(world, run, asks)
    for actor in acting.values():
        yield from ((before, aws_runs.ENTER) for before in actor.steps[:-1])
        yield actor.principal.arn, ""
    for asked in asks.calls:
        if actor := acting.get(asked.provider):
            yield actor.principal.arn, asked.call.action
            yield actor.principal.arn, asked.call.instead


def _on_azure(worlds: Worlds, run: Run, asks: StackAsks) -> Iterator[tuple[str, str]]:
    world = worlds.azure
    identity = azure_runs.signed_in(world, run)
    if identity is None:
        return
    yield identity.key, ""
    for request in (*azure_state(world, run, identity.principal), *azure_runs.requests(asks, identity.principal)):
        yield identity.key, request.action
        yield from ((identity.key, more.request.action) for more in azure.follow_ups(world, request))


def _aws_granted(worlds: Worlds, rights: IdentityRights) -> Iterator[Granted]:
    known = worlds.aws.identity(rights.identity)
    needed = [action.lower() for action in rights.needed]
    for attached in known.policies.attached if known else ():
        for statement in attached.document.statements if attached.document else ():
            if statement.allow:
                for text in statement.actions.texts:
                    covers = action_patterns((text,), statement.actions.negated).cover
                    shown = f"not {text}" if statement.actions.negated else text
                    place = attached.urn or attached.place
                    yield Granted(shown, place, any(map(covers, needed)), any(map(covers, _known_actions())))


def _azure_granted(worlds: Worlds, rights: IdentityRights) -> Iterator[Granted]:
    needed = [action.lower() for action in rights.needed]
    seen: set[tuple[str, str]] = set()
    for assignment in worlds.azure.held_by(azure.Principal(rights.identity)):
        place = assignment.role.urn or assignment.role.name
        for pattern in _patterns(assignment.role.permissions or ()):
            if (pattern, place) not in seen:
                seen.add((pattern, place))
                covers = action_pattern(pattern)
                yield Granted(pattern, place, any(map(covers, needed)), any(map(covers, _known_actions())))


def _patterns(permissions: Iterable[azure.Permission]) -> Iterator[str]:
    for permission in permissions:
        yield from (*permission.actions, *permission.data_actions)


@lru_cache(maxsize=1)
def _known_actions() -> frozenset[str]:
    """Every action that some row of the catalogue, a data source or a handler asks for, in small letters."""
    asked = frozenset(need.action.lower() for known in rows() if known.actions for need in known.actions.all)
    return asked | frozenset(need.action.lower() for needs in INVOKES.values() for need in needs) | handlers_actions()
