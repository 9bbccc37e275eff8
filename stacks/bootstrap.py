"""Layer 0: the state store, one secrets key and one pipeline identity for each layer. Made once, by an administrator."""

import pulumi

from components.contracts import PIPELINES, ArchiveT, BootstrapArgs, BootstrapCard, CellT, HubT, NetworkT, OrganisationT, StateKeys, TenancyT
from stacks import state_keys
from stacks.context import Context


def build(context: Context[OrganisationT, ArchiveT, HubT, NetworkT, CellT, TenancyT]) -> BootstrapCard:
    """Make the store and the pipelines' identities."""
    section, cloud = context.section, context.name.cloud
    provider = context.cloud.management_provider("management", section.management, section.home, context.platform_owner)
    made = context.cloud.Bootstrap(
        "bootstrap",
        BootstrapArgs(
            owner=context.platform_owner,
            home=section.home,
            tenancy=section.management,
            directory=section.directory,
            issuer=section.pipeline.issuer,
            subjects=dict(section.pipeline.subjects),
            addresses=section.pipeline.addresses,
            state={
                layer: StateKeys(written=state_keys.own(context.project, cloud, layer), read=state_keys.read(context.project, cloud, layer))
                for layer in PIPELINES
            },
        ),
        pulumi.ResourceOptions(provider=provider),
    )
    return BootstrapCard(pipelines=made.pipelines, clients=made.clients, state=made.state, keys=made.keys)
