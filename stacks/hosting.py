"""Layer 3: one shared hosting cell, with a place for each body that the ledgers put in it."""

from ipaddress import IPv4Network
from typing import Any

import pulumi

from civic.errors import InputError
from components.contracts import HostingCellArgs
from stacks.cells import card, cell_callers, cell_connection, cell_subnets, upstreams
from stacks.context import Context


def build(context: Context) -> dict[str, Any]:
    """Make the cell; the result is its card."""
    key = context.name.cell
    if key not in context.section.cells:
        raise InputError(
            f"{context.name}: estate/platform.yaml has no cell '{key}' under {context.cloud}; it has {', '.join(context.section.cells) or 'none'}"
        )
    cell, foundation = context.section.cells[key], context.foundation
    tenancy = foundation.tenancies["hosting"]
    provider = context.components.platform_provider("hosting", tenancy, cell.region, platform=context.platform.code, role=foundation.hosting)
    options = pulumi.ResourceOptions(provider=provider)
    connection = cell_connection(context, options)
    subnets = cell_subnets(context)
    residents = residents_of(context, key)
    made = context.components.HostingCell(
        f"cell-{key}",
        HostingCellArgs(
            platform=context.platform.code,
            cell=key,
            region=cell.region,
            domain=cell.domain,
            certificate=cell.certificate,
            network=connection.network,
            subnets=connection.subnets,
            ranges=subnets,
            zones=tuple(context.section.regions[cell.region].zones),
            block=IPv4Network(cell.range),
            sources=cell_callers(context),
            tenancy=tenancy,
            organisation_id=foundation.organisation,
            archive=foundation.archive,
            archive_workspace=foundation.archive_workspace,
            transit=context.network.hubs[cell.region].transit,
            upstreams=upstreams(context),
            contact=context.platform.contact,
            residents=tuple(residents),
            deployer=context.bootstrap.pipelines["applications"],
            classification="official",
        ),
        options,
    )
    return card(made)


def residents_of(context: Context, key: str) -> list[str]:
    """Bodies that the ledgers put in the cell, whether or not they use it today: a place is kept."""
    return sorted(slug for slug in context.estate.organisations if context.estate.ledgers[slug].cell(context.cloud) == key)
