"""Layer 7: a body's applications, and its ways to the services that it takes of others."""

from collections.abc import Mapping
from ipaddress import IPv4Network

import pulumi

from civic.errors import InputError
from civic.estate.agreements import Agreement, consumed
from civic.estate.store import load_manifest
from civic.records.hashing import number_of
from civic.records.hosts import host
from civic.records.manifest import Manifest
from civic.records.services import ApplicationChoice
from components.contracts import (
    ApplicationArgs,
    ArchiveT,
    CardValue,
    CellT,
    Destination,
    HubT,
    NetworkT,
    OrganisationT,
    ServiceSubscriptionArgs,
    TenancyT,
    Workload,
)
from stacks.cells import DEDICATED, application_site, shared_cell, tier_ranges
from stacks.context import Context
from stacks.premises import premises_ranges

LAST_PRIORITY = 50_000
"""The last place at an entry (Elastic Load Balancing, "Listener rules": priorities are from 1 to 50,000)."""


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> Mapping[str, CardValue]:
    """Make the body's subscriptions and applications; gives the addresses of both, for people."""
    provider = context.cloud.application_provider(context.tenancy, context.region, context.owner)
    options = pulumi.ResourceOptions(provider=provider)
    services = {f"{agreement.provider}/{agreement.offer}": _subscription(context, options, agreement) for agreement in _taken(context)}
    return {"applications": _applications(context, options), "services": services}


def _taken(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> list[Agreement]:
    return consumed(context.estate.agreements, context.name.owner, context.name.cloud)


def _subscription(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], options: pulumi.ResourceOptions, agreement: Agreement
) -> pulumi.Output[str]:
    args = ServiceSubscriptionArgs(
        owner=context.owner,
        provider=agreement.provider,
        offer=agreement.offer,
        region=context.region,
        port=agreement.port,
        host=agreement.host,
        network=context.landing_zone.network,
        sources=(context.block, *_cell_range(context), *premises_ranges(context.estate, context.name.owner, context.name.cloud)),
        service=context.landing_zone_of(agreement.provider).doors[agreement.offer].service,
        service_region=agreement.provider_region,
    )
    return context.cloud.ServiceSubscription(f"{context.name.owner}-from-{args.key}", args, options).host


def _cell_range(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> tuple[IPv4Network, ...]:
    """Where the body's applications call from when they live in a shared cell; nowhere until the ledger gives it one."""
    cell = shared_cell(context) if context.own_cell else None
    return (IPv4Network(cell.range),) if cell else ()


def _applications(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], options: pulumi.ResourceOptions
) -> dict[str, pulumi.Output[str]]:
    choices = context.record.applications_on(context.name.cloud)
    if not choices:
        return {}
    if not context.record.has_shared_hosting:
        return {choice.name: _application(context, options, _own_cell(context), choice) for choice in choices}
    cell = context.hosting_of(context.own_cell)
    region = context.cell(context.own_cell).region
    tenant = context.cloud.tenant_provider(cell, context.foundation.tenancies["hosting"], region, context.owner)
    return {choice.name: _application(context, pulumi.ResourceOptions(provider=tenant), cell, choice) for choice in choices}


def _own_cell(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> CellT:
    hosting = context.landing_zone.hosting
    if DEDICATED not in hosting:
        zone = f"{context.name.owner}-{context.name.cloud}-landing-zone"
        raise InputError(
            f"{context.name} needs dedicated hosting, which {zone} has not yet: found {', '.join(hosting) or 'none'}; run 'pulumi up -s {zone}' first"
        )
    return hosting[DEDICATED]


def _application(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT],
    options: pulumi.ResourceOptions,
    cell: CellT,
    choice: ApplicationChoice,
) -> pulumi.Output[str]:
    record, shared = context.record, shared_cell(context)
    site = application_site(context)
    args = ApplicationArgs(
        owner=context.owner,
        application=choice.name,
        version=choice.version,
        region=site.region,
        placement="shared" if shared else "dedicated",
        workload=workload(load_manifest(context.estate.root, choice.name, choice.version)),
        host=_host(context, choice.name),
        priority=_priority(context, choice.name),
        cell=cell,
        tenancy=context.foundation.tenancies["hosting"] if shared else context.tenancy,
        home=context.tenancy,
        door=_door(context, choice.name),
        calls=tuple(sorted({Destination(context.block, agreement.port) for agreement in _taken(context)})),
        endpoints=tier_ranges(site, "endpoint"),
        outside=not shared and bool(record.egress),
        published=next((each.host for each in record.publish if each.application == choice.name and each.proved), ""),
        alarms=context.landing_zone.alarms,
        entries=tier_ranges(site, "entry"),
        postgres_image=context.platform.postgres_image,
        retention_days=context.platform.retention_days,
    )
    return context.cloud.Application(f"{context.name.owner}-{choice.name}", args, options).address


def _host(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], application: str) -> str:
    hosting, shared = context.record.hosting, shared_cell(context)
    if shared is None:
        return host(application, (hosting.domain if hosting else None) or "")
    return host(application, shared.domain, context.record.host_label)


def _priority(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], application: str) -> int:
    """From the ledger in a shared cell. In dedicated hosting no other body can want it, so the application's name will do."""
    if not context.record.has_shared_hosting:
        return dedicated_priority(application)
    given = context.ledger.priority(context.name.cloud, application)
    if given is None:
        owner = context.name.owner
        raise InputError(f"estate/ledger/{owner}.yaml gives {application} no place in its cell: run 'civic store add {owner} {application}'")
    return given


def dedicated_priority(application: str) -> int:
    """1 to 50,000, from the name alone, so that another application moves nobody."""
    return 1 + number_of(application, LAST_PRIORITY)


def _door(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT], application: str) -> pulumi.Input[str]:
    """What leads to the door of the offer that this application stands behind; empty where nobody takes one."""
    if context.record.has_shared_hosting:
        return ""
    doors = context.landing_zone.doors
    names = [offer.name for offer in context.record.offers if offer.application == application and offer.name in doors]
    return doors[names[0]].target if names else ""


def workload(manifest: Manifest) -> Workload:
    """What a manifest says about running it."""
    variables = manifest.database.model_dump(exclude_none=True) if manifest.database else {}
    return Workload(
        image=manifest.image,
        port=manifest.port,
        user=manifest.user,
        cpu=manifest.size.cpu,
        memory=manifest.size.memory,
        instances=manifest.size.instances,
        most=manifest.size.most,
        health_path=manifest.health.path,
        health_grace=manifest.health.grace,
        command=manifest.command,
        writable=manifest.writable,
        environment=manifest.environment,
        secrets=manifest.secrets,
        database={key.removesuffix("_variable"): name for key, name in variables.items()},
        storage_variable=manifest.storage_variable or "",
        address_variable=manifest.address_variable or "",
        migration=manifest.migration.command if manifest.migration else (),
        sticky=manifest.sticky,
        arm64=manifest.arm64,
    )
