"""What a request carries: the values of its condition keys, given, computed or unknown.

IAM User Guide, "AWS global condition context keys"; KMS Developer Guide, "Condition keys for AWS KMS".
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from civic.access.aws.conditions import PerhapsAbsent
from civic.access.aws.request import Kind, Principal, Request
from civic.access.aws.world import World

GLOBAL_SERVICES = frozenset(
    {
        *("account", "artifact", "aws-portal", "billing", "budgets", "ce", "cloudfront", "consolidatedbilling", "cur", "health", "iam"),
        *("importexport", "invoicing", "organizations", "payments", "pricing", "route53", "route53domains", "savingsplans", "shield"),
        *("support", "tax", "trustedadvisor", "waf"),
    }
)
"""Services with one endpoint, in us-east-1 (Organizations User Guide, "Deny access to AWS based on the requested AWS Region")."""

Answer = tuple[str, ...] | bool | None
"""Values; ``None`` absent; ``False`` cannot be known."""

_TYPES = {Kind.ROLE: "AssumedRole", Kind.USER: "User", Kind.ROOT: "Account", Kind.ANONYMOUS: "Anonymous"}
FOREIGN = PerhapsAbsent(("o-notours",))
FOREIGN_PATH = PerhapsAbsent(("o-notours/r-notours/",))


class Context:
    """Values of condition keys of one request. Asked with ``get``; each key is computed once."""

    __slots__ = ("_known", "_prefixes", "_request", "_unknown", "_world", "account")

    def __init__(self, world: World, request: Request, account: str) -> None:
        """``account``: of the resource; empty where that is not known."""
        self._world = world
        self._request = request
        self.account = account
        self._known: dict[str, Answer] = {}
        self._unknown = request.unknown_keys
        self._prefixes = _prefixes(request.unknown_keys)

    def get(self, key: str) -> Answer:
        """The values of a key, given in small letters."""
        if key in self._known:
            return self._known[key]
        answer = self._known[key] = self._answer(key)
        return answer

    def _answer(self, key: str) -> Answer:
        given = self._request.context.get(key)
        if given is not None:
            return given or None
        if key in self._unknown or (self._prefixes and key.startswith(self._prefixes)):
            return False
        compute = _COMPUTED.get(key)
        if compute is not None:
            return compute(self._world, self._request, self.account)
        if key.startswith("aws:principaltag/"):
            return self._principal_tag(key.partition("/")[2])
        if ":resourcetag/" in key:
            return self._resource_tag(key.partition("/")[2])
        return None

    def _principal_tag(self, tag: str) -> Answer:
        who = self._request.principal
        for name, value in who.tags:
            if name.lower() == tag:
                return (value,)
        if who.kind in (Kind.ROLE, Kind.USER):
            identity = self._world.identity(who.arn)
            return False if identity is None else _tag(identity.tags, tag)
        return None

    def _resource_tag(self, tag: str) -> Answer:
        resource = self._request.resource
        if self._request.service == "kms":
            resource = self._world.key(resource)
        tags = self._world.tags.get(resource)
        if tags is None:
            return None if resource == "*" else False
        return _tag(tags, tag)


@lru_cache(maxsize=4096)
def _prefixes(unknown: frozenset[str]) -> tuple[str, ...]:
    return tuple(key[:-1] for key in unknown if key.endswith("*"))


def _tag(tags: Mapping[str, str], tag: str) -> Answer:
    return next(((value,) for name, value in tags.items() if name.lower() == tag), None)


def _organisation(world: World, account: str) -> Answer:
    if not account:
        return None
    ours = world.organised(account)
    if ours is None or world.organisation is None:
        return False
    return (world.organisation.id,) if ours else FOREIGN


def _paths(world: World, account: str) -> Answer:
    if not account:
        return None
    ours = world.organised(account)
    if ours is None or world.organisation is None:
        return False
    return (world.organisation.text(account),) if ours else FOREIGN_PATH


def _of_resource(find: Callable[[World, str], Answer]) -> "_Compute":
    return lambda world, request, account: find(world, account) if account else (None if request.resource == "*" else False)


def _region(world: World, request: Request, account: str) -> Answer:
    if request.service in GLOBAL_SERVICES:
        return ("us-east-1",)
    parts = request.resource.split(":", 5)
    if len(parts) == 6 and parts[3]:
        return (parts[3],)
    carrier = world.carrier(request.service, request.resource)
    return (carrier.region,) if carrier and carrier.region else False


def _endpoint(world: World, request: Request, account: str) -> Answer:
    return (request.endpoint,) if request.endpoint else None


def _vpc(world: World, request: Request, account: str) -> Answer:
    if not request.endpoint:
        return None
    made = world.endpoints.get(request.endpoint)
    return (made.vpc,) if made and made.vpc else False


def _arn(world: World, request: Request, account: str) -> Answer:
    who = request.principal
    return (who.arn,) if who.kind in (Kind.ROLE, Kind.USER, Kind.ROOT) else None


def _username(world: World, request: Request, account: str) -> Answer:
    who = request.principal
    return (who.arn.rpartition("/")[2],) if who.kind is Kind.USER else None


def _boundary(world: World, request: Request, account: str) -> Answer:
    """Of a role that is there already; of one that is being made, the request says it."""
    identity = world.identity(request.resource)
    if identity is None:
        return None
    if identity.boundary is not None and not identity.boundary_arn:
        return False
    return (identity.boundary_arn,) if identity.boundary_arn else None


def _aliases(world: World, request: Request, account: str) -> Answer:
    key = world.key(request.resource)
    return tuple(alias.split(":", 5)[5] for alias, target in world.aliases.items() if target == key) or None


def _one(read: Callable[[Principal], str]) -> "_Compute":
    return lambda world, request, account: (found,) if (found := read(request.principal)) else None


def _federation(world: World, request: Request, account: str) -> Answer:
    """A role's session may have begun with a token; nothing here says so."""
    who = request.principal
    return (who.arn,) if who.kind is Kind.FEDERATED else False if who.kind is Kind.ROLE else None


