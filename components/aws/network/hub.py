"""The hub in one region: a transit gateway whose default way leads to inspection."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.aws.handles import ArchiveHandle, HubHandle, OrganisationHandle, TenancyHandle
from components.aws.network.dns import Dns
from components.aws.network.inspection import Inspection
from components.aws.network.neighbours import join_neighbour
from components.aws.network.premises import PremisesGateway
from components.aws.options import inside, protected
from components.contracts import NetworkHubArgs


class NetworkHub(pulumi.ComponentResource):
    """Transit, inspection, filtered egress and DNS for one region. Give it the network account's provider.

    Whoever attaches is associated with the ``spokes`` table, which knows one route: to inspection. Its
    ranges are propagated to the ``inspection`` table alone. So a newcomer reaches nobody until a
    firewall rule says so, and joining changes nothing here (Amazon VPC Transit Gateways Guide, "Example:
    Isolated VPCs with shared services"). Outputs: see ``components.contracts.NetworkHubOutputs``.
    """

    hub: HubHandle

    def __init__(
        self,
        name: str,
        args: NetworkHubArgs[OrganisationHandle, ArchiveHandle, HubHandle, TenancyHandle],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("civic-aws:index:NetworkHub", name, {}, opts)
        self._name, self._args = name, args
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        gateway = aws.ec2transitgateway.TransitGateway(
            f"{name}-transit",
            description=f"Transit of {args.owner.platform} in {args.region}",
            auto_accept_shared_attachments="enable",
            default_route_table_association="enable",
            default_route_table_propagation="enable",
            dns_support="enable",
            vpn_ecmp_support="enable",
            opts=protected(self),
        )
        inspection = Inspection(name, args, gateway, partition, parent=self)
        spokes, inspected = self._route_through(gateway, inspection)
        if args.premises:
            PremisesGateway(name, args, gateway, spokes, inspected, partition, parent=self)
        for neighbour in args.neighbours:
            join_neighbour(name, args, neighbour, gateway, spokes, inspected, parent=self)
        dns = Dns(name, args, parent=self)
        self._share({"transit": gateway.arn, "dns": dns.profile.arn, "queries": dns.queries.arn})
        self.hub = HubHandle(gateway=gateway.id, spokes=spokes.id, inspected=inspected.id, profile=dns.profile.id, query_log=dns.queries.id)
        self.register_outputs({"hub": self.hub.to_card()})

    def _route_through(
        self, gateway: aws.ec2transitgateway.TransitGateway, inspection: Inspection
    ) -> tuple[aws.ec2transitgateway.RouteTable, aws.ec2transitgateway.RouteTable]:
        """The table of whoever attaches, and the one behind inspection."""
        name = self._name
        spokes = aws.ec2transitgateway.RouteTable(f"{name}-spokes", transit_gateway_id=gateway.id, opts=protected(self))
        inspected = aws.ec2transitgateway.RouteTable(f"{name}-inspection", transit_gateway_id=gateway.id, opts=protected(self))
        aws.ec2transitgateway.DefaultRouteTableAssociation(
            f"{name}-newcomers-lead", transit_gateway_id=gateway.id, transit_gateway_route_table_id=spokes.id, opts=protected(self)
        )
        aws.ec2transitgateway.DefaultRouteTablePropagation(
            f"{name}-newcomers-known", transit_gateway_id=gateway.id, transit_gateway_route_table_id=inspected.id, opts=protected(self)
        )
        aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-inspection-table",
            transit_gateway_attachment_id=inspection.attachment.id,
            transit_gateway_route_table_id=inspected.id,
            opts=inside(self),
        )
        aws.ec2transitgateway.Route(
            f"{name}-spokes-to-inspection",
            destination_cidr_block="0.0.0.0/0",
            transit_gateway_attachment_id=inspection.attachment.id,
            transit_gateway_route_table_id=spokes.id,
            opts=inside(self),
        )
        return spokes, inspected

    def _share(self, arns: Mapping[str, pulumi.Output[str]]) -> None:
        name, options = self._name, inside(self)
        share_name = self._args.owner.name("aws:general", name)
        share = aws.ram.ResourceShare(f"{name}-share", name=share_name, allow_external_principals=False, opts=options)
        for key, arn in arns.items():
            aws.ram.ResourceAssociation(f"{name}-share-{key}", resource_arn=arn, resource_share_arn=share.arn, opts=options)
        aws.ram.PrincipalAssociation(f"{name}-share-with-all", principal=self._args.organisation.arn, resource_share_arn=share.arn, opts=options)
