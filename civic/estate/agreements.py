"""Agreements: what one body offers and another takes. Both records must say so, and on a cloud and in a region where the two can meet."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from typing import Literal

from civic.estate.regions import region_of
from civic.records.errors import nearest
from civic.records.hosts import host
from civic.records.organisation import OrganisationRecord
from civic.records.platform import AzurePlace, Place, PlatformRecord
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
    provider_region: str = ""
    """Region of the provider's tenancy on that cloud; empty until they meet, as the consumer's."""
    consumer_region: str = ""
    note: str = ""
    """What the consumer does not get, in words; empty where it gets all."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.provider, self.offer, self.consumer


def agreements(records: Mapping[str, OrganisationRecord], platform: PlatformRecord, unreadable: Collection[str] = ()) -> list[Agreement]:
    """Every offer and every request of ``records``, sorted by provider, offer and consumer; ``unreadable``: slugs of bodies that are here too."""
    listed = [
        _requested(choice, consumer, f"{choice.provider} must mend its record, which cannot be read")
        if choice.provider in unreadable
        else _agreement_of(records, platform, consumer, choice)
        for consumer, record in records.items()
        for choice in record.subscriptions
    ]
    taken = {(agreement.provider, agreement.offer) for agreement in listed}
    return sorted([*_with_own_hosts(listed), *_untaken_offers(records, taken)])


def _untaken_offers(records: Mapping[str, OrganisationRecord], taken: set[tuple[str, str]]) -> Iterator[Agreement]:
    for slug, record in records.items():
        for offer in record.offers:
            if (slug, offer.name) not in taken:
                yield Agreement(
                    slug,
                    offer.name,
                    "",
                    "offered",
                    todo=f"nobody takes it yet; open to {_open_to(offer, records.keys() - {slug})}",
                    version=offer.version,
                )


def _open_to(offer: Offer, bodies: Collection[str]) -> str:
    """Whom the offer names; beside a name that no body has, the body that was perhaps meant."""
    if isinstance(offer.open_to, str):
        return offer.open_to
    hints = {name: nearest(name, bodies) for name in offer.open_to if name not in bodies}
    return ", ".join(f"{name} ({hints[name]})" if hints.get(name) else name for name in offer.open_to)


def _requested(choice: Subscription, consumer: str, todo: str) -> Agreement:
    return Agreement(choice.provider, choice.offer, consumer, "requested", todo=todo)


def _agreement_of(records: Mapping[str, OrganisationRecord], platform: PlatformRecord, consumer: str, choice: Subscription) -> Agreement:
    provider = records.get(choice.provider)
    offer = next((offer for offer in provider.offers if offer.name == choice.offer), None) if provider else None
    if provider is None or offer is None:
        missing = f"offer '{choice.offer}'" if provider else "be on the platform"
        todo = f"{choice.provider} must {missing}, or {consumer} must withdraw its subscription"
        return _requested(choice, consumer, todo)
    taker = records[consumer]
    problem = _refusal(choice, consumer, taker, offer)
    common = [cloud for cloud in offer.clouds if cloud in taker.clouds and cloud in (choice.cloud or cloud)]
    if not problem and not common:
        problem = _no_common_cloud(choice, consumer, taker, offer)
    barriers = [_barrier(platform, cloud, provider, taker, offer) for cloud in common]
    if problem or all(barriers):
        return Agreement(choice.provider, choice.offer, consumer, "requested", todo=problem or barriers[0], version=offer.version)
    cloud = common[barriers.index("")]
    return Agreement(
        choice.provider,
        offer.name,
        consumer,
        "agreed",
        cloud,
        host=(name := host_of(provider, offer)),
        port=offer.port,
        version=offer.version,
        provider_region=region_of(platform, provider, cloud),
        consumer_region=region_of(platform, taker, cloud),
        note=_limit(taker, cloud, name),
    )


def _limit(taker: OrganisationRecord, cloud: str, name: str) -> str:
    """A shared cell has one answer to a name for all its tenants, and each has an endpoint of its own (decision 0021)."""
    if taker.hosting is None or taker.hosting.placement != "shared" or not taker.applications_on(cloud):
        return ""
    return f"in {taker.slug}'s own network alone: its applications in the shared cell cannot use the name {name}; in dedicated hosting they could"


