"""A stack's run on Azure: signing in as a managed identity, and every call that it makes then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.asked import Asked, StackAsks
from civic.access.azure.created import ALIAS
from civic.access.azure.evaluation import permitted
from civic.access.azure.identities import Identity
from civic.access.azure.linked import Judgement, judge
from civic.access.azure.request import Principal, Request
from civic.access.azure.state import state_requests
from civic.access.azure.world import World
from civic.access.runs import Refusal, Run
from civic.access.verdict import Decision, Reason, Verdict
from civic.plan import Resource

PROVIDER, PYTHON = "pulumi:providers:azure-native", "pulumi:providers:pulumi-python"
"""Types of the Pulumi providers that call Azure under the run's identity: resources written in Python sign in as it does."""
GIVING_UP = "pulumi-python:dynamic/civic:OwnershipGivenUp"
SIGN_IN = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
NOTHING: frozenset[str] = frozenset()
STRANGER = Verdict(Decision.DENIED, Reason.TRUST)


def refusals(world: World, run: Run, asks: StackAsks) -> Iterator[Refusal]:
    """Everything that the run may not do, or of which nobody can know whether it may."""
    identity = signed_in(world, run)
    if identity is None:
        yield Refusal(run.stack, run.subject, SIGN_IN, run.client, STRANGER, operation="sign in")
        return
    who = identity.principal
    for request in state_requests(world, run, who):
        judged = judge(world, request)
        if not judged.verdict.allowed:
            yield Refusal(run.stack, identity.key, judged.request.action, judged.request.scope, judged.verdict, operation="state")
    made = {resource.urn: resource for resource in asks.carriers}
    gone, given_up = _gone_before(made), GivenUp.by(made)
    for asked in asks.calls:
        request = _request(who, asked, made, gone)
        if given_up.holds(asked):
            request = replace(request, without=request.without | given_up.rights)
        judged = _judged(world, request, asks.providers[asked.provider].type)
        if judged is not None and not judged.verdict.allowed:
            yield Refusal(
                run.stack, identity.key, judged.request.action, judged.request.scope, judged.verdict, asked.urn, asked.operation, judged.why
            )


@dataclass(frozen=True)
class GivenUp:
    """Ownership by creation that a stack gives up: what is asked from then on is asked without it."""

    rights: frozenset[str]
    """URNs of what makes its creator an Owner."""
    before: frozenset[str]
    """URNs of what is made before it is given up: it, and everything that it waits for."""

    @classmethod
    def by(cls, made: Mapping[str, Resource]) -> "GivenUp":
        """Of the resources of one stack."""
        giving = [urn for urn, resource in made.items() if resource.type == GIVING_UP]
        aliases = frozenset(urn for urn, resource in made.items() if resource.type == ALIAS)
        return cls(aliases if giving else NOTHING, frozenset(one for urn in giving for one in (urn, *_leant_on(urn, made))))

    def holds(self, asked: Asked) -> bool:
        """Whether it is given up by the time of a call."""
        return bool(self.rights) and not (asked.operation == "create" and asked.urn in self.before)


def _judged(world: World, request: Request, provider: str) -> Judgement | None:
    """The verdict on a call; None where another cloud is called. What is written in Python writes nothing that Azure Resource Manager keeps:
    it calls actions, or services that ask for a right alone, so neither locks nor policies are about it."""
    if provider == PROVIDER:
        return judge(world, request)
    return Judgement(permitted(world, request), request) if provider == PYTHON else None


def requests(asks: StackAsks, who: Principal) -> Iterator[Request]:
    """Every call that the stack makes, in the name of ``who``."""
    made = {resource.urn: resource for resource in asks.carriers}
    gone = _gone_before(made)
    for asked in asks.calls:
        if asks.providers[asked.provider].type == PROVIDER:
            yield _request(who, asked, made, gone)


def signed_in(world: World, run: Run) -> Identity | None:
    """The identity that the run's token becomes, where it is the one that the run signs in as."""
    return next((each for each in world.federated(run.issuer, run.subject) if each.client_id == run.client.lower()), None)


def _request(who: Principal, asked: Asked, made: Mapping[str, Resource], gone: Mapping[str, frozenset[str]]) -> Request:
    call = asked.call
    last = call.action.rpartition("/")[2].lower()
    properties = made[asked.urn].inputs if last in ("write", "delete") and asked.urn in made else None
    without = NOTHING
    if asked.operation == "delete":
        without = gone.get(asked.urn, NOTHING)
    elif asked.operation == "create":
        # What its creator gets by making it, nobody has before.
        without = frozenset({asked.urn})
    return Request(who, call.action, call.resource, data=call.data, properties=properties, without=without)


def _gone_before(made: Mapping[str, Resource]) -> Mapping[str, frozenset[str]]:
    """URN -> locks, assignments and policies of the same stack that depend on it: Pulumi deletes those first."""
    before: dict[str, set[str]] = {}
    for urn, resource in made.items():
        if resource.type.startswith(("azure-native:authorization:", "azure-native:policyinsights:")):
            for above in _leant_on(urn, made):
                before.setdefault(above, set()).add(urn)
    return {urn: frozenset(locks) for urn, locks in before.items()}


def _leant_on(urn: str, made: Mapping[str, Resource]) -> set[str]:
    """Everything that a resource depends on, however far."""
    found: set[str] = set()
    waiting = [urn]
    while waiting:
        for above in made[waiting.pop()].dependencies:
            if above in made and above not in found:
                found.add(above)
                waiting.append(above)
    return found