_Compute = Callable[[World, Request, str], Answer]
_COMPUTED: Mapping[str, _Compute] = {
    "aws:principalarn": _arn,
    "aws:principalaccount": _one(lambda who: who.account),
    "aws:principaltype": _one(lambda who: _TYPES.get(who.kind, "")),
    "aws:principalorgid": lambda world, request, account: _organisation(world, request.principal.account),
    "aws:principalorgpaths": lambda world, request, account: _paths(world, request.principal.account),
    "aws:principalisawsservice": _one(lambda who: "true" if who.kind is Kind.SERVICE else "false"),
    "aws:principalservicename": _one(lambda who: who.arn if who.kind is Kind.SERVICE else ""),
    "aws:principalservicenameslist": lambda world, request, account: (
        (request.principal.arn, *request.principal.source_services) if request.principal.kind is Kind.SERVICE else None
    ),
    "aws:username": _username,
    "aws:federatedprovider": _federation,
    "aws:resourceaccount": lambda world, request, account: (account,) if account else None if request.resource == "*" else False,
    "s3:resourceaccount": lambda world, request, account: (account,) if account else False,
    "aws:resourceorgid": _of_resource(_organisation),
    "aws:resourceorgpaths": _of_resource(_paths),
    "aws:requestedregion": _region,
    "aws:securetransport": lambda world, request, account: ("true",),
    "aws:viaawsservice": lambda world, request, account: ("false",),
    "aws:sourcevpce": _endpoint,
    "aws:sourcevpc": _vpc,
    "kms:calleraccount": _one(lambda who: who.account),
    "kms:resourcealiases": _aliases,
    "iam:permissionsboundary": _boundary,
}
"""Key -> how it follows from principal, resource and world. A request that says it itself comes first."""