def _refusal(choice: Subscription, consumer: str, taker: OrganisationRecord, offer: Offer) -> str:
    """What stands between the two wherever they are; empty: nothing."""
    name = f"{choice.provider}/{offer.name}"
    if not offer.is_open_to(consumer):
        return f"{choice.provider} must name {consumer} in 'open_to' of its offer {offer.name}"
    if taker.classification == "official-sensitive" and offer.classification == "official":
        return f"{choice.provider} must offer {offer.name} at official-sensitive, which is {consumer}'s classification"
    if choice.cloud and choice.cloud not in offer.clouds:
        return f"{consumer} must take {name} on {' or '.join(offer.clouds)}, not on {choice.cloud}"
    return ""


def _no_common_cloud(choice: Subscription, consumer: str, taker: OrganisationRecord, offer: Offer) -> str:
    theirs, ours = " and ".join(offer.clouds), " and ".join(taker.clouds_taken)
    return (
        f"{choice.provider} offers {offer.name} on {theirs} and {consumer} is on {ours}: "
        f"{consumer} must join {theirs}, or {choice.provider} must join {ours} and offer it there"
    )


def _barrier(platform: PlatformRecord, cloud: str, provider: OrganisationRecord, taker: OrganisationRecord, offer: Offer) -> str:
    """What stands between the two on this cloud; empty: nothing."""
    section = platform.cloud(cloud)
    if section is None:
        return f"the platform must have a section '{cloud}' in platform.yaml before {provider.slug} and {taker.slug} can meet there"
    here, there = region_of(platform, provider, cloud), region_of(platform, taker, cloud)
    if offer.address and not _carried(provider, cloud, offer.address):
        return (
            f"{provider.slug} offers {offer.name} at {offer.address} on its premises, and no VPN or circuit leads there from {here}: "
            f"{provider.slug} must name them, with a range that has the address, in 'connection.premises' of its record, on {cloud}"
        )
    if here == there or not direct(section.regions.get(here), offer):
        return ""
    return (
        f"{provider.slug} is in {here} and {taker.slug} in {there}, and a door on azure without forwarders serves one region: "
        f"the platform must say 'forwarders' in azure.regions.{here}.doors of platform.yaml"
    )


def _carried(provider: OrganisationRecord, cloud: str, address: str) -> bool:
    return any(IPv4Address(address) in block for place in provider.premises_on(cloud) for block in place.networks)


def direct(place: Place | None, offer: Offer) -> bool:
    """Whether the door of ``offer`` in this region leads to its address without forwarders. Azure alone has a choice.

    What is on premises lies behind another network's ExpressRoute gateway, which Direct Connect does not reach.
    """
    return isinstance(place, AzurePlace) and place.doors == "direct" and offer.address is None


def _with_own_hosts(listed: Iterable[Agreement]) -> Iterator[Agreement]:
    """One name leads to one service in a consumer's network: of two that would have the same, the first by provider and offer keeps it."""
    holders: dict[tuple[str, str, str], Agreement] = {}
    for agreement in sorted(listed):
        held = holders.setdefault((agreement.consumer, agreement.cloud, agreement.host), agreement)
        if agreement.state != "agreed" or held is agreement:
            yield agreement
            continue
        todo = (
            f"{agreement.provider} must give {agreement.offer} a host of its own: {agreement.consumer} already calls "
            f"{held.provider}/{held.offer} as {agreement.host}"
        )
        yield replace(agreement, state="requested", cloud="", todo=todo, host="", port=443, provider_region="", consumer_region="", note="")


def host_of(provider: OrganisationRecord, offer: Offer) -> str:
    """The name that the service's certificate shows."""
    if offer.host:
        return offer.host
    domain = (provider.hosting.domain if provider.hosting else None) or ""
    return host(offer.application or "", domain)


def provided(listed: list[Agreement], slug: str, cloud: str) -> list[Agreement]:
    """Agreements in which ``slug`` provides, on this cloud."""
    return [agreement for agreement in listed if (agreement.state, agreement.provider, agreement.cloud) == ("agreed", slug, cloud)]


def consumed(listed: list[Agreement], slug: str, cloud: str) -> list[Agreement]:
    """Agreements in which ``slug`` consumes, on this cloud."""
    return [agreement for agreement in listed if (agreement.state, agreement.consumer, agreement.cloud) == ("agreed", slug, cloud)]
