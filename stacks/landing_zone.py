"""Layer 5: the security baseline and the connection of a body's tenancy."""

from typing import Any

import pulumi

from components.contracts import NetworkConnectionArgs, SecurityBaselineArgs
from components.subnets import ZONE_KEYS, ranges
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the body's landing zone; the result is its card."""
    provider = context.components.provider_for(context.tenancy, context.region, tags=_tags(context))
    options = pulumi.ResourceOptions(provider=provider)
    baseline = _baseline(context, options)
    connection = _connection(context, options, baseline)
    return {
        "network": connection.network,
        "attachment": connection.attachment,
        "subnets": dict(connection.subnets),
        "key": baseline.key,
        "vault": baseline.vault,
        "alarms": baseline.alarms,
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


def _connection(context: Context, options: pulumi.ResourceOptions, baseline: Any) -> Any:
    record, region = context.record, context.region
    block = context.ledger.range(context.cloud, region)
    if block is None:
        raise ValueError(f"estate/ledger/{record.slug}.yaml gives no range on {context.cloud} in {region}: run 'civic addresses mend {record.slug}'")
    hub, section = context.network.hubs[region], context.section
    keys = ZONE_KEYS[: record.zone_count]
    args = NetworkConnectionArgs(
        platform=context.platform.code,
        organisation=record.slug,
        region=region,
        block=block,
        zones=tuple(section.regions[region].zones[: record.zone_count]),
        subnets=ranges(block, keys, record.tiers),
        transit=hub.transit,
        dns=hub.dns,
        query_logs=hub.query_logs,
        archive=context.foundation.archive,
        organisation_id=context.foundation.organisation,
        endpoints=context.components.private_endpoints(record.endpoints, baseline),
        classification=record.classification,
    )
    return context.components.NetworkConnection(
        f"{record.slug}-connection", args, options, **context.components.hub_side(context.foundation.tenancies["network"], region)
    )
