"""AWS' evaluation of one request, in three values.

IAM User Guide: "Policy evaluation logic", "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy
evaluation logic", "Permissions boundaries for IAM entities"; Organizations User Guide: "SCP evaluation", "RCP evaluation"; KMS Developer Guide:
"Key policies", "Grants in AWS KMS".
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from civic.access.aws import managed
from civic.access.aws.attached import NOTHING, Attached, Match, Opinion, PolicySet, ResourceOpinion, resource_opinion
from civic.access.aws.context import Context
from civic.access.aws.kinds import DocumentKind
from civic.access.aws.policies import DocumentFault, parse
from civic.access.aws.principals import Level
from civic.access.aws.request import Kind, Principal, Request
from civic.access.aws.resources import POLICY_DECIDES, RESOURCE_CONTROLLED, needs_policy, resource_account
from civic.access.aws.world import PRINCIPAL_ARN, Guards, Identity, Owned, World
from civic.access.verdict import Decision, Grounds, Reason, Truth, Verdict, both, either

ALWAYS = frozenset({"sts:getcalleridentity"})
"""Needs no right, and no policy can deny it (STS API Reference, "GetCallerIdentity")."""
OF_THE_BUCKETS_ROOT = frozenset({"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"})
"""The owner's root user can always repair a bucket's policy (S3 User Guide, "Policy actions for Amazon S3")."""


@dataclass
class _Case:
    """One evaluation under way."""

    world: World
    request: Request
    account: str
    """Of the resource; empty where unknown."""
    context: Context
    identity: Identity | None
    carrier: Owned | None
    denials: list[tuple[Reason, Opinion]] = field(default_factory=list)
    limits: list[tuple[Reason, Truth, tuple[Grounds, ...]]] = field(default_factory=list)
    """What must allow it besides, and by what."""
    opinions: list[Opinion] = field(default_factory=list)


def evaluate(world: World, request: Request) -> Verdict:
    """What AWS would answer. Never raises for what policies hold."""
    if request.lowered in ALWAYS and request.principal.kind is not Kind.ANONYMOUS:
        return Verdict(Decision.ALLOWED, Reason.ALLOWED)
    account, carrier = resource_account(world, request)
    case = _Case(world, request, account, Context(world, request, account), world.identity(request.principal.arn), carrier)
    _guardrails(case)
    _endpoint(case)
    own = _resource(case)
    granted, reason, grounds = _granted(case, own)
    return _verdict(case, granted, reason, grounds)


def _ask(case: _Case, policies: PolicySet, reason: Reason) -> Opinion:
    opinion = policies.opinion(case.request.lowered, _asked(case), case.context.get)
    return _heard(case, opinion, reason)


def _heard(case: _Case, opinion: Opinion, reason: Reason) -> Opinion:
    case.opinions.append(opinion)
    if opinion.denied is not False:
        case.denials.append((reason, opinion))
    return opinion


def _asked(case: _Case) -> str:
    """A key is meant by its ARN whatever alias was used (KMS Developer Guide, "Using aliases to control access")."""
    return case.world.key(case.request.resource) if case.request.service == "kms" else case.request.resource


def _guardrails(case: _Case) -> None:
    who, action = case.request.principal, case.request.lowered
    if who.service_linked:
        return
    if who.account:
        guards = case.world.guards(who.account, action, service=True)
        _denials(case, _not_excepting(case, guards), Reason.SERVICE_CONTROL_POLICY)
        for target, policies in guards.levels:
            opinion = _ask(case, policies, Reason.SERVICE_CONTROL_POLICY)
            if opinion.allowed is not True:
                urn = case.world.organisation.urns.get(target, "") if case.world.organisation else ""
                case.limits.append((Reason.SERVICE_CONTROL_POLICY, opinion.allowed, (Grounds(urn, target),)))
    if case.account and case.request.service in RESOURCE_CONTROLLED and not _aws_key(case):
        guards = case.world.guards(case.account, action, service=False)
        _denials(case, guards.denies, Reason.RESOURCE_CONTROL_POLICY)
        for _, policies in guards.levels:
            _ask(case, policies, Reason.RESOURCE_CONTROL_POLICY)


def _not_excepting(case: _Case, guards: Guards) -> tuple[Match, ...]:
    """What guardrails deny to who asks; without what excepts him by name, where the request itself says nothing else of his name."""
    request = case.request
    named = request.principal.kind in (Kind.ROLE, Kind.USER) and PRINCIPAL_ARN not in request.context and PRINCIPAL_ARN not in request.unknown_keys
    return case.world.denies(guards, request.principal.arn) if named else guards.denies


def _denials(case: _Case, denies: tuple[Match, ...], reason: Reason) -> None:
    resource, values = _asked(case), case.context.get
    for statement, attached in denies:
        answer = statement.applies(resource, values)
        if answer is not False:
            opinion = Opinion()
            opinion.hear(statement, attached, answer, values)
            _heard(case, opinion, reason)


def _aws_key(case: _Case) -> bool:
    """Keys that AWS manages, and the retiring of grants, are out of reach of guardrails on resources (RCP guide, "Resources and entities ...")."""
    return case.request.service == "kms" and (":alias/aws/" in case.request.resource or case.request.lowered == "kms:retiregrant")


def _endpoint(case: _Case) -> None:
    if not case.request.endpoint:
        return
    made = case.world.endpoints.get(case.request.endpoint)
    if made is None:
        case.limits.append((Reason.ENDPOINT, None, ()))
        return
    if not made.policy.attached:
        return
    opinion = made.policy.opinion(case.request.lowered, _asked(case), case.context.get, case.request.principal)
    _heard(case, opinion, Reason.ENDPOINT)
    if opinion.allowed is not True:
        case.limits.append((Reason.ENDPOINT, opinion.allowed, (Grounds(made.urn, "policy"),)))


def _resource(case: _Case) -> ResourceOpinion | None:
    request, who = case.request, case.request.principal
    same = who.account != "" and who.account == case.account
    if same and case.request.service not in POLICY_DECIDES and (case.carrier is None or not case.carrier.policy.attached):
        return None
    policies = case.carrier.policy if case.carrier else NOTHING
    if case.carrier is None and request.lowered in POLICY_DECIDES["sts"]:
        role = case.world.identity(request.resource)
        policies = role.trust if role else NOTHING
    bounded = case.identity is not None and case.identity.boundary is not None
    own = resource_opinion(policies, request.lowered, _asked(case), case.context.get, who, bounded)
    if who.kind is Kind.ROOT and who.account == case.account and request.lowered in OF_THE_BUCKETS_ROOT:
        own.opinion.denied = False
    _heard(case, own.opinion, Reason.RESOURCE_POLICY)
    return own


Granted = tuple[Truth, Reason, tuple[Grounds, ...]]


def _granted(case: _Case, own: ResourceOpinion | None) -> Granted:
    """``own`` is ``None`` where identities of the resource's own account ask and nothing but their rights counts."""
    who = case.request.principal
    if own is None:
        opinion, limits = _own_rights(case)
        total = both([opinion.allowed, limits])
        return total, Reason.ALLOWED if total else _refused(case, opinion.allowed, limits, True), _grounds(opinion)
    policy: Truth = None if _hidden_policy(case) else False
    grants = _grants(case) if case.request.service == "kms" else (False, ())
    everyone = either([own.at(Level.SELF), grants[0], policy])
    allows = (*_grounds(own.opinion), *grants[1])
    if who.kind in (Kind.SERVICE, Kind.FEDERATED, Kind.ANONYMOUS):
        refused = Reason.TRUST if case.request.service == "sts" else Reason.RESOURCE_POLICY
        return everyone, Reason.RESOURCE_POLICY_ALLOWED if everyone else refused, allows
    opinion, limits = _own_rights(case)
    closely = own.at(Level.ROLE)
    named = either([own.at(Level.SELF, Level.ROLE, Level.ACCOUNT), grants[0], policy])
    by_identity = opinion.allowed
    mine = _grounds(opinion)
    if case.account and who.account == case.account:
        must = named if needs_policy(case.request, case.carrier) else True
        path = both([by_identity, limits, must])
        total = either([path, both([either([closely, grants[0]]), limits]), own.at(Level.SELF)])
        if total:
            return True, Reason.ALLOWED if path else Reason.RESOURCE_POLICY_ALLOWED, mine if path else allows
        return total, _refused(case, by_identity, limits, must), mine
    total = both([by_identity, limits, named])
    if case.account == "" and who.account and by_identity is not False and limits is not False:
        total = None
    if total:
        return True, Reason.ALLOWED, (*mine, *allows)
    return total, _refused(case, by_identity, limits, named), mine


