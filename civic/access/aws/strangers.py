"""Whom policies on AWS let in that the estate does not know: each statement is asked with somebody of no account of ours.

What guardrails would forbid such a one is left aside: a trust in a stranger is wrong whoever else stops him. Sources: IAM User Guide, "Principal",
"The confused deputy problem" and "AWS global condition context keys"; ELB User Guide, "Enable access logs" (accounts that deliver them).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.patterns import Values, glob
from civic.access.aws.policies import Statement
from civic.access.aws.world import World
from civic.access.strangers import NOBODY, Known, Named, Stranger
from civic.plan import Resource

NOBODYS = "000000000001"
"""An account that is nobody's, not even that of a record in which the account is still to fill: it stands for all that are not ours."""
NO_ORGANISATION = "o-stranger00"
OIDC, SAML = "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:iam/samlProvider:SamlProvider"
DELIVERING = frozenset(
    {
        *("127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648", "589379963580", "718504428378"),
        *("383597477331", "600734575887", "114774131450", "783225319266", "582318560864", "985666609251", "054676820928", "156460612806"),
        *("652711504416", "635631232127", "009996457667", "897822967062", "076674570225", "507241528517"),
    }
)
"""Accounts of AWS from which load balancers deliver access logs, by region."""
WRITES = ("s3:putobject", "sns:publish", "sqs:sendmessage", "events:putevents", "secretsmanager:getsecretvalue", "ecr:putimage")
"""What a service may do on a resource in the name of whoever orders it."""
UNSOURCED = frozenset({("events.amazonaws.com", "sns:publish")})
"""Where the service says nothing of whom it acts for: EventBridge User Guide, "Using resource-based policies", on topics."""
_NAMED = re.compile(r"(?<!\d)\d{12}(?!\d)|\bo-[a-z0-9]{4,32}\b")
"""Accounts and organisations in a condition's values."""
_GROUPS = "saml:edupersonentitlement"
_ENTITY = re.compile(r"""entityID\s*=\s*["']([^"']+)["']""")


def strangers(world: World, resources: Mapping[str, Resource], named: Sequence[Named], known: Known) -> Iterator[Stranger]:
    """Every trust in, right on and delivery to somebody whom the estate does not know. ``resources``: what carries policies, by URN."""
    members = frozenset(world.accounts) | ({world.organisation.id} if world.organisation else set())
    for identity in world.identities.values():
        for statement, attached in _allowing(identity.trust):
            for problem in _trusting(world, known, members, statement, identity.urn, identity.arn):
                yield _told(resources, attached, statement, problem)
        for statement, attached in _allowing(identity.policies):
            for account in sorted(_accounts_of(statement) - members):
                yield _told(resources, attached, statement, f"allows {_actions(statement)} in the account {account}, which is not the estate's")
    for owned in world.owned.values():
        for statement, attached in _allowing(owned.policy):
            deliverers = DELIVERING if owned.type.startswith("aws:s3/") and statement.actions.texts == ("s3:PutObject",) else NOBODY
            for problem in (*_letting_in(known, members | deliverers, statement, attached.urn), *_serving(statement, members)):
                yield _told(resources, attached, statement, problem)
    for endpoint in world.endpoints.values():
        for statement, attached in _allowing(endpoint.policy):
            if _leads_out(statement):
                yield _told(resources, attached, statement, "lets through to whoever's resources, not the estate's alone")
    yield from _signing_in(resources, known)
    for one in named:
        if one.kind == "account" and one.id not in members and not known.names(one.urn, one.id):
            yield Stranger(one.urn, one.place, f"names the account {one.id}, which the estate neither has nor names in its records", one.source)


def _told(resources: Mapping[str, Resource], attached: Attached, statement: Statement, problem: str) -> Stranger:
    source = resources[attached.urn].source if attached.urn in resources else ""
    return Stranger(attached.urn, attached.place, f"statement {statement.label} {problem}", source)


