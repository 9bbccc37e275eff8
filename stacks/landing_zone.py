"""Layer 6: the security baseline and the connection of a body's tenancy, and what the body takes on top of them."""

from collections.abc import Mapping

import pulumi

from civic.estate.agreements import Agreement, direct, provided
from civic.records.hosts import host
from civic.records.services import Offer
from components.contracts import (
    ArchiveT,
    CellT,
    Controller,
    Door,
    EdgeArgs,
    HubT,
    LandingZoneCard,
    NetworkT,
    OrganisationT,
    Published,
    SecurityBaselineArgs,
    SecurityBaselineOutputs,
    ServiceOfferArgs,
    TenancyT,
    VoiceConnectionArgs,
)
from stacks.cells import DEDICATED, body_connection, body_site, dedicated_cell
from stacks.context import Context


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> LandingZoneCard[NetworkT, CellT]:
    """Make the body's landing zone."""
    provider = context.cloud.deploy_provider(context.tenancy, context.region, context.owner)
    options = pulumi.ResourceOptions(provider=provider)
    baseline = _baseline(context, options)
    network = body_connection(context, provider, baseline)
    _voice(context, options, baseline)
    hosting = dedicated_cell(context, options, network, baseline)
    doors = _doors(context, options, network, baseline, hosting)
    published = _published(context, options, hosting)
    return LandingZoneCard(network=network, alarms=baseline.alarms, hosting=hosting, doors=doors, published=published)


def _baseline(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], options: pulumi.ResourceOptions) -> SecurityBaselineOutputs:
    record, foundation = context.record, context.foundation
    return context.cloud.SecurityBaseline(
        f"{context.name.owner}-baseline",
        SecurityBaselineArgs(
            owner=context.owner,
            region=context.region,
            security_contact=record.contact("security"),
            operations_contact=record.contact("operations"),
            billing_contact=record.contact("billing"),
            phone=record.contacts.phone,
            organisation=foundation.organisation,
            archive=foundation.archive,
            tenancy=context.tenancy,
            regions=tuple(context.section.regions),
            hosting=foundation.tenancies["hosting"] if record.has_shared_hosting else None,
            backup_days=record.backup_days,
        ),
        options,
    )


def _voice(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], options: pulumi.ResourceOptions, baseline: SecurityBaselineOutputs
) -> None:
    choice = context.record.voice_on(context.name.cloud)
    if choice is None:
        return
    args = VoiceConnectionArgs(
        owner=context.owner,
        region=context.region,
        controller=choice.controller,
        port=choice.port,
        addresses=choice.networks,
        standby=Controller(controller=second.controller, port=second.port, addresses=second.networks) if (second := choice.standby) else None,
        calls=choice.calls,
        calling_regions=choice.calling_regions,
        emergency_through=choice.emergency.through,
        emergency_tested=choice.emergency.tested,
        numbers=context.ledger.numbers_held(),
        retention_days=context.platform.retention_days,
        key=baseline.key,
        archive=context.foundation.archive,
        alarms=baseline.alarms,
        tenancy=context.tenancy,
    )
    context.cloud.VoiceConnection(f"{context.name.owner}-voice", args, options)


def _published(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], options: pulumi.ResourceOptions, hosting: Mapping[str, CellT]
) -> Mapping[str, pulumi.Input[str]]:
    """The edge before what the body publishes; by application, the records that its zone must have."""
    record = context.record
    published = record.published_on(context.name.cloud)
    if not published or DEDICATED not in hosting or not (domain := record.hosting.domain if record.hosting else None):
        return {}
    args = EdgeArgs(
        owner=context.owner,
        region=context.region,
        cell=hosting[DEDICATED],
        tenancy=context.tenancy,
        archive=context.foundation.archive,
        published=tuple(
            Published(
                application=each.application,
                host=each.host,
                inside=host(each.application, domain),
                countries=each.countries,
                security_txt=each.security_txt,
                proved=each.proved,
                maintenance=each.maintenance,
            )
            for each in published
        ),
        retention_days=context.platform.retention_days,
    )
    return context.cloud.Edge(f"{context.name.owner}-edge", args, options).records


def _doors(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT],
    options: pulumi.ResourceOptions,
    network: NetworkT,
    baseline: SecurityBaselineOutputs,
    hosting: Mapping[str, CellT],
) -> dict[str, Door]:
    """The door of each offer that somebody agreed takes."""
    agreed = provided(context.estate.agreements, context.name.owner, context.name.cloud)
    doors: dict[str, Door] = {}
    for offer in context.record.offers:
        taking = [agreement for agreement in agreed if agreement.offer == offer.name]
        if taking:
            args = _door_args(context, offer, taking, network, baseline, hosting)
            door = context.cloud.ServiceOffer(f"{context.name.owner}-offer-{offer.name}", args, options)
            doors[offer.name] = Door(service=door.service, target=door.target)
    return doors


def _door_args(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT],
    offer: Offer,
    taking: list[Agreement],
    network: NetworkT,
    baseline: SecurityBaselineOutputs,
    hosting: Mapping[str, CellT],
) -> ServiceOfferArgs[NetworkT, CellT, TenancyT]:
    site = body_site(context)
    return ServiceOfferArgs(
        owner=context.owner,
        offer=offer.name,
        region=site.region,
        port=offer.port,
        network=network,
        block=site.block,
        consumers={consumer: context.tenancy_of(consumer) for consumer in sorted(agreement.consumer for agreement in taking)},
        ranges=site.ranges,
        zones=site.zones,
        direct=direct(context.section.regions[site.region], offer),
        regions=tuple(sorted({agreement.consumer_region for agreement in taking})),
        address=offer.address or "",
        proxy_protocol=offer.proxy_protocol,
        cell=None if offer.address else hosting[DEDICATED],
        alarms=baseline.alarms,
    )