def _grounds(opinion: Opinion) -> tuple[Grounds, ...]:
    return tuple([attached.grounds(statement) for statement, attached in opinion.allows])


def _hidden_policy(case: _Case) -> bool:
    """Whether the resource may have a policy that nothing here shows: it is not ours, or it is a key or role that must have one."""
    request = case.request
    if case.carrier is not None or request.resource == "*":
        return False
    if request.lowered in POLICY_DECIDES["sts"]:
        return case.world.identity(request.resource) is None
    if request.service == "kms" and needs_policy(request, None):
        return True
    return case.account not in case.world.accounts and request.service not in ("iam", "organizations", "account")


def _refused(case: _Case, by_identity: Truth, limits: Truth, policy: Truth) -> Reason:
    if by_identity is False:
        return Reason.NO_ALLOW
    if limits is False:
        return next(reason for reason, answer, _ in case.limits if answer is False and reason in (Reason.BOUNDARY, Reason.SESSION))
    if policy is False:
        return Reason.TRUST if case.request.service == "sts" else Reason.RESOURCE_POLICY
    return Reason.UNKNOWN_CONDITION


def _own_rights(case: _Case) -> tuple[Opinion, Truth]:
    """What the identity's own documents say, and whether boundary and session policies let it."""
    who = case.request.principal
    if who.kind is Kind.ROOT:
        everything = Opinion()
        everything.allowed = True
        return everything, True
    if case.identity is None:
        unknown = Opinion()
        unknown.unknowable(who.arn)
        return _heard(case, unknown, Reason.EXPLICIT_DENY), None
    opinion = _ask(case, case.identity.policies, Reason.EXPLICIT_DENY)
    bounds = [_limit(case, case.identity.bounds, Reason.BOUNDARY)] if case.identity.boundary else []
    if who.policies:
        bounds.append(_limit(case, session_policies(case.world, who), Reason.SESSION))
    return opinion, both(bounds)