def _allowing(policies: PolicySet) -> Iterator[tuple[Statement, Attached]]:
    for attached in policies.attached:
        # What the cloud itself brings has no URN, and what is written into somebody's property has its own.
        for statement in attached.document.statements if attached.document and attached.urn else ():
            if statement.allow:
                yield statement, attached


def _trusting(world: World, known: Known, members: frozenset[str], statement: Statement, urn: str, arn: str) -> Iterator[str]:
    yield from _letting_in(known, members, statement, urn)
    for provider in sorted(statement.principal.federated if statement.principal else ()):
        if ":oidc-provider/" in provider and provider in world.providers:
            host = provider.partition(":oidc-provider/")[2]
            for subject in sorted(_exact(statement, f"{host}:sub")):
                if problem := known.wrong_signer("aws", f"https://{host}", subject, urn, arn):
                    yield problem
        elif ":saml-provider/" in provider and provider in world.providers:
            yield from _people(known, statement, urn)
        else:
            yield f"lets in whom {provider} vouches for, which nothing makes"


def _people(known: Known, statement: Statement, urn: str) -> Iterator[str]:
    groups = _exact(statement, _GROUPS)
    if not groups:
        yield f"lets in everybody of the directory: no condition on {_GROUPS} names a group"
    for group in sorted(groups):
        if not known.names(urn, group):
            yield f"lets in the group {group}, which no record names"


def _exact(statement: Statement, key: str) -> frozenset[str]:
    """Texts that a condition on a key compares with exactly."""
    found = (met.exact for met in statement.conditions if met.key == key.lower())
    return frozenset[str]().union(*found)


def _letting_in(known: Known, members: frozenset[str], statement: Statement, urn: str) -> Iterator[str]:
    """Principals of accounts, and everybody, whom conditions do not hold to the estate."""
    element = statement.principal
    if element is None or element.negated:
        return
    if element.everybody:
        for account, organisation in _outsiders(statement, members):
            if _may_apply(statement, _caller(statement, account, organisation)):
                whom = " and ".join({account, organisation} - {NOBODYS, NO_ORGANISATION}) or "everybody"
                yield f"lets in {whom}: no condition holds {_actions(statement)} to the estate's own"
                break
    for arn in sorted(element.aws - {"*"}):
        account = arn.split(":")[4] if arn.count(":") > 4 else ""
        foreign = account and account not in members and not known.names(urn, account)
        if foreign and _may_apply(statement, _caller(statement, account, NO_ORGANISATION)):
            yield f"lets in {arn}, of an account that the estate neither has nor names in its records"
    for user in sorted(element.canonical):
        yield f"lets in the canonical user {user}, of whom nobody knows whose it is"


