"""Layer 0: the state store, one secrets key for each layer, one identity for each of the platform's pipelines. Made once, by an administrator."""

import pulumi

from components.contracts import (
    PIPELINE_LAYERS,
    PIPELINES,
    PLATFORM,
    RUN_LAYERS,
    ArchiveT,
    BootstrapArgs,
    BootstrapCard,
    CellT,
    HubT,
    NetworkT,
    OrganisationT,
    TenancyT,
)
from stacks.context import Context
from stacks.directories import directory_issuer, platform_grants
from stacks.state_keys import state_keys


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> BootstrapCard:
    """Make the store and the pipelines' identities."""
    section, cloud = context.section, context.name.cloud
    provider = context.cloud.management_provider("management", section.management, section.home, context.platform_owner)
    made = context.cloud.Bootstrap(
        "bootstrap",
        BootstrapArgs(
            owner=context.platform_owner,
            home=section.home,
            second_region=section.copies_in,
            tenancy=section.management,
            directory=section.directory,
            issuer=section.pipeline.issuer,
            subjects={pipeline: section.pipeline.subject(pipeline) for pipeline in PIPELINES},
            addresses=section.pipeline.addresses,
            state={pipeline: state_keys(context.project, cloud, PIPELINE_LAYERS[pipeline]) for pipeline in PIPELINES},
            runs=state_keys(context.project, cloud, RUN_LAYERS),
            grants=platform_grants(context.platform, cloud),
            sign_ins=directory_issuer(context.platform.directory, context.estate.certificates(PLATFORM)),
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    return BootstrapCard(pipelines=made.pipelines, clients=made.clients, state=made.state, key_ids=made.key_ids)
