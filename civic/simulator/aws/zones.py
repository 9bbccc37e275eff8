"""What has one subnet in a zone, and not two.

Sources: Amazon EC2 API Reference, CreateVpcEndpoint (DuplicateSubnetsInSameZone) and CreateTransitGatewayVpcAttachment (DuplicateSubnetsInSameZone);
Elastic Load Balancing API Reference, CreateLoadBalancer (InvalidConfigurationRequest); AWS Network Firewall API Reference, CreateFirewall (SubnetMappings).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from civic.plan.wire import UNKNOWN, opened
from civic.simulator.paths import found_at
from civic.simulator.state import Failure
from civic.simulator.world import World

SUBNET = "aws:ec2/subnet:Subnet"
ONE_IN_A_ZONE = {
    "aws:ec2/vpcEndpoint:VpcEndpoint": ("subnetIds.*", "subnetConfigurations.*.subnetId"),
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ("subnetIds.*",),
    "aws:lb/loadBalancer:LoadBalancer": ("subnets.*", "subnetMappings.*.subnetId"),
    "aws:networkfirewall/firewall:Firewall": ("subnetMappings.*.subnetId",),
}
"""Type -> where it names its subnets."""


def refused_zones(token: str, inputs: Mapping[str, Any], world: World) -> Iterator[Failure]:
    """Two subnets of one zone, as far as the world has them."""
    zones: dict[str, str] = {}
    for path in ONE_IN_A_ZONE.get(token, ()):
        # One subnet may be named in both ways.
        for subnet in dict.fromkeys(map(str, found_at(inputs, path))):
            zone = _zone(subnet, world)
            other = zones.setdefault(zone, subnet) if zone else subnet
            if other != subnet:
                yield Failure(path.partition(".")[0], f"{subnet} and {other} both lie in {zone}: one subnet in a zone (DuplicateSubnetsInSameZone)")


def _zone(subnet: str, world: World) -> str:
    """Zone of a subnet; empty where that is not known."""
    thing = next((one for one in list(world.things.values()) if one.type == SUBNET and one.id == subnet), None)
    zone = str(opened((thing.outputs.get("availabilityZone") or thing.outputs.get("availabilityZoneId") or "") if thing else ""))
    return "" if UNKNOWN in zone else zone
