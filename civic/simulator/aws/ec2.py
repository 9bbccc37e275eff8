"""Amazon EC2 and Transit Gateway: the shapes of ids, and what a VPC or gateway brings with it."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.world import World, digest

_IDS = {
    "aws:ec2/vpc:Vpc": "vpc",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/routeTable:RouteTable": "rtb",
    "aws:ec2/internetGateway:InternetGateway": "igw",
    "aws:ec2/natGateway:NatGateway": "nat",
    "aws:ec2/eip:Eip": "eipalloc",
    "aws:ec2/securityGroup:SecurityGroup": "sg",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "sg",
    "aws:ec2/flowLog:FlowLog": "fl",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "sgr",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "sgr",
    "aws:ec2transitgateway/transitGateway:TransitGateway": "tgw",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "tgw-attach",
    "aws:ec2transitgateway/routeTable:RouteTable": "tgw-rtb",
    "aws:route53/profilesProfile:ProfilesProfile": "rp",
    "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": "rqlc",
}


def _maker(prefix: str) -> Any:
    def make(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
        return f"{prefix}-{digest(urn)}", {}

    return make


def vpc(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    brought = {
        "defaultSecurityGroupId": f"sg-{digest(urn, 'default')}",
        "defaultRouteTableId": f"rtb-{digest(urn, 'main')}",
        "mainRouteTableId": f"rtb-{digest(urn, 'main')}",
        "defaultNetworkAclId": f"acl-{digest(urn, 'default')}",
        "ownerId": world.account(provider),
    }
    return f"vpc-{digest(urn)}", brought


def gateway(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    table = f"tgw-rtb-{digest(urn, 'default')}"
    brought = {"associationDefaultRouteTableId": table, "propagationDefaultRouteTableId": table, "ownerId": world.account(provider)}
    return f"tgw-{digest(urn)}", brought


def endpoint(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    ident = f"vpce-{digest(urn)}"
    if outputs.get("vpcEndpointType") != "Interface":
        return ident, {}
    region = world.region(provider)
    entry = {
        "dnsName": f"{ident}.{digest(urn, 'name', length=8)}.{region}.vpce.amazonaws.com",
        "hostedZoneId": f"Z{digest(region, length=13).upper()}",
    }
    return ident, {"dnsEntries": [entry]}


def endpoint_service(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    ident = f"vpce-svc-{digest(urn)}"
    return ident, {"serviceName": f"com.amazonaws.vpce.{world.region(provider)}.{ident}", "serviceType": "Interface"}


TABLE = {
    **{token: _maker(prefix) for token, prefix in _IDS.items()},
    "aws:ec2/vpc:Vpc": vpc,
    "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
    "aws:ec2/vpcEndpointService:VpcEndpointService": endpoint_service,
    "aws:ec2transitgateway/transitGateway:TransitGateway": gateway,
}
