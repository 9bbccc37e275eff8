"""Who may talk to whom within a network."""

from ipaddress import IPv4Network

import pulumi
import pulumi_aws as aws

from components.aws.options import inside


def close_default_group(name: str, vpc: aws.ec2.Vpc, parent: pulumi.Resource) -> None:
    """AWS gives every VPC a group that lets its members talk. Adopting it without rules closes it."""
    aws.ec2.DefaultSecurityGroup(f"{name}-default-group", vpc_id=vpc.id, ingress=[], egress=[], opts=inside(parent))


def endpoint_group(name: str, group_name: str, vpc: aws.ec2.Vpc, block: IPv4Network, parent: pulumi.Resource) -> aws.ec2.SecurityGroup:
    """The group of private endpoints: HTTPS from ``block``, the network's own range, and no way out."""
    group = aws.ec2.SecurityGroup(
        f"{name}-endpoint-group",
        name=group_name,
        description="Private endpoints, reached from this network alone",
        vpc_id=vpc.id,
        opts=inside(parent),
    )
    aws.vpc.SecurityGroupIngressRule(
        f"{name}-endpoint-https",
        security_group_id=group.id,
        description="HTTPS from this network",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4=str(block),
        opts=inside(parent),
    )
    return group
