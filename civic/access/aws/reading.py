"""A world, made from the resources of plans or states."""

from collections.abc import Iterable, Iterator, Mapping

from civic.access.aws.attached import Attached, PolicySet
from civic.access.aws.carriers import read_aliases, read_endpoints, read_grants, read_owned
from civic.access.aws.identities import read_identities
from civic.access.aws.policies import Statement
from civic.access.aws.shares import read_shares
from civic.access.aws.source import Source
from civic.access.aws.tree import read_organisation
from civic.access.aws.world import Identity, Joined, Owned, World
from civic.access.errors import AccessError
from civic.plan import Resource

PROVIDERS = ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:iam/samlProvider:SamlProvider")


def read(resources: Iterable[Resource], joined: Mapping[str, Joined], without_full_access: frozenset[str]) -> World:
    """See ``World.of``."""
    source = Source(resources)
    aliases = read_aliases(source)
    owned = {**read_shares(source), **read_owned(source, aliases)}
    identities = read_identities(source, {account: one.administrator for account, one in joined.items() if one.administrator})
    organisation = read_organisation(source, {account: one.parent for account, one in joined.items()}, without_full_access)
    tree = {one for one in organisation.parents if one.isdigit()} if organisation else set()
    accounts = frozenset({*tree, *(one.account for one in identities.values()), *(one.account for one in owned.values())} - {""})
    tags = {arn: source.tags(resource) for resource in source.everything() if (arn := source.arn(resource))}
    return World(
        identities=identities,
        owned=owned,
        endpoints=read_endpoints(source),
        grants=read_grants(source, aliases),
        aliases=aliases,
        tags=tags,
        providers=frozenset(source.arn(resource) for resource in source.of(*PROVIDERS)),
        organisation=organisation,
        accounts=accounts,
        assumed=source.assumed,
        faults=tuple(source.faults),
        unmade=tuple(_unmade(source, identities, owned, accounts)),
    )


def _unmade(source: Source, identities: Mapping[str, Identity], owned: Mapping[str, Owned], accounts: frozenset[str]) -> Iterator[AccessError]:
    """Roles that are assumed or may be, and principals that policies name, in our own accounts and made by nothing.

    AWS refuses the first and the last; a right to a role that is not is whoever's makes one of that name.
    """
    for urn, roles in source.assumed.items():
        provider = source.by_urn(urn)
        for role in roles:
            if provider and role not in identities and role.split(":", 5)[4:5] and role.split(":", 5)[4] in accounts:
                yield AccessError.of(provider, "assumeRoles", f"found {role}, which is made nowhere; {_nearest(role, identities)}")
    for policies in [*(one.trust for one in identities.values()), *(one.policy for one in owned.values())]:
        yield from _unmade_principals(source, policies, identities, accounts)
    for one in identities.values():
        yield from _unmade_roles(source, one.policies, identities, accounts)


def _unmade_roles(source: Source, policies: PolicySet, identities: Mapping[str, Identity], accounts: frozenset[str]) -> Iterator[AccessError]:
    for carrier, attached, statement in _statements(source, policies):
        if not statement.allow or statement.resources_negated or not statement.actions.cover("sts:assumerole"):
            continue
        for arn in sorted(pattern.text for pattern in statement.resources):
            if _is_ours(arn, accounts) and not set("*?$") & set(arn) and arn not in identities:
                problem = f"statement {statement.label}: may assume {arn}, which is made nowhere; {_nearest(arn, identities)}"
                yield AccessError.of(carrier, attached.place, problem)


def _is_ours(arn: str, accounts: frozenset[str]) -> bool:
    """Whether it is an ARN of a role or user of our own accounts that is made, and not one that AWS brings."""
    parts = arn.split(":", 5)
    ours = len(parts) == 6 and parts[4] in accounts and parts[5].startswith(("role/", "user/"))
    return ours and not parts[5].startswith(("role/aws-service-role/", "role/aws-reserved/"))


def _unmade_principals(source: Source, policies: PolicySet, identities: Mapping[str, Identity], accounts: frozenset[str]) -> Iterator[AccessError]:
    for carrier, attached, statement in _statements(source, policies):
        for arn in sorted(statement.principal.aws if statement.principal else ()):
            if _is_ours(arn, accounts) and arn not in identities:
                problem = f"statement {statement.label}: found {arn}, which is made nowhere; {_nearest(arn, identities)}"
                yield AccessError.of(carrier, attached.place, problem)


def _statements(source: Source, policies: PolicySet) -> Iterator[tuple[Resource, Attached, Statement]]:
    """Every statement that a resource of ours carries and that could be read."""
    for attached in policies.attached:
        carrier = source.by_urn(attached.urn)
        if attached.document is not None and carrier is not None:
            yield from ((carrier, attached, statement) for statement in attached.document.statements)


def _nearest(arn: str, identities: Mapping[str, Identity]) -> str:
    name = arn.rpartition("/")[2]
    near = sorted(one for one in identities if one.rpartition("/")[2] == name or one.split(":")[4] == arn.split(":")[4])
    return f"allowed: a role that is, such as {near[0]}" if near else "allowed: a role that is"
