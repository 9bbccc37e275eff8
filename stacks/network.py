"""Layer 2: the platform's network, one hub in each region."""

from ipaddress import IPv4Network
from typing import Any

import pulumi

from components.contracts import EgressRule, NetworkHubArgs
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
                blocked_domains=tuple(context.platform.blocked_domains),
                organisation=foundation.organisation,
                organisation_arn=foundation.organisation_arn,
                archive=foundation.archive,
                archive_workspace=foundation.archive_workspace,
                tenancy=foundation.tenancies["network"],
                attachers={"landing-zone": context.bootstrap.pipelines["landing-zone"]},
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
    return tuple(rules)
