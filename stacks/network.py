"""Layer 2: the platform's network, one hub in each region."""

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Any

import pulumi

from civic.estate.agreements import consumed, provided
from civic.records.organisation import OrganisationRecord
from components.contracts import AgreementRule, EgressRule, NetworkHubArgs
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make a hub in each of the platform's regions; the result is the network card."""
    hubs: dict[str, Any] = {}
    foundation = context.foundation
    for region, place in context.section.regions.items():
        provider = context.components.platform_provider(
            f"network-{region}", foundation.tenancies["network"], region, platform=context.platform.code, role=foundation.network
        )
        hub = context.components.NetworkHub(
            f"hub-{region}",
            NetworkHubArgs(
                platform=context.platform.code,
                region=region,
                block=IPv4Network(place.hub),
                zones=tuple(place.zones),
                bodies=tuple(IPv4Network(block) for block in place.bodies),
                egress=_egress(context, region),
                agreements=tuple(_agreed(context, region)),
                hosted=tuple(sorted(cell.domain for cell in context.section.cells.values() if cell.region == region)),
                blocked_domains=tuple(context.platform.blocked_domains),
                organisation=foundation.organisation,
                organisation_arn=foundation.organisation_arn,
                archive=foundation.archive,
                archive_workspace=foundation.archive_workspace,
                tenancy=foundation.tenancies["network"],
                attachers={layer: context.bootstrap.pipelines[layer] for layer in ("hosting", "landing-zone")},
            ),
            pulumi.ResourceOptions(provider=provider),
        )
        hubs[region] = {"transit": hub.transit, "dns": hub.dns, "query_logs": hub.query_logs}
    return {"hubs": hubs}


def _egress(context: Context, region: str) -> tuple[EgressRule, ...]:
    rules: list[EgressRule] = []
    for slug, record in sorted(context.estate.organisations.items()):
        chosen = record.cloud(context.cloud)
        if chosen is None or (chosen.region or context.section.home) != region or not record.egress:
            continue
        held = context.estate.ledgers[slug].range(context.cloud, region)
        if held is not None:
            rules.append(EgressRule(organisation=slug, ranges=(held,), domains=tuple(record.egress)))
    return (*rules, *_hosting_egress(context, region))


def _hosting_egress(context: Context, region: str) -> Iterator[EgressRule]:
    """What the machinery of hosting itself asks of the provider, on clouds where it asks through the network."""
    domains = tuple(context.components.HOSTING_DOMAINS)
    if not domains:
        return
    for key, cell in sorted(context.section.cells.items()):
        if cell.region == region:
            yield EgressRule(organisation=f"cell-{key}", ranges=(IPv4Network(cell.range),), domains=domains)
    for slug, record in sorted(context.estate.organisations.items()):
        dedicated = record.hosting is not None and record.hosting.placement == "dedicated" and record.cloud(context.cloud) is not None
        held = context.estate.ledgers[slug].range(context.cloud, region)
        if dedicated and held is not None and _region_of(context, record) == region:
            yield EgressRule(organisation=f"{slug}-hosting", ranges=(held,), domains=domains)


def _agreed(context: Context, region: str) -> Iterator[AgreementRule]:
    """Ways that somebody agreed to: residents to their cell's entry, a cell to the doors in residents' networks, a door to its premises."""
    yield from _premises(context, region)
    for slug, record in sorted(context.estate.organisations.items()):
        ledger = context.estate.ledgers[slug]
        key = ledger.cell(context.cloud) if record.hosting and record.hosting.placement == "shared" else ""
        cell = context.section.cells.get(key)
        held = ledger.range(context.cloud, _region_of(context, record))
        if cell is None or cell.region != region or held is None:
            continue
        inside = (IPv4Network(cell.range),)
        yield AgreementRule(name=f"{slug}.cell", sources=(held,), destinations=inside, port=443)
        for agreement in consumed(context.estate.agreements, slug, context.cloud):
            yield AgreementRule(name=f"{slug}.{agreement.provider}.{agreement.offer}", sources=inside, destinations=(held,), port=agreement.port)


def _premises(context: Context, region: str) -> Iterator[AgreementRule]:
    """A provider's door leads through the hub to its own premises, while somebody takes what is offered there."""
    for slug, record in sorted(context.estate.organisations.items()):
        held = context.estate.ledgers[slug].range(context.cloud, _region_of(context, record))
        taken = {agreement.offer for agreement in provided(context.estate.agreements, slug, context.cloud)}
        if held is None or _region_of(context, record) != region:
            continue
        for offer in record.offers:
            if offer.address and offer.name in taken:
                yield AgreementRule(name=f"{slug}.door.{offer.name}", sources=(held,), destinations=(IPv4Network(offer.address),), port=offer.port)


def _region_of(context: Context, record: OrganisationRecord) -> str:
    chosen = record.cloud(context.cloud)
    return (chosen.region if chosen else "") or context.section.home
