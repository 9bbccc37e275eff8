"""The way from Amazon CloudFront to a cell's entry, which stays private.

CloudFront comes into the network by interfaces that it makes in the entry's subnets. For that the network must have an internet gateway, to
which no route leads: nothing leaves by it, and nothing else comes in (Amazon CloudFront Developer Guide, "Restrict access with VPC origins").
Where an organisation blocks public access to its networks, that one network is let through by an exclusion, since the block stops CloudFront
too (Amazon VPC User Guide, "VPC BPA basics": "CloudFront VPC Origins").
"""

import pulumi
import pulumi_aws as aws

from components.aws.hosting.context import CellContext
from components.aws.options import inside

CLOUDFRONT = "com.amazonaws.global.cloudfront.origin-facing"
"""Amazon's own list of the addresses that CloudFront calls from."""


def edge_group(context: CellContext) -> aws.ec2.SecurityGroup:
    """A security group that lets in CloudFront and nobody else. By itself: the list counts as 55 of the 60 rules that a group has."""
    group = aws.ec2.SecurityGroup(
        f"{context.name}-edge-group",
        name=context.physical_name("aws:general", "edge"),
        description="The entry, as the edge calls it: over HTTPS, from Amazon CloudFront alone",
        vpc_id=context.args.network.vpc,
        opts=context.inside,
    )
    listed = aws.ec2.get_managed_prefix_list_output(name=CLOUDFRONT, opts=pulumi.InvokeOptions(parent=context.parent))
    aws.vpc.SecurityGroupIngressRule(
        f"{context.name}-edge-in",
        security_group_id=group.id,
        description="HTTPS from the edge",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        prefix_list_id=listed.id,
        opts=context.inside,
    )
    return group


def create_origin(context: CellContext, balancer: aws.lb.LoadBalancer) -> aws.cloudfront.VpcOrigin:
    """What distributions of the same account name to reach the entry."""
    vpc = context.args.network.vpc
    gateway = aws.ec2.InternetGateway(f"{context.name}-edge-gateway", vpc_id=vpc, opts=context.inside)
    through = aws.ec2.VpcBlockPublicAccessExclusion(
        f"{context.name}-edge-let-through", vpc_id=vpc, internet_gateway_exclusion_mode="allow-bidirectional", opts=context.inside
    )
    return aws.cloudfront.VpcOrigin(
        f"{context.name}-edge-origin",
        vpc_origin_endpoint_config={
            "name": context.physical_name("aws:general", "entry"),
            "arn": balancer.arn,
            "http_port": 80,
            "https_port": 443,
            "origin_protocol_policy": "https-only",
            "origin_ssl_protocols": {"items": ["TLSv1.2"], "quantity": 1},
        },
        opts=inside(context.parent, depends_on=[gateway, through]),
    )
