"""The hub in one region: a transit gateway whose default way leads to inspection."""

import pulumi
import pulumi_aws as aws

from components.aws.network.dns import Names
from components.aws.network.inspection import Inspection
from components.contracts import NetworkHubArgs
from components.naming import physical


class NetworkHub(pulumi.ComponentResource):
    """Transit, inspection, filtered egress and DNS for one region. Give it the network account's provider.

    Whoever attaches is associated with the ``spokes`` table, which knows one route: to inspection. Its
    ranges are propagated to the ``inspection`` table alone. So a newcomer reaches nobody until a
    firewall rule says so, and joining changes nothing here (Amazon VPC Transit Gateways Guide, "Example:
    Isolated VPCs with shared services"). Outputs: see ``components.contracts.NetworkHubOutputs``.
    """

    def __init__(self, name: str, args: NetworkHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:NetworkHub", name, {}, opts)
        self._name, self._args = name, args
        self._inside = pulumi.ResourceOptions(parent=self)
        self._kept = pulumi.ResourceOptions(parent=self, protect=True)
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        gateway = aws.ec2transitgateway.TransitGateway(
            f"{name}-transit",
            description=f"Transit of {args.platform} in {args.region}",
            auto_accept_shared_attachments="enable",
            default_route_table_association="enable",
            default_route_table_propagation="enable",
            dns_support="enable",
            vpn_ecmp_support="enable",
            opts=self._kept,
        )
        inspection = Inspection(name, args, gateway, partition, parent=self)
        self._lead(gateway, inspection)
        names = Names(name, args, parent=self)
        self._share({"transit": gateway.arn, "dns": names.profile.arn, "queries": names.queries.arn})
        self.transit: pulumi.Output[str] = gateway.id
        self.dns: pulumi.Output[str] = names.profile.id
        self.query_logs: pulumi.Output[str] = names.queries.id
        self.private_zones: dict[str, pulumi.Output[str]] = {}
        self.register_outputs({key: getattr(self, key) for key in ("transit", "dns", "query_logs", "private_zones")})

    def _lead(self, gateway: aws.ec2transitgateway.TransitGateway, inspection: Inspection) -> None:
        name, inside = self._name, self._inside
        spokes = aws.ec2transitgateway.RouteTable(f"{name}-spokes", transit_gateway_id=gateway.id, opts=inside)
        inspected = aws.ec2transitgateway.RouteTable(f"{name}-inspection", transit_gateway_id=gateway.id, opts=inside)
        aws.ec2transitgateway.DefaultRouteTableAssociation(
            f"{name}-newcomers-lead", transit_gateway_id=gateway.id, transit_gateway_route_table_id=spokes.id, opts=inside
        )
        aws.ec2transitgateway.DefaultRouteTablePropagation(
            f"{name}-newcomers-known", transit_gateway_id=gateway.id, transit_gateway_route_table_id=inspected.id, opts=inside
        )
        aws.ec2transitgateway.RouteTableAssociation(
            f"{name}-inspection-table",
            transit_gateway_attachment_id=inspection.attachment.id,
            transit_gateway_route_table_id=inspected.id,
            opts=inside,
        )
        aws.ec2transitgateway.Route(
            f"{name}-spokes-to-inspection",
            destination_cidr_block="0.0.0.0/0",
            transit_gateway_attachment_id=inspection.attachment.id,
            transit_gateway_route_table_id=spokes.id,
            opts=inside,
        )

    def _share(self, things: dict[str, pulumi.Output[str]]) -> None:
        called = physical("aws:general", platform=self._args.platform, role=self._name)
        share = aws.ram.ResourceShare(f"{self._name}-share", name=called, allow_external_principals=False, opts=self._inside)
        for key, arn in things.items():
            aws.ram.ResourceAssociation(f"{self._name}-share-{key}", resource_arn=arn, resource_share_arn=share.arn, opts=self._inside)
        aws.ram.PrincipalAssociation(
            f"{self._name}-share-with-all", principal=self._args.organisation_arn, resource_share_arn=share.arn, opts=self._inside
        )
