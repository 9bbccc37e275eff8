"""Agreements: what one body offers and another takes. Both records must say so, and on a cloud that both have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from civic.records.hosts import host
from civic.records.organisation import OrganisationRecord
from civic.records.services import Offer, Subscription

State = Literal["offered", "requested", "agreed"]


@dataclass(frozen=True, order=True)
class Agreement:
    """One body's taking of one offer. ``agreed`` alone makes resources, and makes both halves of them."""

    provider: str
    offer: str
    consumer: str
    """Empty for an offer that nobody has asked for yet."""
    state: State
    cloud: str = ""
    """Where the two meet; empty until they do."""
    todo: str = ""
    """Who must do what, in words; empty once agreed."""
    host: str = ""
    """Name under which the consumer calls it."""
    port: int = 443
    version: str = ""


def agreements(records: Mapping[str, OrganisationRecord]) -> list[Agreement]:
    """Every offer and every request of ``records``, sorted by provider, offer and consumer."""
    found = [_asked(records, consumer, choice) for consumer, record in records.items() for choice in record.subscriptions]
    taken = {(agreement.provider, agreement.offer) for agreement in found}
    return sorted([*found, *_unasked(records, taken)])


def _unasked(records: Mapping[str, OrganisationRecord], taken: set[tuple[str, str]]) -> Iterator[Agreement]:
    for slug, record in records.items():
        for offer in record.offers:
            if (slug, offer.name) not in taken:
                yield Agreement(slug, offer.name, "", "offered", todo=f"nobody takes it yet; open to {_open_to(offer)}", version=offer.version)


def _open_to(offer: Offer) -> str:
    return offer.open_to if isinstance(offer.open_to, str) else ", ".join(offer.open_to)


def _asked(records: Mapping[str, OrganisationRecord], consumer: str, choice: Subscription) -> Agreement:
    provider = records.get(choice.provider)
    offer = next((offer for offer in provider.offers if offer.name == choice.offer), None) if provider else None
    if provider is None or offer is None:
        missing = f"offer '{choice.offer}'" if provider else "be on the platform"
        todo = f"{choice.provider} must {missing}, or {consumer} must withdraw its subscription"
        return Agreement(choice.provider, choice.offer, consumer, "requested", todo=todo)
    problem, cloud = _meets(choice, consumer, records[consumer], provider, offer)
    if problem:
        return Agreement(choice.provider, choice.offer, consumer, "requested", todo=problem, version=offer.version)
    return Agreement(choice.provider, choice.offer, consumer, "agreed", cloud, "", host_of(provider, offer), offer.port, offer.version)


def _meets(choice: Subscription, consumer: str, taker: OrganisationRecord, provider: OrganisationRecord, offer: Offer) -> tuple[str, str]:
    """What stands between them (empty: nothing), and the cloud where they meet."""
    name = f"{choice.provider}/{offer.name}"
    if choice.provider == consumer:
        return f"{consumer} must withdraw its subscription to {name}: it is its own", ""
    if not offer.is_open_to(consumer):
        return f"{choice.provider} must name {consumer} in 'open_to' of its offer {offer.name}", ""
    if taker.classification == "official-sensitive" and offer.classification == "official":
        return f"{choice.provider} must offer {offer.name} at official-sensitive, which is {consumer}'s classification", ""
    if choice.cloud and choice.cloud not in offer.clouds:
        return f"{consumer} must take {name} on {' or '.join(offer.clouds)}, not on {choice.cloud}", ""
    common = [cloud for cloud in offer.clouds if cloud in taker.clouds and cloud in (choice.cloud or cloud)]
    if not common:
        theirs, ours = " and ".join(offer.clouds), " and ".join(taker.clouds_taken)
        return f"{choice.provider} offers {offer.name} on {theirs} and {consumer} is on {ours}: one of them must join the other's cloud", ""
    return "", common[0]


def host_of(provider: OrganisationRecord, offer: Offer) -> str:
    """The name that the service's certificate shows."""
    if offer.host:
        return offer.host
    domain = (provider.hosting.domain if provider.hosting else None) or ""
    return host(offer.application or "", domain)


def provided(found: list[Agreement], slug: str, cloud: str) -> list[Agreement]:
    """Agreements in which ``slug`` provides, on this cloud."""
    return [agreement for agreement in found if (agreement.state, agreement.provider, agreement.cloud) == ("agreed", slug, cloud)]


def consumed(found: list[Agreement], slug: str, cloud: str) -> list[Agreement]:
    """Agreements in which ``slug`` consumes, on this cloud."""
    return [agreement for agreement in found if (agreement.state, agreement.consumer, agreement.cloud) == ("agreed", slug, cloud)]