def _limit(case: _Case, policies: PolicySet, reason: Reason) -> Truth:
    opinion = _ask(case, policies, reason)
    if opinion.allowed is not True:
        case.limits.append((reason, opinion.allowed, tuple(Grounds(one.urn, one.place) for one in policies.attached)))
    return opinion.allowed


def session_policies(world: World, who: Principal) -> PolicySet:
    """The policies that a session was made with; one that AWS would refuse is of unknown content."""
    return PolicySet(_session_policy(text, number) for number, text in enumerate(who.policies))


def _session_policy(text: str, number: int) -> Attached:
    place = f"session policy {number + 1}"
    if text.startswith("arn:"):
        return managed.attached(text) if managed.is_managed_by_aws(text) else Attached(None, "", text)
    try:
        return Attached(parse(text, DocumentKind.SESSION), "", place)
    except DocumentFault:
        return Attached(None, "", place)


def _grants(case: _Case) -> tuple[Truth, tuple[Grounds, ...]]:
    """Grants on the key that name who asks, the operation and an encryption context that the request has."""
    operation = case.request.action.partition(":")[2].lower()
    answers: list[Truth] = []
    grounds: list[Grounds] = []
    who = case.request.principal
    for grant in case.world.grants.get(_asked(case), ()):
        if grant.grantee not in (who.arn, who.session_arn) or operation not in {one.lower() for one in grant.operations}:
            continue
        wanted = {**grant.equals, **grant.subset}
        found = [_has(case, key, value) for key, value in wanted.items()]
        answers.append(both(found))
        if answers[-1]:
            grounds.append(Grounds(grant.urn, "operations", operation))
    return either(answers), tuple(grounds)


def _has(case: _Case, key: str, value: str) -> Truth:
    found = case.context.get(f"kms:encryptioncontext:{key.lower()}")
    return None if isinstance(found, bool) else found is not None and value in found


def _verdict(case: _Case, granted: Truth, reason: Reason, grounds: tuple[Grounds, ...]) -> Verdict:
    for why, opinion in case.denials:
        if opinion.denied:
            return Verdict(Decision.DENIED, why, tuple(attached.grounds(statement) for statement, attached in opinion.denies))
    guards = [(why, answer, by) for why, answer, by in case.limits if why not in (Reason.BOUNDARY, Reason.SESSION)]
    for why, answer, by in guards:
        if answer is False:
            return Verdict(Decision.DENIED, why, by)
    if granted is False:
        limited = next((by for why, answer, by in case.limits if why is reason and answer is False), ())
        return Verdict(Decision.DENIED, reason, limited)
    certain = granted and not case.denials and all(answer for _, answer, _ in guards)
    if certain:
        return Verdict(Decision.ALLOWED, reason, grounds)
    unknown = _unknown(case.opinions)
    documents = not unknown or all(key.startswith(("arn:", "document")) or ":" not in key for key in unknown)
    return Verdict(
        Decision.UNKNOWN, Reason.UNKNOWN_DOCUMENT if documents else Reason.UNKNOWN_CONDITION, grounds, unknown or frozenset({case.request.resource})
    )


def _unknown(opinions: Iterable[Opinion]) -> frozenset[str]:
    return frozenset(key for opinion in opinions for key in opinion.unknown)
