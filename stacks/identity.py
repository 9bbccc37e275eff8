"""Layer 4: as whom a body's own stacks are deployed, one identity for each. The foundation's pipeline makes them."""

import pulumi

from components.contracts import (
    RUN_LAYERS,
    ArchiveT,
    CellT,
    HubT,
    IdentityCard,
    NetworkT,
    OrganisationT,
    RunIdentitiesArgs,
    TenancyT,
)
from stacks.context import Context
from stacks.state_keys import state_keys


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> IdentityCard:
    """Make the identities of the body's runs."""
    section, foundation, owner = context.section, context.foundation, context.name.owner
    provider = context.cloud.management_provider("management", section.management, section.home, context.owner)
    shared = context.record.has_shared_hosting and context.own_cell and context.record.applications_on(context.name.cloud)
    made = context.cloud.RunIdentities(
        f"{owner}-runs",
        RunIdentitiesArgs(
            owner=context.owner,
            home=section.home,
            management=section.management,
            issuer=section.pipeline.issuer,
            subjects={layer: section.pipeline.subject(layer, owner) for layer in RUN_LAYERS},
            addresses=section.pipeline.addresses,
            state={layer: state_keys(context.project, context.name.cloud, (layer,), owner) for layer in RUN_LAYERS},
            key_ids=context.bootstrap.key_ids,
            organisation=foundation.organisation,
            archive=foundation.archive,
            hub=context.network.hubs[context.region],
            network=foundation.tenancies["network"],
            cell=context.hosting_of(context.own_cell) if shared else None,
            hosting=foundation.tenancies["hosting"] if shared else None,
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    return IdentityCard(runs=made.runs, clients=made.clients)
