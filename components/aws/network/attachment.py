"""What joins a network to the hub of its region: an attachment, routes, names, and the log of questions asked."""

import pulumi
import pulumi_aws as aws

from components.aws.handles import HubHandle, NetworkHandle
from components.aws.options import inside, protected
from components.contracts import HubAttachmentArgs, of_tier


class HubAttachment(pulumi.ComponentResource):
    """Joins a VPC to the hub. Give it a provider in the network's own account: the gateway is shared and accepts by itself.

    The hub decides where newcomers lead: its default association table knows the way to inspection and no other (Amazon VPC Transit
    Gateways Guide, "Transit gateway route tables"). Outputs: see ``components.contracts.HubAttachmentOutputs``.
    """

    attachment: pulumi.Output[str]

    def __init__(self, name: str, args: HubAttachmentArgs[HubHandle, NetworkHandle], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("civic-aws:index:HubAttachment", name, {}, opts)
        network, hub = args.network, args.hub
        attachment = aws.ec2transitgateway.VpcAttachment(
            f"{name}-transit",
            transit_gateway_id=hub.gateway,
            vpc_id=network.vpc,
            subnet_ids=of_tier(network.subnets, "attachment"),
            dns_support="enable",
            tags={"Name": name},
            opts=protected(self),
        )
        for tier, table in network.hub_route_tables.items():
            aws.ec2.Route(
                f"{name}-{tier}-to-hub",
                route_table_id=table,
                destination_cidr_block="0.0.0.0/0",
                transit_gateway_id=hub.gateway,
                # A gateway can be named in a route only once the VPC is attached to it.
                opts=inside(self, depends_on=[attachment]),
            )
        aws.route53.ProfilesAssociation(
            f"{name}-dns",
            name=args.owner.name("aws:general", f"{args.role}-dns" if args.role else "dns"),
            profile_id=hub.profile,
            resource_id=network.vpc,
            opts=inside(self),
        )
        aws.route53.ResolverQueryLogConfigAssociation(
            f"{name}-queries", resolver_query_log_config_id=hub.query_log, resource_id=network.vpc, opts=inside(self)
        )
        self.attachment = attachment.id
        self.register_outputs({"attachment": self.attachment})
