"""Becoming somebody else: assuming a role (with a token, with tags, one after another) and passing one to a service.

IAM User Guide: "Switching to an IAM role (AWS API)", "Pass session tags in AWS STS", "Role chaining", "Create a role for OpenID Connect federation",
"Grant a user permissions to pass a role to an AWS service".
"""

from collections.abc import Iterable, Mapping, Sequence

from civic.access.aws.evaluation import evaluate
from civic.access.aws.request import UNKNOWABLE, Kind, Principal, Request
from civic.access.aws.senders import SOURCE_KEYS
from civic.access.aws.world import World
from civic.access.verdict import Decision, Reason, Verdict

CHAINED_SECONDS = 3600
"""A session that was begun by another role's lasts an hour at most."""


def assume(
    world: World,
    who: Principal,
    role: str,
    *,
    session: str = "civic",
    tags: Mapping[str, str] | None = None,
    policies: tuple[str, ...] = (),
    external_id: str = "",
) -> tuple[Verdict, Principal]:
    """(whether ``who`` may assume the role, who that makes him). With tags ``sts:TagSession`` must be allowed too, by both sides."""
    context: dict[str, tuple[str, ...]] = {"sts:rolesessionname": (session,), **_tag_context(tags)}
    if external_id:
        context["sts:externalid"] = (external_id,)
    actions = ["sts:AssumeRole", *(["sts:TagSession"] if tags else [])]
    verdict = worst(evaluate(world, Request(who, action, role, context=context)) for action in actions)
    return verdict, Principal.role(role, session, tags=tags, policies=policies, chained=who.kind is Kind.ROLE)


def assume_with_token(
    world: World, provider: str, role: str, claims: Mapping[str, str | Sequence[str]], *, session: str = "civic", policies: tuple[str, ...] = ()
) -> tuple[Verdict, Principal]:
    """The same for who shows a token of an OpenID Connect provider, given by its ARN.

    Args:
        claims: ``sub``, ``aud`` and what else the token says and IAM makes condition keys of.
    """
    host = provider.partition("oidc-provider/")[2]
    context = {f"{host}:{claim}".lower(): (value,) if isinstance(value, str) else tuple(value) for claim, value in claims.items()}
    who = Principal.federated(provider)
    request = Request(who, "sts:AssumeRoleWithWebIdentity", role, context={**context, "sts:rolesessionname": (session,)})
    verdict = evaluate(world, request)
    account = provider.split(":", 5)[4]
    if provider not in world.providers and account in world.accounts:
        verdict = Verdict(Decision.DENIED, Reason.TRUST)
    return verdict, Principal.role(role, session, policies=policies)


def assume_with_assertion(
    world: World, provider: str, role: str, assertion: Mapping[str, str | Sequence[str]], *, moment: str = "", session: str = "civic"
) -> tuple[Verdict, Principal]:
    """The same for who shows an assertion of a SAML provider, given by its ARN.

    Args:
        assertion: what it says and IAM makes condition keys of, by the key's part after ``saml:`` (IAM User Guide, "Available keys for
            SAML-based AWS STS federation").
        moment: when, in ISO 8601; empty where nobody knows.
    """
    context = {f"saml:{key}".lower(): (value,) if isinstance(value, str) else tuple(value) for key, value in assertion.items()}
    if moment:
        context["aws:currenttime"] = (moment,)
    verdict = evaluate(world, Request(Principal.federated(provider), "sts:AssumeRoleWithSAML", role, context=context))
    # A role believes the providers of its own account alone.
    if provider not in world.providers or provider.split(":", 5)[4] != role.split(":", 5)[4]:
        verdict = Verdict(Decision.DENIED, Reason.TRUST)
    return verdict, Principal.role(role, session)


def pass_role(world: World, who: Principal, role: str, service: str, *, context: Mapping[str, tuple[str, ...]] | None = None) -> Verdict:
    """Whether ``who`` may hand a role to a service, and the role's trust lets that service take it. A role of another account never."""
    if role.split(":", 5)[4] != who.account:
        return Verdict(Decision.DENIED, Reason.NO_ALLOW)
    given = {"iam:passedtoservice": (service,), **(context or {})}
    passing = evaluate(world, Request(who, "iam:PassRole", role, context=given))
    taking = evaluate(world, Request(Principal.service(service), "sts:AssumeRole", role, unknown_keys=UNKNOWABLE | SOURCE_KEYS))
    return worst([passing, taking])


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The first denied, else the first unknown, else the first. Raises ``ValueError`` for none."""
    order = {Decision.DENIED: 0, Decision.UNKNOWN: 1, Decision.ALLOWED: 2}
    return min(verdicts, key=lambda verdict: order[verdict.decision])


def _tag_context(tags: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    if not tags:
        return {}
    return {"aws:tagkeys": tuple(tags), **{f"aws:requesttag/{key.lower()}": (value,) for key, value in tags.items()}}
