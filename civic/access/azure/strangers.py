"""Whom rights on Azure let in that the estate does not know: federated tokens, principals of assignments, directories of delegations, destinations.

Sources: Microsoft Learn, "Workload identity federation", "Add or edit Azure role assignments", "Azure Lighthouse: onboard a customer".
"""

from collections.abc import Iterator, Mapping, Sequence

from civic.access.azure.created import ALIAS, made_subscription
from civic.access.azure.identities import USER_ASSIGNED
from civic.access.azure.world import World
from civic.access.strangers import Known, Named, Stranger
from civic.plan import Resource


def strangers(world: World, resources: Mapping[str, Resource], named: Sequence[Named], known: Known, creators: frozenset[str]) -> Iterator[Stranger]:
    """Every trust in, right of and delivery to somebody whom the estate does not know. ``creators``: object ids of the runs' identities."""
    by_key = {identity.key: identity for identity in world.identities.values()}
    for one in world.federations:
        identity = by_key.get(one.identity)
        if one.issuer and one.subject:
            client = identity.client_id if identity else ""
            if problem := known.wrong_signer("azure", one.issuer, one.subject, one.urn, client):
                yield Stranger(one.urn, "subject", problem, resources[one.urn].source if one.urn in resources else "")
    ours = {made_subscription(one).rpartition("/")[2] for one in resources.values() if one.type == ALIAS}
    # The directory that our own identities are in.
    ours |= {str(one.outputs.get("tenantId")).lower() for one in resources.values() if one.type == USER_ASSIGNED}
    people = frozenset(by_key) | creators
    for one in named:
        if one.kind != "account" and one.id not in ours | people and not known.names(one.urn, one.id):
            yield Stranger(one.urn, one.place, f"names the {one.kind} {one.id}, which the estate neither has nor names in its records", one.source)
