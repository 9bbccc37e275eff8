"""Private endpoints: services reached without leaving the network."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.contracts import PrivateEndpoint

HOSTING_ENDPOINTS = ("kms", "logs", "secretsmanager", "ssm", "sts", "ecr.api", "ecr.dkr", "monitoring")
"""Services of AWS that a cell and its applications call."""


def private_endpoints(wanted: Sequence[str], *, hosting: bool, services: Sequence[PrivateEndpoint] = ()) -> tuple[PrivateEndpoint, ...]:
    """The endpoints of a network: see ``components.contracts.Cloud``."""
    names = dict.fromkeys((*wanted, *(HOSTING_ENDPOINTS if hosting else ())))
    return (*(PrivateEndpoint(name=name.replace(".", "-"), service=name) for name in names), *services)


def interface_endpoint(
    name: str,
    service_name: pulumi.Input[str],
    *,
    vpc: pulumi.Input[str],
    subnets: Sequence[pulumi.Input[str]],
    group: pulumi.Input[str],
    private_dns: bool,
    opts: pulumi.ResourceOptions,
    service_region: str | None = None,
    policy: pulumi.Input[str] | None = None,
    tags: Mapping[str, str] | None = None,
) -> aws.ec2.VpcEndpoint:
    """An interface endpoint in ``subnets`` behind the security group ``group``.

    ``private_dns``: whether the service's own name leads to it within the network. ``service_region``: the service's, where it is another.
    """
    return aws.ec2.VpcEndpoint(
        name,
        vpc_id=vpc,
        service_name=service_name,
        service_region=service_region,
        vpc_endpoint_type="Interface",
        private_dns_enabled=private_dns,
        subnet_ids=list(subnets),
        security_group_ids=[group],
        policy=policy,
        tags=tags,
        opts=opts,
    )
