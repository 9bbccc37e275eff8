"""A stack's run on AWS: signing in, passing from role to role, and every call that it makes then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from civic.access.asked import Asked, StackAsks
from civic.access.aws.asking import Asker
from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import UNKNOWABLE, Principal, Request
from civic.access.aws.services import evaluate_with_services
from civic.access.aws.state import state_requests
from civic.access.aws.world import World
from civic.access.needs import NeededCall
from civic.access.runs import Refusal, Run
from civic.access.verdict import Verdict

PROVIDER = "pulumi:providers:aws"
PYTHON = "pulumi-python:"
"""Types of resources that are written in Python: each passes itself through the ``roles`` among its inputs."""
AUDIENCE = "sts.amazonaws.com"
SIGN_IN = "sts:AssumeRoleWithWebIdentity"
ENTER = "sts:AssumeRole"
SERVICE_OWNER = "ec2:vpceserviceowner"
"""``amazon``, ``aws-marketplace``, or the account whose endpoint service it is."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a Pulumi provider."""

    principal: Principal
    region: str
    steps: tuple[str, ...]
    """ARNs of roles, from the run's own to the acting one."""


def refusals(world: World, run: Run, asks: StackAsks) -> Iterator[Refusal]:
    """Everything that the run may not do, or of which nobody can know whether it may."""
    verdict = evaluate(world, Request(_token(world, run), SIGN_IN, run.client, context=_claims(run)))
    if not verdict.allowed:
        yield Refusal(run.stack, run.subject, SIGN_IN, run.client, verdict, operation="sign in")
        return
    for asked, key in state_requests(run, Principal.role(run.client)):
        for request, answer in evaluate_with_services(world, asked, key=key):
            if not answer.allowed:
                yield Refusal(run.stack, run.client, request.action, request.resource, answer, operation="state")
    outside: set[str] = set()
    for urn, actor in actors(world, run, asks).items():
        for refused in _steps(world, run, actor):
            outside.add(urn)
            yield refused
    yield from _calls(world, run, asks, outside)


def actors(world: World, run: Run, asks: StackAsks) -> Mapping[str, Actor]:
    """URN of the Pulumi provider, or of a resource that is written in Python -> who acts in it."""
    found = {}
    for resource in asks.carriers:
        roles = resource.inputs.get("roles")
        if resource.type.startswith(PYTHON) and isinstance(roles, list):
            steps = tuple(dict.fromkeys((run.client, *map(str, roles))))
            found[resource.urn] = Actor(Principal.role(steps[-1], chained=len(steps) > 1), str(resource.inputs.get("region") or ""), steps)
    for urn, provider in asks.providers.items():
        if provider.type == PROVIDER:
            steps = tuple(dict.fromkeys((run.client, *world.assumed.get(urn, ()))))
            found[urn] = Actor(Principal.role(steps[-1], chained=len(steps) > 1), str(provider.inputs.get("region") or ""), steps)
    return found


def refusal_of(asker: Asker, principal: Principal, call: NeededCall, region: str = "") -> Verdict | None:
    """Why the call is refused, or cannot be known to be allowed; nothing where it is allowed."""
    if call.unless and call.unless in asker.world.identities:
        return None
    context, resource = call.context, asker.world.located(call.resource) if call.unknown else call.resource
    if call.new:
        # What does not exist has no tags; that is known, and not the same as tags which nobody knows.
        given = [name for name in context if name.startswith("aws:requesttag/")]
        context = {**context, **{name.replace("aws:requesttag/", "aws:resourcetag/"): () for name in given}}
    if region and call.resource == "*":
        context = {"aws:requestedregion": (region,), **context}
    if SERVICE_OWNER in call.unknown_keys and (owner := asker.world.service_owner(context["ec2:vpceservicename"][0])):
        context = {**context, SERVICE_OWNER: owner}
    unknown = UNKNOWABLE | call.unknown_keys if call.unknown_keys else UNKNOWABLE
    refused = asker.refusal(Request(principal, call.action, resource, context=context, unknown_keys=unknown))
    if refused and call.instead:
        refused = asker.refusal(Request(principal, call.instead, resource, context=context, unknown_keys=unknown))
    return refused


def _steps(world: World, run: Run, actor: Actor) -> Iterator[Refusal]:
    """What stops the way from the run's own role to the acting one: the first step that is refused."""
    for number, (before, role) in enumerate(zip(actor.steps, actor.steps[1:], strict=False)):
        verdict = evaluate(world, Request(Principal.role(before, chained=number > 0), ENTER, role))
        if not verdict.allowed:
            yield Refusal(run.stack, before, ENTER, role, verdict, operation="sign in")
            return


def _calls(world: World, run: Run, asks: StackAsks, outside: set[str]) -> Iterator[Refusal]:
    acting = {urn: actor for urn, actor in actors(world, run, asks).items() if urn not in outside}
    asker = Asker(world)
    for asked in asks.calls:
        actor = acting.get(asked.provider) or acting.get(asked.urn)
        if actor and (refused := refusal_of(asker, actor.principal, asked.call, actor.region)):
            yield _refusal(run, actor, asked, refused)


def _refusal(run: Run, actor: Actor, asked: Asked, verdict: Verdict) -> Refusal:
    return Refusal(run.stack, actor.principal.arn, asked.call.action, asked.call.resource, verdict, asked.urn, asked.operation)


def _token(world: World, run: Run) -> Principal:
    """Who shows the pipeline's token: AWS knows it by the provider in the role's account."""
    account, host = run.client.split(":")[4], run.issuer.removeprefix("https://")
    providers = sorted(arn for arn in world.providers if arn.endswith(f":{account}:oidc-provider/{host}") or arn.endswith(f":oidc-provider/{host}"))
    own = [arn for arn in providers if arn.split(":")[4] == account]
    return Principal.federated((own or providers or [f"arn:aws:iam::{account}:oidc-provider/{host}"])[0])


def _claims(run: Run) -> dict[str, tuple[str, ...]]:
    host = run.issuer.removeprefix("https://").lower()
    return {f"{host}:sub": (run.subject,), f"{host}:aud": (AUDIENCE,)} | ({"aws:sourceip": (run.address,)} if run.address else {})
