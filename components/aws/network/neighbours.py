"""How hubs of two regions meet: peered transit gateways, each of which leads what comes from the other to its own inspection."""

import pulumi
import pulumi_aws as aws

from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.network.ranges import outermost
from components.aws.options import inside, protected
from components.contracts import HubNeighbour, NetworkHubArgs


def join_neighbour(
    name: str,
    args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle],
    neighbour: HubNeighbour[HubHandle],
    gateway: aws.ec2transitgateway.TransitGateway,
    spokes: aws.ec2transitgateway.RouteTable,
    inspected: aws.ec2transitgateway.RouteTable,
    *,
    parent: pulumi.Resource,
) -> None:
    """Peer ``gateway`` with that of a neighbour, as children of ``parent``.

    A packet is inspected before it leaves a region, and once more where it arrives, and answers pass the same two firewalls. Peered gateways tell
    each other nothing, so every way is written (Amazon VPC Transit Gateways Guide, "Transit gateway peering attachments").
    """
    stem, there = f"{name}-to-{neighbour.region}", neighbour.region
    peering = aws.ec2transitgateway.PeeringAttachment(
        f"{stem}-peering",
        transit_gateway_id=gateway.id,
        peer_transit_gateway_id=neighbour.hub.gateway,
        peer_region=there,
        peer_account_id=args.tenancy.account,
        opts=protected(parent),
    )
    accepted = aws.ec2transitgateway.PeeringAttachmentAccepter(
        f"{stem}-peering-accepted", region=there, transit_gateway_attachment_id=peering.id, opts=protected(parent)
    )
    sides = (
        ("here", None, spokes.id, inspected.id, neighbour.ranges),
        ("there", there, neighbour.hub.spokes, neighbour.hub.inspected, (*args.bodies, *args.cells)),
    )
    for side, region, arriving, leaving, ranges in sides:
        aws.ec2transitgateway.RouteTableAssociation(
            f"{stem}-inspected-{side}",
            region=region,
            transit_gateway_attachment_id=accepted.id,
            transit_gateway_route_table_id=arriving,
            # A gateway associates newcomers by itself, with the same table.
            replace_existing_association=True,
            opts=inside(parent),
        )
        for block in outermost(ranges):
            aws.ec2transitgateway.Route(
                f"{stem}-{side}-{str(block).replace('/', '-')}",
                region=region,
                destination_cidr_block=str(block),
                transit_gateway_attachment_id=accepted.id,
                transit_gateway_route_table_id=leaving,
                opts=inside(parent),
            )
