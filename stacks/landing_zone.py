"""Layer 5: the security baseline and the connection of a body's tenancy, and what the body takes on top of them."""

from typing import Any

import pulumi

from civic.estate.agreements import direct, provided
from components.contracts import SecurityBaselineArgs, ServiceOfferArgs, VoiceConnectionArgs
from components.contracts.tiers import ZONE_KEYS, ranges
from stacks.cells import body_connection, body_tiers, dedicated_cell
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the body's landing zone; the result is its card."""
    provider = context.components.provider_for(context.tenancy, context.region, tags=_tags(context))
    options = pulumi.ResourceOptions(provider=provider)
    baseline = _baseline(context, options)
    connection = body_connection(context, options, baseline)
    _voice(context, options, baseline)
    hosting = dedicated_cell(context, options, connection, baseline)
    return {
        "network": connection.network,
        "attachment": connection.attachment,
        "subnets": dict(connection.subnets),
        "key": baseline.key,
        "vault": baseline.vault,
        "alarms": baseline.alarms,
        "hosting": hosting,
        "doors": _doors(context, options, connection, baseline, hosting),
    }


def _tags(context: Context) -> dict[str, str]:
    return context.components.standard_tags(
        platform=context.platform.code, organisation=context.record.slug, classification=context.record.classification
    )


def _baseline(context: Context, options: pulumi.ResourceOptions) -> Any:
    record, foundation = context.record, context.foundation
    return context.components.SecurityBaseline(
        f"{record.slug}-baseline",
        SecurityBaselineArgs(
            platform=context.platform.code,
            organisation=record.slug,
            region=context.region,
            regions=tuple(context.section.regions),
            security_contact=record.contact("security"),
            operations_contact=record.contact("operations"),
            billing_contact=record.contact("billing"),
            phone=record.contacts.phone,
            archive=foundation.archive,
            archive_workspace=foundation.archive_workspace,
            tenancy=context.tenancy.tenancy,
            organisation_id=foundation.organisation,
            backup_days=record.backup_days,
            classification=record.classification,
        ),
        options,
    )


def _voice(context: Context, options: pulumi.ResourceOptions, baseline: Any) -> None:
    record = context.record
    wanted = record.voice_on(context.cloud)
    if wanted is None:
        return
    args = VoiceConnectionArgs(
        platform=context.platform.code,
        organisation=record.slug,
        region=context.region,
        controller=wanted.controller,
        port=wanted.port,
        addresses=wanted.networks,
        calls=wanted.calls,
        calling_regions=wanted.calling_regions,
        emergency_through=wanted.emergency.through,
        emergency_tested=wanted.emergency.tested,
        numbers=context.ledger.numbers_held(),
        key=baseline.key,
        archive=context.foundation.archive,
        archive_workspace=context.foundation.archive_workspace,
        alarms=baseline.alarms,
        tenancy=context.tenancy.tenancy,
    )
    context.components.VoiceConnection(f"{record.slug}-voice", args, options)


def _doors(context: Context, options: pulumi.ResourceOptions, connection: Any, baseline: Any, hosting: dict[str, Any]) -> dict[str, Any]:
    """The door of each offer that somebody agreed takes."""
    agreed = provided(context.estate.agreements, context.record.slug, context.cloud)
    place, doors = context.section.regions[context.region], dict[str, Any]()
    for offer in context.record.offers:
        taking = [agreement for agreement in agreed if agreement.offer == offer.name]
        consumers = sorted(agreement.consumer for agreement in taking)
        if not consumers:
            continue
        args = ServiceOfferArgs(
            platform=context.platform.code,
            organisation=context.record.slug,
            offer=offer.name,
            region=context.region,
            port=offer.port,
            network=connection.network,
            subnets=connection.subnets,
            block=context.block,
            consumers={slug: context.tenancy_of(slug).tenancy for slug in consumers},
            ranges=ranges(context.block, ZONE_KEYS[: context.record.zone_count], body_tiers(context)),
            zones=tuple(place.zones[: context.record.zone_count]),
            direct=direct(place, offer),
            regions=tuple(sorted({agreement.consumer_region for agreement in taking})),
            address=offer.address or "",
            entry="" if offer.address else hosting["dedicated"]["balancer"],
            alarms=baseline.alarms,
            classification=context.record.classification,
        )
        door = context.components.ServiceOffer(f"{context.record.slug}-offer-{offer.name}", args, options)
        doors[offer.name] = {"service": door.service, "target": door.target}
    return doors
