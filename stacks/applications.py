"""Layer 6: a body's applications, and its ways to the services that it takes of others."""

from ipaddress import IPv4Network
from typing import Any

import pulumi

from civic.errors import InputError
from civic.estate.agreements import Agreement, consumed
from civic.estate.cards import TenancyCard
from civic.estate.store import load_manifest
from civic.records.hashing import number_of
from civic.records.hosts import host
from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.services import ApplicationChoice
from components.contracts import ApplicationArgs, ServiceSubscriptionArgs, Workload
from stacks.cells import DEDICATED, endpoint_ranges, entries
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the body's subscriptions and applications. No stack reads this one: the result is for people."""
    record = context.record
    tags = context.components.standard_tags(platform=context.platform.code, organisation=record.slug, classification=record.classification)
    handle = TenancyCard(context.tenancy.tenancy, context.tenancy.application, context.tenancy.application)
    provider = context.components.provider_for(handle, context.region, name="applications", tags=tags)
    options = pulumi.ResourceOptions(provider=provider)
    services = {f"{agreement.provider}/{agreement.offer}": _subscription(context, options, agreement) for agreement in _taken(context)}
    return {"applications": _applications(context, options), "services": services}


def _taken(context: Context) -> list[Agreement]:
    return consumed(context.estate.agreements, context.record.slug, context.cloud)


def _subscription(context: Context, options: pulumi.ResourceOptions, agreement: Agreement) -> pulumi.Output[str]:
    zone = context.landing_zone
    door = context.landing_zone_of(agreement.provider).doors[agreement.offer]
    args = ServiceSubscriptionArgs(
        platform=context.platform.code,
        organisation=context.record.slug,
        provider=agreement.provider,
        offer=agreement.offer,
        region=context.region,
        port=agreement.port,
        host=agreement.host,
        network=zone.network,
        subnets=zone.subnets,
        sources=(context.block, *_cell_range(context)),
        service=door.service,
        service_region=agreement.provider_region,
        classification=context.record.classification,
    )
    return context.components.ServiceSubscription(f"{context.record.slug}-from-{args.key}", args, options).host


def _cell_range(context: Context) -> tuple[IPv4Network, ...]:
    """Where the body's applications call from when they live in a shared cell."""
    cell = context.ledger.cell(context.cloud) if _shared(context.record) else ""
    return (IPv4Network(context.section.cells[cell].range),) if cell else ()


def _shared(record: OrganisationRecord) -> bool:
    return record.hosting is not None and record.hosting.placement == "shared"


def _applications(context: Context, options: pulumi.ResourceOptions) -> dict[str, pulumi.Output[str]]:
    chosen = context.record.applications_on(context.cloud)
    if not chosen:
        return {}
    shared = _shared(context.record)
    cell = context.hosting_of(context.ledger.cell(context.cloud)) if shared else context.landing_zone.hosting[DEDICATED]
    if shared:
        tenancy = context.foundation.tenancies["hosting"]
        region = context.section.cells[context.ledger.cell(context.cloud)].region
        place = context.components.place_provider(
            context.record.slug, tenancy, cell.places[context.record.slug], region, platform=context.platform.code
        )
        options = pulumi.ResourceOptions(provider=place)
    return {choice.name: _application(context, options, cell, choice) for choice in chosen}


def _application(context: Context, options: pulumi.ResourceOptions, cell: Any, choice: ApplicationChoice) -> pulumi.Output[str]:
    record, shared = context.record, _shared(context.record)
    manifest = load_manifest(context.estate.root, choice.name, choice.version)
    args = ApplicationArgs(
        platform=context.platform.code,
        organisation=record.slug,
        application=choice.name,
        version=choice.version,
        region=context.section.cells[context.ledger.cell(context.cloud)].region if shared else context.region,
        placement="shared" if shared else "dedicated",
        workload=workload(manifest),
        host=_host(context, choice.name),
        priority=_priority(context, choice.name),
        cell=cell,
        tenancy=context.foundation.tenancies["hosting"] if shared else context.tenancy.tenancy,
        door=_door(context, choice.name),
        calls=_calls(context),
        endpoints=endpoint_ranges(context),
        outside=not shared and bool(record.egress),
        alarms="" if shared else context.landing_zone.alarms,
        entries=entries(context, context.ledger.cell(context.cloud) if shared else ""),
        postgres_image=context.platform.postgres_image,
        classification=record.classification,
    )
    return context.components.Application(f"{record.slug}-{choice.name}", args, options).address


def _host(context: Context, application: str) -> str:
    if _shared(context.record):
        return host(application, context.section.cells[context.ledger.cell(context.cloud)].domain, context.record.host_label)
    return host(application, (context.record.hosting.domain if context.record.hosting else None) or "")


def _priority(context: Context, application: str) -> int:
    """From the ledger in a shared cell. In dedicated hosting no other body can want it, so the record's order by name will do."""
    if _shared(context.record):
        given = context.ledger.priority(context.cloud, application)
        if given is None:
            slug = context.record.slug
            raise InputError(f"estate/ledger/{slug}.yaml gives {application} no place in its cell: run 'civic store add {slug} {application}'")
        return given
    return dedicated_priority(application)


def dedicated_priority(application: str) -> int:
    """1 to 50,000, from the name alone, so that another application moves nobody."""
    return 1 + number_of(application, below=50_000)


def _door(context: Context, application: str) -> pulumi.Input[str]:
    """The door of the offer that this application stands behind, where somebody takes it."""
    if _shared(context.record):
        return ""
    for offer in context.record.offers:
        if offer.application == application and offer.name in context.landing_zone.doors:
            return context.landing_zone.doors[offer.name].target
    return ""


def _calls(context: Context) -> tuple[tuple[IPv4Network, int], ...]:
    """The endpoints of the body's subscriptions lie in its own network."""
    return tuple(sorted({(context.block, agreement.port) for agreement in _taken(context)}))


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
    )