def _outsiders(statement: Statement, members: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(account, organisation) of strangers: of none that anybody names, and of those that the conditions name and the estate is not."""
    named = {one for met in statement.conditions for text in met.texts for one in _NAMED.findall(text)} - members
    accounts = [NOBODYS, *sorted(one for one in named if one.isdigit())]
    organisations = [NO_ORGANISATION, *sorted(one for one in named if not one.isdigit())]
    return ((account, organisation) for account in accounts for organisation in organisations)


def _serving(statement: Statement, members: frozenset[str]) -> Iterator[str]:
    """Services that would do it for whoever orders it."""
    for service in sorted(statement.principal.services if statement.principal else ()):
        writes = [action for action in WRITES if statement.actions.cover(action) and (service, action) not in UNSOURCED]
        if writes and any(_may_apply(statement, _deputy(service, *one)) for one in _outsiders(statement, members)):
            yield f"lets {service} do {writes[0]} for whoever orders it: no condition holds it to the estate's own"


def _may_apply(statement: Statement, values: Values) -> bool:
    """Whether its conditions may hold, whatever the resource."""
    return all(met.holds(values) is not False for met in statement.conditions)


def _posing(statement: Statement, account: str) -> str:
    """ARN of a role in a foreign account, of the name that a condition on who asks looks for: names are free there."""
    patterns = (text.split(":", 5) for met in statement.conditions if met.key == "aws:principalarn" for text in met.texts)
    filled = (":".join([*part[:4], account, part[5]]) for part in patterns if len(part) == 6 and glob(part[4]).fullmatch(account))
    return next((arn.replace("*", "x").replace("?", "x") for arn in filled), f"arn:aws:iam::{account}:role/stranger")


def _caller(statement: Statement, account: str, organisation: str) -> Values:
    """What a request of somebody of a foreign account carries who would meet a statement; what he chooses himself counts as not known."""
    said: dict[str, tuple[str, ...] | None] = {
        "aws:principalaccount": (account,),
        "kms:calleraccount": (account,),
        "aws:principalarn": (_posing(statement, account),),
        "aws:principalorgid": (organisation,),
        "aws:principalorgpaths": (f"{organisation}/r-none/ou-none-stranger/",),
        "aws:principaltype": ("AssumedRole",),
        "aws:principalisawsservice": ("false",),
        "aws:sourcevpc": ("vpc-stranger",),
        "aws:sourcevpce": ("vpce-stranger",),
        **dict.fromkeys(("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")),
    }
    return lambda key: said.get(key, False)


def _deputy(service: str, account: str, organisation: str) -> Values:
    """What a request of a service carries that acts for a foreign account."""
    arn = (f"arn:aws:{service.partition('.')[0]}:eu-west-2:{account}:of/a-stranger",)
    said: dict[str, tuple[str, ...] | None] = {
        "aws:sourceaccount": (account,),
        "aws:sourceowner": (account,),
        "aws:sourcearn": arn,
        "aws:sourceorgid": (organisation,),
        "aws:sourceorgpaths": (f"{organisation}/r-none/ou-none-stranger/",),
        "aws:principalisawsservice": ("true",),
        "aws:principalorgid": None,
    }
    return lambda key: said.get(key, arn if key.endswith("arn") else False)


def _accounts_of(statement: Statement) -> frozenset[str]:
    """Accounts whose resources a statement names."""
    if statement.resources_negated:
        return frozenset()
    parts = (pattern.text.split(":", 5) for pattern in statement.resources if pattern.text.startswith("arn:"))
    return frozenset(part[4] for part in parts if len(part) == 6 and part[4].isdigit())


def _leads_out(statement: Statement) -> bool:
    """Whether an endpoint's statement lets anybody through to resources of accounts that are not ours."""
    theirs: dict[str, tuple[str, ...]] = {"aws:resourceorgid": (NO_ORGANISATION,), "aws:resourceaccount": (NOBODYS,)}
    return not statement.resources and _may_apply(statement, lambda key: theirs.get(key, False))


def _actions(statement: Statement) -> str:
    texts = statement.actions.texts
    return texts[0] + (f" and {len(texts) - 1} more" if len(texts) > 1 else "")


def _signing_in(resources: Mapping[str, Resource], known: Known) -> Iterator[Stranger]:
    """Providers of sign-in whose issuer no record names."""
    for resource in resources.values():
        url, document = resource.inputs.get("url"), resource.inputs.get("samlMetadataDocument")
        if resource.type == OIDC and isinstance(url, str):
            issuer = url if url.startswith("https://") else f"https://{url}"
            if not known.names(resource.urn, issuer.rstrip("/")):
                yield Stranger(resource.urn, "url", f"vouches for {issuer}, which no record names as an issuer", resource.source)
        elif resource.type == SAML and isinstance(document, str):
            for entity in sorted(set(_ENTITY.findall(document))):
                if not known.names(resource.urn, entity):
                    yield Stranger(
                        resource.urn, "samlMetadataDocument", f"vouches for {entity}, which no record names as a directory", resource.source
                    )
