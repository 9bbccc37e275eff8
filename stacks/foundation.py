"""Layer 1: the organisation tree, the platform's own tenancies, the guardrails and the archive."""

import pulumi

from civic.records.platform import AwsPlatform, AzurePlatform
from components.contracts import (
    PIPELINES,
    PLATFORM,
    ArchiveT,
    CellT,
    Existing,
    FoundationArgs,
    FoundationCard,
    HubT,
    NetworkT,
    OrganisationT,
    TenancyT,
)
from stacks.context import Context
from stacks.directories import directory_issuer, platform_grants


def build(
    context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT],
) -> FoundationCard[OrganisationT, ArchiveT, TenancyT]:
    """Make the platform's foundation on this cloud."""
    section = context.section
    provider = context.cloud.management_provider("management", section.management, section.home, context.platform_owner)
    foundation = context.cloud.Foundation(
        "foundation",
        FoundationArgs(
            owner=context.platform_owner,
            home=section.home,
            second_region=section.copies_in,
            regions=tuple(section.regions),
            mailboxes=dict(section.mailboxes),
            pipelines={layer: context.bootstrap.pipelines[layer] for layer in PIPELINES},
            contact=context.platform.contact,
            retention_days=context.platform.retention_days,
            root=section.root,
            management=section.management,
            archive_locked=section.archive_locked,
            billing=section.billing,
            grants=platform_grants(context.platform, context.name.cloud),
            sign_ins=directory_issuer(context.platform.directory, context.estate.certificates(PLATFORM)),
            existing=_existing(section),
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    return FoundationCard(organisation=foundation.organisation, archive=foundation.archive, tenancies=foundation.tenancies)


def _existing(section: AwsPlatform | AzurePlatform) -> Existing:
    found = section.existing
    return Existing(
        organisation=found.organisation, tenancies={str(purpose): tenancy for purpose, tenancy in found.tenancies.items()}, detection=found.detection
    )
